-- view: out_prevalence
-- question: How common is each code in a country's or all countries' year, the coder's misses and false alarms corrected for?
-- column: country: Country code, or "all": every collected country together
-- column: correction: corrected_share - claim_share; above 0 the coder misses more than it wrongly finds
-- column: is_same_coder: True where the claims were made by the very coder whose error was measured
-- column: has_few_documents: True below three documents: too few for a headline
select country, year, code, family, document_count, sentence_count, claim_count, claim_share,
       claim_share_low, claim_share_high, claim_interval, corrected_share, corrected_share_low,
       corrected_share_high, corrected_share - claim_share as correction, method, reason,
       gold_sha256, measured_coder_version,
       measured_coder_version = all(select distinct coder_version from claim) as is_same_coder,
       document_count < 3 as has_few_documents
from prevalence
