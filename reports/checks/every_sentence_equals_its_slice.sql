-- Offsets are characters of the passage's text: a sentence that differs points at wrong words.
select s.sentence_id, s.text, p.text[s.start_char + 1 : s.end_char] as slice
from sentence s left join passage p using (passage_id, document_id)
where p.passage_id is null or s.text <> p.text[s.start_char + 1 : s.end_char]
