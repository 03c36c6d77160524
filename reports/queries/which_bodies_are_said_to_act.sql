-- view: out_acting_body
-- question: Which public bodies are said to act, in whose documents?
-- column: country: Country of the documents; the body may be of another
-- column: year: Year of the documents
-- column: name: Its name today, in its own language
-- column: body_kind: Kind of the body that acts, as organisation.kind has it
-- column: organisation_id: The public body that acts
-- column: sentence_count: Sentences in scope with a claim in which it acts, excerpts left out
-- column: document_count: Documents with such a sentence
select d.country, d.year, f.organisation_id, o.name, o.kind as body_kind,
       count(distinct s.sentence_id) as sentence_count,
       count(distinct d.document_id) as document_count
from claim_facet f
join claim c using (claim_id, document_id)
join sentence s using (sentence_id, document_id)
join document d using (document_id)
join organisation o using (organisation_id)
where f.facet = 'actor' and s.in_scope and s.has_codebook and not d.is_excerpt
  and d.year is not null
group by d.country, d.year, f.organisation_id, o.name, o.kind
