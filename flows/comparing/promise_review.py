"""The file in which a person overrules the promise ledger: `HOME/review/promises.csv`.

A row is a promise and a record that may be of its system, with both texts. In `verdict` a person
writes `same` or `different`, or one of the ledger's states, which then holds for the whole promise.
Rows with a verdict or a note stay for good, also when no candidate is found any more; all other
rows are written anew by every run.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from data.errors import UsageError
from flows.review_file import read_review_lines
from models.promise_states import DIFFERENT, SAME, STATES, State

FILE = Path("review") / "promises.csv"
_STATES: Mapping[str, State] = {state: state for state in STATES}
_VERDICTS = ("", SAME, DIFFERENT, *STATES)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the file; all texts."""

    verdict: str
    note: str
    state: str
    score: str
    promise_id: str
    register_id: str
    deployment_id: str
    country: str
    year: str
    sentence: str
    record: str
    record_status: str
    reasons: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two lines the same."""
        return self.promise_id, self.register_id, self.deployment_id


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the reviewer says: of records by promise, and of whole promises."""

    records: Mapping[str, Mapping[tuple[str, str], str]]
    states: Mapping[str, State]
    rows: tuple[ReviewRow, ...] = ()
    """The lines that a person has written in."""


def read_review(home: Path) -> Verdicts:
    """Read the file; none is there before the first run.

    Raises:
        UsageError: a column is missing, or a verdict is none; names the line and what is allowed.
    """
    path = home / FILE
    if not path.exists():
        return Verdicts({}, {})
    names = [field.name for field in fields(ReviewRow)]
    records: dict[str, dict[tuple[str, str], str]] = {}
    states: dict[str, State] = {}
    kept: list[ReviewRow] = []
    for number, line in read_review_lines(path, names):
        row = ReviewRow(**line)
        verdict = row.verdict.strip()
        if verdict not in _VERDICTS:
            raise UsageError(
                f"{path}:{number}: verdict {row.verdict!r}: give one of "
                f"{', '.join(_VERDICTS[1:])}, or leave it empty"
            )
        if stated := _STATES.get(verdict):
            if states.setdefault(row.promise_id, stated) != stated:
                raise UsageError(
                    f"{path}:{number}: promise {row.promise_id} has the state "
                    f"{states[row.promise_id]!r} in another line: keep one"
                )
        elif verdict:
            records.setdefault(row.promise_id, {})[row.register_id, row.deployment_id] = verdict
        if verdict or row.note.strip():
            kept.append(replace(row, verdict=verdict))
    return Verdicts(records, states, tuple(kept))


def write_review(home: Path, rows: Iterable[ReviewRow], verdicts: Verdicts) -> Path:
    """Write the candidates with the verdicts given so far; lines with a verdict come first."""
    path = home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {row.key: row for row in verdicts.rows}
    told = {row.key: row for row in rows}
    lines = [
        replace(told.get(key, row), verdict=row.verdict, note=row.note) for key, row in said.items()
    ]
    lines += [row for key, row in told.items() if key not in said]
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [field.name for field in fields(ReviewRow)])
        writer.writeheader()
        writer.writerows(
            {name: _safe(value) for name, value in asdict(row).items()} for row in lines
        )
    draft.replace(path)
    return path


def _safe(value: str) -> str:
    """Text that a spreadsheet does not take for a formula, and that stays on one line."""
    plain = " ".join(value.split())
    return f" {plain}" if plain[:1] in "=+-@" else plain
