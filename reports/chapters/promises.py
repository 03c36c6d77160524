"""The chapter about systems that promises name in quotation marks."""

from __future__ import annotations

from typing import Any

from reports.bars import draw_counts
from reports.charts import NARROW, WIDE
from reports.figures import Chapter, Figure, build_table, draw_svg
from reports.quotes import Quote, build_quote, mark_cues
from reports.register_rows import read_promised_rows
from reports.year import Year

_MOST_QUOTES = 6
_PROMISES = """
    select system, type, language, publisher, year, country, state, record_name, registers, title,
           page, link, archived_as, sentence, is_excerpt, normal_name
    from out_promise where year = ?
    qualify row_number() over (partition by country, normal_name, type
                               order by is_excerpt, title, sentence_id) = 1
    order by state, country, system, type
"""


def build_promises(year: Year) -> Chapter:
    """What the registers have on the systems that this year's documents promise."""
    key, title = "promises", "Systems named in quotation marks"
    rows = year.rows(_PROMISES, year.year)
    if not rows:
        reason = (
            f"No commitment or mandate of {year.year} names a system in quotation marks, so "
            "nothing can be looked up in the registers."
        )
        return Chapter(key, title, missing=(reason,))
    for row in rows:
        stretches = mark_cues(row["sentence"], [_span(row["sentence"], row["system"])], 160)
        row["stretches"] = stretches
        row["quote"] = "".join(stretch.text for stretch in stretches)
    counts: dict[str, int] = {}
    for system in {(row["country"], row["normal_name"]): row["state"] for row in rows}.values():
        counts[system] = counts.get(system, 0) + 1
    order = sorted(counts, key=lambda state: (-counts[state], state))
    bars = [{"label": state, "count": counts[state]} for state in order]
    total = sum(counts.values())
    table = build_table(
        "promised-systems",
        "Systems named in quotation marks, and what the registers say",
        rows,
        {
            "system": "System",
            "country": "Country",
            "type": "Type",
            "state": "In the registers",
            "record_name": "Recorded as",
            "registers": "Register",
            "quote": "Promised with the words",
            "title": "Document",
            "page": "Page",
        },
    )
    figure = Figure(
        key="promised-states",
        title=f"What the registers say of systems named in quotation marks, {year.year}",
        description="Bars: " + "; ".join(f"{bar['label']}: {bar['count']}" for bar in bars) + ".",
        note=f"n = {total:,}: systems that commitments or mandates name in quotation marks, each "
        "counted once.",
        wide_svg=draw_svg(draw_counts(bars, order, WIDE), "promised-w"),
        narrow_svg=draw_svg(draw_counts(bars, order, NARROW), "promised-n"),
        table=build_table(
            "promised-states",
            "Systems by what the registers say",
            bars,
            {"label": "In the registers", "count": "Systems"},
        ),
        quotes=_quote_states(rows),
        register_rows=read_promised_rows(year.store, year.year),
    )
    paragraph = (
        "Systems that commitments and mandates name in quotation marks, looked up by name among "
        "the systems on record in the same country, in the latest edition of each register. A "
        "system named without quotation marks is not found by these rules, and a quoted name may "
        "still be no system. “No record found” means that "
        "the registers loaded have no such name. It does not mean that the system was never built."
    )
    return Chapter(key, title, (paragraph,), (figure,), (table,))


def _quote_states(rows: list[dict[str, Any]]) -> tuple[Quote, ...]:
    """The promises behind the bars: one per state, then a second one, and so on."""
    turns: dict[str, int] = {}
    ordered = []
    for row in rows:
        turns[row["state"]] = turn = turns.get(row["state"], 0) + 1
        ordered.append((turn, row["state"], build_quote(row, row["system"], row["stretches"])))
    ordered.sort(key=lambda item: item[:2])
    return tuple(quote for _, _, quote in ordered[:_MOST_QUOTES])


def _span(sentence: str, name: str) -> tuple[int, int]:
    """Where the name stands in the sentence; the start where it is written otherwise."""
    start = max(sentence.find(name), 0)
    return start, start + len(name)
