-- view: out_contested_sentence
-- question: On which sentences do coders differ, and who said what?
-- column: point: What they differ about: code or type
-- column: label: The code or type that some coders gave and others did not
-- column: given_by: Coders who gave it; the shipped coder is "imaginaries"
-- column: not_given_by: Coders who coded the sentence and did not give it
-- column: sentence: The sentence as the coders saw it
with latest as (
    select * from coding
    qualify rank() over (partition by coder_id, subject_id order by imported_at desc) = 1
), subject as (
    select subject_id, min(document) as document, min(language) as language, min(text) as sentence
    from latest group by subject_id
), machine as (
    -- A language without cues is not coded: there the shipped coder has said nothing.
    select sentence_id, type from sentence
    where has_codebook and type is not null and sentence_id in (select subject_id from subject)
), coded_by as (
    select distinct subject_id, coder_id from latest
    union all
    select sentence_id, 'imaginaries' from machine
), said as (
    select subject_id, coder_id, 'code' as point, code as label from latest where code is not null
    union all
    select distinct subject_id, coder_id, 'type', type from latest
    union all
    select m.sentence_id, 'imaginaries', 'code', c.code
    from machine m join claim c using (sentence_id)
    union all
    select sentence_id, 'imaginaries', 'type', type from machine
), differing as (
    select p.subject_id, p.point, p.label,
           string_agg(b.coder_id, ', ' order by b.coder_id) filter (s.label is not null) as given_by,
           string_agg(b.coder_id, ', ' order by b.coder_id) filter (s.label is null) as not_given_by
    from (select distinct subject_id, point, label from said) p
    join coded_by b using (subject_id)
    left join said s on s.subject_id = p.subject_id and s.coder_id = b.coder_id
        and s.point = p.point and s.label = p.label
    group by p.subject_id, p.point, p.label
)
select d.subject_id, d.point, d.label, d.given_by, d.not_given_by, t.language, t.document,
       t.sentence
from differing d join subject t using (subject_id)
where d.not_given_by is not null
order by d.subject_id, d.point, d.label
