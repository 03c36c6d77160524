-- view: out_unmatched_name
-- question: Which names of bodies are matched to no declared public body, and how often do they stand?
-- column: row_count: Documents, register rows or claims with this name, all places together
-- column: place_count: Registers with this name, publishers and actors counting as one place each
-- column: places: These places by name
select country, name, sum(row_count)::integer as row_count,
       count(distinct coalesce(register_id, found_in)) as place_count,
       string_agg(distinct coalesce(register_id, found_in), ', '
                  order by coalesce(register_id, found_in)) as places
from organisation_name_match
where basis = 'unmatched'
group by country, name
order by row_count desc, country, name
