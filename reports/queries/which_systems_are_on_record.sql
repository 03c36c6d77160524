-- view: out_system
-- question: Which systems are on record, each counted once?
-- column: system_key: Identity of the system across the registers of its country
-- column: status: The status the registers state; "contradicted" where they state different ones, "unknown" where all leave it blank
-- column: registers: Registers that have the system
-- column: year_basis: What the earliest year is the date of: start or record; unknown where there is no year
-- column: year: Earliest year that a register gives; null where none gives any
select country, system_key, min(name) as name, min(normal_name) as normal_name,
       min(organisation) as organisation,
       case count(distinct status) filter (status <> 'unknown')
            when 0 then 'unknown'
            when 1 then min(status) filter (status <> 'unknown')
            else 'contradicted' end as status,
       string_agg(distinct register_id, ', ' order by register_id) as registers,
       min(year) as year, coalesce(arg_min(year_basis, year), 'unknown') as year_basis, min(url) as url
from out_system_record
group by country, system_key
