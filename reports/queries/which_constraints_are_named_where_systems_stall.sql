-- view: out_stalled_constraint
-- question: Which constraints are named where deployments stall or retire?
-- column: place: body (documents of bodies with stalled or retired systems, and sentences in which they act) or country (all documents of the country)
-- column: organisation_id: The body; null for the country as a whole
-- column: system_count: Its stalled and retired systems that have a year, each once; those no longer listed are not among them
-- column: retired_count: Of them, systems on record as retired, or gone back from production
-- column: stalled_count: Of them, systems not in production three years or more after their start, or gone back from pilot
-- column: near_claim_count: Constraint claims of this code within two years of a stall or retirement
-- column: near_all_count: Constraint claims of any code there and then
-- column: near_share: near_claim_count / near_all_count, from 0 to 1
-- column: other_claim_count: Constraint claims of this code of the country in all other documents and years
-- column: other_all_count: Constraint claims of any code there
-- column: other_share: other_claim_count / other_all_count, from 0 to 1
-- column: country: Country of the registers and the documents, as its code
with near as (
    select country, organisation_id, place, code, count(distinct claim_id) as near_claim_count
    from out_stalled_constraint_claim group by all
), near_all as (
    select country, organisation_id, place, count(distinct claim_id) as near_all_count
    from out_stalled_constraint_claim group by all
), systems as (
    select country, organisation_id, place, count(distinct system_key) as system_count,
           count(distinct system_key) filter (kind = 'retired') as retired_count,
           count(distinct system_key) filter (kind = 'stalled') as stalled_count
    from (
        select country, organisation_id, 'body' as place, system_key, kind
        from out_stalled_system
        where organisation_id is not null and kind <> 'no longer listed'
        union all
        select country, null, 'country', system_key, kind from out_stalled_system
        where kind <> 'no longer listed'
    )
    group by all
), everywhere as (
    select d.country, c.code, count(*) as claim_count
    from claim c
    join sentence s using (sentence_id, document_id)
    join document d using (document_id)
    where c.family = 'constraint' and s.in_scope and s.has_codebook and not d.is_excerpt
      and d.year is not null
    group by all
), every_code as (
    select country, sum(claim_count)::bigint as all_count from everywhere group by country
)
select s.country, s.place, s.organisation_id, e.code, s.system_count, s.retired_count,
       s.stalled_count, coalesce(n.near_claim_count, 0) as near_claim_count,
       coalesce(a.near_all_count, 0) as near_all_count,
       coalesce(n.near_claim_count, 0) / nullif(a.near_all_count, 0) as near_share,
       e.claim_count - coalesce(n.near_claim_count, 0) as other_claim_count,
       t.all_count - coalesce(a.near_all_count, 0) as other_all_count,
       (e.claim_count - coalesce(n.near_claim_count, 0))
           / nullif(t.all_count - coalesce(a.near_all_count, 0), 0) as other_share
from systems s
join everywhere e using (country)
join every_code t using (country)
left join near_all a on a.country = s.country and a.place = s.place
    and a.organisation_id is not distinct from s.organisation_id
left join near n on n.country = s.country and n.place = s.place and n.code = e.code
    and n.organisation_id is not distinct from s.organisation_id
