-- view: out_topic_change
-- question: From which years on is a topic on another level, and how sure is that?
-- column: label: What a person calls the topic, else a label made of its words
-- column: language: Language of the passages, ISO 639-1
-- column: position: Rank of the topic by size within its language, from 0
-- column: is_unstable: True where other seeds or other documents do not give the topic again
select c.language, t.label, t.position, c.year, c.year_low, c.year_high, c.year_share,
       c.share_before, c.share_after, c.document_count_before, c.document_count_after,
       c.chance_share, c.is_change, t.is_unstable, c.topic_id, c.model_id
from topic_change c join out_topic t using (topic_id, model_id, language)
