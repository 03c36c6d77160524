-- view: out_sentence_type_share
-- question: How much of a year's talk is vision, promise, mandate, result or caution, by country?
-- column: type_count: Sentences in scope of this type, excerpts left out
-- column: sentence_count: All sentences in scope, excerpts left out
-- column: type_share: type_count / sentence_count, from 0 to 1
-- column: document_count: Documents behind the share
with judged as (
    select d.country, d.year, d.document_id, s.type
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
), year_total as (
    select country, year, count(*) as sentence_count,
           count(distinct document_id) as document_count
    from judged group by country, year
), typed as (
    select country, year, type, count(*) as type_count from judged group by country, year, type
), every_type as (
    select unnest(['vision', 'commitment', 'mandate', 'result', 'caution', 'other']) as type
)
select y.country, y.year, e.type, coalesce(t.type_count, 0) as type_count, y.sentence_count,
       coalesce(t.type_count, 0) / y.sentence_count as type_share, y.document_count
from year_total y cross join every_type e
left join typed t on t.country = y.country and t.year = y.year and t.type = e.type
