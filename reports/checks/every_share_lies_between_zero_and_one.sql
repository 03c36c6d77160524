-- Shares are fractions, and an interval holds its share.
select 'comparison' as place, concat_ws(' ', country, year, code) as subject, claim_share as share
from comparison
where claim_share not between 0 and 1 or deployment_share not between 0 and 1
   or claim_share not between claim_share_low and claim_share_high
   or deployment_share not between deployment_share_low and deployment_share_high
   or claim_count > sentence_count or coded_deployment_count > deployment_count
   or production_count > deployment_count
union all
select 'topic_share', topic_id || ' ' || period, share from topic_share
where share not between 0 and 1
union all
select 'claim', claim_id, score from claim where score not between 0 and 1
union all
select 'page', concat_ws('/', document_id, page), grade from page
where grade not between 0 and 1 or (route = 'gap' and grade > 0)
union all
select 'passage', passage_id, grade from passage where grade not between 0 and 1
