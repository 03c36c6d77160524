"""Text to sentences by rules: fast, per language, in time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

MAX_SENTENCE_CHARS = 2000
"""Longer stretches without an end are cut at a white space, so that no sentence is a page."""

_END = re.compile(r"[.!?…。！？؟۔]+[\"'”’»)\]]*(?=\s|$)|[。！？]")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
_TOKEN_BEFORE = re.compile(r"[^\s(\[“\"«„]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]", re.UNICODE)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_ORDINAL_BEFORE_NAME = ("de", "da", "nb", "nn", "sv", "cs", "fi")
_HELD_TOGETHER_CHARS = 400  # a bracket or quote that is not closed by then was never one

SENTENCE_FINAL = frozenset({"m.m", "m.v", "mv", "m.fl", "osv", "etc", "o.l", "e.l", "mm", "mfl"})
"""Abbreviations that also end sentences: a capital after them begins a new one."""

COMMON_ABBREVIATIONS = frozenset(
    [
        "no",
        "nos",
        "nr",
        "fig",
        "figs",
        "vol",
        "pp",
        "p",
        "art",
        "sec",
        "ch",
        "cf",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "vs",
        "al",
        "approx",
        "st",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "inc",
        "ltd",
        "co",
        "jr",
        "sr",
        "ca",
        "dept",
        "gov",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "ph.d",
    ]
)


@dataclass(frozen=True, slots=True)
class Span:
    """Where a sentence stands in its passage: start inclusive, end exclusive."""

    start: int
    end: int


def find_sentences(text: str, language: str, abbreviations: Collection[str] = ()) -> list[Span]:
    """Cut a passage into its sentences; white space between them belongs to none.

    `abbreviations` are lower case and without their last full stop ("bl.a", "jf", "meld").
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match.end() <= start:
            continue
        if _ends_sentence(text, start, match, language, abbreviations):
            _add(spans, text, start, match.end())
            start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _ends_sentence(
    text: str, start: int, match: re.Match[str], language: str, abbreviations: Collection[str]
) -> bool:
    rest = text[match.end() : match.end() + 40].lstrip()
    if not rest:
        return True
    first = rest.lstrip("\"'“‘«„([–—-•* ")[:1] or rest[0]
    if first.islower():
        return False
    if _is_open(text, start, match.end()):
        return False
    if match.start() and text[match.start() - 1].isspace() and match.group()[0] == ".":
        return False  # leader dots
    if match.group()[0] != "." or match.group().startswith("..."):
        return True
    before = _TOKEN_BEFORE.search(text, max(start, match.start() - 40), match.start())
    token = before.group() if before else ""
    is_first = before is not None and not text[start : before.start()].strip('([“"«„ ')
    return not _holds_on(token, is_first, first, language, abbreviations)


def _holds_on(
    token: str, is_first: bool, first: str, language: str, abbreviations: Collection[str]
) -> bool:
    """Whether a full stop after this token belongs to the token."""
    lowered = token.lower()
    if lowered in SENTENCE_FINAL:
        return not first.isupper()
    if lowered in abbreviations or lowered in COMMON_ABBREVIATIONS:
        # "no" is a word too: as an abbreviation it stands before a number.
        return lowered not in ("no", "nos", "art", "p", "co") or first.isdigit() or token != lowered
    if _INITIALS.fullmatch(token):
        # One letter: an initial or a list's letter, unless it ends "§ 8-7 a." or "plan B."
        return is_first or (token.isupper() and "." not in token[:-1]) or "." in token
    if _NUMBER.fullmatch(token):
        # A number opening the sentence counts it; "5. Mai" is a day.
        return is_first or (
            language in _ORDINAL_BEFORE_NAME and len(token) <= 2 and language in ("de", "da")
        )
    return False


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether a bracket or quotation begun near the end of this stretch is not closed in it."""
    window = text[max(start, end - _HELD_TOGETHER_CHARS) : end]
    for opening, closing in _PAIRS:
        last = window.rfind(opening)
        if last >= 0 and closing not in window[last:]:
            ahead = text.find(closing, end, end + _HELD_TOGETHER_CHARS)
            if ahead >= 0 and opening not in text[end:ahead]:
                return True
    return False


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    """Take a stretch without its outer white space, in pieces where it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE_CHARS:
        cut = text.rfind(" ", start + 1, start + MAX_SENTENCE_CHARS)
        cut = cut if cut > start else start + MAX_SENTENCE_CHARS
        spans.append(Span(start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        spans.append(Span(start, end))
