-- view: out_system_code
-- question: Which codes does the text of each system in a country's own registers carry?
-- column: country: Country of the registers
-- column: system_key: Identity of the system, as in out_national_system
-- column: register_ids: National registers whose text carries the code
-- column: row_count: Their rows that carry it; they are in out_rung with the code
select d.country, k.system_key, c.code, min(c.family) as family,
       string_agg(distinct c.register_id, ', ' order by c.register_id) as register_ids,
       count(*) as row_count
from deployment_claim c
join deployment d using (register_id, deployment_id)
join out_system_record k using (register_id, deployment_id)
left join register g using (register_id)
where coalesce(g.is_national, true)
group by d.country, k.system_key, c.code
