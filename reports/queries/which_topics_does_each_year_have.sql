-- view: out_topic_share
-- question: Which topics does each year have, within one language?
-- column: year: Calendar year of the documents
-- column: passage_count: Passages of the topic in the year
-- column: label: What a person calls the topic, else a label made of its words
-- column: topic_words: Words that set the topic apart over all years
-- column: language: Language of the passages, ISO 639-1
-- column: words: Words that set the topic apart in the year
-- column: document_count: Documents of the language in the year, excerpts left out
-- column: position: Rank of the topic by size within its language, from 0
-- column: is_unstable: True where other seeds or other documents do not give the topic again
select s.language, s.period as year, t.label, t.position, s.share, s.share_low, s.share_high,
       s.interval, s.has_few_documents, s.passage_count, s.period_passage_count, s.document_count,
       s.words, t.words as topic_words, t.is_unstable, s.topic_id, s.model_id
from topic_share s join out_topic t using (topic_id, model_id, language)
