"""Text to sentences by rules: fast, per language, in time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

MAX_SENTENCE_CHARS = 2000
"""Longer stretches without an end are cut at a white space, so that no sentence is a page."""

_END = re.compile(r"[.!?…。！？؟۔]+[\"'”’»)\]]*(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]{1,3})?(?=\s|$)|[。！？]")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
_TOKEN_BEFORE = re.compile(r"[^\s(\[“\"«„]+$")
_PART_BEFORE = re.compile(r"(?<!\w)(\w{1,3})\.\s?$")
_AFTER_NUMBER = re.compile(r"\d $")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]", re.UNICODE)
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.){1,3}[^\W\d_]{1,4}")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_WORD = re.compile(r"[^\W\d_]+")
_COUNTED = re.compile(r"[\d§]|[IVXLC]+\b|[A-ZÆØÅÄÖ]\b")
_ACRONYM = re.compile(r"[A-ZÆØÅÄÖ]{2,5}\b")
_OPENING = "\"'“‘«„([–—-•* "
_HELD_TOGETHER_CHARS = 400  # a bracket or quote that is not closed by then was never one


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SENTENCE_FINAL = _words(
    "m.m m.v mv m.fl osv etc o.l e.l mm mfl o.d e.d e.dyl a.m p.m ff f jr inc ltd corp"
)
"""Abbreviations that also end sentences: a capital after them begins a new one."""

_UNITS = _words("kr tkr mnkr mdkr mn mdr mill mrd mia mio milj mil min mdr pct proc tim")
"""Amounts: a capital after them begins a new sentence, unless it is a currency's code."""

_BEFORE_NUMBER = _words(
    "no nos art arts p pp s para paras sec sect ch chap st ref refs res dok lov tom red dir og el "
    "pr sv bet prop max maks mål side sid jan feb apr jun jul aug sep sept oct okt nov dec des "
    "ed co rt vol å"
)
"""Words or parts of words that are abbreviations before a number, or with a capital of their own.
"""

_STARTERS = _words(
    "the this these that it we in a an for our they there as by with however but and if when "
    "det den de dette denne disse vi i en et på som ein eit dei desse me ett detta dessa der her "
    "här där regeringen regjeringen regjeringa"
)
"""Words that begin sentences and no names: after "plan B." and "the U.S." they begin a new one."""

COMMON_ABBREVIATIONS = _words(
    "no nos nr fig figs vol pp p art sec ch cf e.g i.e eg ie vs al approx st dr mr mrs ms prof inc "
    "ltd co jr sr ca dept gov u.s u.k u.n e.u ph.d jf jfr kap prop"
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
    following = rest.lstrip(_OPENING) or rest
    if following[0].islower():
        return False
    if _is_open(text, start, match.end()) or _is_leader(text, match):
        return False
    if match.group()[0] != "." or match.group().startswith("..."):
        return True
    before = _TOKEN_BEFORE.search(text, max(start, match.start() - 40), match.start())
    token = before.group() if before else ""
    is_first = before is not None and not text[start : before.start()].strip('([“"«„ ')
    if before is not None and len(token) == 1 and not is_first:
        part = _PART_BEFORE.search(text, max(start, before.start() - 5), before.start())
        if part:  # "bl. a." is "bl.a."
            token = f"{part.group(1)}.{token}"
        elif _AFTER_NUMBER.search(text, max(start, before.start() - 3), before.start()):
            return True  # "§ 8-7 a.", "Prop. 1 S."
    return not _holds_on(token, is_first, following, language, abbreviations)


def _is_leader(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop is one of those that lead to a page number."""
    at = match.start()
    if match.group()[0] != "." or not at or not text[at - 1].isspace():
        return False
    return "." in text[max(0, at - 3) : at] or "." in text[match.end() : match.end() + 3]


def _holds_on(
    token: str, is_first: bool, following: str, language: str, abbreviations: Collection[str]
) -> bool:
    """Whether a full stop after this token belongs to the token."""
    lowered = token.lower()
    begins = _begins_sentence(following)
    if lowered in SENTENCE_FINAL or lowered in _UNITS:
        return not following[0].isupper() or (lowered in _UNITS and _is_acronym(following))
    if lowered in abbreviations or lowered in COMMON_ABBREVIATIONS:
        if lowered in _BEFORE_NUMBER:
            return bool(_COUNTED.match(following)) or (token != lowered and not begins)
        return not (begins and token[0].isupper() and "." in token)
    if _INITIALS.fullmatch(token):
        # One letter: an initial or a list's letter, unless it ends "§ 8-7 a." or "plan B."
        return is_first or (not begins and (token.isupper() or "." in token))
    if _NUMBER.fullmatch(token):
        # A number opening the sentence counts it; "5. Mai" is a day.
        return is_first or (language == "de" and len(token) <= 2)
    # "bl.a." is told by its form even where the passage is taken for another language.
    return token == lowered and bool(_DOTTED.fullmatch(token))


def _begins_sentence(following: str) -> bool:
    word = _WORD.match(following)
    return word is not None and word.group().lower() in _STARTERS


def _is_acronym(following: str) -> bool:
    return bool(_ACRONYM.match(following))


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
