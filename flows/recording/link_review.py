"""The file in which a person decides on doubtful links: `HOME/review/links.csv`.

A row is a pair of register rows that may speak of the same system, with both texts and the score.
In `verdict` a person writes `same` or `different`; that overrules the score in every later run.
Rows with a verdict or a note stay for good, also when the pair is no longer doubtful or a register
no longer has it; all other rows are written anew by every run. A pair that is not in the file, such
as a link that is wrong, is decided by adding a row with its registers and ids.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from data.errors import UsageError
from data.records import Deployment, DeploymentLink
from flows.review_file import read_review_lines
from models.link import Key

FILE = Path("review") / "links.csv"
SAME, DIFFERENT = "same", "different"

_TEXT_LENGTH = 600  # enough to decide by; the whole text is in table deployment


@dataclass(frozen=True, slots=True)
class LinkReviewRow:
    """One line of the file; all texts."""

    verdict: str
    note: str
    score: str
    register_a: str
    deployment_id_a: str
    register_b: str
    deployment_id_b: str
    name_a: str
    name_b: str
    organisation_a: str
    organisation_b: str
    text_a: str
    text_b: str
    reasons: str

    @property
    def keys(self) -> frozenset[Key]:
        """The pair, in either order."""
        first = (self.register_a, self.deployment_id_a)
        return frozenset((first, (self.register_b, self.deployment_id_b)))


@dataclass(frozen=True, slots=True)
class LinkVerdicts:
    """What the reviewer says of pairs: true for the same system."""

    by_pair: Mapping[frozenset[Key], bool]
    rows: tuple[LinkReviewRow, ...] = ()
    """The lines that a person has written in."""


def read_link_review(home: Path) -> LinkVerdicts:
    """Read the file; none is there before the first run.

    Raises:
        UsageError: a column is missing, a verdict is none, or a pair has two; names the line.
    """
    path = home / FILE
    if not path.exists():
        return LinkVerdicts({})
    names = [field.name for field in fields(LinkReviewRow)]
    by_pair: dict[frozenset[Key], bool] = {}
    kept: list[LinkReviewRow] = []
    for number, line in read_review_lines(path, names):
        row = LinkReviewRow(**{name: cell.strip() for name, cell in line.items()})
        if row.verdict not in ("", SAME, DIFFERENT):
            raise UsageError(
                f"{path}:{number}: verdict {row.verdict!r}: give {SAME!r} or "
                f"{DIFFERENT!r}, or leave it empty"
            )
        if row.verdict and len(row.keys) < 2:
            raise UsageError(f"{path}:{number}: both sides are the same register row")
        if row.verdict and by_pair.setdefault(row.keys, row.verdict == SAME) != (
            row.verdict == SAME
        ):
            raise UsageError(
                f"{path}:{number}: another line says the opposite of this pair: keep one"
            )
        if row.verdict or row.note:
            kept.append(row)
    return LinkVerdicts(by_pair, tuple(kept))


def write_link_review(
    home: Path,
    links: Sequence[DeploymentLink],
    deployments: Iterable[Deployment],
    verdicts: LinkVerdicts,
) -> Path:
    """Write the doubtful pairs, best first, after the lines that a person has written in."""
    path = home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    by_key = {(row.register_id, row.deployment_id): row for row in deployments}
    told = {_pair_of(link): _row_of(link, by_key) for link in links}
    doubtful = {_pair_of(link) for link in links if link.state in ("doubtful", "apart")}
    said = {row.keys: row for row in verdicts.rows}
    lines = [
        replace(told.get(keys, row), verdict=row.verdict, note=row.note)
        for keys, row in said.items()
    ]
    lines += [row for keys, row in told.items() if keys in doubtful and keys not in said]
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [field.name for field in fields(LinkReviewRow)])
        writer.writeheader()
        writer.writerows({key: _safe(value) for key, value in asdict(row).items()} for row in lines)
    draft.replace(path)
    return path


def _pair_of(link: DeploymentLink) -> frozenset[Key]:
    return frozenset(
        ((link.register_a, link.deployment_id_a), (link.register_b, link.deployment_id_b))
    )


def _row_of(link: DeploymentLink, by_key: Mapping[Key, Deployment]) -> LinkReviewRow:
    a = by_key[link.register_a, link.deployment_id_a]
    b = by_key[link.register_b, link.deployment_id_b]
    return LinkReviewRow(
        verdict="",
        note="",
        score=f"{link.score:.2f}",
        register_a=link.register_a,
        deployment_id_a=link.deployment_id_a,
        register_b=link.register_b,
        deployment_id_b=link.deployment_id_b,
        name_a=a.name,
        name_b=b.name,
        organisation_a=a.organisation,
        organisation_b=b.organisation,
        text_a=_text_of(a),
        text_b=_text_of(b),
        reasons=link.reasons,
    )


def _text_of(row: Deployment) -> str:
    text = " ".join(f"{row.description or ''} {row.purpose or ''}".split())
    return text if len(text) <= _TEXT_LENGTH else f"{text[:_TEXT_LENGTH]}…"


def _safe(value: str) -> str:
    """Text that a spreadsheet does not take for a formula, and that stays on one line."""
    plain = " ".join(value.split())
    return f" {plain}" if plain[:1] in ("=", "+", "-", "@") else plain
