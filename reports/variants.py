"""What a country's headline numbers become when something they rest on is changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.headline_counts import BASE, READINGS, Counts, Record, Talk
from reports.headline_numbers import (
    CLAIM_SHARE,
    CODED_SHARE,
    HOPE_SHARE,
    PRODUCTION_SHARE,
    Ratio,
    Values,
    record_ratios,
    talk_ratios,
)

ONE_DOCUMENT = "one document left out"
ONE_CUE = "one cue left out"
ONE_REGISTER = "one register left out"
NO_LEARNED = "claims without a cue of the codebook left out"
NO_TWINS = "repeated documents counted once"
NO_TRANSLATIONS = "translated texts left out"
WITH_EXCERPTS = "excerpts counted"
OF_ALL_SENTENCES = "share of all sentences"
OF_DOCUMENTS = "share of documents"
ANY_STATUS = "systems of every status"
ONLY_CODABLE = "systems whose text can be coded"
NO_BLANKS = "systems of blank status left out"
OTHER_SCALE = frozenset({OF_ALL_SENTENCES, OF_DOCUMENTS})
"""Variants that answer another question: they are shown and are no number's worst case."""


@dataclass(frozen=True, slots=True)
class FallenClaims:
    """Sentences whose claim has one single cue; "" stands for no cue of the codebook."""

    cues: tuple[str, ...]
    claims: Counts  # shape (cues, codes)
    hopes: Counts


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the sheet of one country is computed from; no talk or record is none loaded."""

    talk: Talk | None
    record: Record | None
    records_without: Mapping[str, Record]  # by register left out
    fallen: FallenClaims
    twins: frozenset[str]
    languages: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Variant:
    """Changed numbers: `values` has one row per thing left out, and one column per code."""

    name: str
    values: Mapping[str, Values]
    left_out: tuple[str | None, ...] = (None,)
    touched: NDArray[np.bool_] | None = None  # which of them concern the number; null is all


def find_variants(evidence: Evidence) -> Iterator[Variant]:
    """Every variant that can be told for the country."""
    if evidence.talk is not None and (~evidence.talk.is_excerpt).any():
        yield from _by_document(evidence.talk, evidence)
        yield from _by_sentence(evidence.talk)
        yield from _by_cue(evidence.talk, evidence.fallen)
    elif evidence.talk is not None:
        yield _chosen(WITH_EXCERPTS, evidence.talk, np.ones(len(evidence.talk.notes), bool))
    if evidence.record is not None:
        yield from _by_register(evidence.record, evidence.records_without)
        yield from _by_status(evidence.record)


def base_counts(talk: Talk, reading: int = BASE) -> tuple[Counts, Counts]:
    """Claims and hopes per code over the documents that count for rates."""
    whole = ~talk.is_excerpt
    return (
        talk.claims[whole][..., reading].sum(axis=0),
        talk.hopes[whole][..., reading].sum(axis=0),
    )


def _by_document(talk: Talk, evidence: Evidence) -> Iterator[Variant]:
    whole = ~talk.is_excerpt
    claims, hopes = base_counts(talk)
    yield Variant(
        ONE_DOCUMENT,
        _values(
            talk_ratios(
                claims - talk.claims[whole][..., BASE], hopes - talk.hopes[whole][..., BASE]
            )
        ),
        tuple(
            name for name, is_counted in zip(talk.document_ids, whole, strict=True) if is_counted
        ),
    )
    once = np.array([document_id not in evidence.twins for document_id in talk.document_ids])
    yield _chosen(NO_TWINS, talk, whole & once)
    if evidence.languages is not None:
        native = [
            language in evidence.languages and "translat" not in note.lower()
            for language, note in zip(talk.languages, talk.notes, strict=True)
        ]
        yield _chosen(NO_TRANSLATIONS, talk, whole & np.array(native))
    yield _chosen(WITH_EXCERPTS, talk, np.ones(len(whole), bool))
    says = talk.claims[whole][..., BASE] > 0
    in_documents = Ratio(says.sum(axis=0), np.full(says.shape[1], says[:, 0].sum()))
    yield Variant(OF_DOCUMENTS, {CLAIM_SHARE: in_documents.value()[None]})


def _by_sentence(talk: Talk) -> Iterator[Variant]:
    for reading, name in enumerate(READINGS[1:], 1):
        yield Variant(name, _values(talk_ratios(*base_counts(talk, reading))))
    claims, _ = base_counts(talk)
    covered = np.full(len(claims), talk.covered[~talk.is_excerpt].sum())
    yield Variant(OF_ALL_SENTENCES, {CLAIM_SHARE: Ratio(claims, covered).value()[None]})


def _by_cue(talk: Talk, fallen: FallenClaims) -> Iterator[Variant]:
    """A claim without its only cue falls; its sentence stays in scope."""
    claims, hopes = base_counts(talk)
    left = np.array([cue != "" for cue in fallen.cues], bool)
    values = {
        CLAIM_SHARE: Ratio(claims - fallen.claims, np.full_like(claims, claims[0])).value(),
        HOPE_SHARE: Ratio(hopes - fallen.hopes, claims - fallen.claims).value(),
    }
    if left.any():
        names = tuple(cue for cue in fallen.cues if cue)
        kept = {measure: value[left] for measure, value in values.items()}
        yield Variant(ONE_CUE, kept, names, fallen.claims[left] > 0)
    if not left.all():
        kept = {measure: value[~left] for measure, value in values.items()}
        yield Variant(NO_LEARNED, kept)


def _by_register(record: Record, without: Mapping[str, Record]) -> Iterator[Variant]:
    if without:
        tried = [record_ratios(left) for left in without.values()]
        values = {
            measure: np.stack([ratios[measure].value() for ratios in tried]) for measure in tried[0]
        }
        yield Variant(ONE_REGISTER, values, tuple(without))


def _by_status(record: Record) -> Iterator[Variant]:
    systems = record.systems
    every = Ratio(systems, np.full_like(systems, systems[0]))
    yield Variant(ANY_STATUS, {CODED_SHARE: every.value()[None]})
    codable = Ratio(record.productions, np.full_like(systems, record.codables[0]))
    yield Variant(ONLY_CODABLE, {CODED_SHARE: codable.value()[None]})
    known = Ratio(record.productions, systems - record.unknowns)
    yield Variant(NO_BLANKS, {PRODUCTION_SHARE: known.value()[None]})


def _chosen(name: str, talk: Talk, chosen: NDArray[np.bool_]) -> Variant:
    claims, hopes = talk.claims[chosen][..., BASE], talk.hopes[chosen][..., BASE]
    return Variant(name, _values(talk_ratios(claims.sum(axis=0), hopes.sum(axis=0))))


def _values(ratios: Mapping[str, Ratio]) -> dict[str, Values]:
    """Each ratio as a table of one row per thing left out."""
    return {measure: np.atleast_2d(ratio.value()) for measure, ratio in ratios.items()}


def stack_fallen(rows: Sequence[tuple[int, str, int, int]], code_count: int) -> FallenClaims:
    """Fallen claims from rows of code number, cue, claims and hopes."""
    cues = tuple(sorted({cue for _, cue, _, _ in rows}))
    place = {cue: number for number, cue in enumerate(cues)}
    claims, hopes = np.zeros((2, len(cues), code_count), np.int64)
    for code, cue, claim_count, hope_count in rows:
        claims[place[cue], code], hopes[place[cue], code] = claim_count, hope_count
    return FallenClaims(cues, claims, hopes)
