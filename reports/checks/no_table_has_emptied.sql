-- A table that had rows in the last edition and has none now was most likely not filled by a stage. May be accepted.
select was.relation as table_name, was.edition_id as last_edition, was.row_count as rows_then
from edition_count was
join edition_count now
  on now.published_at is null and now.relation = was.relation and now.country is null
where was.published_at = (select max(published_at) from edition_count)
  and was.country is null
  and was.relation <> 'fault'  -- the one table that everybody wants to see empty
  and was.row_count >= 10      -- a handful of rows comes and goes with one document
  and now.row_count = 0
  and not exists (select 1 from check_acceptance where edition_id is null
                  and check_name = 'no_table_has_emptied')
order by was.relation
