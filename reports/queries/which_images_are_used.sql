-- view: out_metaphor
-- question: Which images are used for each code, how often, and how often to deny them?
-- column: year: Year of the documents
-- column: language: Language of the sentences, ISO 639-1
-- column: metaphor: The image's name in the codebook
-- column: sentence_count: Sentences in scope that use it, excerpts left out
-- column: negated_count: Of sentence_count, those that deny the claim: "not a gold mine"
-- column: document_count: Documents that use it
-- column: example: The words of one such sentence
-- column: uncovered_sentence_count: Sentences of the country and year in languages without a codebook: they stand in no count beside this one
with uncovered as (
    select country, year, sum(uncovered_sentence_count)::integer as uncovered_sentence_count
    from out_uncovered_language group by country, year
)
select d.country, d.year, c.code, s.language, f.value as metaphor,
       count(distinct s.sentence_id) as sentence_count,
       count(distinct s.sentence_id) filter (n.claim_id is not null) as negated_count,
       count(distinct d.document_id) as document_count, min(f.quote) as example,
       coalesce(any_value(u.uncovered_sentence_count), 0) as uncovered_sentence_count
from claim_facet f
join claim c using (claim_id, document_id)
join sentence s using (sentence_id, document_id)
join document d using (document_id)
left join (select distinct claim_id from claim_facet where facet = 'negation') n
    on n.claim_id = c.claim_id
left join uncovered u on u.country = d.country and u.year = d.year
where f.facet = 'metaphor' and s.in_scope and s.has_codebook and not d.is_excerpt
  and d.year is not null
group by d.country, d.year, c.code, s.language, f.value
