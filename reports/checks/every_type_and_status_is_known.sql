-- A value outside the vocabulary would silently fall out of every count.
select 'sentence' as place, sentence_id as subject, type as value from sentence
where type not in ('vision', 'commitment', 'mandate', 'result', 'caution', 'other')
   or type is null or in_scope is null or has_codebook is null
union all
select 'deployment', concat_ws('/', register_id, deployment_id), status from deployment
where status not in ('idea', 'planned', 'development', 'pilot', 'production', 'retired', 'unknown')
