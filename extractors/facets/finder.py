"""The facets of a claim: who acts, for whom, with what, when, how surely (codebook, section D).

Every claim has an actor ("nobody" where none is named), a horizon and a specificity ("none"); the
other facets are there where words show them. For a constraint, a negation may be the barrier itself
("no legal basis"): the facet says what is negated, not what is denied.

A metaphor goes with one claim: that of the code whose image it is or, where the sentence does not
carry this code, the claim whose words stand nearest. So a gold mine in a sentence about efficiency
and trust is counted once, and told with what it is said of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data import records
from data.codebook import Codebook
from data.organisation import Organisations
from extractors.coding import CodedClaim, Coding, CueSpan
from extractors.cues import Match
from extractors.facets.actors import Cast, choose_actors, find_cast
from extractors.facets.beneficiaries import find_beneficiaries
from extractors.facets.horizon import find_horizon, find_tenses
from extractors.facets.reader import (
    MAX_CHARS,
    TECHNOLOGY,
    Reading,
    read_facet_words,
    unmasked_metaphors,
)
from extractors.facets.spacing import Spaced, is_single_spaced, space_singly
from extractors.facets.specifics import Specific, find_specifics
from extractors.facets.stances import find_stances

_MOST_SPECIFICS = 3  # of each kind, the nearest


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of a text beside its words: the bodies there are, its year and its country."""

    organisations: Organisations
    year: int | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet of one claim; place and quote are none where no words show it."""

    facet: str
    value: str
    start_char: int | None = None
    end_char: int | None = None
    quote: str | None = None
    organisation_id: str | None = None
    year: int | None = None


def find_facets(
    text: str, language: str, coding: Coding, codebook: Codebook, background: Background
) -> tuple[tuple[Facet, ...], ...]:
    """The facets of each claim of a coded sentence, in the order of its claims."""
    if not coding.claims:
        return ()
    if is_single_spaced(text):
        return _find(text, language, coding, codebook, background)
    spaced = space_singly(text[:MAX_CHARS])
    claims = tuple(_inward(claim, spaced) for claim in coding.claims)
    inner = replace(coding, claims=claims)
    found = _find(spaced.text, language, inner, codebook, background)
    return tuple(tuple(_outward(facet, spaced, text) for facet in told) for told in found)


def _inward(claim: CodedClaim, spaced: Spaced) -> CodedClaim:
    cues = [
        replace(cue, start_char=spaced.inward(cue.start_char), end_char=spaced.inward(cue.end_char))
        for cue in claim.cues
    ]
    return replace(claim, cues=tuple(cues))


def _outward(facet: Facet, spaced: Spaced, text: str) -> Facet:
    if facet.start_char is None or facet.end_char is None:
        return facet
    start, end = spaced.outward(facet.start_char, facet.end_char)
    return replace(facet, start_char=start, end_char=end, quote=text[start:end])


def _find(
    text: str, language: str, coding: Coding, codebook: Codebook, background: Background
) -> tuple[tuple[Facet, ...], ...]:
    """The facets of each claim in a text with single spaces."""
    reading = read_facet_words(text, language, codebook)
    cast = find_cast(reading, codebook, background.organisations, background.country)
    specifics, tenses = find_specifics(reading), find_tenses(reading)
    shared = _technologies(reading)
    for group, match in find_beneficiaries(reading, cast):
        shared.append(_of_match("beneficiary", group, match, reading))
    spans = [_leading_span(claim, text) for claim in coding.claims]
    images = _images_of(coding.claims, spans, reading)
    found = []
    for at, (claim, span) in enumerate(zip(coding.claims, spans, strict=True)):
        facets = [_of_match("metaphor", name, match, reading) for name, match in images[at]]
        facets += _actors(cast, reading, span)
        facets += shared
        when = find_horizon(span, reading, tenses, specifics, coding.type, background.year)
        facets.append(_horizon(when, reading))
        facets += _specificity(specifics, span, reading)
        for facet, value, match in find_stances(claim, span, reading, cast, codebook):
            facets.append(_of_match(facet, value, match, reading))
        found.append(tuple(facets))
    return tuple(found)


def _images_of(
    claims: Sequence[CodedClaim], spans: Sequence[CueSpan], reading: Reading
) -> list[list[tuple[str, Match]]]:
    """The images of each claim: its code's own, and the nearest of codes that are not there."""
    told: list[list[tuple[str, Match]]] = [[] for _ in claims]
    codes = [claim.code for claim in claims]
    for code, name, match in unmasked_metaphors(reading):
        if code in codes:
            at = codes.index(code)
        else:
            gaps = [_gap(span, match) for span in spans]
            at = gaps.index(min(gaps))
        told[at].append((name, match))
    return told


