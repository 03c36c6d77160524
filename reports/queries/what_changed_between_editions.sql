-- view: out_edition_change
-- question: What changed from each edition of a register to the next?
-- column: edition_id: The later edition
-- column: edition_on: Date of the later edition, at the grain known
-- column: country: ISO 3166 two-letter code, or a code of its own for bodies above countries (EU, OECD, UN, UNESCO, LAS, INT)
select r.country, c.register_id, c.edition_before_id, c.edition_id, c.edition_on, c.deployment_id,
       c.organisation, c.name, c.change, c.status_before, c.status, c.status_raw_before,
       c.status_raw
from edition_change c
join register r using (register_id)
