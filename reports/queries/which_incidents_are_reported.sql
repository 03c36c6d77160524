-- view: out_incident
-- question: Which incidents do the imported lists report, and which public bodies are said to be behind them?
-- column: list_id: The list of incidents
-- column: incident_id: Identity within the list
-- column: list_title: Its name
-- column: deployers: Who is said to have used the system, in the list's words, parted by "; "
-- column: developers: Who is said to have made it, in the list's words, parted by "; "
-- column: deployer_ids: The public bodies among the deployers, parted by "; "; null where none is known
-- column: deployer_bodies: Their names, in the same order
-- column: url: First web address of the row that tells more
-- Context only: no other view reads these tables.
with named as (
    select b.list_id, b.incident_id,
           string_agg(b.name, '; ' order by b.position) filter (b.party = 'deployer') as deployers,
           string_agg(b.name, '; ' order by b.position) filter (b.party = 'developer')
               as developers,
           string_agg(o.organisation_id, '; ' order by b.position)
               filter (b.party = 'deployer') as deployer_ids,
           string_agg(o.name, '; ' order by b.position) filter (b.party = 'deployer')
               as deployer_bodies
    from incident_body b left join organisation o using (organisation_id)
    group by b.list_id, b.incident_id
)
select i.list_id, l.title as list_title, i.incident_id, i.headline, i.description,
       i.occurred_year, i.countries, i.sector, i.system_name, i.technology, i.purpose, i.issues,
       n.deployers, n.developers, n.deployer_ids, n.deployer_bodies, i.url
from incident i
join incident_list l using (list_id)
left join named n using (list_id, incident_id)
