-- view: out_deployment_status
-- question: How many systems does each register have in each status?
-- column: deployment_count: Register rows with the status; a blank status is unknown
-- column: register_count: All rows of the register for the country
-- column: status_share: deployment_count / register_count, from 0 to 1
-- column: without_year_count: Of deployment_count, rows without any year: they stand in no year's comparison
with counted as (
    select register_id, country, status, count(*) as deployment_count,
           count(*) filter (year is null) as without_year_count
    from deployment group by register_id, country, status
)
select register_id, country, status, deployment_count,
       (sum(deployment_count) over (partition by register_id, country))::integer as register_count,
       deployment_count / sum(deployment_count) over (partition by register_id, country)
           as status_share,
       without_year_count
from counted