def _gap(span: CueSpan, match: Match) -> int:
    return max(0, match.start_char - span.end_char, span.start_char - match.end_char)


def facet_rows(
    claims: Sequence[records.Claim], found: Sequence[Sequence[Facet]]
) -> Iterator[records.ClaimFacet]:
    """The facets of the claims as rows, each once."""
    for claim, facets in zip(claims, found, strict=True):
        for facet in dict.fromkeys(facets):
            yield records.ClaimFacet(
                claim_id=claim.claim_id,
                document_id=claim.document_id,
                facet=facet.facet,
                value=facet.value,
                organisation_id=facet.organisation_id,
                year=facet.year,
                start_char=facet.start_char,
                end_char=facet.end_char,
                quote=facet.quote,
            )


def _of_match(facet: str, value: str, match: Match, reading: Reading) -> Facet:
    return _shown(facet, value, match.start_char, match.end_char, reading)


def _shown(
    facet: str,
    value: str,
    start: int,
    end: int,
    reading: Reading,
    organisation_id: str | None = None,
    year: int | None = None,
) -> Facet:
    return Facet(facet, value, start, end, reading.text[start:end], organisation_id, year)


def _leading_span(claim: CodedClaim, text: str) -> CueSpan:
    """The cue that the claim is quoted by; one beyond what is read counts as its last character."""
    first = next((span for span in claim.cues if span.quote == claim.quote), None)
    first = first or (claim.cues[0] if claim.cues else CueSpan(0, 0, "", ""))
    if first.end_char <= MAX_CHARS:
        return first
    return CueSpan(MAX_CHARS - 1, MAX_CHARS, text[MAX_CHARS - 1 : MAX_CHARS], first.cue)


def _technologies(reading: Reading) -> list[Facet]:
    """Each technology that the sentence names, by its first mention."""
    first: dict[str, Facet] = {}
    for name, match in reading.starting(TECHNOLOGY):
        first.setdefault(name, _of_match("technology", name, match, reading))
    return list(first.values())


def _actors(cast: Cast, reading: Reading, span: CueSpan) -> list[Facet]:
    actors = choose_actors(cast, reading, span.start_char)
    if actors:
        return [
            _shown(
                "actor",
                actor.kind,
                actor.start_char,
                actor.end_char,
                reading,
                actor.organisation_id,
            )
            for actor in actors
        ]
    clause = reading.clauses.at(span.start_char)
    hidden = next(
        (one for one in cast.passives if reading.clauses.at(one.start_char) == clause), None
    )
    return [_of_match("actor", "nobody", hidden, reading) if hidden else Facet("actor", "nobody")]


def _horizon(when: tuple[str, int | None, tuple[int, int] | None], reading: Reading) -> Facet:
    value, named_year, place = when
    if place is None:
        return Facet("horizon", value, year=named_year)
    return _shown("horizon", value, *place, reading, year=named_year)


def _specificity(specifics: Sequence[Specific], span: CueSpan, reading: Reading) -> list[Facet]:
    nearest = sorted(specifics, key=lambda one: abs(one.start_char - span.start_char))
    kept: list[Specific] = []
    for one in nearest:
        if sum(other.kind == one.kind for other in kept) < _MOST_SPECIFICS:
            kept.append(one)
    kept.sort(key=lambda one: one.start_char)
    return [
        _shown("specificity", one.kind, one.start_char, one.end_char, reading, year=one.year)
        for one in kept
    ] or [Facet("specificity", "none")]
