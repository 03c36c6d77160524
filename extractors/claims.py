"""Codes sentences: scope, then codes with the words behind them, then the type.

How a claim is scored: every distinct cue of the code is a witness that may err. A cue is right
seven times in ten, a weak cue three times in ten, and the score is the chance that at least one
is right: 1 - 0.3^cues · 0.7^weak cues. A claim needs a score of 0.6: one cue, or three weak ones.
A constraint in a sentence that says of nothing that it is needed, lacking or planned needs 0.75,
because a passing mention is no constraint (ruling 1 of the codebook). The weights are a codebook
author's judgement, not estimates; on the shared development set fewer weak cues cost more
precision than they gain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from data import records
from data.codebook import Code, Codebook
from data.codebook_files import MARKERS, Marker
from data.records import CONSTRAINT, IMAGINARY
from extractors.claim_rows import claim_row, cue_rows, mention_rows
from extractors.coding import (
    BY_CONTEXT,
    MARKER,
    MARKER_GROUPS,
    NEGATIVE,
    NEVER,
    NOTHING,
    SCOPE,
    STRONG,
    WEAK,
    CodedClaim,
    Coding,
    Evidence,
    Found,
    Judge,
    judge_all,
    spans_of,
)
from extractors.cues import Match, Matcher
from extractors.facets.finder import Background, facet_rows, find_facets
from extractors.modality import Signs, find_leading, find_type, is_statement
from extractors.systems import find_system_names

THRESHOLD = 0.6
MENTION_THRESHOLD = 0.75
"""For a constraint in a sentence that says of nothing that it is needed, lacking or planned."""
_CUE_ERRS, _WEAK_CUE_ERRS = 0.3, 0.7
"""The chances that a cue is wrong; different cues are taken as independent witnesses."""
_CONTEXT_SENTENCES = 2
_NEED: tuple[Marker, ...] = (
    "problem", "negation", "obligation", "planned", "issuer_acts", "bare_order", "addressee",
    "instructs", "condition", "value", "goal",
)  # fmt: skip

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class CodedSentences:
    """The sentences of one document, coded, with the rows that follow from them."""

    sentences: tuple[records.Sentence, ...]
    claims: tuple[records.Claim, ...]
    cues: tuple[records.ClaimCue, ...]
    facets: tuple[records.ClaimFacet, ...]
    mentions: tuple[records.SystemMention, ...]


_NOT_COVERED = Coding(has_codebook=False, in_scope=False, type="other", claims=())
_OUT_OF_SCOPE = Coding(has_codebook=True, in_scope=False, type="other", claims=())

_matchers: dict[tuple[str, str], Matcher] = {}  # per process: codebook hash and language


def code_text(
    text: str,
    language: str,
    before: str,
    codebook: Codebook,
    judge: Judge | None = None,
    document_kind: str = "",
) -> Coding:
    """Code one sentence; `before` is the text just before it, which may place it in scope.

    The rules code it alone, or a judge has the last word, who may know the kind of document. A
    language that the codebook does not cover gives `has_codebook=False` and nothing else.
    """
    if not codebook.covers(language):
        return _NOT_COVERED
    evidence = find_evidence(text, language, before, codebook, document_kind)
    return judge(evidence) if judge else evidence.ruled


def find_evidence(
    text: str, language: str, before: str, codebook: Codebook, document_kind: str = ""
) -> Evidence:
    """All that the codebook's words tell of a sentence, in a language that it covers."""
    matcher = matcher_for(codebook, language)
    found_before = _find(matcher, before) if before else NOTHING
    found = _find(matcher, text)
    ruled = _code(text, found, found_before.has_direct_scope(), False, codebook)
    return Evidence(text, language, before, found, found_before, ruled, document_kind)


def code_sentences(
    sentences: Sequence[records.Sentence],
    kinds: Mapping[str, str],
    codebook: Codebook,
    coder_version: str,
    judge: Judge | None = None,
    background: Background | None = None,
    document_kind: str = "",
) -> CodedSentences:
    """Code the sentences of one document, given in reading order.

    `kinds` maps passage ids to kinds; sentences of other kinds than `records.CODED_KINDS` are out
    of scope, but still give context to the two sentences after them. A system once named in
    quotation marks in scope places every later sentence with its name in scope. The rules code
    alone, or a judge has the last word on each sentence, who may know the kind of document. Facets
    are looked for where a background is given.
    """
    coded: list[records.Sentence] = []
    claims: list[records.Claim] = []
    cues: list[records.ClaimCue] = []
    facets: list[records.ClaimFacet] = []
    mentions: list[records.SystemMention] = []
    codings = _find_codings(sentences, kinds, codebook, judge, document_kind)
    for sentence, coding in zip(sentences, codings, strict=True):
        coded.append(
            replace(
                sentence,
                has_codebook=coding.has_codebook,
                in_scope=coding.in_scope,
                type=coding.type,
            )
        )
        first_claim = len(claims)
        for claim in coding.claims:
            row = claim_row(sentence, claim, coding.type, codebook.hash, coder_version)
            claims.append(row)
            cues.extend(cue_rows(row, claim.cues))
        if background:
            found_facets = find_facets(
                sentence.text, sentence.language, coding, codebook, background
            )
            facets.extend(facet_rows(claims[first_claim:], found_facets))
        mentions.extend(mention_rows(sentence, coding))
    return CodedSentences(tuple(coded), tuple(claims), tuple(cues), tuple(facets), tuple(mentions))


