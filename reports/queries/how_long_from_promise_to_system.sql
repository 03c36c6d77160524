-- view: out_lag
-- question: How many years pass from the first promise of a code to a pilot and to production, by country and code?
-- column: unit: Who waits: country (any body's promise, any body's system) or body (its own promise and its own system)
-- column: country: Country code, or "all": every country with a national register together
-- column: code: The codebook id, or "all": every code together
-- column: event: What is waited for: pilot (a pilot or more) or production
-- column: spell_count: Countries or bodies, times codes, that have promised
-- column: reached_count: Of them, those with a system on record in the year of the promise or later
-- column: waiting_count: Of them, those without one when the registers were last seen: censored, not counted as never
-- column: unknown_status_count: Of waiting_count, those with such a system on record whose status is blank or contradicted: they may have it already
-- column: before_count: Of them, those with a system from before the promise: they never waited and are in no curve
-- column: uncovered_count: Of them, those that no register of the country covers, or not yet, and bodies without any row in one
-- column: operation_dated_count: Of reached_count, those whose register dates the start of operation; of the others the system may be older than its record, so that their wait is an upper bound
-- column: observed_year_count: Longest wait seen in years, ended or not
-- column: waiting_share: Share that still waits at the end of that time
-- column: median_year_count: Year by which half of those that waited no longer does (Kaplan and Meier); an upper bound where operation_dated_count is below reached_count; null where half was not reached, or where the register dates no start of operation
-- column: median_year_count_most: The year by which half has it on record, where no start of operation is dated: half had it by then, perhaps long before; null elsewhere
-- column: median_year_count_low: Lower end of the 95 % interval of median_year_count (Brookmeyer and Crowley 1982)
-- column: median_year_count_high: Upper end of that interval; null where not even it was reached
-- column: state: In words: "half have it after N years" (median_year_count, every start dated); "half have it after at most N years: D of R starts dated" (the register dates the start of operation for operation_dated_count of the reached_count only, the others are dated by their record, so that the true median is N years or less) or "… no start dated" (median_year_count_most); "half not reached"; "on record before the promise"; "no register loaded"; or "not covered" (bodies without any row, or promised after the last edition)
with untold as (
    select distinct n.country, n.organisation_id, c.code
    from out_national_system n join out_system_code c using (country, system_key)
    where n.may_be_production
), told as (
    select l.*, l.state = 'waiting' and exists (
               select 1 from untold u
               where u.country = l.country and u.code = l.code
                 and (l.unit = 'country' or u.organisation_id = l.organisation_id)
           ) as is_untold
    from lag_spell l
), spread as (
    select unnest([country, 'all']) as country, unit, code, event, state, event_basis, is_untold
    from told
), grouped as (
    select unit, country, unnest([code, 'all']) as code, event, state, event_basis, is_untold
    from spread
), counted as (
    select unit, country, code, event, count(*) as spell_count,
           count(*) filter (state = 'reached') as reached_count,
           count(*) filter (state = 'waiting') as waiting_count,
           count(*) filter (is_untold) as unknown_status_count,
           count(*) filter (state = 'before the promise') as before_count,
           count(*) filter (state not in ('reached', 'waiting', 'before the promise'))
               as uncovered_count,
           count(*) filter (state = 'reached' and event_basis = 'start of operation')
               as operation_dated_count,
           count(*) filter (state = 'no register loaded') as unregistered_count
    from grouped group by unit, country, code, event
), drawn as (
    select unit, country, code, event, max(year_count) as observed_year_count,
           min(waiting_share) as waiting_share,
           min(year_count) filter (waiting_share <= 0.5) as median_year_count,
           min(year_count) filter (waiting_share_low <= 0.5) as median_year_count_low,
           min(year_count) filter (waiting_share_high <= 0.5) as median_year_count_high
    from lag_point group by unit, country, code, event
), half as (
    -- A day of registration ends no wait: it tells by when the wait was over.
    select d.* replace (
               if(c.operation_dated_count > 0, median_year_count, null) as median_year_count,
               if(c.operation_dated_count > 0, median_year_count_low, null) as median_year_count_low,
               if(c.operation_dated_count > 0, median_year_count_high, null) as median_year_count_high
           ),
           if(c.operation_dated_count = 0, median_year_count, null) as median_year_count_most
    from drawn d join counted c using (unit, country, code, event)
)
select c.unit, c.country, c.code, c.event, c.spell_count, c.reached_count, c.waiting_count,
       c.unknown_status_count, c.before_count, c.uncovered_count, c.operation_dated_count,
       d.observed_year_count,
       d.waiting_share, d.median_year_count, d.median_year_count_most, d.median_year_count_low,
       d.median_year_count_high,
       case when c.unregistered_count = c.spell_count then 'no register loaded'
            when d.median_year_count_most is not null
                then printf('half have it after at most %d year%s: no start dated',
                            d.median_year_count_most,
                            if(d.median_year_count_most = 1, '', 's'))
            when d.median_year_count is not null and c.operation_dated_count < c.reached_count
                then printf('half have it after at most %d year%s: %d of %d starts dated',
                            d.median_year_count, if(d.median_year_count = 1, '', 's'),
                            c.operation_dated_count, c.reached_count)
            when d.median_year_count is not null
                then printf('half have it after %d year%s', d.median_year_count,
                            if(d.median_year_count = 1, '', 's'))
            when d.waiting_share is not null then 'half not reached'
            when c.before_count > 0 then 'on record before the promise'
            else 'not covered' end as state
from counted c left join half d using (unit, country, code, event)
