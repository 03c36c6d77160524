"""The file in which people name topics: `HOME/review/topic_labels.csv`.

A row is a topic with its words. In `given_label` a person writes what to call it; that stands in
place of the label made of words in every later run, for a topic keeps its id as long as it lasts.
Rows with a label or a note stay for good, also when the topic is gone; all others are written anew
by every run.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from data.errors import UsageError
from data.records import Topic, TopicLabel
from flows.review_file import read_review_lines

FILE = Path("review") / "topic_labels.csv"
LONGEST_LABEL = 60
"""Characters: a label stands beside a row of bars."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One line of the file; all texts."""

    given_label: str
    note: str
    language: str
    topic_id: str
    is_current: str
    label: str
    words: str
    passage_count: str

    @property
    def key(self) -> tuple[str, str]:
        """Which topic it is: one of a model of several languages has a label in each."""
        return self.topic_id, self.language


@dataclass(frozen=True, slots=True)
class TopicLabels:
    """The lines that a person has written in."""

    rows: tuple[LabelRow, ...] = ()

    @property
    def labels(self) -> list[TopicLabel]:
        """The labels that people gave, as rows of the table."""
        return [
            TopicLabel(row.topic_id, row.language, row.given_label, row.note)
            for row in self.rows
            if row.given_label
        ]


def read_topic_labels(home: Path) -> TopicLabels:
    """Read the file; none is there before the first run.

    Raises:
        UsageError: not readable, a column is missing, a topic has two labels, or one is too long;
            names the line.
    """
    path = home / FILE
    if not path.exists():
        return TopicLabels()
    names = [field.name for field in fields(LabelRow)]
    kept: dict[tuple[str, str], LabelRow] = {}
    for number, line in read_review_lines(path, names):
        row = LabelRow(**{name: " ".join(cell.split()) for name, cell in line.items()})
        if not (row.given_label or row.note):
            continue
        if row.key in kept:
            raise UsageError(
                f"{path}:{number}: topic {row.topic_id} is named in another line: keep one"
            )
        _check_length(row.given_label, f"{path}:{number}: ")
        kept[row.key] = row
    return TopicLabels(tuple(kept.values()))


def write_topic_labels(home: Path, topics: Sequence[Topic], labels: TopicLabels) -> Path:
    """Write the present topics with what people wrote; named topics that are gone come last."""
    path = home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {row.key: row for row in labels.rows}
    lines = []
    for topic in topics:
        row = _row_of(topic)
        own = said.pop(row.key, row)
        lines.append(replace(row, given_label=own.given_label, note=own.note))
    lines += [replace(row, is_current="no") for row in said.values()]
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [field.name for field in fields(LabelRow)])
        writer.writeheader()
        writer.writerows(
            {name: _safe(value) for name, value in asdict(row).items()} for row in lines
        )
    draft.replace(path)
    return path


def give_topic_label(
    home: Path, topics: Sequence[Topic], topic_id: str, given_label: str, note: str = ""
) -> str:
    """Name a topic by its id or the beginning of it; an empty label takes the name away.

    Returns:
        What was done, in words. The table and the views follow in the next run of `topics`.

    Raises:
        UsageError: no topic or several begin so, or the label is too long.
    """
    fitting = [topic for topic in topics if topic.topic_id.startswith(topic_id)]
    if not topic_id or not fitting:
        raise UsageError(f"no topic begins with {topic_id!r}: ids are in {home / FILE}")
    if len({topic.topic_id for topic in fitting}) > 1:
        several = ", ".join(sorted(f"{topic.topic_id} ({topic.label})" for topic in fitting))
        raise UsageError(f"{topic_id!r} fits several topics: {several}. Give more of the id")
    label = " ".join(given_label.split())
    _check_length(label, "")
    kept = read_topic_labels(home)
    of = {(topic.topic_id, topic.language) for topic in fitting}
    others = tuple(row for row in kept.rows if row.key not in of)
    notes = {row.key: row.note for row in kept.rows}
    rows = [_row_of(topic) for topic in fitting]
    named = tuple(
        replace(row, given_label=label, note=note or notes.get(row.key, "")) for row in rows
    )
    write_topic_labels(home, topics, TopicLabels((*others, *named)))
    before = " and ".join(f"{topic.label!r} ({topic.language})" for topic in fitting)
    return f"{before} is now called {label!r}" if label else f"{before} has no given name any more"


def _row_of(topic: Topic) -> LabelRow:
    return LabelRow(
        given_label="",
        note="",
        language=topic.language,
        topic_id=topic.topic_id,
        is_current="yes",
        label=topic.label,
        words=topic.words,
        passage_count=str(topic.passage_count),
    )


def _check_length(label: str, place: str) -> None:
    if len(label) > LONGEST_LABEL:
        raise UsageError(
            f"{place}the label {label!r} has {len(label)} characters: give {LONGEST_LABEL} at most"
        )


def _safe(value: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f" {value}" if value[:1] in ("=", "+", "-", "@") else value
