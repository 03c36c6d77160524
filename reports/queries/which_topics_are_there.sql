-- view: out_topic
-- question: Which topics are there, how stable are they, and do people recognise them?
-- column: language: Language of the passages, ISO 639-1
-- column: model_id: The fitted topic model
-- column: passage_count: Passages assigned to the topic
-- column: seed_jaccard_share: Mean over other seeds of the Jaccard index of the topic and its best match
-- column: bootstrap_jaccard_share: Mean over fits on 80 % of the documents of the Jaccard index of the topic and its best match
-- column: topic_id: Identity of the topic, the same as long as the topic is kept from model to model
-- column: label: What a person calls the topic, else a label made of its words
-- column: is_label_given: True where a person gave the label
-- column: is_unstable: True where other seeds or other documents do not give the topic again
-- column: is_tested: False where stability could not be measured
-- column: relation: kept, split or born, against the model before; null in a first model
-- column: found_share: Share of riddles in which people found the word foreign to the topic; null before a sheet is read in
select t.language, t.position, coalesce(l.given_label, t.label) as label,
       l.given_label is not null as is_label_given, t.words, t.passage_count,
       coalesce(s.is_unstable, false) as is_unstable,
       s.seed_jaccard_share is not null as is_tested, s.seed_jaccard_share,
       s.bootstrap_jaccard_share, q.npmi, q.own_word_share, i.found_share, i.answer_count,
       case when m.earlier_model_id is null then null else coalesce(n.relation, 'kept') end
           as relation,
       t.topic_id, t.model_id
from topic t
left join topic_label l using (topic_id, language)
left join topic_stability s using (topic_id, model_id, language)
left join topic_quality q using (topic_id, model_id, language)
left join topic_intrusion_score i using (topic_id, model_id, language)
left join topic_model m using (model_id, language)
left join (
    select distinct topic_id, model_id, language, relation from topic_lineage
    where relation in ('kept', 'split', 'born')
) n using (topic_id, model_id, language)
