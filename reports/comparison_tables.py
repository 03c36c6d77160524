"""Ladder, gap, lag and promises in short tables for the terminal, country by country."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from data.store import QueryResult, Store
from reports.compare import find_registered
from reports.questions import open_questions

LEAST_DOCUMENTS = 10
"""A country without a register is shown from here on: fewer documents say little of it."""
WIDEST_GAPS = 5

_LADDER = """
    select country, sum(vision_count) as vision, sum(commitment_count) as commitment,
           sum(mandate_count) as mandate, sum(result_count) as result,
           sum(planned_count) as planned, sum(development_count) as development,
           sum(pilot_count) as pilot, sum(production_count) as production,
           sum(retired_count) as retired, sum(unknown_count) as "no status",
           sum(contradicted_count) as contradicted,
           sum(no_longer_listed_count) as "no longer listed"
    from out_ladder where code = ? and country in (select unnest(?))
    group by country order by country
"""
_WIDEST = """
    with ranked as (
        select country, code, reading, corrected_share, coded_production_share, gap, gap_low,
               gap_high, production_count, claim_code_share, production_code_share,
               max(abs(gap)) over (partition by country, code) as width
        from out_gap
        where family = 'imaginary' and country in (select unnest(?))
          and country in (select country from out_gap where sentence_count > 0)
    )
    select country, code, any_value(production_count) as "in production",
           any_value(corrected_share) filter (reading = 'as recorded') as talk,
           any_value(coded_production_share) filter (reading = 'as recorded') as record,
           any_value(claim_code_share) filter (reading = 'as recorded') as "talk part",
           any_value(production_code_share) filter (reading = 'as recorded') as "record part",
           {readings}
    from ranked group by country, code
    qualify row_number() over (partition by country order by max(width) desc nulls last, code) <= ?
    order by country, max(width) desc nulls last, code
"""
_READING = """
           any_value(printf('%+.0f to %+.0f', 100 * gap_low, 100 * gap_high))
               filter (reading = '{reading}' and gap_low is not null) as "{heading}"
"""
_READINGS = (
    ("as recorded", "as recorded"),
    ("corrected for coverage", None),  # its heading depends on what the registers declare
    ("only bodies that report", "reporting bodies"),
)
_BLANK = "left open"
_COVERED = "corrected for coverage"
_PARTLY = "left open or uncovered"
_DECLARED = """
    select count(*) filter (reporting_body_share is null), count(reporting_body_share)
    from out_gap where reading = 'corrected for coverage' and country in (select unnest(?))
"""
_WITHOUT = """
    select country, reading, string_agg(distinct finding, '; ' order by finding)
    from out_gap
    where family = 'imaginary' and country in (select unnest(?)) and sentence_count is not null
    group by country, reading having count(gap_low) = 0
    order by country, reading
"""
_LAG = """
    select country, unit as "who waits", event as "for", spell_count as promised,
           before_count as before, reached_count as reached, operation_dated_count as dated,
           waiting_count as waiting, unknown_status_count as "no status",
           uncovered_count as "not covered",
           case when median_year_count_low is not null
                then printf('%s (%d to %s)', state, median_year_count_low,
                            coalesce(median_year_count_high::varchar, 'open'))
                when state = 'half not reached'
                then printf('%s: %.0f %% wait after %d years', state, 100 * waiting_share,
                            observed_year_count)
                else state end as outcome
    from out_lag where code = 'all' and country in (select unnest(?))
    order by country, unit desc, event
"""
_LADDER_NOTE = (
    "Ladder: sentences about data and AI by what they say, and systems in the national registers "
    "by the status that the registers state, all years. A system that the newest edition lacks is "
    "no longer listed; - is not known, since no register of the country is loaded"
)
_GAP_NOTE = (
    "Gap, in points: a code's share of the talk (sentences about data and AI that carry it, "
    "corrected for the coder's error) less its share of the record (systems in production whose "
    "register text carries it), as 95 % intervals; the {count} widest of each country. One is a "
    "share of sentences, the other of systems: only ranks and directions compare. Part: of all "
    "imaginaries found on that side. {bounds}. Reporting bodies: only the sentences of bodies with "
    "a system on record"
)
_BOUNDS_NOTES = {
    _BLANK: "Left open: the range over what blank or contradicted statuses and texts that cannot "
    "be coded may be",
    _COVERED: "Corrected for coverage: the range over what blank statuses, texts that cannot be "
    "coded and bodies that do not report may be",
    _PARTLY: "Left open or uncovered: the range over what blank or contradicted statuses and texts "
    "that cannot be coded may be, and bodies that do not report, where the registers say how many",
}
_LAG_NOTE = (
    "Lag: from the first commitment or mandate of a code to the first such system on record. "
    "Counted are codes that were promised; where bodies wait, each body's codes. Before: on record "
    "before the promise, in no curve. Dated: of those reached, the ones whose register dates the "
    "start; of the others only the record's year is known, so that the wait was shorter. Waiting: "
    "none by the register's last edition; no status: of them, with a system whose status is blank. "
    "Not covered: no register, or a body without a row in it"
)
_POINTERS = """
all rows: out_ladder, out_gap, out_lag; the sentences and systems behind them: out_rung, lag_spell
for example: imaginaries query "from out_rung where country = '{country}' and code = 'efficiency'"
"""

_PROMISES = """
    select country, count(*) as promises,
           count(*) filter (state = 'on record as deployed') as deployed,
           count(*) filter (state = 'in pilot') as "in pilot",
           count(*) filter (state = 'planned') as planned,
           count(*) filter (state = 'no record found') as "no record found",
           count(*) filter (state = 'register does not cover') as "register does not cover",
           count(*) filter (state = 'not decidable') as "not decidable"
    from out_promise_ledger where country in (select unnest(?)) group by country order by country
