-- view: out_actor
-- question: Who is said to act in the claims of each code, by country, year and type of sentence?
-- column: year: Year of the documents
-- column: actor: issuer, government, public_body, industry, technology, people or nobody
-- column: claim_count: Claims in sentences in scope with this actor, excerpts left out; a claim may have several actors
-- column: all_claim_count: All such claims of the country, year, code and type
-- column: actor_share: claim_count / all_claim_count, from 0 to 1; the shares may add up to more than 1
-- column: negated_count: Of claim_count, claims that are denied
-- column: body_count: Different public bodies named as acting
-- column: uncovered_sentence_count: Sentences of the country and year in languages without a codebook: they stand in no count beside this one
with said as (
    select d.country, d.year, c.code, c.family, s.type, c.claim_id, f.value as actor,
           f.organisation_id
    from claim c
    join sentence s using (sentence_id, document_id)
    join document d using (document_id)
    join claim_facet f using (claim_id, document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
      and f.facet = 'actor'
), everything as (
    select country, year, code, type, count(distinct claim_id) as all_claim_count
    from said group by all
), denied as (
    select distinct claim_id from claim_facet where facet = 'negation'
), uncovered as (
    select country, year, sum(uncovered_sentence_count)::integer as uncovered_sentence_count
    from out_uncovered_language group by country, year
)
select a.country, a.year, a.code, a.family, a.type, a.actor,
       count(distinct a.claim_id) as claim_count, any_value(e.all_claim_count) as all_claim_count,
       count(distinct a.claim_id) / any_value(e.all_claim_count) as actor_share,
       count(distinct a.claim_id) filter (a.claim_id in (select claim_id from denied))
           as negated_count,
       count(distinct a.organisation_id) as body_count,
       coalesce(any_value(u.uncovered_sentence_count), 0) as uncovered_sentence_count
from said a
join everything e using (country, year, code, type)
left join uncovered u using (country, year)
group by a.country, a.year, a.code, a.family, a.type, a.actor
