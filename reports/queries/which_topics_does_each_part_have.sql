-- view: out_topic_part_share
-- question: Which topics does each country, and each kind of document, have in a year?
-- column: year: Calendar year of the documents
-- column: label: What a person calls the topic, else a label made of its words
-- column: language: Language of the passages, ISO 639-1
-- column: passage_count: Passages of the topic in the year and part
-- column: position: Rank of the topic by size within its language, from 0
-- column: is_unstable: True where other seeds or other documents do not give the topic again
select s.language, s.period as year, s.part_by, s.part, t.label, t.position, s.share, s.share_low,
       s.share_high, s.interval, s.has_few_documents, s.passage_count, s.period_passage_count,
       s.document_count, t.is_unstable, s.topic_id, s.model_id
from topic_part_share s join out_topic t using (topic_id, model_id, language)
