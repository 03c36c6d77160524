-- view: out_rung
-- question: Which sentence or register row stands on which rung of the ladder from vision to retired?
-- column: side: talk (a sentence) or record (a register row)
-- column: rung: vision, commitment, mandate, result or caution; idea, planned, development, pilot, production, retired, or, on no rung of either side, other, unknown, contradicted and no longer listed
-- column: code: The codebook id, or "all": every sentence in scope and every system, with codes or without
-- column: family: imaginary or constraint; null where code is "all"
-- column: country: Country of the document, or of the national register
-- column: organisation_id: The body that the sentence names as the one to act, else its publisher, or where none is stated the one body that the document's title names; the body that reports the system; null where none is known
-- column: body: Its name; as the document or the register has it where the body is not known; "not stated" where nothing is
-- column: year: Year of the document, or of the system's start, else of its record; null where the register gives none
-- column: is_excerpt: The sentence stands in an excerpt: it counts for quotes and not on the ladder
-- column: system_key: The system, as in out_national_system; several of its rows may stand here, and it counts once
-- column: quote: The sentence, or the name of the system
-- column: register_id: The register; null for sentences
-- column: deployment_id: The system within its register; null for sentences
-- column: sentence_id: The sentence; null for register rows
-- column: document_id: The document; null for register rows
with issuer as (
    select found_in, country, name, min(organisation_id) as organisation_id
    from organisation_name_match
    where found_in in ('publisher', 'title') and organisation_id is not null
    group by found_in, country, name having count(distinct organisation_id) = 1
), actor as (
    select c.sentence_id, arg_min(f.organisation_id, f.start_char) as organisation_id
    from claim c join claim_facet f using (claim_id, document_id)
    where f.facet = 'actor' and f.organisation_id is not null group by c.sentence_id
), said as (
    select s.sentence_id, s.document_id, d.country, d.year, d.is_excerpt, s.type as rung,
           coalesce(a.organisation_id, i.organisation_id) as organisation_id,
           d.publisher as named, s.text as quote
    from sentence s
    join document d using (document_id)
    left join actor a using (sentence_id)
    left join issuer i on i.country = d.country
        and i.found_in = if(d.publisher is null, 'title', 'publisher')
        and i.name = coalesce(d.publisher, d.title)
    where s.in_scope and s.has_codebook and d.year is not null
), told as (
    select *, 'all' as code, null as family from said
    union all
    select i.*, c.code, c.family
    from said i join (select distinct sentence_id, code, family from claim) c using (sentence_id)
), recorded as (
    select system_key, country, 'all' as code, null as family from out_national_system
    union all
    select system_key, country, code, family from out_system_code
)
select 'talk' as side, t.rung, t.code, t.family, t.country, t.organisation_id,
       coalesce(o.name, t.named, 'not stated') as body, t.year, t.is_excerpt, null as system_key,
       t.quote, null as register_id, null as deployment_id, t.sentence_id, t.document_id
from told t left join organisation o using (organisation_id)
union all
select 'record', n.status, r.code, r.family, n.country, n.organisation_id,
       coalesce(o.name, n.organisation), n.year, false, n.system_key, k.name, k.register_id,
       k.deployment_id, null, null
from recorded r
join out_national_system n using (country, system_key)
join out_system_record k on k.system_key = n.system_key and k.country = n.country
left join organisation o on o.organisation_id = n.organisation_id
