"""How a claim is held: weakened, denied, or another's than the issuer's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.codebook import Codebook
from data.records import IMAGINARY
from extractors.coding import CodedClaim, CueSpan
from extractors.cues import Match, drop_contained, drop_masked
from extractors.facets.actors import Cast
from extractors.facets.clauses import find_hedge, find_negator
from extractors.facets.reader import MAX_CHARS, Reading
from extractors.facets.sources import find_source

_STOP = re.compile(r"[.!?:;](?=\s)")


def find_stances(
    claim: CodedClaim, span: CueSpan, reading: Reading, cast: Cast, codebook: Codebook
) -> list[tuple[str, str, Match]]:
    """Whether a claim is hedged, negated or reported: facet, value and the word that shows it.

    `span` is the cue that the claim is quoted by. A claim is negated only where all of its cues
    that are enough alone are: "not a gold mine but an asset" is none.
    """
    found = []
    conjunctions = reading.words.beneficiaries.conjunctions
    hedge = find_hedge(span, reading.clauses, _hedges(reading), conjunctions)
    if hedge:
        found.append(("hedge", "hedged", hedge))
    negator = _negator_of_all(claim, span, reading, codebook)
    if negator:
        found.append(("negation", "negated", negator))
    source = find_source(span, reading, cast)
    if source:
        found.append(("reported", "reported", source))
    return found


def _hedges(reading: Reading) -> list[Match]:
    # One capital inside the sentence makes a name of it: the month of May.
    return [
        match
        for match in drop_contained(reading.of("hedge"))
        if match.start_char < 3
        or not reading.text[match.start_char].isupper()
        or reading.text[match.start_char : match.end_char].isupper()
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
    groups = reading.found.groups
    if not any(group in groups for group in ("negator", "negative", "denial", "falsehood")):
        return None
    masks = reading.of("no_negator")
    of_verbs = drop_masked(reading.of("negator"), masks)
    of_nouns = drop_masked(reading.of("negative"), masks)
    denials = reading.of("denial")
    if reading.clauses.contrasts:
        of_nouns = [one for one in of_nouns if one.start_char not in reading.clauses.contrasts]
    of_verbs, of_nouns = _without_conditions(of_verbs, of_nouns, reading, claim.family)
    second = reading.words.is_verb_second
    first: Match | None = None
    for speaking in _speaking_spans(claim, span, reading.language, codebook):
        negator = (
            _denial_of(speaking, reading, denials)
            or _falsehood_of(speaking, reading)
            or find_negator(speaking, reading.clauses, of_verbs, of_nouns, second)
        )
        if negator is None:
            return None
        first = first or negator
    return first


def _without_conditions(
    of_verbs: list[Match], of_nouns: list[Match], reading: Reading, family: str
) -> tuple[list[Match], list[Match]]:
    """The negations but for those of "without AI the state cannot", which say that AI helps.

    What a constraint lacks stays negated: "without a legal basis, data cannot be shared".
    """
    for lacking in reading.of("lacking"):
        if not _begins(lacking, reading):
            continue
        later = [
            one
            for one in (*of_verbs, *of_nouns)
            if one.start_char >= lacking.end_char
            and not _STOP.search(reading.text, lacking.end_char, one.start_char)
        ]
        if later:
            lifted = [min(later, key=lambda one: one.start_char)]
            if family == IMAGINARY:
                lifted += [one for one in of_nouns if one.start_char == lacking.start_char]
            of_verbs = [one for one in of_verbs if one not in lifted]
            of_nouns = [one for one in of_nouns if one not in lifted]
    return of_verbs, of_nouns


def _begins(match: Match, reading: Reading) -> bool:
    """Whether a match opens the sentence, or what follows a stop, an "and" or a "but"."""
    before = reading.text[: match.start_char].rstrip()
    if not before or before[-1] in ".:;!?–•":
        return True
    if any(one.end_char == len(before) for one in reading.of("opening")):
        return True
    return before.rpartition(" ")[2].lower() in reading.words.beneficiaries.conjunctions


def _denial_of(span: CueSpan, reading: Reading, denials: Iterable[Match]) -> Match | None:
    """What denies the clause that a cue stands in, or the one that this hangs on."""
    clauses = reading.clauses
    main = clauses.main_of(clauses.at(span.start_char))
    for denial in denials:
        if denial.end_char <= span.start_char and main <= clauses.at(denial.end_char - 1):
            return denial
    return None


def _falsehood_of(span: CueSpan, reading: Reading) -> Match | None:
    """What says that a belief is false: "the claim that AI saves money is false"."""
    for falsehood in reading.of("falsehood"):
        for belief in reading.of("belief"):
            if belief.end_char <= span.start_char and span.end_char <= falsehood.start_char:
                return falsehood
    return None
