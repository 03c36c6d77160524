-- view: out_topic_code
-- question: How much of each topic's talk carries each imaginary and constraint?
-- column: label: What a person calls the topic, else a label made of its words
-- column: language: Language of the passages, ISO 639-1
-- column: position: Rank of the topic by size within its language, from 0
-- column: is_unstable: True where other seeds or other documents do not give the topic again
-- column: is_more: True where the whole interval lies above the share in all topics of the language
-- column: has_few_documents: True below three documents: shown as small
-- column: document_count: Documents with a sentence in scope in the topic
select c.language, t.label, t.position, c.code, c.family, c.claim_share, c.claim_share_low,
       c.claim_share_high, c.interval, c.language_claim_share,
       c.claim_share_low > c.language_claim_share as is_more, c.claim_count, c.sentence_count,
       c.document_count, c.document_count < 3 as has_few_documents, t.is_unstable, c.topic_id,
       c.model_id
from topic_code c join out_topic t using (topic_id, model_id, language)
