"""Explains claims: why a sentence has a code, or has it not, and what coded sentences are near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from data.codebook import Code, Codebook
from data.errors import UsageError
from extractors.claims import find_evidence
from extractors.coding import MARKER, Coding, CueSpan, Evidence, spans_of
from extractors.facets.finder import Background, Facet, find_facets
from extractors.sentences import find_sentences
from extractors.traits import describe
from flows.explain.explainer import Explainer, Maker
from flows.explain.trait_names import MARKER_NAMES, name_trait, quote
from flows.explain.witnesses import Witnesses, weigh_witnesses
from flows.organisations import shipped_organisations
from models.classify import Coder, find_chances
from models.explain import (
    TRAIT,
    Breakdown,
    CodeReasons,
    ReadSentence,
    Reason,
    TypeReasons,
    explain_code,
    explain_type,
    read_sentence,
)
from models.nearest import Neighbour, Shelf, find_nearest

NEAREST, NEAREST_OF_OTHERS = 2, 1
"""Near sentences shown of the codebook and of the gold: in the language, and in other languages."""
_CLOSEST, _LEAST_CLOSE = 3, 0.05


@dataclass(frozen=True, slots=True)
class ExplainedCode:
    """One code of one sentence: whether it is given, and why; `reasons` are none without a model.

    `cues` are the words behind the claim, where the code is given.
    """

    code: str
    family: str
    is_given: bool
    score: float
    cues: tuple[CueSpan, ...]
    witnesses: Witnesses
    reasons: CodeReasons | None
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseCode:
    """A code that is not given, with its probability and what would be enough.

    `cues` are the words of its strong cues, where these stand in the sentence.
    """

    code: str
    probability: float
    threshold: float
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one sentence is coded as it is."""

    language: str
    before: str
    text: str
    in_scope: bool
    type: str
    signs: tuple[str, ...]
    """Signs of types in the sentence, with their words."""
    type_reasons: TypeReasons | None
    codes: tuple[ExplainedCode, ...]
    closest: tuple[CloseCode, ...]
    """Codes not given that are no long shot or have a strong cue here, the likeliest first."""
    near_examples: tuple[Neighbour, ...]
    near_gold: tuple[Neighbour, ...]
    example_count: int
    """Sentences of the codebook that were looked through for near ones, and of the gold."""
    gold_count: int
    maker: Maker


def explain_text(
    explainer: Explainer, text: str, language: str, asked: Sequence[str] = (), near: int = 1
) -> list[Explanation]:
    """Explain every sentence of a text, each with the two before it, as `code-text` codes them.

    Every code given is explained, and those asked for whether they are given or not.

    Raises:
        UsageError: there is no text, no cue in its language, or no such code.
    """
    check_codes(explainer.codebook, asked)
    if not explainer.codebook.covers(language):
        known = ", ".join(explainer.readers)
        raise UsageError(
            f"the codebook has no cues in {language!r}, so nothing is coded in it; give one of: "
            f"{known}"
        )
    sentences = [text[span.start : span.end] for span in find_sentences(text, language)]
    if not sentences:
        raise UsageError(
            "there is no sentence to explain: give one on standard input, as in "
            'echo "Data er en gullgruve." | imaginaries explain --text -l nb'
        )
    explanations = []
    for at, sentence in enumerate(sentences):
        before = " ".join(sentences[max(0, at - 2) : at])
        evidence = find_evidence(sentence, language, before, explainer.codebook)
        coding = explainer.judge(evidence)
        codes = [*(claim.code for claim in coding.claims), *asked]
        found = find_facets(
            sentence, language, coding, explainer.codebook, Background(shipped_organisations())
        )
        facets = {claim.code: told for claim, told in zip(coding.claims, found, strict=True)}
        explanation = explain(explainer, evidence, coding, codes, near)
        told = tuple(replace(one, facets=facets.get(one.code, ())) for one in explanation.codes)
        explanations.append(replace(explanation, codes=told))
    return explanations


def check_codes(codebook: Codebook, asked: Iterable[str]) -> None:
    """Refuse a code that the codebook does not have.

    Raises:
        UsageError: there is no such code.
    """
    known = [code.id for code in codebook.codes]
    for code in asked:
        if code not in known:
            raise UsageError(f"unknown code {code!r}; known: {', '.join(known)}")


