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
union all
select 'register', register_id, count(*) from register group by 2 having count(*) > 1
union all
select 'register_coverage', register_id, count(*)
from register_coverage group by 2 having count(*) > 1
union all
select 'register_column', concat_ws('/', register_id, column_name), count(*)
from register_column group by 2 having count(*) > 1
union all
select 'register_edition', concat_ws('/', register_id, edition_id), count(*)
from register_edition group by 2 having count(*) > 1
union all
select 'deployment_status', concat_ws('/', register_id, deployment_id, edition_id), count(*)
from deployment_status group by 2 having count(*) > 1
union all
select 'edition_change', concat_ws('/', register_id, edition_id, deployment_id), count(*)
from edition_change group by 2 having count(*) > 1
union all
select 'deployment_statement', concat_ws('/', register_id, statement_id), count(*)
from deployment_statement group by 2 having count(*) > 1
union all
select 'deployment_claim', concat_ws('/', register_id, deployment_id, code), count(*)
from deployment_claim group by 2 having count(*) > 1
union all
select 'deployment_link', concat_ws('/', register_a, deployment_id_a, register_b, deployment_id_b), count(*)
from deployment_link group by 2 having count(*) > 1
union all
select 'deployment_group', concat_ws('/', register_id, deployment_id), count(*)
from deployment_group group by 2 having count(*) > 1
union all
select 'incident_list', list_id, count(*) from incident_list group by 2 having count(*) > 1
union all
select 'incident', concat_ws('/', list_id, incident_id), count(*)
from incident group by 2 having count(*) > 1
union all
select 'incident_body', concat_ws('/', list_id, incident_id, party, position), count(*)
from incident_body group by 2 having count(*) > 1
union all
select 'organisation', organisation_id, count(*) from organisation group by 2 having count(*) > 1
union all
select 'organisation_predecessor', concat_ws('/', organisation_id, predecessor_id), count(*)
from organisation_predecessor group by 2 having count(*) > 1
union all
select 'organisation_name_match', concat_ws('/', found_in, register_id, country, name), count(*)
from organisation_name_match group by 2 having count(*) > 1
union all
select 'deployment_body', concat_ws('/', register_id, deployment_id), count(*)
from deployment_body group by 2 having count(*) > 1
union all
select 'promise', promise_id, count(*) from promise group by 2 having count(*) > 1
union all
select 'promise_candidate', concat_ws('/', promise_id, register_id, deployment_id), count(*)
from promise_candidate group by 2 having count(*) > 1
union all
select 'recommendation', recommendation_id, count(*)
from recommendation group by 2 having count(*) > 1
union all
select 'recommendation_addressee', concat_ws('/', recommendation_id, position), count(*)
from recommendation_addressee group by 2 having count(*) > 1
union all
select 'recommendation_follow', concat_ws('/', recommendation_id, position), count(*)
from recommendation_follow group by 2 having count(*) > 1
union all
select 'scenario_index', concat_ws('/', country, year, axis), count(*)
from scenario_index group by 2 having count(*) > 1
union all
select 'sensitivity_variant', concat_ws('/', number_id, variant, extreme, left_out), count(*)
from sensitivity_variant group by 2 having count(*) > 1
union all
select 'lag_point', concat_ws('/', unit, country, code, event, year_count), count(*)
from lag_point group by 2 having count(*) > 1
union all
select 'topic', concat_ws('/', model_id, topic_id), count(*)
from topic group by 2 having count(*) > 1
union all
select 'topic_share', concat_ws('/', model_id, topic_id, period), count(*)
from topic_share group by 2 having count(*) > 1
union all
select 'topic_assignment', concat_ws('/', model_id, passage_id), count(*)
from topic_assignment group by 2 having count(*) > 1
union all
select 'topic_model', model_id, count(*) from topic_model group by 2 having count(*) > 1
union all
select 'topic_stability', concat_ws('/', model_id, topic_id), count(*)
from topic_stability group by 2 having count(*) > 1
union all
select 'topic_link', concat_ws('/', topic_id, other_topic_id), count(*)
from topic_link group by 2 having count(*) > 1
union all
select 'topic_part_share', concat_ws('/', model_id, topic_id, period, part_by, part), count(*)
from topic_part_share group by 2 having count(*) > 1
union all
select 'topic_code', concat_ws('/', model_id, topic_id, code), count(*)
from topic_code group by 2 having count(*) > 1
union all
select 'topic_change', concat_ws('/', model_id, topic_id, year), count(*)
from topic_change group by 2 having count(*) > 1
union all
select 'topic_example', concat_ws('/', model_id, topic_id, position), count(*)
from topic_example group by 2 having count(*) > 1
union all
select 'topic_quality', concat_ws('/', model_id, topic_id), count(*)
from topic_quality group by 2 having count(*) > 1
union all
select 'topic_label', topic_id, count(*) from topic_label group by 2 having count(*) > 1
union all
select 'topic_exclusion', passage_id, count(*) from topic_exclusion group by 2 having count(*) > 1
union all
select 'run_manifest', run_id, count(*) from run_manifest group by 2 having count(*) > 1
union all
select 'fault', fault_id, count(*) from fault group by 2 having count(*) > 1
union all
select 'sought_group', concat_ws('/', group_id, language), count(*)
from sought_group group by 2 having count(*) > 1
union all
select 'group_mention', concat_ws('/', sentence_id, group_id), count(*)
from group_mention group by 2 having count(*) > 1
union all
select 'word_change', concat_ws('/', country, language, year, word), count(*)
from word_change group by 2 having count(*) > 1
union all
select 'country_word', concat_ws('/', country, language, year, word), count(*)
from country_word group by 2 having count(*) > 1
