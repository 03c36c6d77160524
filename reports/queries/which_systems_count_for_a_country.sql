-- view: out_national_system
-- question: Which systems are on record in a country's own registers, each counted once?
-- column: country: Country of the registers; lists of cities, of bodies above countries and from research are left out
-- column: system_key: Identity of the system across registers and years, as in out_system_record
-- column: name: Its name in the newest row
-- column: organisation: The public body that reports it in the newest row
-- column: organisation_id: That body; null where it is not known
-- column: status: "no longer listed" where the newest edition of every inventory that had the system lacks it; else the status that was stated last; "contradicted" where registers state different ones that no order of events explains, or at one time; "unknown" where all leave it blank
-- column: stated_statuses: Every status that counts, as in out_system_statement
-- column: may_be_production: The system is listed, its status is blank or contradicted, and production is not ruled out
-- column: is_codable: Some row says what the system is or is for, in a language with a codebook, so that codes can be found; without it the codes are not known, which is not none
-- column: year: Earliest year of a start, else earliest year of a record; null where no row has any
-- column: year_basis: What year is the date of: start, record or unknown
-- column: registers: Registers that have the system
-- column: row_count: Register rows that speak of it
with covered as (
    select language from sentence where has_codebook
    union
    select r.language from deployment_claim c join register r using (register_id)
), counted as (
    select k.system_key, d.register_id, d.country, d.name, d.organisation, d.status, d.year,
           d.year_basis, b.organisation_id,
           trim(coalesce(d.purpose, '') || coalesce(d.description, '')) <> ''
               and (g.language is null or g.language in (select language from covered))
               or c.code_count is not null as is_codable,
           s.is_listed, s.is_counted, coalesce(g.edition_on, d.edition_id) as edition_on
    from deployment d
    join out_system_record k using (register_id, deployment_id)
    join out_system_statement s using (register_id, deployment_id)
    left join register g using (register_id)
    left join deployment_body b using (register_id, deployment_id)
    left join (
        select register_id, deployment_id, count(*) as code_count from deployment_claim group by all
    ) c using (register_id, deployment_id)
    where coalesce(g.is_national, true)
), summed as (
    select country, system_key, arg_max(name, edition_on) as name,
           arg_max(organisation, edition_on) as organisation,
           arg_max(organisation_id, edition_on) as organisation_id,
           list_sort(list(distinct status) filter (is_counted)) as stated,
           bool_or(is_listed) as is_listed,
           bool_or(is_codable) as is_codable,
           min(year) filter (year_basis = 'start') as start_year, min(year) as any_year,
           string_agg(distinct register_id, ', ' order by register_id) as registers,
           count(*) as row_count
    from counted group by country, system_key
)
select country, system_key, name, organisation, organisation_id,
       case when not is_listed then 'no longer listed' when coalesce(len(stated), 0) = 0
            then 'unknown' when len(stated) = 1 then stated[1] else 'contradicted' end as status,
       coalesce(array_to_string(stated, ', '), '') as stated_statuses,
       is_listed and (coalesce(len(stated), 0) = 0
                      or len(stated) > 1 and list_contains(stated, 'production'))
           as may_be_production,
       is_codable, coalesce(start_year, any_year) as year,
       case when start_year is not null then 'start' when any_year is not null then 'record'
            else 'unknown' end as year_basis,
       registers, row_count
from summed
