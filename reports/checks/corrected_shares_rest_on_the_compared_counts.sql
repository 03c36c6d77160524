-- A corrected share stands beside the observed one, so both must come from the same sentences.
select p.country, p.year, p.code, p.claim_count, c.claim_count as compared_claim_count,
       p.sentence_count, c.sentence_count as compared_sentence_count
from prevalence p left join comparison c using (country, year, code)
where p.country <> 'all'
  and (c.code is null or p.claim_count <> c.claim_count or p.sentence_count <> c.sentence_count
       or p.claim_share is distinct from c.claim_share
       or p.claim_share_low is distinct from c.claim_share_low)
union all
select p.country, p.year, p.code, p.claim_count, sum(c.claim_count), p.sentence_count,
       sum(c.sentence_count)
from prevalence p left join comparison c using (year, code)
where p.country = 'all'
group by p.country, p.year, p.code, p.claim_count, p.sentence_count
having p.claim_count <> sum(c.claim_count) or p.sentence_count <> sum(c.sentence_count)
