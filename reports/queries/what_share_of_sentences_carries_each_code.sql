-- view: out_code_share
-- question: What share of a year's sentences about data and AI carries each code, by country?
-- column: has_few_documents: True below three documents: too few for a headline
select country, year, code, family, document_count, sentence_count, claim_count, claim_share,
       claim_share_low, claim_share_high, claim_interval,
       document_count < 3 as has_few_documents
from comparison
where document_count > 0
