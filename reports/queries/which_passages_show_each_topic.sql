-- view: out_topic_example
-- question: Which passages show what a topic is about?
-- column: position: Rank among the topic's examples, from 0
-- column: label: What a person calls the topic, else a label made of its words
-- column: language: Language of the passages, ISO 639-1
-- column: topic_id: Identity of the topic, the same as long as the topic is kept from model to model
-- column: model_id: The fitted topic model
-- column: passage_id: Identity of the passage
-- column: document_id: Identity of its document
-- column: title: Title of the document
-- column: country: Country of the document
-- column: year: Year of the document
-- column: page: Page of the passage; null where the file has none
-- column: link: Address of the document, at the page where that can be said
select e.language, t.label, e.position, e.weight, d.title, d.country, d.year, p.page,
       case when d.link is null then null
            when d.format = 'pdf' and p.page is not null then d.link || '#page=' || p.page
            else d.link end as link,
       e.passage_id, e.document_id, e.topic_id, e.model_id
from topic_example e
join out_topic t using (topic_id, model_id, language)
join passage p using (passage_id, document_id)
join out_document d using (document_id)
