"""The figures of the chapter on topics: shares over the years, and topics by imaginary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reports.chapters.topic_charts import draw_topic_codes, draw_topics
from reports.chapters.topic_quotes import read_topic_quotes
from reports.charts import NARROW, WIDE
from reports.figures import Figure, build_table, draw_svg, interval, percent
from reports.languages import name_language
from reports.year import Year, name_code

Rows = list[dict[str, Any]]

_MOST_TOPICS = 12
_MOST_ROWS_OF_CODES = 15
_WIDE_LABEL, _NARROW_LABEL = 34, 21
UNSTABLE = "◇"
HEADINGS = {
    "year": "Year",
    "label": "Topic",
    "share": "Share",
    "range": "95% interval",
    "passage_count": "Passages",
    "period_passage_count": "Passages of the year",
    "document_count": "Documents",
}
_COLUMNS = (
    "year",
    "label",
    "share",
    "share_low",
    "share_high",
    "interval",
    "passage_count",
    "period_passage_count",
    "document_count",
    "has_few_documents",
    "is_unstable",
    "topic_id",
)
_CODES = """
    select * from out_topic_code where family = 'imaginary' and language = ?
    order by position, topic_id, code
"""


def draw_years(year: Year, language: str, rows: Rows, changes: Rows, tested: set[str]) -> Figure:
    """The largest topics of a language over the years."""
    moved = {(row["topic_id"], row["year"]): row for row in changes if row["language"] == language}
    for row in rows:
        row["range"] = interval(row["share_low"], row["share_high"])
        row["low"], row["high"] = row["share_low"], row["share_high"]
        row.update(_move_of(moved.get((row["topic_id"], row["year"]))))
    sizes: Counter[str] = Counter()
    for row in rows:
        sizes[row["topic_id"]] += row["passage_count"]
    topics = [topic_id for topic_id, _ in sizes.most_common()]
    shown = topics[:_MOST_TOPICS]
    drawn = sorted(
        (row for row in rows if row["topic_id"] in shown),
        key=lambda row: (shown.index(row["topic_id"]), row["year"]),
    )
    name, key = name_language(language), f"topics-{language}"
    last = [row for row in drawn if row["year"] == year.year]
    shares = "; ".join(f"{row['label']} {percent(row['share'])}" for row in last)
    documents = sum({row["year"]: row["document_count"] for row in rows}.values())
    passages = sum({row["year"]: row["period_passage_count"] for row in rows}.values())
    note = (
        f"n = {passages:,} passages from {documents:,} documents in {name}. The {len(shown)} "
        f"largest of {len(topics)} topics; the table has all. Band: 95% interval. All panels share "
        "one scale. Pale ground and hollow point: a year with fewer than 3 documents."
    )
    if any(row["is_unstable"] for row in drawn):
        note += (
            f" {UNSTABLE} unstable: another seed, or other documents, would not give this topic "
            "again; read its line with care."
        )
    elif language not in tested:
        note += " How stable the topics are has not been measured."
    if any(row["change"] for row in drawn):
        note += " Arrow: another level from there on; the bar beside it: years it may lie in."
    return Figure(
        key=key,
        title=f"Topics in {name}",
        description="One small line chart per topic with a 95% band. Shares in "
        f"{year.year}: {shares}.",
        note=note,
        wide_svg=_draw_panels(drawn, WIDE, 3, _WIDE_LABEL, f"{key}-w"),
        narrow_svg=_draw_panels(drawn, NARROW, 2, _NARROW_LABEL, f"{key}-n"),
        table=build_table(
            key,
            f"Topics in {name}",
            sorted(rows, key=lambda row: (-row["year"], row["position"])),
            {**HEADINGS, "words": "Words of the year"},
            (*_COLUMNS, "words"),
        ),
        quotes=read_topic_quotes(year.store, year.year, language, shown),
    )


def shorten_labels(labels: Sequence[str], longest: int) -> dict[str, str]:
    """Labels made of words, cut between words to about `longest` letters, none like another."""
    short: dict[str, str] = {}
    for label in labels:
        words = label.split(", ")
        kept = words[0]
        for word in words[1:]:
            if len(kept) + 2 + len(word) > longest and kept not in short.values():
                break
            kept = f"{kept}, {word}"
        short[label] = kept if kept not in short.values() else label
    return short


def _draw_panels(rows: Rows, width: int, columns: int, longest: int, key: str) -> str:
    unstable = {row["label"] for row in rows if row["is_unstable"]}
    labels = list(dict.fromkeys(row["label"] for row in rows))
    short = {
        label: f"{UNSTABLE} {kept}" if label in unstable else kept
        for label, kept in shorten_labels(labels, longest).items()
    }
    titled = [{**row, "label": short[row["label"]]} for row in rows]
    years = list(range(min(row["year"] for row in rows), max(row["year"] for row in rows) + 1))
    spec = draw_topics(titled, [short[label] for label in labels], years, width, columns)
    return draw_svg(spec, key)


def _move_of(change: Mapping[str, Any] | None) -> dict[str, int | None]:
    if change is None:
        return {"change": 0, "change_low": None, "change_high": None}
    return {
        "change": 1 if change["share_after"] > change["share_before"] else -1,
        "change_low": change["year_low"],
        "change_high": change["year_high"],
    }


def draw_codes(year: Year, language: str) -> Figure | None:
    """How much of each topic's talk carries each imaginary; over all years and countries."""
    rows = year.rows(_CODES, language)
    enough = [row for row in rows if not row["has_few_documents"]]
    if len({row["topic_id"] for row in enough}) < 2:
        return None
    topics = list(dict.fromkeys(row["topic_id"] for row in enough))[:_MOST_ROWS_OF_CODES]
    codes = [code for code in year.codes_of("imaginary") if any(r["code"] == code for r in rows)]
    labels = list(dict.fromkeys(row["label"] for row in enough if row["topic_id"] in topics))
    short = shorten_labels(labels, _WIDE_LABEL)
    for row in rows:
        row["topic"], row["share"] = row["label"], row["claim_share"]
        row["range"] = interval(row["claim_share_low"], row["claim_share_high"])
        row["low"], row["high"] = row["claim_share_low"], row["claim_share_high"]
        row["name"] = name_code(row["code"])
    # Cells lead to no sentences: the list behind a code holds those of all topics.
    cells = [
        {
            **{key: value for key, value in row.items() if key != "code"},
            "label": row["name"],
            "place": short[row["topic"]],
            "text": f"{row['share']:.0%}",
        }
        for row in enough
        if row["topic_id"] in topics and row["code"] in codes
    ]
    key, name = f"topic-codes-{language}", name_language(language)
    left_out = len({row["topic_id"] for row in rows}) - len({row["topic_id"] for row in enough})
    svg = draw_topic_codes(
        cells, [name_code(code) for code in codes], [short[label] for label in labels], WIDE
    )
    return Figure(
        key=key,
        title=f"What the topics promise, {name}",
        description=f"A grid of {len(topics)} topics by {len(codes)} imaginaries; each cell gives "
        "the share of the topic’s sentences in percent. The table below has every number.",
        note="Share of a topic’s sentences in scope that carry the imaginary, in all years and "
        "countries. Bold: the whole 95% interval lies above the share in all topics together."
        + (f" Topics left out for few documents: {left_out}." if left_out else ""),
        wide_svg=draw_svg(svg, f"{key}-w"),
        narrow_svg="",
        table=build_table(
            key,
            f"What the topics promise, {name}",
            [row for row in rows if row["code"] in codes],
            {
                "topic": "Topic",
                "name": "Imaginary",
                "share": "Share",
                "range": "95% interval",
                "language_claim_share": "Share in all topics",
                "claim_count": "Sentences with it",
                "sentence_count": "Sentences in scope",
                "document_count": "Documents",
            },
        ),
    )
