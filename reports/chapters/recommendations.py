"""The chapter of recommendations: what those called upon say of them later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from reports.bars import draw_counts
from reports.chapters.ledger import shorten
from reports.charts import NARROW, WIDE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg
from reports.quotes import Quote, build_quote, mark_cues
from reports.year import Year

KEY, TITLE = "recommendations", "Recommendations followed up"
STATES = ("reported done", "taken up", "silent", "no later document")

_ROWS = """
    select r.country, r.year, r.title as document, r.series, r.number, r.recommendation, r.position,
           r.addressee, r.addressee_basis, r.state, r.reason, round(r.score, 2) as score, r.answer,
           r.answer_year, r.answer_title, r.later_document_count, r.page, r.recommendation_id,
           r.document_id, r.sentence_id, r.answer_document_id, r.answer_sentence_id, d.archived_as,
           d.language, d.publisher, d.is_excerpt, null as type, r.title,
           case when d.format = 'pdf' and r.page is not null then d.link || '#page=' || r.page
                else d.link end as link
    from out_recommendation r
    left join out_document d on d.document_id = r.document_id
    where r.year <= ?
    order by r.year desc, r.title, r.series, try_cast(r.number as integer), r.number, r.position
"""
_WHAT = (
    "Numbered recommendations are taken out of the documents that make them, with the body or "
    "bodies that they call upon, and the later documents of those bodies are searched for an "
    "answer. “Reported done”: a sentence there reports what was asked for. “Taken up”: a "
    "sentence commits to it or orders it. “Silent”: documents are held and none answers. “No "
    "later document”: none is held, so that nothing can be said. An answer is found by likeness "
    "of words, and its score says how sure it is; where no addressee is named, the government’s "
    "own documents are searched."
)


def build_recommendations(year: Year) -> Chapter:
    """The recommendations of the documents up to the year, each with its answer."""
    rows = year.rows(_ROWS, year.year)
    if not rows:
        reason = f"No document up to {year.year} makes numbered recommendations."
        return Chapter(KEY, TITLE, (_WHAT,), missing=(reason,))
    counts = Counter(row["state"] for row in rows)
    items = len({row["recommendation_id"] for row in rows})
    told = ", ".join(f"{counts[state]:,} {state}" for state in STATES if counts[state])
    lead = f"Of {items:,} numbered recommendations up to {year.year}, by addressee: {told}."
    figure = _draw(rows, counts)
    return Chapter(
        KEY,
        TITLE,
        (lead, _WHAT),
        (figure,),
        (_list_answers(rows),),
        lead=lead,
    )


def _draw(rows: Sequence[dict[str, Any]], counts: Counter[str]) -> Figure:
    order = [state for state in STATES if counts[state]]
    bars = [{"label": state, "count": counts[state]} for state in order]
    by_document = Counter((row["document"], row["year"], row["state"]) for row in rows)
    listed = [
        {"document": document, "year": year, "state": state, "recommendation_count": count}
        for (document, year, state), count in sorted(by_document.items())
    ]
    return Figure(
        key="recommendation-states",
        title="What became of recommendations, by addressee",
        description="Horizontal bars, one for each state of a recommendation: "
        + "; ".join(f"{bar['label']} {bar['count']}" for bar in bars),
        note=f"n = {len(rows):,} pairs of a recommendation and an addressee, from "
        f"{len({row['document_id'] for row in rows}):,} documents.",
        wide_svg=draw_svg(draw_counts(bars, order, WIDE), "recommendation-states-w"),
        narrow_svg=draw_svg(draw_counts(bars, order, NARROW), "recommendation-states-n"),
        table=build_table(
            "recommendation-states",
            "Recommendations by document and state",
            listed,
            {
                "document": "Document",
                "year": "Year",
                "state": "State",
                "recommendation_count": "Recommendations",
            },
        ),
        quotes=_quote_states(rows),
    )


def _quote_states(rows: Sequence[dict[str, Any]]) -> tuple[Quote, ...]:
    """The first recommendation of each state, in its own words."""
    first: dict[str, dict[str, Any]] = {}
    for row in rows:
        first.setdefault(row["state"], row)
    return tuple(
        build_quote(row, row["state"], mark_cues(row["recommendation"], []))
        for row in first.values()
    )


def _list_answers(rows: list[dict[str, Any]]) -> Table:
    for row in rows:
        row["title"] = f"{row['number']} · {row['document']}"
        row["asked"] = shorten(row["recommendation"])
        row["answered"] = (
            f"{shorten(row['answer'])} ({row['answer_title']}, {row['answer_year']})"
            if row["answer"]
            else None
        )
    return build_table(
        "recommendations",
        "Each recommendation and its answer",
        rows,
        {
            "title": "Number and document",
            "asked": "What is recommended",
            "addressee": "To whom",
            "state": "State",
            "answered": "The answer",
            "score": "Sure",
            "reason": "Why",
            "later_document_count": "Later documents",
        },
        columns=(
            "country", "year", "document", "series", "number", "recommendation", "addressee",
            "addressee_basis", "state", "reason", "score", "answer", "answer_year", "answer_title",
            "later_document_count", "page", "recommendation_id", "document_id", "sentence_id",
            "answer_document_id", "answer_sentence_id",
        ),
    )  # fmt: skip
