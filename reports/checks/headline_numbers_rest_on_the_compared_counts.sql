-- A headline number pools the very counts that the comparison shows year by year, and stands once.
with pooled as (
    select country, code, sum(claim_count) as claim_count,
           sum(sentence_count) as sentence_count
    from comparison group by country, code
), base as (
    select * from sensitivity_variant where variant = 'as it stands'
)
select b.number_id as subject, 'part_count and whole_count' as place
from base b join pooled p using (country, code)
where b.measure = 'claim_share' and b.part_count is not null
  and (b.part_count <> p.claim_count or b.whole_count <> p.sentence_count)
union all
select number_id, 'key' from base group by number_id having count(*) > 1
union all
select v.number_id, v.variant from sensitivity_variant v join base b using (number_id)
where v.baseline <> b.value or abs(v.value - v.baseline - v.difference) > 1e-9
   or (v.value is null) <> (v.reason is not null)
   or (v.measure <> 'observed_gap' and v.value not between 0 and 1)
