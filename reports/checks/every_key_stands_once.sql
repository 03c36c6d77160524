-- The store has no primary keys, so that partitions are replaced quickly; this is their check.
select 'document' as place, document_id as subject, count(*) as rows from document group by 2 having count(*) > 1
union all
select 'passage', passage_id, count(*) from passage group by 2 having count(*) > 1
union all
select 'sentence', sentence_id, count(*) from sentence group by 2 having count(*) > 1
union all
select 'claim', claim_id, count(*) from claim group by 2 having count(*) > 1
union all
select 'deployment', concat_ws('/', register_id, deployment_id), count(*) from deployment group by 2 having count(*) > 1
union all
select 'comparison', concat_ws('/', country, year, code), count(*) from comparison group by 2 having count(*) > 1
union all
select 'prevalence', concat_ws('/', country, year, code), count(*) from prevalence group by 2 having count(*) > 1
union all
select 'page', concat_ws('/', document_id, page), count(*) from page group by 2 having count(*) > 1
union all
select 'sentence_box', concat_ws('/', sentence_id, position), count(*) from sentence_box group by 2 having count(*) > 1
