-- view: out_stalled_constraint_claim
-- question: Which claims of a constraint stand near a stall or retirement, and near which system?
-- column: register_id: The register that has the system
-- column: sentence: The whole sentence of the claim
-- column: deployment_id: Identity of the system within its register
-- column: sentence_id: The sentence of the claim
-- column: document_id: Its document
-- column: code: The codebook id of the imaginary or constraint
-- column: claim_id: The claim
-- column: place: body (of the body that reports the system) or country (of its country)
-- column: year: Year of the document
-- column: system_name: The system as the register names it
-- column: system_status: Its status in the register's latest edition
-- column: kind: retired or stalled, as in out_stalled_system
-- column: stalled_year: Year of the stall or retirement
-- column: organisation_id: The body; null for the country as a whole
-- column: country: Country of the registers and the documents, as its code
-- column: system_key: Identity of the system, as in out_system_record
-- column: quote: The words that made the claim
with constrained as (
    select c.claim_id, c.code, c.quote, c.sentence_id, c.document_id, s.text as sentence,
           d.country, d.year, d.publisher
    from claim c
    join sentence s using (sentence_id, document_id)
    join document d using (document_id)
    where c.family = 'constraint' and s.in_scope and s.has_codebook and not d.is_excerpt
      and d.year is not null
), own as (
    select distinct c.claim_id, b.organisation_id
    from constrained c
    join (
        select claim_id, organisation_id from claim_facet
        where facet = 'actor' and organisation_id is not null
        union
        select k.claim_id, n.organisation_id
        from constrained k
        join organisation_name_match n on n.found_in = 'publisher' and n.country = k.country
            and n.name = k.publisher
        where n.organisation_id is not null
    ) b using (claim_id)
)
select 'body' as place, c.country, o.organisation_id, c.code, c.claim_id, c.year, c.sentence,
       c.quote, t.name as system_name, t.status as system_status, t.kind, t.year as stalled_year,
       t.system_key, t.register_id, t.deployment_id, c.sentence_id, c.document_id
from constrained c
join own o using (claim_id)
join out_stalled_system t on t.country = c.country and t.organisation_id = o.organisation_id
    and abs(t.year - c.year) <= 2 and t.kind <> 'no longer listed'
union all
select 'country', c.country, null, c.code, c.claim_id, c.year, c.sentence, c.quote, t.name,
       t.status, t.kind, t.year, t.system_key, t.register_id, t.deployment_id, c.sentence_id,
       c.document_id
from constrained c
join (
    select * from out_stalled_system where kind <> 'no longer listed'
    qualify row_number() over (partition by country, year order by register_id, deployment_id) = 1
) t on t.country = c.country and abs(t.year - c.year) <= 2
