-- view: out_talk_and_record
-- question: How large is each code in the talk and in the record of a country and year?
-- column: deployment_gap: claim_share - deployment_share, in one year and not corrected; above 0 the talk has more of the code than the record
-- column: record: In words: "on record", "no system on record for the year" or "no register loaded"
select country, year, code, family, document_count, sentence_count, claim_count, claim_share,
       claim_share_low, claim_share_high, claim_interval, deployment_count, production_count,
       coded_deployment_count, deployment_share, deployment_share_low, deployment_share_high,
       claim_share - deployment_share as deployment_gap,
       case when deployment_count is null then 'no register loaded'
            when deployment_count = 0 then 'no system on record for the year'
            else 'on record' end as record
from comparison
