-- A reading of a gap, or the wait of a country or body for a code, that stands twice would count twice.
select 'gap' as place, concat_ws('/', country, code, reading) as subject, count(*) as rows
from gap group by 2 having count(*) > 1
union all
select 'lag_spell', concat_ws('/', unit, country, organisation_id, code, event), count(*)
from lag_spell group by 2 having count(*) > 1
