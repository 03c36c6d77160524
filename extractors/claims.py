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
from data.codebook import MARKERS, Code, Codebook, Marker
from data.ids import content_id
from data.records import CONSTRAINT, IMAGINARY
from extractors.coding import (
    BY_CONTEXT,
    MARKER,
    NEGATIVE,
    NEVER,
    NOTHING,
    SCOPE,
    STRONG,
    WEAK,
    CodedClaim,
    Coding,
    CueSpan,
    Evidence,
    Found,
    Judge,
    spans_of,
)
from extractors.cues import Match, Matcher
from extractors.facets import Background, facet_rows, find_facets
from extractors.modality import Signs, find_leading, find_type, is_statement
from extractors.systems import find_system_names

THRESHOLD = 0.6
MENTION_THRESHOLD = 0.75
"""For a constraint in a sentence that says of nothing that it is needed, lacking or planned."""
_ERR_STRONG, _ERR_WEAK = 0.3, 0.7
_CONTEXT_SENTENCES = 2
_NEED: tuple[Marker, ...] = (
    "problem", "negation", "obligation", "planned", "issuer_acts", "bare_order", "addressee",
    "instructs", "condition", "value", "goal",
)  # fmt: skip
_NAMING_TYPES = ("commitment", "mandate", "result")

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
    before: list[bool] = []
    known_names: set[str] = set()
    text_before, found_before = "", NOTHING
    for sentence in sentences:
        is_covered = codebook.covers(sentence.language)
        found = NOTHING
        if is_covered:
            found = _find(matcher_for(codebook, sentence.language), sentence.text)
        coding = _OUT_OF_SCOPE if is_covered else _NOT_COVERED
        about_system = False
        if is_covered and kinds.get(sentence.passage_id) in records.CODED_KINDS:
            has_context = any(before[-_CONTEXT_SENTENCES:])
            names_known = any(name in sentence.text for name in known_names)
            coding = _code(sentence.text, found, has_context, names_known, codebook)
            about_system = coding.in_scope and names_known
            if judge:
                coding = judge(
                    Evidence(
                        sentence.text,
                        sentence.language,
                        text_before,
                        found,
                        found_before,
                        coding,
                        document_kind,
                    )
                )
            if coding.in_scope:
                known_names.update(find_system_names(sentence.text))
        before.append(found.has_direct_scope() or about_system)
        text_before, found_before = sentence.text, found
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
            row = _claim_row(sentence, claim, coding.type, codebook.hash, coder_version)
            claims.append(row)
            cues.extend(_cue_rows(row, claim.cues))
        if background:
            found_facets = find_facets(
                sentence.text, sentence.language, coding, codebook, background
            )
            facets.extend(facet_rows(claims[first_claim:], found_facets))
        mentions.extend(_mention_rows(sentence, coding))
    return CodedSentences(tuple(coded), tuple(claims), tuple(cues), tuple(facets), tuple(mentions))


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
    needed = any(found.of(MARKER + marker) for marker in _NEED)
    claims = []
    for code in codebook.codes:
        is_mention = code.family == CONSTRAINT and not needed
        claim = _weigh(text, found, code, MENTION_THRESHOLD if is_mention else THRESHOLD)
        if claim is not None:
            claims.append(claim)
    return Coding(True, True, find_type(_signs(text, found, claims)), tuple(claims))


def _signs(text: str, found: Found, claims: Sequence[CodedClaim]) -> Signs:
    matches = {marker: found.of(MARKER + marker) for marker in MARKERS}
    starts = {marker: some[0].start_char for marker, some in matches.items() if some}
    families = {claim.family for claim in claims}
    return Signs(
        markers=tuple(starts),
        leading=find_leading(starts, len(text)),
        has_imaginary=IMAGINARY in families,
        has_constraint=CONSTRAINT in families,
        has_figure=_DIGIT.search(text) is not None,
        has_many_problems=len({match.cue for match in matches["problem"]}) > 1,
    )


def _weigh(text: str, found: Found, code: Code, threshold: float) -> CodedClaim | None:
    """The claim of one code, or none where its cues do not carry it to the threshold."""
    strong, weak = found.cues_of(code.id)
    witnesses = len({match.cue for match in strong}), len({match.cue for match in weak})
    score = 1 - _ERR_STRONG ** witnesses[0] * _ERR_WEAK ** witnesses[1]
    if score < threshold:
        return None
    first = (strong or weak)[0]
    quote = text[first.start_char : first.end_char]
    return CodedClaim(
        code.id, code.family, round(score, 4), spans_of(text, (*strong, *weak)), quote
    )


def _claim_row(
    sentence: records.Sentence, claim: CodedClaim, kind: str, codebook_hash: str, version: str
) -> records.Claim:
    return records.Claim(
        claim_id=content_id("claim", sentence.sentence_id, claim.code),
        sentence_id=sentence.sentence_id,
        document_id=sentence.document_id,
        code=claim.code,
        family=claim.family,
        type=kind,
        score=claim.score,
        quote=claim.quote,
        codebook_hash=codebook_hash,
        coder_version=version,
    )


def _cue_rows(claim: records.Claim, spans: Iterable[CueSpan]) -> Iterable[records.ClaimCue]:
    for span in spans:
        yield records.ClaimCue(
            claim_id=claim.claim_id,
            document_id=claim.document_id,
            start_char=span.start_char,
            end_char=span.end_char,
            quote=span.quote,
            cue=span.cue,
        )


def _mention_rows(sentence: records.Sentence, coding: Coding) -> Iterable[records.SystemMention]:
    if not coding.in_scope or coding.type not in _NAMING_TYPES:
        return
    for name in find_system_names(sentence.text):
        yield records.SystemMention(
            mention_id=content_id("mention", sentence.sentence_id, name),
            sentence_id=sentence.sentence_id,
            document_id=sentence.document_id,
            name=name,
            type=coding.type,
        )
