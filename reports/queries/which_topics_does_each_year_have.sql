-- view: out_topic_share
-- question: Which topics does each year have, within one language?
-- column: year: Calendar year of the documents
-- column: passage_count: Passages of the topic in the year
-- column: topic_words: Words that set the topic apart over all years
-- column: language: Language of the passages, ISO 639-1
-- column: words: Words that set the topic apart in the year
-- column: document_count: Documents of the language in the year, excerpts left out
-- column: position: Rank of the topic by size within its language, from 0
select s.language, s.period as year, t.label, t.position, s.share, s.passage_count,
       s.period_passage_count, s.document_count, s.words, t.words as topic_words, s.topic_id,
       s.model_id
from topic_share s join topic t using (topic_id, model_id, language)
