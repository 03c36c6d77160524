-- view: out_promise_and_production
-- question: How often did a country's documents of a year carry each code, as hope and as evidence, and what was in production by then?
-- column: country: Country of the documents and of the national registers
-- column: year: Year of the documents; systems are counted up to its end
-- column: hope_count: Sentences that carry the code as a vision
-- column: promise_count: Sentences that carry it as a commitment or a mandate
-- column: evidence_count: Sentences that carry it as a reported result
-- column: claim_count: All sentences in scope that carry it, cautions and others too; excerpts are left out
-- column: document_count: Documents that carry it
-- column: production_count: Systems that carry the code and that the country's own registers show in production by the end of the year; null where no register of the country is loaded
-- column: started_count: Of them, those whose start of operation is dated; for the others a row of that year or before shows them
-- column: later_or_undated_count: Further systems with the code that the registers show in production only later: with blank start dates some may have run already, so the true number lies between production_count and the sum of both
-- column: production_systems: The systems of production_count by name, joined by "; "
-- column: all_production_count: All systems that the country's own registers show in production by the end of the year, with the code or without; out_production has their names
-- column: record: In words: "on record", "none with the code by then", "no system on record by then" or "no register loaded"
with said as (
    select * from out_hope_or_evidence
), registered as (
    select distinct country from out_national_system
    union
    select country from register where is_national
), spoken as (
    select distinct country, year from said
), coded as (
    select distinct code, family from said
), asked as (
    -- A year in which documents speak and none has the code is a zero, not a gap.
    select y.country, y.year, k.code, k.family from spoken y cross join coded k
), running as (
    select m.country, m.year, m.basis, s.code, n.name
    from out_milestone m
    join out_system_code s using (country, system_key)
    join out_national_system n using (country, system_key)
    where m.event = 'production'
), running_by as (
    select y.country, y.year, count(m.system_key) as all_production_count
    from spoken y
    left join out_milestone m
        on m.country = y.country and m.event = 'production' and m.year <= y.year
    group by y.country, y.year
), counted as (
    select a.country, a.year, a.code,
           count(*) filter (r.year <= a.year) as production_count,
           count(*) filter (r.year <= a.year and r.basis = 'start of operation') as started_count,
           count(*) filter (r.year > a.year) as later_or_undated_count,
           string_agg(r.name, '; ' order by r.name) filter (r.year <= a.year)
               as production_systems
    from asked a join running r on r.country = a.country and r.code = a.code
    group by a.country, a.year, a.code
)
select a.country, a.year, a.code, a.family,
       coalesce(s.hope_count, 0) as hope_count,
       coalesce(s.promise_count, 0) as promise_count,
       coalesce(s.evidence_count, 0) as evidence_count,
       coalesce(s.claim_count, 0) as claim_count,
       coalesce(s.document_count, 0) as document_count,
       if(r.country is null, null, coalesce(c.production_count, 0)) as production_count,
       if(r.country is null, null, coalesce(c.started_count, 0)) as started_count,
       if(r.country is null, null, coalesce(c.later_or_undated_count, 0)) as later_or_undated_count,
       c.production_systems,
       if(r.country is null, null, b.all_production_count) as all_production_count,
       case when r.country is null then 'no register loaded'
            when b.all_production_count = 0 then 'no system on record by then'
            when coalesce(c.production_count, 0) = 0 then 'none with the code by then'
            else 'on record' end as record
from asked a
left join said s using (country, year, code)
left join registered r using (country)
left join counted c using (country, year, code)
left join running_by b using (country, year)
