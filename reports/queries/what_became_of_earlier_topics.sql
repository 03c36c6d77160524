-- view: out_topic_lineage
-- question: What became of the topics of the model before, and where do the present ones come from?
-- column: relation: kept, split (drawn mostly from an earlier topic), merged (an earlier topic that went mostly there), born or died
-- column: label: What a person calls the present topic, else a label made of its words; null where a topic died
-- column: model_id: The present topic model
-- column: topic_id: Topic of the present model; null where an earlier topic died
-- column: position: Rank of the present topic by size within its language, from 0
-- column: language: Language of the topics
select l.language, l.relation, t.label, t.position, l.shared_passage_count, l.jaccard_share,
       l.topic_part_share, l.earlier_part_share, l.topic_id, l.earlier_topic_id, l.model_id,
       l.earlier_model_id
from topic_lineage l left join out_topic t using (topic_id, model_id, language)
