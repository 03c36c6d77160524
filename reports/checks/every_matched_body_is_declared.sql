-- Rows about bodies must lead to a declared body and a system on record, each system once.
select 'deployment_body' as place, register_id as subject, deployment_id as detail
from deployment_body anti join organisation using (organisation_id)
where organisation_id is not null
union all
select 'organisation_name_match', coalesce(register_id, found_in), name
from organisation_name_match anti join organisation using (organisation_id)
where organisation_id is not null
union all
select 'deployment_body', register_id, deployment_id
from deployment_body anti join deployment using (register_id, deployment_id)
union all
select 'deployment_body twice', register_id, deployment_id
from deployment_body group by register_id, deployment_id having count(*) > 1
union all
select 'organisation twice', organisation_id, country
from organisation group by organisation_id, country having count(*) > 1
