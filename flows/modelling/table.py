"""The evaluation of topics as a table that a person reads: a method a line, ours first."""

from __future__ import annotations

from dataclasses import fields

from models.evaluate_topics import Spread, TopicEvaluation, TopicQuality

_TITLES = {
    "p1": "P1",
    "ari": "ARI",
    "nmi": "NMI",
    "npmi": "NPMI",
    "diversity": "diversity",
    "stability": "stability",
    "seconds": "seconds",
}
_NAME_WIDTH, _COLUMN_WIDTH = 12, 14


def render_topic_table(result: TopicEvaluation) -> str:
    """Draw the figures of every method, mean ± deviation over the seeds."""
    columns = [field.name for field in fields(TopicQuality)]
    heading = "".join(f"{_TITLES[column]:>{_COLUMN_WIDTH}}" for column in columns)
    methods = {"ours": result.ours, **result.peers}
    lines = [
        f"{result.text_count} texts, {result.class_count} classes, {result.topic_count} topics, "
        f"{len(result.seeds)} seeds; ours embeds with {result.embedder}",
        f"{'':<{_NAME_WIDTH}}{heading}",
        *(f"{name:<{_NAME_WIDTH}}{_cells(found, columns)}" for name, found in methods.items()),
        "P1 harmonic purity, stability mean best Jaccard between seeds: 1 is best; ± over seeds",
    ]
    return "\n".join(lines)


def _cells(quality: TopicQuality, columns: list[str]) -> str:
    return "".join(
        f"{_cell(getattr(quality, column), column):>{_COLUMN_WIDTH}}" for column in columns
    )


def _cell(spread: Spread, column: str) -> str:
    digits = 1 if column == "seconds" else 3
    return f"{spread.mean:.{digits}f} ± {spread.sd:.{digits}f}"
