-- view: out_production
-- question: Which systems of a country's own registers have been in production, and from which year on is it shown?
-- column: country: ISO 3166 two-letter code of the country whose own register has the system
-- column: system_key: Identity of the system, as in out_national_system
-- column: name: Its name in the newest row
-- column: organisation: The public body that reports it in the newest row
-- column: status: Its status now, as in out_national_system
-- column: year: Earliest year for which a row shows it in production; an upper bound where basis is "on record by"
-- column: basis: "start of operation" as the register dates it, else "on record by": it may have run before
-- column: codes: Codes of the text of its rows, in alphabetical order, joined by ", "; null where no text carries one
select m.country, m.system_key, n.name, n.organisation, n.status, m.year, m.basis,
       string_agg(s.code, ', ' order by s.code) as codes
from out_milestone m
join out_national_system n using (country, system_key)
left join out_system_code s using (country, system_key)
where m.event = 'production'
group by m.country, m.system_key, n.name, n.organisation, n.status, m.year, m.basis
