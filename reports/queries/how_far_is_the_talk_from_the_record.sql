-- view: out_gap
-- question: How far is the talk from the systems in production, by country and code, however the record is read?
-- column: reading: as recorded; corrected for coverage (bounds over what blank statuses and texts without a word leave open; over bodies that do not report only where reporting_body_share is known); or only bodies that report
-- column: gap: corrected_share - coded_production_share: a share of sentences less a share of systems, so only ranks and directions compare; claim_code_share and production_code_share have one footing; null where the reading gives bounds only
-- column: finding: In words: the talk has more or less of the code than the record, or it cannot be told (the interval, or the bounds, hold 0), or why there is no gap
-- column: left_open: What the bounds leave open; null in the other readings, which leave nothing open and may be wrong
-- column: has_few_documents: True below three documents: too few for a headline
select country, code, family, reading, document_count, sentence_count, claim_count, claim_share,
       corrected_share, corrected_share_low, corrected_share_high, method, body_count,
       production_count, coded_production_count, unknown_status_count, uncodable_count,
       reporting_body_share, coded_production_share, coded_production_share_least, coded_production_share_most,
       coded_production_share_low, coded_production_share_high, gap, gap_low, gap_high,
       claim_code_share, production_code_share,
       case when gap_low is null then reason
            when gap_low > 0 then 'more in the talk'
            when gap_high < 0 then 'more in the record'
            else 'cannot be told' end as finding,
       case when reading <> 'corrected for coverage' or production_count is null then null
            when reporting_body_share is null
                then 'statuses and texts; who does not report is not known'
            else 'statuses, texts and bodies that do not report' end as left_open,
       reason, document_count < 3 as has_few_documents
from gap
