-- deployment holds the latest edition only; the history is in deployment_status.
select register_id, count(distinct edition_id) as editions
from deployment group by register_id having count(distinct edition_id) > 1
