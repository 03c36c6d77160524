-- A register that leaves the status blank has not said that the system is in use.
select register_id, deployment_id, status, status_raw from deployment
where trim(status_raw) = '' and status <> 'unknown'
union all
select register_id, deployment_id, status, status_raw from deployment_status
where trim(status_raw) = '' and status <> 'unknown'
