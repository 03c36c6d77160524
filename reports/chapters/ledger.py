"""The chapter of the promise ledger: what became of promises that can be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from reports.bars import draw_stack
from reports.charts import NARROW, WIDE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg
from reports.quotes import Quote, build_quote, mark_cues
from reports.year import FEW_DOCUMENTS, Year, name_country

KEY, TITLE = "ledger", "The promise ledger"
LONGEST_QUOTE = 160
MOST_QUOTES = 6
MOST_COUNTRIES = 14

STATES = {
    "on record as deployed": "var(--result)",
    "in pilot": "var(--mandate)",
    "planned": "var(--vision)",
    "no record found": "var(--caution)",
    "not decidable": "var(--other)",
    "register does not cover": "var(--rule)",
}
UNCOVERED = "register does not cover"

_PROMISES = """
    select l.country, l.year, l.type, l.state, l.reason, l.basis, l.systems, l.amounts, l.due_year,
           l.organisation_id, o.name as body, l.specificity, l.sentence, l.record_name,
           l.record_quote,
           l.record_organisation, l.record_status, l.record_status_raw, l.register_id,
           l.deployment_id, l.score, l.candidate_count, l.printed_count, l.language, l.title,
           l.publisher, l.page, l.link, l.archived_as, l.is_excerpt, l.promise_id, l.sentence_id,
           l.document_id, c.claim_id
    from out_promise_ledger l
    left join organisation o using (organisation_id)
    left join (select sentence_id, document_id, min(claim_id) as claim_id
               from claim group by all) c
        on c.sentence_id = l.sentence_id and c.document_id = l.document_id
    where l.year = ?
    order by l.score is null, l.score desc, l.state = 'register does not cover', l.systems is null,
             l.country, l.state, l.sentence, l.promise_id
"""
_EARLIER = """
    select year, state, count(*) as promise_count from out_promise_ledger
    where year <= ? group by all order by year, state
