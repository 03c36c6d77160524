-- view: out_milestone
-- question: In which year had each system of a country's own registers come to a pilot, and to production?
-- column: country: ISO 3166 two-letter code of the country whose own register has the system
-- column: system_key: Identity of the system, as in out_national_system
-- column: event: pilot (a pilot or more) or production
-- column: year: Earliest year for which a row shows it; an upper bound where basis is "on record by"
-- column: basis: "start of operation" as the register dates it, else "on record by": the event may be older
-- column: register_id: Register of the row that shows it first
-- column: deployment_id: The row's system within that register
with edition_of as (
    select d.register_id, d.deployment_id, d.country, d.status, d.start_on, d.start_basis,
           d.record_on, k.system_key, try_cast(left(coalesce(g.edition_on, d.edition_id), 4) as integer) as edition_year
    from deployment d
    join out_system_record k using (register_id, deployment_id)
    left join register g using (register_id)
    where coalesce(g.is_national, true)
), dated as (
    -- A project's start is no start of operation, an expected one has not happened.
    select *, case when regexp_matches(lower(start_basis), 'operation|implement|in use|deploy|production')
                        and not contains(start_basis, '(expected)')
                        and try_cast(left(start_on, 4) as integer) <= edition_year
                   then try_cast(left(start_on, 4) as integer) end as start_year
    from edition_of
), shown as (
    select country, system_key, register_id, deployment_id, status, start_year as year,
           'start of operation' as basis
    from dated
    where start_year is not null and status in ('pilot', 'production', 'retired')
    union all
    select country, system_key, register_id, deployment_id, status,
           coalesce(try_cast(left(record_on, 4) as integer), edition_year), 'on record by'
    from dated where status in ('pilot', 'production')
    union all
    select d.country, d.system_key, h.register_id, h.deployment_id, h.status,
           try_cast(left(h.edition_on, 4) as integer), 'on record by'
    from deployment_status h join dated d using (register_id, deployment_id)
    where h.status in ('pilot', 'production')
), reached as (
    select unnest(if(status = 'pilot', ['pilot'], ['pilot', 'production'])) as event, *
    from shown where year is not null
)
select country, system_key, event, year, basis, register_id, deployment_id
from reached
qualify row_number() over (
    partition by country, system_key, event
    order by year, basis desc, register_id, deployment_id
) = 1
