"""Agreement between coders, human or machine: per code and type, for each pair and together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from data.errors import UsageError
from data.records import SENTENCE_TYPES
from models.coefficients import (
    FIGURES,
    Figure,
    Floats,
    Rows,
    as_figures,
    draw_documents,
    find_patterns,
    make_figure,
    measure,
    resample,
)
from models.gold import GoldSentence, Verdict

_FEWEST_DOCUMENTS = 2  # one document drawn again and again has no spread


@dataclass(frozen=True, slots=True)
class Panel:
    """Who coded what: the sentences by id, and each coder's verdicts by sentence id.

    A sentence that a coder did not code is simply not there.
    """

    sentences: Mapping[str, GoldSentence]
    verdicts: Mapping[str, Mapping[str, Verdict]]


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """How far coders agree on one code or type: `prevalence` is each coder's share of sentences."""

    prevalence: Mapping[str, Figure]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far these coders agree over the sentences that at least two of them coded.

    `mean_of_codes` is the plain mean over the codes that somebody used, `codes_counted` of them;
    `pooled_codes` takes every pair of sentence and code as one decision, and `type` the type as one
    choice among six.
    """

    coders: tuple[str, ...]
    sentence_count: int
    document_count: int
    codes_counted: int
    mean_of_codes: Mapping[str, Figure]
    pooled_codes: Mapping[str, Figure]
    type: Mapping[str, Figure]
    codes: Mapping[str, LabelAgreement]
    types: Mapping[str, LabelAgreement]


@dataclass(frozen=True, slots=True)
class Contested:
    """A sentence on which coders differ, with what each of them said."""

    sentence: GoldSentence
    verdicts: Mapping[str, Verdict]


def measure_agreements(panel: Panel, codes: Sequence[str], seed: int) -> list[Agreement]:
    """Agreement of every pair of coders and, where there are more than two, of all together.

    Raises:
        UsageError: fewer than two coders, or no sentence that two of them coded.
    """
    coders = list(panel.verdicts)
    if len(coders) < 2:
        raise UsageError(f"agreement needs two coders or more, found {', '.join(coders) or 'none'}")
    groups = list(combinations(coders, 2))
    found = [_measure_group(panel, pair, codes, seed) for pair in groups if _shared(panel, pair)]
    if not found:
        raise UsageError(
            f"no sentence was coded by two of {', '.join(coders)}: sentences are matched by id"
        )
    if len(coders) > 2:
        found.append(_measure_group(panel, tuple(coders), codes, seed))
    return found


def find_contested(panel: Panel) -> list[Contested]:
    """The sentences whose coders do not all give the same codes and type, in the panel's order."""
    contested = []
    for sentence_id, sentence in panel.sentences.items():
        said = {
            coder: verdicts[sentence_id]
            for coder, verdicts in panel.verdicts.items()
            if sentence_id in verdicts
        }
        if len(set(said.values())) > 1:
            contested.append(Contested(sentence, said))
    return contested


def _shared(panel: Panel, coders: Sequence[str]) -> list[str]:
    """Ids of the sentences that at least two of the coders coded."""
    verdicts = [panel.verdicts[coder] for coder in coders]
    return [one for one in panel.sentences if sum(one in coded for coded in verdicts) > 1]


def _measure_group(
    panel: Panel, coders: tuple[str, ...], codes: Sequence[str], seed: int
) -> Agreement:
    shared = _shared(panel, coders)
    names = sorted({panel.sentences[one].document for one in shared})
    place = {name: row for row, name in enumerate(names)}
    documents = np.array([place[panel.sentences[one].document] for one in shared])
    judge = _Judge(coders, documents, len(names), draw_documents(len(names), seed))
    verdicts = [[panel.verdicts[coder].get(one) for coder in coders] for one in shared]
    by_code = {code: _rate(verdicts, code=code) for code in codes}
    by_type = {kind: _rate(verdicts, kind=kind) for kind in SENTENCE_TYPES}
    pooled = np.concatenate(list(by_code.values()))
    return Agreement(
        coders=coders,
        sentence_count=len(shared),
        document_count=len(names),
        codes_counted=sum(bool(np.nansum(ratings)) for ratings in by_code.values()),
        mean_of_codes=judge.mean_figures(list(by_code.values())),
        pooled_codes=judge.figures(pooled, 2),
        type=judge.figures(_rate(verdicts), len(SENTENCE_TYPES)),
        codes={code: judge.label(ratings) for code, ratings in by_code.items()},
        types={kind: judge.label(ratings) for kind, ratings in by_type.items()},
    )


def _rate(
    verdicts: Sequence[Sequence[Verdict | None]], *, code: str = "", kind: str = ""
) -> Floats:
    """Ratings (sentences, coders): 1 where the code or type is given, or else the type's number."""

    def rating(said: Verdict | None) -> float:
        if said is None:
            return np.nan
        if code or kind:
            return float(code in said.codes or kind == said.type)
        return float(SENTENCE_TYPES.index(said.type))

    return np.array([[rating(said) for said in row] for row in verdicts], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Measures ratings of the same sentences, with the same documents drawn for every figure."""

    coders: tuple[str, ...]
    documents: Rows
    document_count: int
    draws: Floats

    @property
    def has_intervals(self) -> bool:
        return self.document_count >= _FEWEST_DOCUMENTS

    def figures(self, ratings: Floats, categories: int) -> Mapping[str, Figure]:
        return as_figures(
            measure(ratings, categories), self._resample(ratings, categories), self.has_intervals
        )

    def label(self, ratings: Floats) -> LabelAgreement:
        return LabelAgreement(
            {coder: self._prevalence(ratings[:, at]) for at, coder in enumerate(self.coders)},
            self.figures(ratings, 2),
        )

    def mean_figures(self, codes: Sequence[Floats]) -> Mapping[str, Figure]:
        """The mean over the codes that somebody used; of the drawn figures likewise."""
        used = [ratings for ratings in codes if np.nansum(ratings)]
        values = [measure(ratings, 2) for ratings in used]
        drawn = [self._resample(ratings, 2) for ratings in used]
        means = {}
        for name in FIGURES:
            known = [value[name] for value in values]
            numbers = [number for number in known if number is not None]
            # A draw in which a code is not used at all says nothing of that code.
            stack = np.array([one[name] for one in drawn])
            whole = bool(numbers) and self.has_intervals
            means[name] = make_figure(
                float(np.mean(numbers)) if numbers else None, _known_mean(stack) if whole else None
            )
        return means

    def _resample(self, ratings: Floats, categories: int) -> dict[str, Floats]:
        documents = np.tile(self.documents, len(ratings) // len(self.documents))
        patterns = find_patterns(ratings, documents, self.document_count, categories)
        return resample(patterns, self.draws)

    def _prevalence(self, said: Floats) -> Figure:
        coded, given = np.zeros(self.document_count), np.zeros(self.document_count)
        np.add.at(coded, self.documents, ~np.isnan(said))
        np.add.at(given, self.documents, np.nan_to_num(said))
        if not coded.any():
            return Figure(None)
        drawn, total = self.draws @ given, self.draws @ coded
        shares = np.divide(drawn, total, out=np.full(len(drawn), np.nan), where=total > 0)
        return make_figure(float(given.sum() / coded.sum()), shares if self.has_intervals else None)


def _known_mean(stack: Floats) -> Floats:
    """The mean of each column over its known numbers."""
    known = ~np.isnan(stack)
    count = known.sum(axis=0)
    total = np.where(known, stack, 0.0).sum(axis=0)
    mean: Floats = np.full(len(total), np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean
