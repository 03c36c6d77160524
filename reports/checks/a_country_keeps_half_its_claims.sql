-- A country whose claims fell by half against the last edition has mostly lost a source, not its hopes. May be accepted.
select was.country, was.edition_id as last_edition, was.row_count as claims_then,
       coalesce(now.row_count, 0) as claims_now
from edition_count was
left join edition_count now
  on now.published_at is null and now.relation = 'claim' and now.country = was.country
where was.published_at = (select max(published_at) from edition_count)
  and was.relation = 'claim' and was.country is not null
  and was.row_count >= 20  -- a handful of claims comes and goes with one document
  and coalesce(now.row_count, 0) * 2 < was.row_count
  and exists (select 1 from edition_count where published_at is null)
  and not exists (select 1 from check_acceptance where edition_id is null
                  and check_name = 'a_country_keeps_half_its_claims')
order by was.country
