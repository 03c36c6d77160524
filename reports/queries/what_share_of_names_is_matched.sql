-- view: out_name_match_share
-- question: What share of each register's rows, of the publishers and of the named actors stands for a known public body?
-- column: row_count: Documents, register rows or claims with a name of a body
-- column: name_count: Different names
-- column: matched_count: Of row_count, rows whose name stands for a declared public body
-- column: other_count: Of row_count, rows whose name is declared not to be a public body
-- column: unmatched_count: Of row_count, rows whose name is not known
-- column: matched_share: matched_count / row_count
-- column: known_share: (matched_count + other_count) / row_count
select found_in, register_id, sum(row_count)::integer as row_count,
       count(*)::integer as name_count,
       coalesce(sum(row_count) filter (organisation_id is not null), 0)::integer as matched_count,
       coalesce(sum(row_count) filter (basis = 'not a public body'), 0)::integer as other_count,
       coalesce(sum(row_count) filter (basis = 'unmatched'), 0)::integer as unmatched_count,
       coalesce(sum(row_count) filter (organisation_id is not null), 0) / sum(row_count)
           as matched_share,
       coalesce(sum(row_count) filter (basis <> 'unmatched'), 0) / sum(row_count) as known_share
from organisation_name_match where found_in <> 'title' -- only titles that name a body are kept
group by found_in, register_id