"""
_WHAT = (
    "A commitment or a mandate is entered here if it can be checked: it names a system, a "
    "number or a date. It is looked up among the systems of the same country’s registers. A "
    "record decides only where the name is the same or a person has said so; likeness of text "
    "never does. “No record found” means that a register which should have the system has none "
    "of the name; “not decidable” that the promise names no system that could be found or "
    "missed in a register; and “register does not cover” that no register has to hold it. None "
    "of them means that the promise was broken. A verdict in the review file stands above the "
    "computed state."
)


def build_ledger(year: Year) -> Chapter:
    """The promises that documents of the year make first, with both quotes in each row."""
    rows = year.rows(_PROMISES, year.year)
    if not rows:
        reason = (
            f"No commitment or mandate of {year.year} names a system, a number or a date, so that "
            "none can be checked."
        )
        return Chapter(KEY, TITLE, (_WHAT,), tables=_list_years(year), missing=(reason,))
    counts = Counter(row["state"] for row in rows)
    told = ", ".join(f"{counts[state]:,} {state}" for state in STATES if counts[state])
    lead = f"Of {len(rows):,} promises of {year.year} that can be checked: {told}."
    figure = _draw(year, rows)
    checked = [row for row in rows if row["state"] != UNCOVERED]
    missing: tuple[str, ...] = ()
    if not any(row["record_name"] for row in rows):
        missing = (
            f"No promise of {year.year} is of a system that was found in a register, so that no "
            "row has a second quote.",
        )
    return Chapter(
        KEY,
        TITLE,
        (lead, _WHAT),
        (figure,),
        (*_list_promises(checked), *_list_years(year)),
        missing=missing,
        lead=lead,
        key_figure=figure.key,
    )


def _draw(year: Year, rows: Sequence[dict[str, Any]]) -> Figure:
    totals = Counter(row["country"] for row in rows)
    counts = Counter((row["country"], row["state"]) for row in rows)
    parts = [
        {
            "country": country,
            "label": f"{name_country(country)} ({totals[country]:,})",
            "part": state,
            "promise_count": count,
            "all_count": totals[country],
            "share": count / totals[country],
            "has_few_documents": totals[country] < FEW_DOCUMENTS,
            "tip": f"{name_country(country)} · {state} · {count:,} of {totals[country]:,} promises",
        }
        for (country, state), count in sorted(counts.items())
    ]
    shown = sorted(totals, key=lambda country: (-totals[country], country))[:MOST_COUNTRIES]
    order = [f"{name_country(country)} ({totals[country]:,})" for country in shown]
    drawn = [part for part in parts if part["country"] in shown]
    return Figure(
        key="ledger",
        title=f"What the registers have on the promises of {year.year}",
        description="Stacked bars by country: " + "; ".join(part["tip"] for part in drawn) + ".",
        note=f"n = {len(rows):,} promises, in brackets by country. Thin: fewer than "
        f"{FEW_DOCUMENTS} promises.",
        wide_svg=draw_svg(draw_stack(drawn, "label", order, STATES, WIDE), "ledger-w"),
        narrow_svg=draw_svg(draw_stack(drawn, "label", order, STATES, NARROW), "ledger-n"),
        table=build_table(
            "ledger",
            "Commitments and mandates that can be checked, and what the registers have on them",
            parts,
            {
                "country": "Country",
                "part": "State",
                "promise_count": "Promises",
                "all_count": "Of",
                "share": "Share",
            },
        ),
        quotes=_quote_states(rows),
    )


def _quote_states(rows: Sequence[dict[str, Any]]) -> tuple[Quote, ...]:
    """One promise of each state, then a second one, and so on."""
    turns: Counter[str] = Counter()
    ordered = []
    for row in rows:
        turns[row["state"]] += 1
        ordered.append((turns[row["state"]], list(STATES).index(row["state"]), row))
    ordered.sort(key=lambda item: item[:2])
    return tuple(
        build_quote(row, row["state"], mark_cues(row["sentence"], []))
        for _, _, row in ordered[:MOST_QUOTES]
    )


def _list_promises(rows: list[dict[str, Any]]) -> tuple[Table, ...]:
    """Each promise in a country with a register, its own words beside the register's."""
    if not rows:
        return ()
    for row in rows:
        row["quote"] = shorten(row["sentence"])
        row["recorded"] = shorten(row["record_quote"]) if row["record_quote"] else None
        row["recorded_status"] = _tell_status(row)
        row["checked"] = _tell_checked(row)
    return (
        build_table(
            "promise-ledger",
            "Each promise beside its record",
            rows,
            {
                "country": "Country",
                "quote": "Promised with the words",
                "title": "Document",
                "page": "Page",
                "checked": "What can be checked",
                "state": "State",
                "recorded": "The register’s words",
                "recorded_status": "Its status",
                "register_id": "Register",
                "reason": "Why",
            },
            columns=(
                "country", "year", "type", "sentence", "systems", "amounts", "due_year", "body",
                "title", "page", "state", "reason", "basis", "record_name", "record_quote",
                "record_organisation", "record_status", "record_status_raw", "register_id",
                "deployment_id", "score", "candidate_count", "promise_id", "sentence_id",
                "document_id",
            ),
        ),
    )  # fmt: skip


def _tell_status(row: dict[str, Any]) -> str | None:
    if row["record_status"] is None:
        return None
    raw = row["record_status_raw"]
    return f"{row['record_status']} (“{raw}”)" if raw else "blank"


def _tell_checked(row: dict[str, Any]) -> str:
    told = [str(row[name]) for name in ("systems", "amounts", "due_year") if row[name]]
    return "; ".join(told) or str(row["specificity"])


def _list_years(year: Year) -> tuple[Table, ...]:
    """The states of the promises of every year, so that old ones can be seen coming true."""
    rows = year.rows(_EARLIER, year.year)
    if not rows:
        return ()
    counts: dict[int, dict[str, Any]] = {}
    for row in rows:
        of_year = counts.setdefault(row["year"], {"year": row["year"], **dict.fromkeys(STATES, 0)})
        of_year[row["state"]] = row["promise_count"]
    listed = [{"year": of["year"], **{_column(s): of[s] for s in STATES}} for of in counts.values()]
    headings = {"year": "Year", **{_column(state): state.capitalize() for state in STATES}}
    caption = "Promises by the year that made them, and their state today"
    return (build_table("promise-years", caption, listed, headings),)


def _column(state: str) -> str:
    return f"{state.replace(' ', '_')}_count"


def shorten(text: str) -> str:
    """A text as a short quote, cut at a word."""
    return "".join(stretch.text for stretch in mark_cues(text, [(0, 0)], LONGEST_QUOTE))
