-- view: out_system
-- question: Which systems are on record, each counted once in each country whose registers have it?
-- column: country: Country of the registers; the systems of registers above countries stand under EU and never under a country
-- column: system_key: Identity of the system, as in out_system_record
-- column: status: "no longer listed" where the newest edition of every inventory that had the system lacks it; else the status that was stated last; "contradicted" where registers of the country state different ones that no order of events explains, or at one time; "unknown" where all leave it blank
-- column: registers: Registers of the country that have the system
-- column: row_count: Their rows that speak of it
-- column: is_national: A national register has it: only these may be counted for the country
-- column: url: Address of one of its records
-- column: year_basis: What the earliest year is the date of: start or record; unknown where there is no year
-- column: year: Earliest year that a register gives; null where none gives any
with told as (
    select k.*, s.is_listed, s.is_counted
    from out_system_record k join out_system_statement s using (register_id, deployment_id)
)
select country, system_key, min(name) as name, min(normal_name) as normal_name,
       min(organisation) as organisation,
       case when not bool_or(is_listed) then 'no longer listed'
            when count(distinct status) filter (is_counted) = 0 then 'unknown'
            when count(distinct status) filter (is_counted) = 1 then min(status) filter (is_counted)
            else 'contradicted' end as status,
       string_agg(distinct register_id, ', ' order by register_id) as registers,
       count(*) as row_count, bool_or(is_national) as is_national, min(year) as year,
       coalesce(arg_min(year_basis, year), 'unknown') as year_basis, min(url) as url
from told
group by country, system_key
