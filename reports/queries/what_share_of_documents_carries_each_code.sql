-- view: out_code_document_share
-- question: What share of a year's documents carries each code at least once, by country?
-- column: year: Year of the documents
-- column: document_count: Documents with sentences in scope, excerpts left out
-- column: claim_document_count: Of document_count, those with a sentence in scope that carries the code
-- column: document_share: claim_document_count / document_count, from 0 to 1
with spoken as (
    select distinct d.country, d.year, d.document_id
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
), sizes as (
    select country, year, count(*) as document_count from spoken group by country, year
), carried as (
    select p.country, p.year, c.code, count(distinct c.document_id) as claim_document_count
    from claim c
    join sentence s using (sentence_id, document_id)
    join spoken p using (document_id)
    where s.in_scope and s.has_codebook
    group by p.country, p.year, c.code
), codes as (
    select distinct code, family from claim
)
select z.country, z.year, k.code, k.family, z.document_count,
       coalesce(c.claim_document_count, 0) as claim_document_count,
       coalesce(c.claim_document_count, 0) / z.document_count as document_share
from sizes z cross join codes k left join carried c using (country, year, code)