def explain(
    explainer: Explainer,
    evidence: Evidence,
    coding: Coding,
    codes: Iterable[str],
    near: int = 1,
) -> Explanation:
    """Explain the type and these codes of a sentence; `near` times as many near sentences."""
    coder = explainer.coder
    read = None
    if coder and evidence.language in coder.languages and evidence.text.strip():
        read = _read(explainer, coder, evidence)
    wanted = dict.fromkeys(codes)
    known = {code.id: code for code in explainer.codebook.codes}
    return Explanation(
        language=evidence.language,
        before=evidence.before,
        text=evidence.text,
        in_scope=coding.in_scope,
        type=coding.type,
        signs=tuple(_signs(evidence)),
        type_reasons=_explain_type(coder, read, evidence) if coder and read else None,
        codes=tuple(
            _explain_code(explainer, evidence, coding, known[code], read) for code in wanted
        ),
        closest=_closest(coder, read, evidence, coding) if coder and read else (),
        near_examples=_near(explainer, evidence, explainer.examples, near),
        near_gold=_near(explainer, evidence, explainer.gold, near),
        example_count=len(explainer.examples.coded) if explainer.examples else 0,
        gold_count=len(explainer.gold.coded) if explainer.gold else 0,
        maker=explainer.maker,
    )


def _read(explainer: Explainer, coder: Coder, evidence: Evidence) -> ReadSentence:
    return read_sentence(
        coder,
        explainer.readers[evidence.language],
        evidence.text,
        evidence.before,
        describe(evidence, [code.id for code in explainer.codebook.codes]),
        {claim.code for claim in evidence.ruled.claims},
        evidence.language == "en",
    )


def _explain_code(
    explainer: Explainer, evidence: Evidence, coding: Coding, code: Code, read: ReadSentence | None
) -> ExplainedCode:
    claim = next((one for one in coding.claims if one.code == code.id), None)
    witnesses = weigh_witnesses(evidence, code)
    reasons, score = None, witnesses.score
    if explainer.coder and read and code.id in explainer.coder.codes:
        reasons = explain_code(explainer.coder, read, code.id)
        reasons = replace(
            reasons,
            traits=_tell(reasons.traits, evidence),
            words=_tell(reasons.words, evidence),
        )
        score = claim.score if claim else round(reasons.probability, 4)
    return ExplainedCode(
        code=code.id,
        family=code.family,
        is_given=claim is not None,
        score=score,
        cues=claim.cues if claim else (),
        witnesses=witnesses,
        reasons=reasons,
    )


def _explain_type(coder: Coder, read: ReadSentence, evidence: Evidence) -> TypeReasons:
    found = explain_type(coder, read)
    return replace(found, reasons=_tell(found.reasons, evidence))


def _tell(breakdown: Breakdown, evidence: Evidence) -> Breakdown:
    """The reasons with what they say to a person."""
    return replace(
        breakdown,
        reasons=tuple(replace(one, says=_say(one, evidence)) for one in breakdown.reasons),
    )


def _say(reason: Reason, evidence: Evidence) -> str:
    if reason.kind == TRAIT:
        return name_trait(reason.name, evidence)
    return {
        "word": f"«{reason.name}»",
        "word_pair": f"«{reason.name}»",
        "concept_pair": f"meanings together: {reason.name}",
        "before": f"text before: «{reason.name}»",
    }.get(reason.kind, "where every sentence starts")


def _closest(
    coder: Coder, read: ReadSentence, evidence: Evidence, coding: Coding
) -> tuple[CloseCode, ...]:
    given = {claim.code for claim in coding.claims}
    chances = find_chances(read.scores).tolist()
    numbers = zip(coder.codes, chances, coder.thresholds.tolist(), strict=True)
    missed = [
        CloseCode(code, chance, enough, _cue_words(evidence, code))
        for code, chance, enough in sorted(numbers, key=lambda one: -one[1])
        if code not in given
    ]
    likely = [one for one in missed if one.probability >= _LEAST_CLOSE][:_CLOSEST]
    return tuple(one for one in missed if one.cues or one in likely)


def _cue_words(evidence: Evidence, code: str) -> tuple[str, ...]:
    strong, _ = evidence.found.cues_of(code)
    return tuple(dict.fromkeys(span.quote for span in spans_of(evidence.text, strong)))


def _signs(evidence: Evidence) -> Iterator[str]:
    for marker, name in MARKER_NAMES.items():
        matches = evidence.found.of(MARKER + marker)
        if matches:
            yield name + quote(evidence.text, ((m.start_char, m.end_char) for m in matches))


def _near(
    explainer: Explainer, evidence: Evidence, shelf: Shelf | None, near: int
) -> tuple[Neighbour, ...]:
    if explainer.coder is None or shelf is None:
        return ()
    return tuple(
        find_nearest(
            shelf,
            explainer.coder,
            explainer.readers[evidence.language],
            evidence.text,
            evidence.language,
            near * NEAREST,
            near * NEAREST_OF_OTHERS,
        )
    )
