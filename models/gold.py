"""Gold files: sentences that coders have coded, one JSON object a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.codebook import code_families
from data.errors import UsageError
from data.records import DOCUMENT_KINDS
from data.settings import DATA_FOLDER
from models.gold_checks import Row, find_faults, parse_rows

CAUTION = (
    "Scores are agreement with the gold's coders. Where these are language models of one kind they "
    "share their blind spots: agreement with them is no proof of validity."
)
"""To be said wherever scores are printed."""
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one coder said of one sentence: codes of both families, and the type."""

    codes: frozenset[str]
    type: str


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence with the codes and type that coders gave it."""

    id: str
    language: str
    before: str
    text: str
    imaginaries: tuple[str, ...]
    constraints: tuple[str, ...]
    type: str
    document: str = ""
    """Groups sentences for cross-validation and intervals."""
    stratum: str = ""
    document_kind: str = ""
    """One of `records.DOCUMENT_KINDS`, where it is known."""
    coders: Mapping[str, Verdict] = field(default_factory=dict)
    """What each coder said before the codes were settled, where the file tells."""

    @property
    def codes(self) -> frozenset[str]:
        """Codes of both families."""
        return frozenset((*self.imaginaries, *self.constraints))

    @property
    def verdict(self) -> Verdict:
        """The codes and type that were settled on."""
        return Verdict(self.codes, self.type)


def read_gold(path: Path, families: Mapping[str, str] | None = None) -> list[GoldSentence]:
    """Read a gold file: a JSON object a line with id, language, document, text, codes and type.

    A row may also have the text `before`, the document's `kind`, the `stratum`, what each coder
    said (`coders`: name to imaginaries, constraints and type) and where the words stand (`cues`:
    objects with code, start_char, end_char and quote). Further fields are ignored, unless they look
    like a slip in one of these. `families` maps every code that counts to its family; by default
    the shipped codebook's.

    Raises:
        UsageError: the file cannot be read, is no UTF-8 or holds no sentence; or rows of it are
            wrong: the message has `file:line` and the fault of each, the first twenty of them.
    """
    if families is None:
        families = code_families(DATA_FOLDER)
    rows, faults = parse_rows(_read_text(path))
    faults = sorted([*faults, *find_faults(rows, families)])
    if faults:
        raise UsageError(_tell_faults(path, faults))
    if not rows:
        raise UsageError(f"{path} holds no sentence: give one JSON object a line")
    return [_read_sentence(row.fields) for row in rows]


def _tell_faults(path: Path, faults: list[tuple[int, str]]) -> str:
    told = [f"{path}:{line}: {fault}" for line, fault in faults[:_MOST_TOLD]]
    if len(faults) == 1:
        return told[0]
    rest = [f"and {len(faults) - len(told)} more"] if len(faults) > len(told) else []
    return "\n".join([f"{len(faults)} faults in {path}, so nothing is read:", *told, *rest])


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}; give a file of one JSON object a line, in UTF-8"
        ) from error


def _read_sentence(fields: Row) -> GoldSentence:
    kind = fields.get("kind")
    coders = fields.get("coders")
    return GoldSentence(
        id=fields["id"],
        language=fields["language"],
        before=fields.get("before") or "",
        text=fields["text"],
        imaginaries=tuple(fields["imaginaries"]),
        constraints=tuple(fields["constraints"]),
        type=fields["type"],
        document=fields["document"],
        document_kind=kind if isinstance(kind, str) and kind in DOCUMENT_KINDS else "",
        stratum=str(fields.get("stratum") or ""),
        # Absent, or something else of that name.
        coders=_read_coders(coders) if isinstance(coders, dict) else {},
    )


def _read_coders(coders: Mapping[str, Any]) -> dict[str, Verdict]:
    return {
        name: Verdict(frozenset((*said["imaginaries"], *said["constraints"])), said["type"])
        for name, said in coders.items()
    }
