"""The lag: how long from a first promise to a first system, for those too that still wait."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from data.records import LagPoint, LagSpell
from data.store import Store
from reports.compare import EVERYWHERE
from reports.intervals import wilson_interval
from reports.questions import open_questions

REACHED, WAITING, BEFORE = "reached", "waiting", "before the promise"
NO_REGISTER = "no register loaded"
NOT_IN_REGISTERS = "body not in the registers"
UNCODED = "registers in no coded language"
PROMISED_AFTER = "promised after the register's last edition"
EVENTS = ("pilot", "production")

_PROMISES = """
    select country, organisation_id, code, year, sentence_id, document_id
    from out_rung
    where rung in ('commitment', 'mandate') and code <> 'all'
    order by year, sentence_id
"""
_EVENTS = """
    select m.country, n.organisation_id, c.code, m.event, m.year, m.basis, m.register_id,
           m.deployment_id
    from out_milestone m
    join out_national_system n using (country, system_key)
    join out_system_code c using (country, system_key)
    order by m.year, m.register_id, m.deployment_id
"""
_OBSERVED = """
    select d.country,
           max(try_cast(left(coalesce(r.edition_on, d.edition_id), 4) as integer)) filter (
               d.register_id in (
                   select k.register_id
                   from out_system_record k join out_national_system n using (country, system_key)
                   where n.is_codable
               )
           )
    from deployment d left join register r using (register_id)
    where coalesce(r.is_national, true)
    group by d.country
"""

_BODIES = "select distinct country, organisation_id from out_national_system"

_Unit = tuple[str, str, str | None, str]
"""Country or body, the country, the body's id, and the code."""


def build_spells(store: Store) -> list[LagSpell]:
    """One row per country and code, and per body and code, that has promised, and per event.

    The clock starts with the first commitment or mandate in the documents collected, and stops
    with the first system on record that carries the code. What the newest edition does not have
    is censored there: it may still come. A system of an earlier year than the promise is no
    event: nobody waited for it, and the spell is in no curve. An event that the register dates "on
    record by" is an upper bound of its wait. In no curve is that of a body without any
    row in the registers: whether it has no system or does not report cannot be told.
    """
    open_questions(store)
    observed: dict[str, int | None] = dict(store.query(_OBSERVED).rows)
    promises: dict[_Unit, tuple[int, str, str]] = {}
    for country, organisation_id, code, *promise in store.query(_PROMISES).rows:
        for unit in _units(country, organisation_id, code):
            promises.setdefault(unit, tuple(promise))
    events: dict[tuple[_Unit, str], tuple[int, str, str, str]] = {}
    for country, organisation_id, code, event, *first in store.query(_EVENTS).rows:
        for unit in _units(country, organisation_id, code):
            events.setdefault((unit, event), tuple(first))
    seen = {tuple(row) for row in store.query(_BODIES).rows}
    return [
        _spell(
            unit,
            event,
            promise,
            events.get((unit, event)),
            observed.get(unit[1]),
            is_registered=unit[1] in observed,
            is_seen=unit[2] is None or unit[1:3] in seen,
        )
        for unit, promise in sorted(promises.items(), key=lambda held: str(held[0]))
        for event in EVENTS
    ]


def build_lags(spells: Sequence[LagSpell]) -> list[LagPoint]:
    """The survival curve of each group of spells that waited: share that still waits, by year.

    Groups are each country and code, each country over its codes, each code over the countries,
    and all together; countries and bodies are never mixed. The estimate is Kaplan and Meier's
    with Greenwood's interval on the log-log scale; that has no width while all or none wait, so
    Wilson's for as many as are then at risk stands instead.
    """
    groups: dict[tuple[str, str, str, str], list[LagSpell]] = defaultdict(list)
    for spell in spells:
        if spell.state in (REACHED, WAITING):
            for country in (spell.country, EVERYWHERE):
                for code in (spell.code, EVERYWHERE):
                    groups[spell.unit, country, code, spell.event].append(spell)
    return [point for group in sorted(groups) for point in _curve(group, groups[group])]


def _units(country: str, organisation_id: str | None, code: str) -> Iterator[_Unit]:
    yield ("country", country, None, code)
    if organisation_id is not None:
        yield ("body", country, organisation_id, code)


def _spell(
    unit: _Unit,
    event: str,
    promise: tuple[int, str, str],
    first: tuple[int, str, str, str] | None,
    observed: int | None,
    *,
    is_registered: bool,
    is_seen: bool,
) -> LagSpell:
    promised_year, sentence_id, document_id = promise
    event_year, basis, register_id, deployment_id = first or (None, None, None, None)
    if observed is None:
        state = UNCODED if is_registered else NO_REGISTER
    elif not is_seen:
        state = NOT_IN_REGISTERS
    elif event_year is not None:
        state = REACHED if event_year >= promised_year else BEFORE
    else:
        state = WAITING if observed >= promised_year else PROMISED_AFTER
    return LagSpell(
        unit=unit[0],
        country=unit[1],
        organisation_id=unit[2],
        code=unit[3],
        event=event,
        promised_year=promised_year,
        observed_until_year=observed,
        event_year=event_year,
        event_basis=basis,
        state=state,
        sentence_id=sentence_id,
        document_id=document_id,
        register_id=register_id,
        deployment_id=deployment_id,
    )


def _curve(group: tuple[str, str, str, str], spells: Sequence[LagSpell]) -> Iterator[LagPoint]:
    """The curve's points, at year 0 and at every year in which a spell ends."""
    fitted = fit_survival(
        [_year_count(spell) for spell in spells], [spell.state == REACHED for spell in spells]
    )
    highest = 1.0
    for year_count, at_risk, ended, censored, share, *interval in fitted:
        low, high = interval
        if share in (0.0, 1.0):
            low, high = wilson_interval(round(share * at_risk), at_risk)
        # No more can wait than waited the year before.
        highest = min(highest, high)
        yield LagPoint(
            *group,
            year_count=year_count,
            at_risk_count=at_risk,
            event_count=ended,
            censored_count=censored,
            waiting_share=share,
            waiting_share_low=min(low, share),
            waiting_share_high=max(highest, share),
        )


def _year_count(spell: LagSpell) -> int:
    until = spell.event_year if spell.state == REACHED else spell.observed_until_year
    if until is None:
        raise ValueError(f"a spell in state {spell.state!r} has no end: {spell}")
    return until - spell.promised_year


def fit_survival(
    year_counts: Sequence[int], is_reached: Sequence[bool]
) -> list[tuple[int, int, int, int, float, float, float]]:
    """Kaplan and Meier's estimate: year, at risk, ended, censored, share waiting, low and high."""
    from lifelines import KaplanMeierFitter  # noqa: PLC0415 - takes seconds to import

    fitter: Any = KaplanMeierFitter(alpha=0.05)
    fitter.fit(year_counts, event_observed=is_reached)
    table = fitter.event_table
    ends = fitter.confidence_interval_survival_function_
    return [
        (int(year), int(at_risk), int(ended), int(censored), float(share), float(low), float(high))
        for year, at_risk, ended, censored, share, (low, high) in zip(
            table.index,
            table["at_risk"],
            table["observed"],
            table["censored"],
            fitter.survival_function_.iloc[:, 0],
            ends.to_numpy(),
            strict=True,
        )
    ]
