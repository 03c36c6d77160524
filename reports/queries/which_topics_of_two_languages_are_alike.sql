-- view: out_topic_link
-- question: Which topics of two languages are about the same?
-- column: label: What a person calls the topic of the first language, else a label made of its words
-- column: other_label: The same for the topic of the second language
-- column: topic_id: Topic in the first language by alphabet
-- column: model_id: The topic model of the first language
-- column: language: The first language by alphabet
select k.language, t.label, k.other_language, o.label as other_label, k.score_share,
       k.shared_codes, k.shared_terms, k.topic_id, k.other_topic_id, k.model_id, k.other_model_id
from topic_link k
join out_topic t using (topic_id, model_id, language)
join out_topic o on o.topic_id = k.other_topic_id and o.model_id = k.other_model_id
                and o.language = k.other_language
