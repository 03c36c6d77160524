-- Who no longer waits does not wait again, and nobody is at risk before a promise or after leaving.
with followed as (
    select *, lag(waiting_share) over curve as share_before,
           lag(at_risk_count - event_count - censored_count) over curve as left_before,
           lag(year_count) over curve as year_before
    from lag_point window curve as (partition by unit, country, code, event order by year_count)
)
select unit, country, code, event, year_count, waiting_share, share_before
from followed
where waiting_share > share_before + 1e-9 or year_count = year_before or year_count < 0
   or at_risk_count <> coalesce(left_before, at_risk_count)
   or waiting_share not between waiting_share_low and waiting_share_high
   or waiting_share_low < 0 or waiting_share_high > 1