def _find_codings(
    sentences: Sequence[records.Sentence],
    kinds: Mapping[str, str],
    codebook: Codebook,
    judge: Judge | None,
    document_kind: str,
) -> list[Coding]:
    """The coding of each sentence; the judge is given as many at once as may be."""
    codings: list[Coding] = []
    waiting: dict[int, Evidence] = {}
    before: list[bool] = []
    known_names: set[str] = set()
    text_before, found_before = "", NOTHING
    for at, sentence in enumerate(sentences):
        text, is_covered = sentence.text, codebook.covers(sentence.language)
        found = _find(matcher_for(codebook, sentence.language), text) if is_covered else NOTHING
        codings.append(_OUT_OF_SCOPE if is_covered else _NOT_COVERED)
        about_system = False
        if is_covered and kinds.get(sentence.passage_id) in records.CODED_KINDS:
            has_context = any(before[-_CONTEXT_SENTENCES:])
            names_known = any(name in text for name in known_names)
            ruled = _code(text, found, has_context, names_known, codebook)
            about_system = ruled.in_scope and names_known
            waiting[at] = Evidence(
                text, sentence.language, text_before, found, found_before, ruled, document_kind
            )
            names = find_system_names(text)
            if names:  # whether the next sentences know them hangs on the judge's word
                _judge_waiting(waiting, codings, judge)
                known_names.update(names if codings[at].in_scope else ())
        before.append(found.has_direct_scope() or about_system)
        text_before, found_before = text, found
    _judge_waiting(waiting, codings, judge)
    return codings


def _judge_waiting(
    waiting: dict[int, Evidence], codings: list[Coding], judge: Judge | None
) -> None:
    """Put the judge's word on the waiting sentences in its place."""
    for at, coding in zip(waiting, judge_all(judge, list(waiting.values())), strict=True):
        codings[at] = coding
    waiting.clear()


def matcher_for(codebook: Codebook, language: str) -> Matcher:
    """The compiled cues of a language, built on first use in this process."""
    key = (codebook.hash, language)
    matcher = _matchers.get(key)
    if matcher is None:
        spoken = codebook.languages[language]
        groups: dict[str, Iterable[str]] = {
            SCOPE: spoken.scope,
            BY_CONTEXT: spoken.context_scope,
            NEVER: spoken.never_scope,
        }
        for code in codebook.codes:
            groups[STRONG + code.id] = code.cues.get(language, ())
            groups[WEAK + code.id] = code.weak_cues.get(language, ())
            groups[NEGATIVE + code.id] = code.negative_cues.get(language, ())
        for marker in MARKERS:
            groups[MARKER + marker] = spoken.modality.get(marker, ())
        matcher = _matchers[key] = Matcher(groups, spoken.spacy)
    return matcher


def _find(matcher: Matcher, text: str) -> Found:
    groups: dict[str, list[Match]] = {}
    for match in matcher.find(text):
        groups.setdefault(match.group, []).append(match)
    return Found(groups)


def _code(
    text: str, found: Found, has_context: bool, names_known: bool, codebook: Codebook
) -> Coding:
    if not is_statement(text):
        return _OUT_OF_SCOPE
    is_about = names_known or found.has_direct_scope()
    if not is_about and not (has_context and (found.of(BY_CONTEXT) or find_system_names(text))):
        return _OUT_OF_SCOPE
    needed = any(MARKER_GROUPS[marker] in found.groups for marker in _NEED)
    claims = []
    spoken = found.cues()
    for code in codebook.codes:
        if code.id not in spoken:
            continue
        is_mention = code.family == CONSTRAINT and not needed
        claim = _weigh(text, found, code, MENTION_THRESHOLD if is_mention else THRESHOLD)
        if claim is not None:
            claims.append(claim)
    return Coding(True, True, find_type(_signs(text, found, claims)), tuple(claims))


def _signs(text: str, found: Found, claims: Sequence[CodedClaim]) -> Signs:
    starts = {
        marker: found.groups[group][0].start_char
        for marker, group in MARKER_GROUPS.items()
        if group in found.groups
    }
    families = {claim.family for claim in claims}
    return Signs(
        markers=tuple(starts),
        leading=find_leading(starts, len(text)),
        has_imaginary=IMAGINARY in families,
        has_constraint=CONSTRAINT in families,
        has_figure=_DIGIT.search(text) is not None,
        has_many_problems=len({match.cue for match in found.of(MARKER + "problem")}) > 1,
    )


def score_cues(strong: Sequence[Match], weak: Sequence[Match]) -> float:
    """What the cues of a code come to, from 0 to 1: the chance that not all of them are wrong."""
    cues, weak_cues = ({match.cue for match in matches} for matches in (strong, weak))
    return float(1 - _CUE_ERRS ** len(cues) * _WEAK_CUE_ERRS ** len(weak_cues))


def _weigh(text: str, found: Found, code: Code, threshold: float) -> CodedClaim | None:
    """The claim of one code, or none where its cues do not carry it to the threshold."""
    strong, weak = found.cues_of(code.id)
    score = score_cues(strong, weak)
    if score < threshold:
        return None
    first = (strong or weak)[0]
    quote = text[first.start_char : first.end_char]
    return CodedClaim(
        code.id, code.family, round(score, 4), spans_of(text, (*strong, *weak)), quote
    )
