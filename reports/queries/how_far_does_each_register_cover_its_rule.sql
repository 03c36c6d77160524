-- view: out_register_coverage
-- question: What must each register hold by its own rule, how far does it, and is it still kept?
-- column: state: live, dormant, or "not known: an old copy"
-- column: row_count: Systems in its latest edition
-- column: mean_blank_share: Mean over the fields that are read of the share of rows that leave them blank; null for research, which has no columns
-- column: most_blank_column: Of the columns that fields are read from, the one that is blank most often
-- column: most_blank_share: The share of rows that leave that column blank
with blank as (
    select register_id, avg(blank_share) as mean_blank_share,
           arg_max(column_name, blank_share) as most_blank_column,
           max(blank_share) as most_blank_share
    from register_column where used_for <> 'kept in the row only'
    group by register_id
)
select c.register_id, r.title, r.country, r.kind, c.must_contain, c.reporters, c.publication_rule,
       c.reporting_since_on, c.row_count, c.blank_status_count, c.blank_status_share,
       b.mean_blank_share, b.most_blank_column, b.most_blank_share, c.body_count,
       c.declared_body_count, c.reporting_body_share, r.edition_on, c.last_change_on,
       c.dormant_after_month_count, c.is_dormant,
       case when c.is_dormant then 'dormant' when not c.is_dormant then 'live'
            else 'not known: an old copy' end as state,
       r.is_stale
from register_coverage c
join register r using (register_id)
left join blank b using (register_id)
