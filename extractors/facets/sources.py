"""Whose word a statement is: the issuer's own, or another's whom the sentence quotes or reports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.coding import CueSpan
from extractors.cues import Match, drop_masked
from extractors.facets.actors import Cast
from extractors.facets.names import Actor
from extractors.facets.reader import Reading

_QUOTED = re.compile(
    r"«([^«»]{12,})»|»([^«»]{12,})[«»]|“([^“”]{12,})”|”([^”]{12,})”|\"([^\"]{12,})\"|„([^„“]{12,})“"
)
_COMMA_BEFORE = re.compile(r",[\"”“»«]?\s*$")
_WORD = re.compile(r"\w[\w'’-]*")
_SECTION = re.compile(r"\s*[§\d]")  # "enligt 4 kap. 3 §" is the law
_OWN_CHARS = 3
_SUBJECT_CHARS = 80
_QUOTE_CHARS = 60
_WORDS_OF_TAG = 4
_OWN = ("issuer", "government")


def find_source(span: CueSpan, reading: Reading, cast: Cast) -> Match | None:
    """The words that ascribe what is said at a cue to another than the issuer and the government.

    "According to", "the mayor says that", "it is said that", "the report shows that" (a pilot that
    shows something is no source), a quotation beside a verb of saying, or such a verb after a
    comma: ", mener forskerne". In quotation marks the government is another, too.
    """
    sources = reading.of("source")
    for match in drop_masked(sources, reading.of("no_source")) if sources else ():
        if not _SECTION.match(reading.text, match.end_char):
            return match
    groups = reading.found.groups
    if not any(group in groups for group in ("reporting", "showing", "saying")):
        return None
    own = [actor for actor in cast.named if actor.kind in _OWN]
    # "It is wrong to claim that" denies
    for match in drop_masked(reading.of("reporting"), reading.of("denial")):
        if match.end_char <= span.start_char and not _is_own(match, own):
            return match
    for match in reading.of("showing"):
        is_before = match.end_char <= span.start_char
        if is_before and not _is_own(match, own) and _has_source(match, reading, cast):
            return match
    saying = reading.of("saying")
    if not saying:
        return None
    return _beside_quotation(span, reading, saying, own) or _in_tag(span, reading, saying, cast)


def _beside_quotation(
    span: CueSpan, reading: Reading, saying: Sequence[Match], own: Sequence[Actor]
) -> Match | None:
    issuer = [actor for actor in own if actor.kind == "issuer"]
    for quotation in _QUOTED.finditer(reading.text):
        if quotation.start() <= span.start_char and span.end_char <= quotation.end():
            for match in saying:
                gap = max(quotation.start() - match.end_char, match.start_char - quotation.end())
                if 0 <= gap <= _QUOTE_CHARS and not _is_own(match, issuer):
                    return match
    return None


def _in_tag(span: CueSpan, reading: Reading, saying: Sequence[Match], cast: Cast) -> Match | None:
    """A verb of saying after a comma, with its speaker beside it, that ends the sentence."""
    own = [actor for actor in cast.named if actor.kind in _OWN]
    for match in saying:
        if match.start_char >= span.end_char and not _is_own(match, own):
            if reading.words.is_verb_second:
                before = reading.text[: match.start_char]
                is_tag = _COMMA_BEFORE.search(before) and _has_source(match, reading, cast, True)
            else:
                is_tag = _ends_sentence(match, span, reading, own)
            if is_tag:
                return match
    return None


def _ends_sentence(match: Match, span: CueSpan, reading: Reading, own: Sequence[Actor]) -> bool:
    """Whether a comma, a speaker and the verb are the last of a sentence: ", the auditors say"."""
    comma = reading.text.rfind(",", span.end_char, match.start_char)
    if comma < 0 or _WORD.search(reading.text, match.end_char):
        return False
    words = _WORD.findall(reading.text, comma, match.start_char)
    is_own = any(actor.start_char > comma for actor in own)
    return 0 < len(words) <= _WORDS_OF_TAG and not is_own


def _has_source(match: Match, reading: Reading, cast: Cast, is_after: bool = False) -> bool:
    """Whether a report, a body or people stand just before a verb, or after it."""
    low, high = match.start_char - _SUBJECT_CHARS, match.start_char
    if is_after:
        low, high = match.end_char, match.end_char + _SUBJECT_CHARS
    nouns = [(noun.start_char, noun.end_char) for noun in reading.of("source_noun")]
    speakers = [(one.start_char, one.end_char) for one in _speakers(cast)]
    return any(low <= start and end <= high for start, end in (*nouns, *speakers))


def _speakers(cast: Cast) -> list[Actor]:
    return [actor for actor in cast.named if actor.kind not in ("technology", *_OWN)]


def _is_own(match: Match, own: Sequence[Actor]) -> bool:
    """Whether the issuer or the government stands beside the verb, or between its parts."""
    return any(
        actor.start_char <= match.end_char + _OWN_CHARS
        and match.start_char - _OWN_CHARS <= actor.end_char
        for actor in own
    )
