-- view: out_promise_ledger
-- question: What became of the commitments and mandates that can be checked?
-- column: type: commitment or mandate
-- column: country: Country as its code: ISO 3166, or a code of its own for bodies above countries
-- column: organisation_id: The body that is to act, where exactly one is known
-- column: language: Language of the sentence, ISO 639-1
-- column: promise_id: Identity of the promise
-- column: sentence_id: The sentence
-- column: document_id: Its document
-- column: page: Page of the sentence; null where the file has none
-- column: sentence: The sentence that makes the promise
-- column: year: Year of the document that makes it first
-- column: state: on record as deployed, in pilot, planned, no record found, register does not cover, or not decidable
-- column: reason: Why the promise is in that state, in words
-- column: basis: computed, or reviewed where a person's verdict decided
-- column: score: How sure it is that the record is of the promised system, from 0 to 1; null without a record
-- column: record_name: The record that decided, or the best candidate in doubt, as its register names it
-- column: record_quote: The register's own text on it
-- column: record_organisation: The body that reports it
-- column: record_status: Its status in the register's latest edition
-- column: record_status_raw: The same in the register's own words
-- column: link: The sentence's page at the publisher; null where the document came from a folder
-- column: register_id: Register of that record
-- column: deployment_id: Identity of that record's system within its register
select p.country, p.year, p.type, p.state, p.reason, p.basis, p.score, p.systems, p.amounts,
       p.due_year, p.organisation_id, p.body_basis, p.quote as sentence, o.name as record_name,
       case when o.name is not null
            then concat_ws('. ', o.name, o.description, o.purpose) end as record_quote,
       o.organisation as record_organisation, o.status as record_status,
       o.status_raw as record_status_raw, p.candidate_count, p.printed_count, p.specificity,
       d.title, d.publisher, s.page,
       case when d.link is null then null
            when d.format = 'pdf' and s.page is not null then d.link || '#page=' || s.page
            else d.link end as link,
       d.archived_as, d.is_excerpt, p.language, p.promise_id, p.sentence_id, p.document_id,
       p.register_id, p.deployment_id
from promise p
join out_document d using (document_id)
join sentence s using (sentence_id, document_id)
left join deployment o on o.register_id = p.register_id and o.deployment_id = p.deployment_id
