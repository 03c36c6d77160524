"""What may be wrong with the rows of a gold file: every fault is told with its line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from data.language_code import is_language_code
from data.records import CONSTRAINT, IMAGINARY, SENTENCE_TYPES

Row = Mapping[str, Any]
Faults = Iterator[str]

_NEEDED = ("id", "language", "document", "text")
_OPTIONAL = ("before", "kind", "stratum", "coding", "country", "year", "coders", "cues")
_FAMILY_FIELDS = {"imaginaries": IMAGINARY, "constraints": CONSTRAINT}
_KNOWN = (*_NEEDED, "type", *_FAMILY_FIELDS, *_OPTIONAL)
_ALIKE = 0.75
"""From which likeness on an unknown field is taken for a slip, if the known one is not there."""
_OFFSETS = (("start_char", "start"), ("end_char", "end"))
_SPAN_KEYS = ("quote", "start_char", "end_char")


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """A row and the number of its line, from 1."""

    line: int
    fields: Row


def parse_rows(text: str) -> tuple[list[NumberedRow], list[tuple[int, str]]]:
    """The rows of a file, and the lines that are none with what is wrong; blank ones are passed."""
    rows, faults = [], []
    # Not splitlines(): U+2028 and its like may stand inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            faults.append((number, f"not JSON: {error}"))
            continue
        if isinstance(fields, dict):
            rows.append(NumberedRow(number, fields))
        else:
            faults.append((number, f"expected a JSON object, found {line[:40]!r}"))
    return rows, faults


def find_faults(
    rows: Sequence[NumberedRow], families: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    """Everything that is wrong in the rows, each fault with its line."""
    lines: dict[str, int] = {}
    for row in rows:
        for fault in _faults_of(row.fields, families):
            yield row.line, fault
        one = row.fields.get("id")
        if isinstance(one, str) and one.strip():
            first = lines.setdefault(one, row.line)
            if first != row.line:
                yield row.line, f"id {one!r} stands on line {first} already: remove one of them"


def _faults_of(row: Row, families: Mapping[str, str]) -> Faults:
    yield from _faults_of_texts(row)
    yield from _slips(row)
    yield from _faults_of_verdict(row, families)
    for name in _FAMILY_FIELDS:
        codes = row.get(name)
        if isinstance(codes, list) and (twice := {str(c) for c in codes if codes.count(c) > 1}):
            yield f"`{name}` has {', '.join(sorted(twice))} twice"
    yield from _faults_of_coders(row.get("coders"), families)
    text = row.get("text")
    if isinstance(text, str):
        for span in _find_spans(row):
            yield from _faults_of_span(span, text, families)


def _faults_of_texts(row: Row) -> Faults:
    for name in _NEEDED:
        value = row.get(name)
        if not isinstance(value, str):
            yield f"field `{name}` is missing or not a text"
        elif not value.strip():
            yield f"field `{name}` is empty"
        elif any("\ud800" <= letter <= "\udfff" for letter in value):
            yield f"field `{name}` holds half a character (a surrogate)"
        elif name == "language" and not is_language_code(value):
            yield f"language {value!r} is no code of ISO 639, such as en, nb, nn, sv or da"
    if not isinstance(row.get("before"), str | None):
        yield "field `before` is not a text"


def _faults_of_coders(coders: Any, families: Mapping[str, str]) -> Faults:
    for coder, said in coders.items() if isinstance(coders, dict) else ():
        if isinstance(said, dict):
            for fault in _faults_of_verdict(said, families):
                yield f"coder {coder!r}: {fault}"
        else:
            yield f"coder {coder!r}: expected an object, found {said!r}"


def _slips(row: Row) -> Faults:
    """Fields that nobody knows and that are nearly one that is not there."""
    absent = [name for name in _KNOWN if name not in row]
    for name in row:
        if name not in _KNOWN:
            for meant in get_close_matches(name.lower(), absent, n=1, cutoff=_ALIKE):
                yield f"unknown field `{name}`: write `{meant}`, or name it less like that"


def _faults_of_verdict(said: Row, families: Mapping[str, str]) -> Faults:
    for name, family in _FAMILY_FIELDS.items():
        codes = said.get(name)
        if not isinstance(codes, list):
            yield f"field `{name}` is missing or not a list"
            continue
        known = sorted(code for code in families if families[code] == family)
        for code in codes:
            if code not in known:
                yield f"unknown code {code!r} in `{name}`; known: {', '.join(known)}"
    if said.get("type") not in SENTENCE_TYPES:
        yield f"unknown type {said.get('type')!r}; known: {', '.join(SENTENCE_TYPES)}"


def _find_spans(value: Any) -> Iterable[Row]:
    """All objects that say where words stand, the row itself or however deep below it."""
    if isinstance(value, dict):
        if any(key in value for key in _SPAN_KEYS) or {"start", "end"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _find_spans(part)


def _faults_of_span(span: Row, text: str, families: Mapping[str, str]) -> Faults:
    """A quote must stand in the text, and where it says; its code must be known.

    What has `cues` of its own, as a claim has, may leave the place to them.
    """
    quote, code = span.get("quote"), span.get("code")
    start, end = (next((span[key] for key in keys if key in span), None) for keys in _OFFSETS)
    if code is not None and code not in list(families):
        yield f"unknown code {code!r}; known: {', '.join(families)}"
    if "quote" not in span:
        yield f"characters {start!r} to {end!r} come without their `quote`"
    elif not isinstance(quote, str) or quote not in text:
        yield f"the quote {quote!r} does not stand in the text"
    elif (start, end) == (None, None):
        if "cues" not in span:
            yield f"the quote {quote!r} comes without `start_char` and `end_char`"
    elif type(start) is not int or type(end) is not int:
        yield f"{quote!r} runs from {start!r} to {end!r}: give numbers"
    elif not 0 <= start <= end or text[start:end] != quote:
        found = text[max(start, 0) : max(end, 0)]
        yield f"characters {start} to {end} are {found!r} and not the quote {quote!r}"
