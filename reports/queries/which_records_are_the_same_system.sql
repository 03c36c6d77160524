-- view: out_system_record
-- question: Which register rows speak of the same system?
-- column: normal_name: The name in lower case, without accents and punctuation
-- column: system_key: Equal for rows of different registers that name the same system: same country and name, and the same organisation wherever a register has the name twice
-- column: is_in_several_registers: True where more than one register has the system
with named as (
    select *, trim(regexp_replace(lower(strip_accents(name)), '[^\p{L}\p{N}]+', ' ', 'g'))
                  as normal_name,
           trim(regexp_replace(lower(strip_accents(organisation)), '[^\p{L}\p{N}]+', ' ', 'g'))
                  as normal_organisation
    from deployment
), repeated as (
    select country, normal_name from named
    group by country, normal_name, register_id having count(*) > 1
), keyed as (
    select *, case when (country, normal_name) in (select (country, normal_name) from repeated)
                   then concat_ws('|', country, normal_name, normal_organisation)
                   else concat_ws('|', country, normal_name) end as match_key
    from named
), shared as (
    select match_key from keyed where normal_name <> ''
    group by match_key having count(distinct register_id) > 1
)
select register_id, deployment_id, country, organisation, name, normal_name, status, status_raw,
       status_basis, year, year_basis, url, edition_id,
       case when match_key in (select match_key from shared) then match_key
            else concat_ws('|', country, register_id, deployment_id) end as system_key,
       match_key in (select match_key from shared) as is_in_several_registers
from keyed
