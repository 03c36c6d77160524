-- view: out_stalled_system
-- question: Which systems on record of a national register have stalled or been retired, and when?
-- column: kind: retired (on record as retired, or gone back from production), stalled (not in production three years or more after its start, or gone back from pilot), or "no longer listed" (stalled by the last edition that had it, and missing from the newest: what became of it is not on record)
-- column: year: Year of the stall or retirement: of the edition that shows the change, of the end on record, or of the edition where nothing tells when
-- column: year_basis: edition change, or newest edition with it, where only its status there is known
-- column: country: Country whose register has it
-- column: organisation_id: The public body that reports it; null where none is known
-- column: system_key: Identity of the system, as in out_system_record
-- column: status: Its status in the newest edition that has it
-- column: is_listed: That edition is the newest of its inventory
-- column: name: The system as the register names it
with moved as (
    select register_id, deployment_id, min(left(edition_on, 4)::integer) as year,
           bool_or(status = 'retired' or status_before = 'production') as is_retired
    from edition_change
    where change = 'moved'
      and (status = 'retired'
           or status_before = 'production' and status in ('idea', 'planned', 'development', 'pilot')
           or status_before = 'pilot' and status in ('idea', 'planned', 'development'))
    group by register_id, deployment_id
), newest as (  -- of the years of one inventory only the newest that has the system speaks for it
    select k.* from out_system_record k
    join register r on r.register_id = k.register_id and r.is_national
    qualify rank() over (
        partition by k.country, k.system_key, r.series_id order by r.edition_on desc
    ) = 1
)
select k.country, b.organisation_id, k.system_key, k.name, k.organisation, k.status,
       case when k.status = 'retired' or m.is_retired then 'retired'
            when s.is_listed then 'stalled' else 'no longer listed' end as kind, s.is_listed,
       coalesce(m.year, left(r.edition_on, 4)::integer) as year,
       case when m.year is null then 'newest edition with it' else 'edition change' end as year_basis,
       k.register_id, k.deployment_id
from newest k
join register r on r.register_id = k.register_id
join out_status_date s on s.register_id = k.register_id and s.deployment_id = k.deployment_id
left join deployment_body b on b.register_id = k.register_id and b.deployment_id = k.deployment_id
left join moved m on m.register_id = k.register_id and m.deployment_id = k.deployment_id
where k.status = 'retired' or m.year is not null
   or (k.status in ('idea', 'planned', 'development', 'pilot') and k.year_basis = 'start'
       and left(r.edition_on, 4)::integer - k.year >= 3)
