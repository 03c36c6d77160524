-- view: out_topic_exclusion
-- question: How many passages take part in no topic, and why?
-- column: language: Language of the passages, ISO 639-1
-- column: passage_count: Passages left out for the reason
-- column: document_count: Documents that they stand in
-- column: all_passage_count: All passages of the language
with held as (select language, count(*)::integer as all_passage_count from passage group by 1)
select e.language, e.reason, count(*)::integer as passage_count,
       count(distinct e.document_id)::integer as document_count, any_value(h.all_passage_count) as all_passage_count
from topic_exclusion e join held h using (language) group by e.language, e.reason
