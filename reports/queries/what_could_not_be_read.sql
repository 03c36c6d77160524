-- view: out_fault
-- question: Which files and rows could not be taken, why, and what can a person do?
-- column: document_id: The document, where the file is one
-- column: title: Title of the document, where it was read before
select f.stage, f.subject, f.reason, f.next_step, f.tries, f.first_seen_at, f.last_seen_at,
       f.retry_at, f.given_up_at, f.fault_id, f.document_id, d.title
from fault f left join document d using (document_id)
