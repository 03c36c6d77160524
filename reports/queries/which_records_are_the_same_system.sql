-- view: out_system_record
-- question: Which register rows speak of the same system?
-- column: country: Country of the register; EU for registers above countries, whose rows are never counted for one
-- column: body_country: Country of the body that has the system
-- column: normal_name: The name in lower case, without accents and punctuation
-- column: system_key: Equal for rows that speak of the same system, in one register or several: group_id of deployment_group; a row that was not linked yet has a key of its own
-- column: url: Address of the record or project
-- column: edition_id: Edition of the register that the row is from
-- column: is_in_several_registers: True where more than one register has the system
-- column: is_national: The row may be counted for the country of its register
with grouped as (
    select d.*, coalesce(g.group_id, concat_ws('|', d.register_id, d.deployment_id)) as system_key,
           coalesce(g.register_count, 1) > 1 as is_in_several_registers
    from deployment d
    left join deployment_group g using (register_id, deployment_id)
)
select register_id, deployment_id, g.country, coalesce(g.body_country, g.country) as body_country,
       organisation, name,
       trim(regexp_replace(lower(strip_accents(name)), '[^\p{L}\p{N}]+', ' ', 'g')) as normal_name,
       status, status_raw, status_basis, year, year_basis, g.url, g.edition_id, system_key,
       is_in_several_registers, coalesce(r.is_national, true) as is_national
from grouped g
left join register r using (register_id)
