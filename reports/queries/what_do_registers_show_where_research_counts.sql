-- view: out_stated_count
-- question: Where research says how many systems a body had, what do the country's registers show?
-- column: register_id: Where the statement stands
-- column: country: Country of the body
-- column: organisation: The public body that is spoken of
-- column: status: The status that is counted
-- column: technology: Kind of system that is counted
-- column: citation: The publication
-- column: stated_count: Systems that the publication says the body had in that status
-- column: recorded_count: Systems of the body in that status in the country's own registers; null where no register of the country is loaded
-- column: without_status_count: Systems of the body there without a status, some of which may be meant
-- column: url: Address of the publication
-- column: finding: "fewer on record than stated", "as many on record", "more on record than stated", or "no register loaded"
with body_name as (
    select distinct d.organisation, d.body_country as country, b.organisation_id
    from deployment d join deployment_body b using (register_id, deployment_id)
    where d.body_country is not null and b.organisation_id is not null
), stated as (
    select s.*, n.organisation_id
    from deployment_statement s
    left join body_name n on n.organisation = s.organisation and n.country = s.country
), national as (
    select d.country, d.organisation, d.status, b.organisation_id
    from deployment d
    join register r using (register_id)
    left join deployment_body b using (register_id, deployment_id)
    where r.is_national
), counted as (
    select s.statement_id,
           count(n.status) filter (n.status = s.status) as recorded_count,
           count(n.status) filter (n.status = 'unknown') as without_status_count
    from stated s
    left join national n on n.country = s.country
        and (n.organisation_id = s.organisation_id
             or lower(n.organisation) = lower(s.organisation))
    group by s.statement_id
), answered as (
    select s.*, case when s.country in (select country from national) then c.recorded_count end
               as recorded_count,
           case when s.country in (select country from national) then c.without_status_count end
               as without_status_count
    from stated s join counted c using (statement_id)
)
select register_id, statement_id, country, organisation, organisation_id, technology, status,
       system_count as stated_count, recorded_count, without_status_count, stated_on, note,
       case when recorded_count is null then 'no register loaded'
            when recorded_count < system_count then 'fewer on record than stated'
            when recorded_count = system_count then 'as many on record'
            else 'more on record than stated' end as finding,
       citation, url
from answered
