-- view: out_contradiction
-- question: Where do two registers state different things about the same system?
-- column: kind: "incompatible" where both statuses cannot hold, "different stage", or "blank in one, stated in the other"
-- column: register_a: One register
-- column: register_b: The other register
-- column: name_a: The system as register a names it
-- column: name_b: The system as register b names it
-- column: status_a: Status in register a
-- column: status_b: Status in register b
-- column: status_raw_a: Status in register a's own words; empty where it is blank
-- column: status_raw_b: Status in register b's own words; empty where it is blank
-- column: organisation_a: The body that reports it in register a
-- column: url_a: Address of the record in register a
-- column: url_b: Address of the record in register b
-- column: year_a: Year in register a
-- column: year_b: Year in register b
-- column: organisation_b: The body that reports it in register b
select a.country, a.register_id as register_a, b.register_id as register_b, a.name as name_a,
       b.name as name_b, a.organisation as organisation_a, b.organisation as organisation_b,
       a.status as status_a, b.status as status_b, a.status_raw as status_raw_a,
       b.status_raw as status_raw_b, a.url as url_a, b.url as url_b, a.year as year_a,
       b.year as year_b,
       case when 'unknown' in (a.status, b.status) then 'blank in one, stated in the other'
            when 'retired' in (a.status, b.status) then 'incompatible'
            when 'production' in (a.status, b.status)
                 and (a.status in ('idea', 'planned') or b.status in ('idea', 'planned'))
                then 'incompatible'
            else 'different stage' end as kind
from out_system_record a
join out_system_record b on a.system_key = b.system_key and a.register_id < b.register_id
where a.status <> b.status
