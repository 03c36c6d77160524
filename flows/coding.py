"""The coder as shipped: the codebook's rules, with the trained model's word on each sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from data.codebook import Codebook, load_codebook
from data.concept import load_concepts
from data.settings import DATA_FOLDER
from extractors.coding import CodedClaim, Coding, CueSpan, Evidence, Judge, spans_of
from extractors.traits import describe
from models.classify import WEIGHTS_FOLDER, Coder, find_reasons, judge, load_coder
from models.words import WordReader

REASONS = 3
"""Words shown for a claim that no cue made."""
LEARNED = "learned: "
"""Before the word, in place of a cue, where the model went by the word and not by a cue."""

ReaderOf = Callable[[str], WordReader]


@lru_cache(maxsize=1)
def shipped_codebook() -> Codebook:
    """The project's codebook, read once per process."""
    return load_codebook(DATA_FOLDER)


@lru_cache(maxsize=1)
def shipped_judge() -> Judge | None:
    """The trained model's word on a sentence; none where no weights are shipped: rules alone."""
    coder = load_coder(WEIGHTS_FOLDER)
    return make_judge(coder, shipped_codebook()) if coder else None


def make_judge(coder: Coder, codebook: Codebook) -> Judge:
    """A judge by this model; sentences in languages that it never saw are left to the rules."""
    families = {code.id: code.family for code in codebook.codes}
    readers: dict[str, WordReader] = {}
    concepts = load_concepts(DATA_FOLDER)

    def decide(evidence: Evidence) -> Coding:
        language = evidence.language
        if language not in coder.languages or not evidence.text.strip():
            return evidence.ruled
        if language not in readers:
            readers[language] = WordReader(concepts, language)
        reader = readers[language]
        judgement = judge(
            coder,
            describe(evidence, families),
            reader.read(evidence.text, evidence.before),
            {claim.code for claim in evidence.ruled.claims},
            language == "en",
        )
        chances = dict(zip(coder.codes, judgement.probabilities.tolist(), strict=True))
        claims = tuple(
            claim
            for code in judgement.codes
            if (claim := _claim(coder, reader, evidence, code, families[code], chances[code]))
        )
        in_scope = bool(claims) or judgement.type != "other"
        return Coding(True, in_scope, judgement.type, claims)

    return decide


def _claim(
    coder: Coder, reader: WordReader, evidence: Evidence, code: str, family: str, chance: float
) -> CodedClaim | None:
    """The claim with the words that made it: its cues, or else what the model went by."""
    strong, weak = evidence.found.cues_of(code)
    spans = spans_of(evidence.text, (*strong, *weak))
    if spans:
        first = (strong or weak)[0]
        quote = evidence.text[first.start_char : first.end_char]
    else:
        places = find_reasons(coder, reader, evidence.text, code, REASONS)
        if not places:
            return None
        words = [evidence.text[start:end] for start, end in places]
        spans = tuple(
            CueSpan(start, end, word, LEARNED + word.lower())
            for (start, end), word in zip(places, words, strict=True)
        )
        quote = words[0]
    return CodedClaim(code, family, round(chance, 4), spans, quote)
