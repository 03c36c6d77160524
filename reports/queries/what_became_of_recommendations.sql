-- view: out_recommendation
-- question: What do the later documents of those called upon say of each numbered recommendation?
-- column: year: Year of the document that recommends
-- column: title: The document that recommends
-- column: recommendation: What is recommended
-- column: recommendation_id: Identity of the recommendation
-- column: position: Which of its addressees, from 1
-- column: addressee: Who is to act, as the recommendation says
-- column: addressee_basis: body, government, others or not named
-- column: state: reported done, taken up, silent, or no later document where none of the addressee is held
-- column: reason: Why the addressee's answer is counted so, in words
-- column: score: How sure it is that the sentence answers, from 0 to 1
-- column: answer: The sentence that answers; null where silent
-- column: answer_year: Year of its document
-- column: answer_title: Its document
-- column: answer_document_id: Its document, by id
-- column: answer_sentence_id: That sentence, by id
-- column: document_id: The document that recommends, by id
-- column: sentence_id: The sentence that recommends, by id
select r.country, r.year, d.title, r.series, r.number, r.quote as recommendation, a.position,
       a.name as addressee, a.basis as addressee_basis, a.organisation_id, f.state, f.reason,
       f.score, f.quote as answer, f.year as answer_year, e.title as answer_title,
       f.later_document_count, r.printed_count, r.page, r.heading_path, r.recommendation_id,
       r.document_id, r.sentence_id, f.document_id as answer_document_id,
       f.sentence_id as answer_sentence_id
from recommendation r
join document d using (document_id)
join recommendation_addressee a using (recommendation_id)
join recommendation_follow f using (recommendation_id, position)
left join document e on e.document_id = f.document_id
