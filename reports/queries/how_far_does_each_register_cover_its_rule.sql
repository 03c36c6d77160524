-- view: out_register_coverage
-- question: What must each register hold by its own rule, how far does it, and is it still kept?
-- column: state: live, dormant, or "not known: an old copy"
-- column: register_id: The register
-- column: country: Country whose register it is
-- column: kind: national, city, supranational or literature
-- column: row_count: Systems in its latest edition
-- column: mean_blank_share: Mean over the fields that are read of the share of rows that leave them blank; null for research, which has no columns
-- column: most_blank_column: Of the columns that fields are read from, the one that is blank most often
-- column: most_blank_share: The share of rows that leave that column blank
-- column: known_body_count: Public bodies of its country, of the kinds that its rule speaks of, that the project's list of bodies has
-- column: known_reporting_body_count: Of them, bodies with any row; where parts do not report themselves, a row of a part counts for the whole
-- column: body_share: Share of bodies with any row: of those that must report where that is declared, else of those that we know; null with the reason in body_share_basis
-- column: body_share_basis: Of which bodies body_share is the share, or why there is none
-- Bodies come into the project's list from registers too, so that a share of those we know is rather
-- too high than too low; no bound in out_gap rests on it.
with recursive up as (
    select organisation_id, organisation_id as top_id, parent_id, 0 as step from organisation
    union all
    select u.organisation_id, o.organisation_id, o.parent_id, u.step + 1
    from up u join organisation o on o.organisation_id = u.parent_id
    where u.step < 9
), top as (
    select organisation_id, arg_max(top_id, step) as top_id from up group by organisation_id
), body as (
    select c.register_id, o.organisation_id
    from register_coverage c
    join register r on r.register_id = c.register_id and r.is_national
    join organisation o on o.country = r.country and (c.parts_report or o.parent_id is null)
        and (c.body_kinds is null or list_contains(string_split(c.body_kinds, ', '), o.kind))
), reporting as (
    select distinct b.register_id,
           case when c.parts_report then b.organisation_id else t.top_id end as organisation_id
    from deployment_body b
    join register_coverage c using (register_id)
    join top t using (organisation_id)
), known as (
    select register_id, count(*) as known_body_count,
           count(*) filter (p.organisation_id is not null) as known_reporting_body_count
    from body b left join reporting p using (register_id, organisation_id)
    group by register_id
), blank as (
    select register_id, avg(blank_share) as mean_blank_share,
           arg_max(column_name, blank_share) as most_blank_column,
           max(blank_share) as most_blank_share
    from register_column where used_for <> 'kept in the row only'
    group by register_id
)
select c.register_id, r.title, r.country, r.kind, c.must_contain, c.reporters, c.publication_rule,
       c.reporting_since_on, c.row_count, c.blank_status_count, c.blank_status_share,
       b.mean_blank_share, b.most_blank_column, b.most_blank_share, c.body_count,
       c.declared_body_count, c.reporting_body_share, k.known_body_count,
       k.known_reporting_body_count,
       coalesce(c.reporting_body_share, k.known_reporting_body_count / k.known_body_count)
           as body_share,
       case when c.reporting_body_share is not null
            then concat('of the ', c.declared_body_count, ' bodies that must report by its own rule')
            when not r.is_national then 'none: it counts for no country'
            when k.known_body_count is null then concat('none: no body of ', r.country, ' is declared')
            else concat('of the ', k.known_body_count, ' bodies of ', r.country,
                        if(c.body_kinds is null, '', ' of the kinds that its rule speaks of'),
                        ' that we know, some of them from the register itself')
            end as body_share_basis,
       r.edition_on, c.last_change_on, c.dormant_after_month_count, c.is_dormant,
       case when c.is_dormant then 'dormant' when not c.is_dormant then 'live'
            else 'not known: an old copy' end as state,
       r.is_stale
from register_coverage c
join register r using (register_id)
left join known k using (register_id)
left join blank b using (register_id)
