-- view: out_status_date
-- question: From when to when does each register row state its status, and is it in the newest edition?
-- column: country: Country of the register
-- column: system_key: Identity of the system, as in out_system_record
-- column: status: Status of the row
-- column: series_id: Years of one inventory have one series; any other register is its own
-- column: status_from_on: Date from which the row is known to state its status, at the grain known
-- column: status_to_on: Date at which the row last states it, at the grain known
-- column: is_listed: The row is in the newest edition of its series; one that is not is on record no longer
-- A register states in its newest edition what holds then, and has done so since the first edition
-- with that status or, where its rows date the status, since that date. A statement, such as an
-- assessment or a piece of research, is made once: it says what held on that day, and nothing since.
with first_seen as (
    select register_id, deployment_id, status, min(edition_on) as first_on
    from deployment_status group by register_id, deployment_id, status
), dated as (
    select k.register_id, k.deployment_id, k.country, k.system_key, k.status, d.record_on,
           coalesce(r.series_id, k.register_id) as series_id,
           coalesce(r.edition_on, k.edition_id) as edition_on, f.first_on,
           coalesce(r.record_dates = 'statement', false) as is_made_once,
           coalesce(r.record_dates = 'status', false) as is_status_dated
    from out_system_record k
    join deployment d using (register_id, deployment_id)
    left join register r using (register_id)
    left join first_seen f on f.register_id = k.register_id
        and f.deployment_id = k.deployment_id and f.status = k.status
)
select register_id, deployment_id, country, system_key, status, series_id,
       coalesce(case when is_made_once or is_status_dated then record_on end, first_on, edition_on)
           as status_from_on,
       case when is_made_once then coalesce(record_on, edition_on) else edition_on end
           as status_to_on,
       register_id = max_by(register_id, (edition_on, register_id)) over (partition by series_id)
           as is_listed
from dated
