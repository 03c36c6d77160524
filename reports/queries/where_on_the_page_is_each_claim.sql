-- view: out_claim_box
-- question: Where on its pages does the sentence of each claim stand?
-- column: position: Place among the boxes of the claim's sentence in reading order, from 0
-- column: page: Page of the file, from 1, on which this box is
-- column: link: That page at the publisher; null where the document came from a folder
select c.claim_id, c.document_id, c.sentence_id, b.position, b.page, b.left_points, b.low_points,
       b.right_points, b.high_points, g.width_points, g.height_points, g.route,
       case when d.link is not null then d.link || '#page=' || b.page end as link, d.archived_as
from claim c
join sentence_box b using (sentence_id, document_id)
join page g on g.document_id = b.document_id and g.page = b.page
join out_document d on d.document_id = c.document_id
