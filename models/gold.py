"""Gold files: sentences that coders have coded, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.codebook import code_families
from data.errors import UsageError
from data.records import CONSTRAINT, DOCUMENT_KINDS, IMAGINARY, SENTENCE_TYPES
from data.settings import DATA_FOLDER

_TEXT_FIELDS = ("id", "language", "before", "text", "type")
_FAMILY_FIELDS = {"imaginaries": IMAGINARY, "constraints": CONSTRAINT}
CAUTION = (
    "Scores are agreement with the gold's coders. Where these are language models of one kind they "
    "share their blind spots: agreement with them is no proof of validity."
)
"""To be said wherever scores are printed."""
_OFFSETS = (("start_char", "start"), ("end_char", "end"))


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
    """Groups sentences for cross-validation; without it a sentence stands alone."""
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
    """Read a gold file: one JSON object a line with id, language, before, text, codes and type.

    A row may say which document and stratum it is of, what each coder said (`coders`: name to
    imaginaries, constraints and type) and where the words stand (`cues`: objects with code,
    start_char, end_char and quote). Further fields are ignored. `families` maps every code that
    counts to its family; by default the shipped codebook's.

    Raises:
        UsageError: the file cannot be read, is no UTF-8 or holds no sentence; not JSON, a missing
            field, an unknown code or type, an id that stands twice, or an offset that does not
            match its quote: the message then has `file:line`.
    """
    if families is None:
        families = code_families(DATA_FOLDER)
    sentences: list[GoldSentence] = []
    seen: dict[str, int] = {}
    # Not splitlines(): U+2028 and its like may stand inside a JSON string.
    for number, line in enumerate(_read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        sentence = _read_line(f"{path}:{number}", line, families)
        if sentence.id in seen:
            raise UsageError(
                f"{path}:{number}: id {sentence.id!r} stands on line {seen[sentence.id]} already: "
                "remove one of them"
            )
        seen[sentence.id] = number
        sentences.append(sentence)
    if not sentences:
        raise UsageError(f"{path} holds no sentence: give one JSON object a line")
    return sentences


def _known_kind(kind: object) -> str:
    return kind if isinstance(kind, str) and kind in DOCUMENT_KINDS else ""


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} cannot be read: {error}; give a file of one JSON object a line, in UTF-8"
        ) from error


def _read_line(place: str, line: str, families: Mapping[str, str]) -> GoldSentence:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise UsageError(f"{place}: expected a JSON object, found {line[:40]!r}")
    for name in _TEXT_FIELDS:
        if not isinstance(fields.get(name), str):
            raise UsageError(f"{place}: field `{name}` is missing or not a text")
    _check_verdict(place, fields, families)
    for span in _find_quotes(fields):
        _check_quote(place, span, fields["text"], families)
    return GoldSentence(
        id=fields["id"],
        language=fields["language"],
        before=fields["before"],
        text=fields["text"],
        imaginaries=tuple(fields["imaginaries"]),
        constraints=tuple(fields["constraints"]),
        type=fields["type"],
        document=str(fields.get("document") or fields["id"]),
        document_kind=_known_kind(fields.get("kind")),
        stratum=str(fields.get("stratum") or ""),
        coders=_read_coders(place, fields.get("coders"), families),
    )


def _check_verdict(place: str, fields: Mapping[str, Any], families: Mapping[str, str]) -> None:
    for name, family in _FAMILY_FIELDS.items():
        codes = fields.get(name)
        if not isinstance(codes, list):
            raise UsageError(f"{place}: field `{name}` is missing or not a list")
        known = sorted(code for code in families if families[code] == family)
        for code in codes:
            if code not in known:
                raise UsageError(
                    f"{place}: unknown code {code!r} in `{name}`; known: {', '.join(known)}"
                )
    if fields.get("type") not in SENTENCE_TYPES:
        raise UsageError(
            f"{place}: unknown type {fields.get('type')!r}; known: {', '.join(SENTENCE_TYPES)}"
        )


def _read_coders(place: str, coders: Any, families: Mapping[str, str]) -> dict[str, Verdict]:
    if not isinstance(coders, dict):  # absent, or something else of that name
        return {}
    read = {}
    for name, said in coders.items():
        if not isinstance(said, dict):
            raise UsageError(f"{place}: coder {name!r}: expected an object, found {said!r}")
        _check_verdict(f"{place}: coder {name!r}", said, families)
        read[str(name)] = Verdict(
            frozenset((*said["imaginaries"], *said["constraints"])), said["type"]
        )
    return read


def _find_quotes(value: Any) -> Iterable[dict[str, Any]]:
    """All objects with a quote, the row itself or however deep below it."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _find_quotes(part)


def _check_quote(
    place: str, span: Mapping[str, Any], text: str, families: Mapping[str, str]
) -> None:
    """A quote must stand in the text, and where it says; its code must be known."""
    quote = span["quote"]
    start, end = (next((span[key] for key in keys if key in span), None) for keys in _OFFSETS)
    if not isinstance(quote, str) or quote not in text:
        raise UsageError(f"{place}: the quote {quote!r} does not stand in the text")
    if (start, end) != (None, None):
        if not isinstance(start, int) or not isinstance(end, int):
            raise UsageError(f"{place}: {quote!r} runs from {start!r} to {end!r}: give numbers")
        if not 0 <= start <= end or text[start:end] != quote:
            found = text[max(start, 0) : max(end, 0)]
            raise UsageError(
                f"{place}: characters {start} to {end} are {found!r} and not the quote {quote!r}"
            )
    code = span.get("code")
    if code is not None and code not in list(families):
        raise UsageError(f"{place}: unknown code {code!r}; known: {', '.join(families)}")
