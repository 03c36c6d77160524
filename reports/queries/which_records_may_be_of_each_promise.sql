-- view: out_promise_candidate
-- question: Which systems on record may be the ones that a promise speaks of?
-- column: type: commitment or mandate
-- column: country: Country as its code: ISO 3166, or a code of its own for bodies above countries
-- column: register_id: The register
-- column: deployment_id: Identity of the system within its register
-- column: promise_id: The promise
-- column: sentence_id: Its sentence
-- column: document_id: Its document
-- column: reasons: What speaks for and against, in words
-- column: status: Its status in the register's latest edition
-- column: status_raw: The same in the register's own words
-- column: sentence: The sentence that makes the promise
-- column: year: Year of the document that makes it first
-- column: state: What the ledger says of the promise as a whole
-- column: basis: same name, name within the record's name, record's name in the sentence, or similar text
-- column: score: How sure it is that the record is of the promised system, from 0 to 1
-- column: record_name: The system as the register names it
-- column: organisation: The body that reports it
-- column: verdict: same or different, as a reviewer says; null where nobody has judged
select p.country, p.year, p.type, p.state, c.score, c.basis, c.body, c.text_score, c.reasons,
       c.verdict, p.quote as sentence, o.name as record_name, c.record_quote, o.organisation,
       o.status, o.status_raw, c.register_id, c.deployment_id, c.promise_id, c.sentence_id,
       c.document_id
from promise_candidate c
join promise p using (promise_id)
join deployment o on o.register_id = c.register_id and o.deployment_id = c.deployment_id
