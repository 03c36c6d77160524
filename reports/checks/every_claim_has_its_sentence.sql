-- A claim without its sentence cannot be shown to anyone.
select claim_id, sentence_id from claim
where (sentence_id, document_id) not in (select (sentence_id, document_id) from sentence)
