-- A gap outside its interval, a share outside its bounds, or a number for a country without a register would be made up.
select g.country, g.code, g.reading, g.gap, g.gap_low, g.gap_high, g.reason
from gap g
where g.gap not between g.gap_low and g.gap_high
   or g.gap_low not between -1 and 1 or g.gap_high not between -1 and 1
   or g.coded_production_share_least > g.coded_production_share_most
   or g.coded_production_share_least not between g.coded_production_share_low and g.coded_production_share_high
   or g.coded_production_share_most not between g.coded_production_share_low and g.coded_production_share_high
   or g.coded_production_share_low not between 0 and 1 or g.coded_production_share_high not between 0 and 1
   or g.coded_production_count > g.production_count
   or (g.gap_low is null) <> (g.reason is not null)
   or (g.production_count is null and g.reason <> 'no register loaded')
