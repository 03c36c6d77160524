-- A corrected share outside its interval, or missing without a reason, would be a wild number.
select p.country, p.year, p.code, p.corrected_share, p.corrected_share_low, p.corrected_share_high,
       p.reason
from prevalence p
where p.corrected_share not between p.corrected_share_low and p.corrected_share_high
   or p.corrected_share_low not between 0 and 1 or p.corrected_share_high not between 0 and 1
   or p.claim_share not between p.claim_share_low and p.claim_share_high
   or (p.corrected_share is null) <> (p.corrected_share_low is null)
   or (p.corrected_share is null) <> (p.corrected_share_high is null)
   or (p.corrected_share is null) <> (p.reason is not null)
   or (p.corrected_share is null) <> (p.method = 'none')
