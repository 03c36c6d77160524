-- view: out_beneficiary
-- question: Who is said to gain, by country and year?
-- column: year: Year of the documents
-- column: beneficiary: The group, by its name in the codebook
-- column: sentence_count: Sentences in scope with a claim that says so, excerpts left out
-- column: document_count: Documents with such a sentence
-- column: all_sentence_count: Sentences in scope with a claim of any kind, in the same documents' country and year
-- column: beneficiary_share: sentence_count / all_sentence_count, from 0 to 1; a sentence may name several
with claimed as (
    select d.country, d.year, c.claim_id, c.sentence_id, c.document_id
    from claim c
    join sentence s using (sentence_id, document_id)
    join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
), everything as (
    select country, year, count(distinct sentence_id) as all_sentence_count
    from claimed group by country, year
)
select c.country, c.year, f.value as beneficiary,
       count(distinct c.sentence_id) as sentence_count,
       count(distinct c.document_id) as document_count,
       any_value(e.all_sentence_count) as all_sentence_count,
       count(distinct c.sentence_id) / any_value(e.all_sentence_count) as beneficiary_share
from claimed c
join everything e using (country, year)
join claim_facet f using (claim_id)
where f.facet = 'beneficiary'
group by c.country, c.year, f.value
