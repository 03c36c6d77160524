"""The chapter of the mandate chain: strategy, letter, report and register, by body and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reports.chapters.body_documents import (
    LETTER,
    BodyDocument,
    read_body_documents,
    read_strategies,
)
from reports.chapters.case_charts import draw_chain
from reports.charts import NARROW, WIDE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg
from reports.quotes import read_quotes
from reports.year import Year, name_code, name_country

KEY, TITLE = "chain", "From strategy to register, body by body"
STEPS = ("strategy", "letter", "report", "register")
MOST_CHAINS = 24
MOST_CODES = 4
NOT_HELD, NO_REGISTER = "not held", "no register loaded"

_SYSTEMS = """
    select country, coalesce(organisation_id, organisation) as body_key, status,
           count(*) as system_count
    from out_national_system
    where status <> 'no longer listed' and (year is null or year <= ?)
    group by all order by country, body_key, system_count desc, status
"""
_WHAT = (
    "What a government sets out in a strategy should come down to an agency in its mandate "
    "letter, come back in its annual report and at last stand in a register. Each chain here is "
    "of one body in one year: the newest strategy of its country up to then, the letter to it "
    "and its report of that year, and its systems on record. “Not held” means that the corpus "
    "has no such document, and not that there is none. A letter is taken to be to the body that "
    "its title names. Beside each document stand the codes that its sentences in scope carry "
    "most often; of an excerpt only the sentences that were quoted are known."
)

Chain = dict[str, Any]
"""One body and year: what is held on each step, or why nothing is."""


def build_chain(year: Year) -> Chapter:
    """All chains up to the year, those with both a letter and a report first."""
    documents = read_body_documents(year)
    if not documents:
        reason = (
            f"No mandate letter and no report up to {year.year} is of a body that is known, so "
            "that no chain begins."
        )
        return Chapter(KEY, TITLE, (_WHAT,), missing=(reason,))
    chains = _join(year, documents)
    whole = [chain for chain in chains if all(chain["is_held"].values())]
    both = [chain for chain in chains if chain["is_held"]["letter"] and chain["is_held"]["report"]]
    lead = (
        f"Of {len(chains):,} chains of a body and a year up to {year.year}, {len(both):,} have "
        f"both the letter and the report, and {len(whole):,} hold on all four steps."
    )
    figure = _draw(year, chains)
    return Chapter(
        KEY,
        TITLE,
        (lead, _WHAT),
        (figure,),
        (_list(chains),),
        missing=_name_gaps(chains),
        lead=lead,
    )


def _join(year: Year, documents: Sequence[BodyDocument]) -> list[Chain]:
    strategies = read_strategies(year)
    systems: dict[tuple[str, str], Counter[str]] = {}
    for row in year.rows(_SYSTEMS, year.year):
        held = systems.setdefault((row["country"], row["body_key"]), Counter())
        held[row["status"]] += row["system_count"]
    grouped: dict[tuple[str, str, int], list[BodyDocument]] = {}
    for one in documents:
        grouped.setdefault((one.country, one.body_key, one.year), []).append(one)
    chains = [
        _chain(of, strategies, systems.get((of[0].country, of[0].body_key)), year.registered)
        for of in grouped.values()
    ]
    return sorted(
        chains,
        key=lambda chain: (
            not (chain["is_held"]["letter"] and chain["is_held"]["report"]),
            -sum(chain["is_held"].values()),
            -chain["year"],
            chain["country"],
            chain["body"],
        ),
    )


def _chain(
    documents: Sequence[BodyDocument],
    strategies: Sequence[BodyDocument],
    systems: Counter[str] | None,
    registered: frozenset[str],
) -> Chain:
    first = documents[0]
    earlier = [s for s in strategies if s.country == first.country and s.year <= first.year]
    letters = [one for one in documents if one.kind == LETTER]
    reports = [one for one in documents if one.kind != LETTER]
    steps: dict[str, list[dict[str, Any]]] = {
        "strategy": [_document_row(one) for one in earlier[-1:]],
        "letter": [_document_row(one) for one in letters],
        "report": [_document_row(one) for one in reports],
        "register": [],
    }
    if systems:
        told = ", ".join(f"{status} {count:,}" for status, count in systems.most_common())
        steps["register"] = [
            {"title": f"{systems.total():,} systems: {told}", "held_count": systems.total()}
        ]
    return {
        "country": first.country,
        "body": first.body,
        "year": first.year,
        "steps": steps,
        "has_register": first.country in registered,
        "is_held": {step: bool(rows) for step, rows in steps.items()},
    }


def _document_row(one: BodyDocument) -> dict[str, Any]:
    codes = ", ".join(f"{name_code(code)} {count}" for code, count in one.codes[:MOST_CODES])
    return {
        "title": f"{one.title} (excerpt)" if one.is_excerpt else one.title,
        "link": one.link,
        "archived_as": one.archived_as,
        "document_id": one.document_id,
        "document_year": one.year,
        "in_scope_count": one.in_scope_count,
        "held_count": one.in_scope_count,
        "codes": codes or "none",
    }


def _absence(chain: Chain, step: str) -> str:
    if step != "register":
        return NOT_HELD
    return "no system on record" if chain["has_register"] else NO_REGISTER


def _list(chains: Sequence[Chain]) -> Table:
    empty = dict.fromkeys(
        ("link", "archived_as", "document_id", "document_year", "in_scope_count", "codes")
    )
    rows = [
        {
            "country": chain["country"],
            "body": chain["body"],
            "year": chain["year"],
            "step": step,
            **empty,
            **held,
        }
        for chain in chains
        for step in STEPS
        for held in (chain["steps"][step] or [{"title": _absence(chain, step)}])
    ]
    return build_table(
        "chain-steps",
        "Each step of each chain",
        rows,
        {
            "body": "Body",
            "year": "Year",
            "step": "Step",
            "title": "What is held",
            "document_year": "Of",
            "in_scope_count": "Sentences in scope",
            "codes": "Codes most often",
        },
        columns=(
            "country", "body", "year", "step", "title", "document_year", "in_scope_count", "codes",
            "document_id",
        ),
    )  # fmt: skip


def _draw(year: Year, chains: Sequence[Chain]) -> Figure:
    shown = chains[:MOST_CHAINS]
    marks = [mark for chain in shown for mark in _marks(chain)]
    order = [_label(chain) for chain in shown]
    summary = [
        {
            "country": country,
            "chain_count": len(own),
            **{f"{step}_count": sum(chain["is_held"][step] for chain in own) for step in STEPS},
        }
        for country, own in _by_country(chains).items()
    ]
    told = "; ".join(
        f"{row['label']}: {row['step']} {row['shown'] or NOT_HELD}" for row in marks[:8]
    )
    return Figure(
        key="chain",
        title="What is held of each chain",
        description=f"A table of dots, bodies by step. {told}.",
        note="Filled: held, with its sentences in scope, or the body’s systems on record. Hollow: "
        f"not held, or nothing on record. {len(shown)} of {len(chains):,} chains, the fullest "
        "first.",
        wide_svg=draw_svg(draw_chain(marks, order, STEPS, WIDE), "chain-w"),
        narrow_svg=draw_svg(draw_chain(marks, order, STEPS, NARROW), "chain-n"),
        table=build_table(
            "chain",
            "Chains by country, and those that hold on each step",
            summary,
            {
                "country": "Country",
                "chain_count": "Chains",
                **{f"{step}_count": step.capitalize() for step in STEPS},
            },
        ),
        quotes=read_quotes(
            year.store, year.year, year.codes_of("imaginary")[:4], types=("mandate", "result")
        ),
    )


def _marks(chain: Chain) -> list[dict[str, Any]]:
    marks = []
    for step in STEPS:
        rows = chain["steps"][step]
        is_held = bool(rows)
        count = sum(row["held_count"] for row in rows)
        what = rows[0]["title"] if is_held else _absence(chain, step)
        marks.append(
            {
                "label": _label(chain),
                "step": step,
                "is_held": is_held,
                "shown": f"{count:,}" if is_held else _short_absence(chain, step),
                "tip": f"{_label(chain)} · {step} · {what}",
            }
        )
    return marks


def _short_absence(chain: Chain, step: str) -> str:
    return "no register" if step == "register" and not chain["has_register"] else ""


def _by_country(chains: Sequence[Chain]) -> Mapping[str, list[Chain]]:
    found: dict[str, list[Chain]] = {}
    for chain in sorted(chains, key=lambda chain: chain["country"]):
        found.setdefault(chain["country"], []).append(chain)
    return found


def _label(chain: Chain) -> str:
    return f"{chain['body']}, {chain['year']}"


def _name_gaps(chains: Sequence[Chain]) -> tuple[str, ...]:
    """Where chains break, by country."""
    told = []
    for country, own in _by_country(chains).items():
        gaps = [
            f"{sum(not chain['is_held'][step] for chain in own):,} without "
            + ("a system on record" if step == "register" else f"a {step}")
            for step in STEPS
            if not all(chain["is_held"][step] for chain in own)
            and (step != "register" or own[0]["has_register"])
        ]
        if not own[0]["has_register"]:
            gaps.append(NO_REGISTER)
        if gaps:
            told.append(f"{name_country(country)}, {len(own):,} chains: {'; '.join(gaps)}.")
    return tuple(told)
