-- view: out_contradiction
-- question: Where do two registers state different things about the same system?
-- column: country: Country of the body that has the system
-- column: kind: "incompatible": no order of events makes both true, as far as the grain of the dates tells; "blank at home, stated elsewhere": the national list has no status, another source states one; "blank in one, stated in the other": likewise between registers of one rank; "different stage": the later statement may be what became of the earlier
-- column: register_a: One register; the national one, where only one is
-- column: deployment_id_a: The system within register a
-- column: register_b: The other register; never another year of the same inventory
-- column: deployment_id_b: The system within register b
-- column: name_a: The system as register a names it
-- column: name_b: The system as register b names it
-- column: status_a: Status in register a
-- column: status_b: Status in register b
-- column: status_raw_a: Status in register a's own words; empty where it is blank
-- column: status_raw_b: Status in register b's own words; empty where it is blank
-- column: status_basis_a: How register a knows it: stated, blank, assumed, imputed by editor, or literature
-- column: status_basis_b: How register b knows it
-- column: status_on_a: Date from which register a is known to state it, at the grain known
-- column: status_on_b: Date from which register b is known to state it
-- column: edition_a: Edition of register a, which still states it
-- column: edition_b: Edition of register b, which still states it
-- column: organisation_a: The body that reports it in register a
-- column: organisation_b: The body that reports it in register b
-- column: url_a: Address of the record in register a
-- column: url_b: Address of the record in register b
-- column: year_a: Year in register a
-- column: year_b: Year in register b
-- column: score: How sure it is that both are the same system, from 0 to 1
-- column: reasons: Why they are taken as the same system, in words; and which of the rows has a strategy as its source
-- column: system_key: Identity of the system, as in out_system_record
-- column: is_from_strategy_a: Row a names a strategy as its source: no evidence that what strategies promise was done
-- column: is_from_strategy_b: Row b names a strategy as its source: likewise
-- How statuses and dates go together. Systems move from idea over planned, development, pilot and
-- production to retired. A status holds from the first to the last date at which it is stated, as in
-- out_status_date; dates are compared at the coarser grain of the two, months at the finest.
-- (1) Retired stands against any other status that another register still states in the period in
-- which the retirement was first stated, or later: ended by 2023 in one, in use in 2025 in the other.
-- A status last stated in an earlier period fits: it ended since.
-- (2) Production or a pilot stands against a status two or more steps lower that is still stated in
-- a later period than it was first. All other differences can be what became of the system.
with step as (
    select unnest(['idea', 'planned', 'development', 'pilot', 'production', 'retired']) as status,
           unnest([0, 1, 2, 3, 4, 5]) as place
), told as (
    select k.*, p.place, s.series_id, s.status_from_on, s.status_to_on, d.is_from_strategy,
           left(s.status_from_on, 7) as from_on, left(s.status_to_on, 7) as to_on
    from out_system_record k
    join deployment d using (register_id, deployment_id)
    join out_status_date s using (register_id, deployment_id)
    left join step p on p.status = k.status
    where k.is_in_several_registers
), paired as (
    select a, b, least(a.place, b.place) as lower_place, greatest(a.place, b.place) as higher_place,
           if(a.place > b.place, a.from_on, b.from_on) as higher_from_on,
           if(a.place > b.place, b.to_on, a.to_on) as lower_to_on
    from told a
    join told b on a.system_key = b.system_key and a.series_id <> b.series_id
        and a.status <> b.status
        and (not a.is_national, a.register_id, a.deployment_id)
            < (not b.is_national, b.register_id, b.deployment_id)
), compared as (
    select *, left(lower_to_on, length(higher_from_on)) as lower_to_period,
           left(higher_from_on, length(lower_to_on)) as higher_from_period
    from paired
), judged as (
    select a, b,
           case when 'unknown' in (a.status, b.status)
                    then if(a.status = 'unknown' and a.is_national and not b.is_national,
                            'blank at home, stated elsewhere', 'blank in one, stated in the other')
                when higher_place = 5 and lower_to_period >= higher_from_period
                    then 'incompatible'
                when higher_place in (3, 4) and higher_place - lower_place >= 2
                     and lower_to_period > higher_from_period
                    then 'incompatible'
                else 'different stage' end as kind
    from compared
)
select a.body_country as country, j.kind, a.register_id as register_a,
       a.deployment_id as deployment_id_a, b.register_id as register_b,
       b.deployment_id as deployment_id_b, a.name as name_a, b.name as name_b,
       a.organisation as organisation_a, b.organisation as organisation_b, a.status as status_a,
       b.status as status_b, a.status_raw as status_raw_a, b.status_raw as status_raw_b,
       a.status_basis as status_basis_a, b.status_basis as status_basis_b,
       a.status_from_on as status_on_a,
       b.status_from_on as status_on_b, a.edition_id as edition_a,
       b.edition_id as edition_b, a.url as url_a, b.url as url_b, a.year as year_a,
       b.year as year_b, l.score,
       concat_ws('; ', l.reasons,
                 if(a.is_from_strategy, 'row a is from a strategy, so no evidence of its own', null),
                 if(b.is_from_strategy, 'row b is from a strategy, so no evidence of its own', null))
           as reasons,
       a.system_key, a.is_from_strategy as is_from_strategy_a,
       b.is_from_strategy as is_from_strategy_b
from judged j
left join deployment_link l
    on (l.register_a, l.deployment_id_a, l.register_b, l.deployment_id_b)
        = (if((a.register_id, a.deployment_id) < (b.register_id, b.deployment_id), a.register_id, b.register_id),
           if((a.register_id, a.deployment_id) < (b.register_id, b.deployment_id), a.deployment_id, b.deployment_id),
           if((a.register_id, a.deployment_id) < (b.register_id, b.deployment_id), b.register_id, a.register_id),
           if((a.register_id, a.deployment_id) < (b.register_id, b.deployment_id), b.deployment_id, a.deployment_id))