"""
_REASONS = """
    select state, reason, count(*) as promise_count
    from out_promise_ledger where country in (select unnest(?))
    group by state, reason order by promise_count desc, state, reason limit 6
"""
_RECORDED = """
    select country, year, state, score, sentence, record_quote
    from out_promise_ledger
    where country in (select unnest(?)) and record_quote is not null
    order by score desc nulls last, country, sentence limit ?
"""
_QUOTE_CHARS = 160
_WIDTH = 100


def choose_countries(store: Store) -> list[str]:
    """Countries to show: with a national register, and others with enough documents; else all."""
    open_questions(store)
    documents = dict(store.query("select country, count(*) from document group by 1").rows)
    registered = find_registered(store)
    chosen = registered | {name for name, count in documents.items() if count >= LEAST_DOCUMENTS}
    return sorted(chosen if chosen & documents.keys() else chosen | documents.keys())


def render_comparison(store: Store, countries: Sequence[str] | None = None) -> str:
    """The three tables as text; `countries` are those of `choose_countries` unless given.

    Reads gap, lag_spell and lag_point as the compare stage left them. A country without a national
    register has no number on the side of the record, and says so.
    """
    open_questions(store)
    shown = list(countries) if countries is not None else choose_countries(store)
    registered = find_registered(store)
    held = [name for name in shown if name in registered]
    bounds = _name_bounds(store, held)
    readings = ",".join(
        _READING.format(reading=name, heading=text or bounds) for name, text in _READINGS
    )
    gaps = store.query(_WIDEST.format(readings=readings), [held, WIDEST_GAPS])
    without = store.query(_WITHOUT, [held]).rows
    silent = [name for name in shown if name not in registered]
    parts = [
        _wrap(_LADDER_NOTE),
        _format(store.query(_LADDER, ["all", shown])),
        _wrap(_GAP_NOTE.format(count=WIDEST_GAPS, bounds=_BOUNDS_NOTES[bounds])),
        _format(gaps),
        "\n".join(f"  {country}, {reading}: {reason}" for country, reading, reason in without),
        _wrap(_LAG_NOTE),
        _format(store.query(_LAG, [shown])),
    ]
    if silent:
        parts.append(f"no register loaded: {', '.join(silent)}")
    parts.append(_POINTERS.strip().format(country=next(iter([*held, *shown]), "NO")))
    return "\n\n".join(part for part in parts if part)


def render_ledger(store: Store, countries: Sequence[str], most: int) -> str:
    """How many promises are in which state, and both quotes of the surest `most` with a record."""
    open_questions(store)
    lines = [
        "Promises: commitments and mandates that name or describe a system, a number or a date",
        _format(store.query(_PROMISES, [list(countries)])),
        *(
            f"  {count:,} {state}: {reason}"
            for state, reason, count in store.query(_REASONS, [list(countries)]).rows
        ),
    ]
    for country, year, state, score, sentence, quote in store.query(
        _RECORDED, [list(countries), most]
    ).rows:
        sure = "" if score is None else f", score {score:.2f}"
        lines.append(
            f"  {country} {year}: {state}{sure}\n    promised: {_shorten(sentence)}\n"
            f"    on record: {_shorten(quote)}"
        )
    lines.append("all rows: out_promise_ledger; records in question: out_promise_candidate")
    return "\n".join(lines)


def _shorten(text: str) -> str:
    return text if len(text) <= _QUOTE_CHARS else f"{text[:_QUOTE_CHARS].rstrip()}…"


def _name_bounds(store: Store, held: Sequence[str]) -> str:
    """What the bounds correct for: the bodies that do not report only where a register counts."""
    unknown, known = store.query(_DECLARED, [list(held)]).rows[0]
    if known and unknown:
        return _PARTLY
    return _COVERED if known else _BLANK


def _wrap(note: str) -> str:
    return textwrap.fill(note, _WIDTH, subsequent_indent="  ")


def _format(result: QueryResult) -> str:
    """Columns side by side; shares as per cent, and nothing known as a dash."""
    rows = [result.columns, *([_show(value) for value in row] for row in result.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(result.columns))]
    return "\n".join(
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _show(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.1%}" if isinstance(value, float) else str(value)
