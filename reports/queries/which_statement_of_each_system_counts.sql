-- view: out_system_statement
-- question: Which register rows state what holds of a system now?
-- column: country: Country of the register
-- column: system_key: Identity of the system, as in out_system_record
-- column: status: Status of the row
-- column: is_listed: The row is in the newest edition of its series; one that is not is on record no longer
-- column: is_counted: The row is listed and has a status, and no listed row of the system has another that is stated later, except where no order of events makes both true
-- Dates are compared at the coarser grain of the two; where neither is later, both count. Rows of
-- national registers give way to rows of national registers only.
with row as (
    select s.*, k.is_national, k.is_in_several_registers
    from out_status_date s join out_system_record k using (register_id, deployment_id)
), incompatible as (
    select register_a, deployment_id_a, register_b, deployment_id_b
    from out_contradiction where kind = 'incompatible'
    union
    select register_b, deployment_id_b, register_a, deployment_id_a
    from out_contradiction where kind = 'incompatible'
), outdated as (
    select distinct a.register_id, a.deployment_id
    from row a
    join row b on b.system_key = a.system_key and b.country = a.country
        and b.is_national = a.is_national and b.status <> a.status
        and left(b.status_to_on, length(a.status_to_on))
            > left(a.status_to_on, length(b.status_to_on))
    left join incompatible i
        on (i.register_a, i.deployment_id_a, i.register_b, i.deployment_id_b)
            = (a.register_id, a.deployment_id, b.register_id, b.deployment_id)
    where a.is_in_several_registers and b.is_in_several_registers and a.is_listed and b.is_listed
        and b.status <> 'unknown' and i.register_a is null
)
select r.register_id, r.deployment_id, r.country, r.system_key, r.status, r.is_listed,
       r.is_listed and r.status <> 'unknown' and o.register_id is null as is_counted
from row r left join outdated o using (register_id, deployment_id)
