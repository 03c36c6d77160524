-- A box that no sentence has, or that lies on no page, cannot be drawn.
select b.sentence_id, b.document_id, b.page
from sentence_box b
left join sentence s using (sentence_id, document_id)
left join page g on g.document_id = b.document_id and g.page = b.page
where s.sentence_id is null or g.document_id is null
   or b.left_points > b.right_points or b.low_points > b.high_points
