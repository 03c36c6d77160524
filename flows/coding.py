"""The coder as shipped: the codebook's rules, with the trained model's word on each sentence."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import lru_cache

from data.codebook import Codebook, load_codebook
from data.concept import load_concepts
from data.settings import DATA_FOLDER
from extractors.coding import CodedClaim, Coding, CueSpan, Evidence, spans_of
from extractors.traits import describe
from models.classify import WEIGHTS_FOLDER, Coder, Judgement, find_reasons, load_coder
from models.judging import Question, judge_all
from models.word_rows import RowReader, Rows
from models.words import WordReader

REASONS = 3
"""Words shown for a claim that no cue made."""
_GARBAGE_RECORDS = 20_000  # new records after which Python looks for garbage
LEARNED = "learned: "
"""Before the word, in place of a cue, where the model went by the word and not by a cue."""


class TrainedJudge:
    """A judge by a trained model; sentences in languages that it never saw are left to the rules.

    It keeps what it worked out for each word, and is the faster the more sentences it is given.
    """

    def __init__(self, coder: Coder, codebook: Codebook) -> None:
        self._coder = coder
        self._families = {code.id: code.family for code in codebook.codes}
        self._function_words = {
            language: frozenset(spoken.function_words)
            for language, spoken in codebook.languages.items()
        }
        self._concepts = load_concepts(DATA_FOLDER)
        self._readers: dict[str, tuple[WordReader, RowReader]] = {}

    def __call__(self, evidence: Evidence) -> Coding:
        """The model's word on one sentence."""
        return self.judge_all([evidence])[0]

    def judge_all(self, evidence: Sequence[Evidence]) -> list[Coding]:
        """The model's word on each sentence."""
        codings = [one.ruled for one in evidence]
        known = [
            at
            for at, one in enumerate(evidence)
            if one.language in self._coder.languages and one.text.strip()
        ]
        asked = [evidence[at] for at in known]
        questions = [
            Question(
                describe(one, self._families),
                rows,
                {claim.code for claim in one.ruled.claims},
                one.language == "en",
                bool(one.document_kind),
            )
            for one, rows in zip(asked, self._rows(asked), strict=True)
        ]
        judgements = judge_all(self._coder, questions)
        for at, one, judgement in zip(known, asked, judgements, strict=True):
            codings[at] = self._coding(one, judgement)
        return codings

    def _rows(self, evidence: Sequence[Evidence]) -> list[Rows]:
        """The rows of each sentence's words, read language by language."""
        rows: dict[int, Rows] = {}
        for language in {one.language for one in evidence}:
            here = [at for at, one in enumerate(evidence) if one.language == language]
            _, reader = self._readers_of(language)
            read = reader.read([(evidence[at].text, evidence[at].before) for at in here])
            rows |= zip(here, read, strict=True)
        return [rows[at] for at in range(len(evidence))]

    def _readers_of(self, language: str) -> tuple[WordReader, RowReader]:
        if language not in self._readers:
            words = WordReader(self._concepts, language)
            self._readers[language] = words, RowReader(words, self._coder.rows)
        return self._readers[language]

    def _coding(self, evidence: Evidence, judgement: Judgement) -> Coding:
        chances = dict(zip(self._coder.codes, judgement.probabilities.tolist(), strict=True))
        claims = tuple(
            claim
            for code in judgement.codes
            if code in self._families and (claim := self._claim(evidence, code, chances))
        )
        # A code that is younger than the model is the rules' until the model has learned it.
        claims += tuple(one for one in evidence.ruled.claims if one.code not in self._coder.codes)
        in_scope = bool(claims) or judgement.type != "other"
        return Coding(True, in_scope, judgement.type, claims)

    def _claim(self, evidence: Evidence, code: str, chances: dict[str, float]) -> CodedClaim | None:
        """The claim with the words that made it: its cues, or else what the model went by."""
        ruled = next((one for one in evidence.ruled.claims if one.code == code), None)
        strong, weak = evidence.found.cues_of(code)
        if ruled:
            spans, quote = ruled.cues, ruled.quote
        elif strong or weak:
            first = (strong or weak)[0]
            spans = spans_of(evidence.text, (*strong, *weak))
            quote = evidence.text[first.start_char : first.end_char]
        else:
            spans = self._learned_spans(evidence, code)
            if not spans:
                return None
            quote = spans[0].quote
        return CodedClaim(code, self._families[code], round(chances[code], 4), spans, quote)

    def _learned_spans(self, evidence: Evidence, code: str) -> tuple[CueSpan, ...]:
        words, _ = self._readers_of(evidence.language)
        empty = self._function_words.get(evidence.language, frozenset())
        places = find_reasons(self._coder, words, evidence.text, code, REASONS, empty)
        return tuple(
            CueSpan(start, end, word, LEARNED + word.lower())
            for start, end in places
            for word in (evidence.text[start:end],)
        )


@lru_cache(maxsize=1)
def shipped_codebook() -> Codebook:
    """The project's codebook, read once per process."""
    return load_codebook(DATA_FOLDER)


@lru_cache(maxsize=1)
def shipped_judge() -> TrainedJudge | None:
    """The trained model's word on a sentence; none where no weights are shipped: rules alone."""
    coder = load_coder(WEIGHTS_FOLDER)
    judge = make_judge(coder, shipped_codebook()) if coder else None
    _spare_collector()
    return judge


def _spare_collector() -> None:
    """Keep the garbage collector from walking again and again through what is loaded by now.

    Coding makes many small records and no cycles: there is little to find for it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE_RECORDS)


def make_judge(coder: Coder, codebook: Codebook) -> TrainedJudge:
    """A judge by this model."""
    return TrainedJudge(coder, codebook)
