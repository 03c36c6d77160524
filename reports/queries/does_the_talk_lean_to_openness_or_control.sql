-- view: out_scenario_index
-- question: How far does each country's talk lean to participation and openness, and how far to control and platform power?
-- column: closed_share: closed_count over open_count + closed_count: 1 - open_share
select country, year, axis, open_share, open_share_low, open_share_high,
       1 - open_share as closed_share, open_count, closed_count, sentence_count, document_count,
       "interval"
from scenario_index
