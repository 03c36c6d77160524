-- The words shown as a claim's cue must stand in its sentence where the offsets say.
select q.claim_id, q.quote, s.text[q.start_char + 1 : q.end_char] as slice
from claim_cue q
left join claim c using (claim_id, document_id)
left join sentence s using (sentence_id, document_id)
where s.sentence_id is null or q.quote <> s.text[q.start_char + 1 : q.end_char]
