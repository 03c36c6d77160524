"""How a claim is held: weakened, denied, or another's than the issuer's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.codebook import Codebook
from extractors.actors import Actor, Cast
from extractors.clauses import find_hedge, find_negator
from extractors.coding import CodedClaim, CueSpan
from extractors.cues import Match, drop_contained, drop_masked
from extractors.facet_reader import MAX_CHARS, Reading

_QUOTED = re.compile(r"«([^«»]{12,})»|“([^“”]{12,})”|”([^”]{12,})”|\"([^\"]{12,})\"|„([^„“]{12,})“")
_OWN_CHARS = 3


def find_stances(
    claim: CodedClaim, span: CueSpan, reading: Reading, cast: Cast, codebook: Codebook
) -> list[tuple[str, str, Match]]:
    """Whether a claim is hedged, negated or reported: facet, value and the word that shows it.

    `span` is the cue that the claim is quoted by. A claim is negated only where all of its cues
    that are enough alone are: "not a gold mine but an asset" is none.
    """
    found = []
    hedge = find_hedge(span, reading.clauses, _hedges(reading))
    if hedge:
        found.append(("hedge", "hedged", hedge))
    negator = _negator_of_all(claim, span, reading, codebook)
    if negator:
        found.append(("negation", "negated", negator))
    source = _source_of(span, reading, cast)
    if source:
        found.append(("reported", "reported", source))
    return found


def _hedges(reading: Reading) -> list[Match]:
    # A capital inside the sentence makes a name of it: the month of May.
    return [
        match
        for match in drop_contained(reading.of("hedge"))
        if match.start_char < 3 or not reading.text[match.start_char].isupper()
    ]


def _speaking_spans(
    claim: CodedClaim, span: CueSpan, language: str, codebook: Codebook
) -> list[CueSpan]:
    """The cues that must all be negated for the claim to be: those that are enough alone."""
    strong = next(
        (set(code.cues.get(language, ())) for code in codebook.codes if code.id == claim.code),
        set(),
    )
    enough = [one for one in claim.cues if one.cue in strong and one.end_char <= MAX_CHARS]
    return enough or [span]


def _negator_of_all(
    claim: CodedClaim, span: CueSpan, reading: Reading, codebook: Codebook
) -> Match | None:
    masks = reading.of("no_negator")
    of_verbs = drop_masked(reading.of("negator"), masks)
    of_nouns = drop_masked(reading.of("negative"), masks)
    if not of_verbs and not of_nouns:
        return None
    second = reading.words.is_verb_second
    first: Match | None = None
    for speaking in _speaking_spans(claim, span, reading.language, codebook):
        negator = find_negator(speaking, reading.clauses, of_verbs, of_nouns, second)
        if negator is None:
            return None
        first = first or negator
    return first


def _source_of(span: CueSpan, reading: Reading, cast: Cast) -> Match | None:
    """The words that ascribe what is said to another than the issuer and the government."""
    for match in drop_masked(reading.of("source"), reading.of("no_source")):
        return match
    own = [actor for actor in cast.named if actor.kind in ("issuer", "government")]
    for match in reading.of("reporting"):
        if match.end_char <= span.start_char and not _is_own(match, own):
            return match
    for quotation in _QUOTED.finditer(reading.text):
        if quotation.start() <= span.start_char and span.end_char <= quotation.end():
            for match in reading.of("saying"):
                outside = match.end_char <= quotation.start() or match.start_char >= quotation.end()
                if outside and not _is_own(match, own):
                    return match
    return None


def _is_own(match: Match, own: Sequence[Actor]) -> bool:
    """Whether the issuer or the government stands beside the verb, or between its parts."""
    return any(
        actor.start_char <= match.end_char + _OWN_CHARS
        and match.start_char - _OWN_CHARS <= actor.end_char
        for actor in own
    )
