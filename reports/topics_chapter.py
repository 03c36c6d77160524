"""The chapter about topics: one figure per language."""

from __future__ import annotations

from typing import Any

from reports.charts import NARROW, WIDE, draw_strips
from reports.figures import Chapter, Figure, Table, build_table, draw_svg, percent
from reports.languages import name_language, name_languages
from reports.quotes import read_topic_quotes
from reports.year import FEW_DOCUMENTS, LONGEST_SPAN, Year

_MOST_TOPICS = 6
_HEADINGS = {
    "year": "Year",
    "label": "Topic",
    "share": "Share",
    "passage_count": "Passages",
    "period_passage_count": "Passages of the year",
    "document_count": "Documents",
}


def build_topics(year: Year) -> Chapter:
    """What the passages are about, one figure per language."""
    rows = year.rows(
        """select * from out_topic_share where year <= ? and year > ? - ?
           order by language, position, year""",
        year.year,
        year.year,
        LONGEST_SPAN,
    )
    documents = {(row["language"], row["year"]): row["document_count"] for row in rows}
    known = sorted({language for language, _ in documents})
    own = [language for language in known if (language, year.year) in documents]
    drawn = [
        language
        for language in own
        if any(count >= FEW_DOCUMENTS for (of, _), count in documents.items() if of == language)
    ]
    years = list(range(min((row["year"] for row in rows), default=year.year), year.year + 1))
    figures = tuple(_draw_topics(year, rows, language, years) for language in drawn)
    absent = sorted(set(known) - set(own))
    missing = []
    if absent:
        missing.append(
            f"There is no topic share of {year.year} for {name_languages(absent)}: no document of "
            "the year in the language has enough text."
        )
    few = [row for row in rows if row["language"] in set(own) - set(drawn)]
    tables = (_list_topics(few),) if few else ()
    if few:
        missing.append(
            f"Topics in {name_languages(sorted(set(own) - set(drawn)))} are listed and not drawn: "
            f"no year has {FEW_DOCUMENTS} documents."
        )
    if not rows:
        missing = [f"No topics are known up to {year.year}: no language had enough passages."]
    paragraph = (
        "Topics are groups of passages with the same words, learnt anew for each language. Shares "
        "add to one within a language and year; languages are never added together, because "
        "their documents and their topics differ."
    )
    return Chapter("topics", "Topics", (paragraph,), figures, tables, tuple(missing))


def _list_topics(rows: list[dict[str, Any]]) -> Table:
    listed = [{**row, "name": name_language(row["language"])} for row in rows]
    listed.sort(key=lambda row: (row["name"], -row["year"], -row["share"], row["position"]))
    return build_table(
        "topics-few",
        "Topics in languages with few documents",
        listed,
        {"name": "Language", **_HEADINGS},
    )


def _draw_topics(year: Year, rows: list[dict[str, Any]], language: str, years: list[int]) -> Figure:
    of = [row for row in rows if row["language"] == language]
    for row in of:
        row["has_few_documents"] = row["document_count"] < FEW_DOCUMENTS
    largest = [row for row in of if row["position"] < _MOST_TOPICS]
    labels = list(dict.fromkeys(row["label"] for row in largest))
    last = max(row["year"] for row in of)
    shares = "; ".join(
        f"{row['label']} {percent(row['share'])}" for row in largest if row["year"] == last
    )
    documents = sum({row["year"]: row["document_count"] for row in of}.values())
    passages = sum({row["year"]: row["period_passage_count"] for row in of}.values())
    name = name_language(language)
    return Figure(
        key=f"topics-{language}",
        title=f"Topics in {name}",
        description=f"One row of yearly bars per topic. Shares in {last}: {shares}.",
        note=f"n = {passages:,} passages from {documents:,} documents in {name}. The "
        f"{len(labels)} largest of {len({row['topic_id'] for row in of})} topics; all rows have "
        "one scale. Hollow: years with few documents.",
        wide_svg=draw_svg(draw_strips(largest, labels, years, WIDE), f"topics-{language}-w"),
        narrow_svg=draw_svg(draw_strips(largest, labels, years, NARROW), f"topics-{language}-n"),
        table=build_table(
            f"topics-{language}",
            f"Topics in {name}",
            of,
            {**_HEADINGS, "words": "Words of the year"},
        ),
        quotes=read_topic_quotes(
            year.store,
            year.year,
            language,
            list(dict.fromkeys(row["topic_id"] for row in largest)),
        ),
    )
