"""Shares corrected for the coder's measured error: counts from the store, errors from the gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from data.records import Prevalence
from data.store import Store
from flows.training.coded_corpus import sentence_digest
from models.accuracy import estimate_accuracies
from models.confusion import TAUGHT, Confusion
from models.prevalence import NONE, CorrectedShare, Counts, correct_share
from reports.compare import (
    EVERYWHERE,
    MeasuredShare,
    MeasuredTalk,
    Talk,
    measure_shares,
    measure_talk,
    pool_countries,
    seed_of,
)

_SENTENCES = """
    select d.country, d.year, s.document_id,
           s.language || case when s.sentence_id in (select unnest($1)) then $2 else '' end as told,
           count(*) as sentence_count
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
      and ($3 or s.sentence_id in (select unnest($4)))
    group by all order by all
"""
_CLAIMS = """
    select d.country, d.year, s.document_id,
           s.language || case when s.sentence_id in (select unnest($1)) then $2 else '' end as told,
           c.code, count(distinct c.sentence_id) as claim_count
    from claim c
    join sentence s using (sentence_id, document_id)
    join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
      and ($3 or s.sentence_id in (select unnest($4)))
    group by all order by all
"""

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class CountedDocument:
    """One document's sentences by language group, shape (1 + codes, groups + 1).

    First the sentences in scope, then those with each code; the last column has the languages of
    no group.
    """

    country: str
    year: int
    counts: Counts


def build_prevalence(
    store: Store,
    confusion: Confusion | None,
    seed: int,
    taught: Collection[str] = (),
    measured: MeasuredTalk | None = None,
) -> list[Prevalence]:
    """Observed and corrected shares for each country, year and code, and for all countries.

    `taught` are digests of sentences that the coder learned from, on which it errs less than on
    others: they are corrected by the error on their like. `measured` is what `measure_talk` says
    of the same store and seed, if it was asked before.
    Counts, intervals and seeds of the observed shares are those of the comparison and the reports.
    Without a confusion every corrected share is none, with the reason.
    """
    measured = measured or measure_talk(store, seed)
    families = measured.families
    pooled = {(EVERYWHERE, year): talk for year, talk in pool_countries(measured.talks).items()}
    shares = measured.shares | {
        place: measure_shares(talk, seed_of(seed, *place)) for place, talk in pooled.items()
    }
    counted: dict[Place, list[Counts]] = defaultdict(list)
    if confusion:
        for document in count_documents(store, list(families), confusion, taught).values():
            for country in (document.country, EVERYWHERE):
                counted[country, document.year].append(document.counts)
    rows = []
    for place, talk in sorted({**measured.talks, **pooled}.items()):
        corrected = correct_shares(
            shares[place],
            list(families),
            np.stack(counted[place]) if place in counted else None,
            confusion,
            seed_of(seed, *place),
            place,
        )
        rows += [
            _row(place, talk, code, family, observed, share, confusion)
            for (code, family), observed, share in zip(
                families.items(), shares[place], corrected, strict=True
            )
        ]
    return rows


def count_documents(
    store: Store,
    codes: Sequence[str],
    confusion: Confusion | None,
    taught: Collection[str],
    only: Collection[str] | None = None,
) -> dict[str, CountedDocument]:
    """Counts of each dated document with sentences in scope, excerpts left out, by its id.

    `only` are ids of the sentences to count, if not all are.
    """
    groups = list(confusion.language_groups.values()) if confusion else []
    column = {language: at for at, group in enumerate(groups) for language in group}
    shape = (1 + len(codes), len(groups) + 1)
    told = [_find_taught(store, taught), TAUGHT, only is None, list(only or ())]
    found = [(*row[:4], 0, row[4]) for row in store.query(_SENTENCES, told).rows]
    found += [
        (*row[:4], 1 + codes.index(row[4]), row[5]) for row in store.query(_CLAIMS, told).rows
    ]
    counted: dict[str, CountedDocument] = {}
    for country, year, document_id, language, at, count in found:
        if document_id not in counted:
            counted[document_id] = CountedDocument(country, year, np.zeros(shape, np.int64))
        counted[document_id].counts[at, column.get(language, len(groups))] += count
    return counted


def _find_taught(store: Store, taught: Collection[str]) -> list[str]:
    """Ids of the sentences in scope that the coder learned from."""
    rows = store.query("select sentence_id, text from sentence where in_scope").rows
    return [sentence_id for sentence_id, text in rows if sentence_digest(text) in taught]


def correct_shares(
    measured: Sequence[MeasuredShare],
    codes: Sequence[str],
    counts: Counts | None,
    confusion: Confusion | None,
    seed: tuple[int, ...],
    place: Place | None = None,
) -> list[CorrectedShare]:
    """Each code's share of some documents, corrected.

    Args:
        measured: the observed shares; where documents were drawn for them they are drawn here too.
        codes: the codes, in the order of both.
        counts: of these documents, stacked to shape (documents, 1 + codes, groups + 1).
        confusion: the coder's measured error.
        seed: entropy of the draws.
        place: country and year, if the documents are one's: random gold of it may stand instead.
    """
    if confusion is None or counts is None:
        reason = "no sentence in scope" if confusion else "the coder's error was not measured"
        return [CorrectedShare(None, None, None, NONE, reason)] * len(codes)
    accuracies = estimate_accuracies(confusion)
    cells = {cell.code: cell for cell in confusion.cells if (cell.country, cell.year) == place}
    return [
        correct_share(
            counts[:, 0],
            counts[:, 1 + at],
            [*(accuracies.get((code, group)) for group in confusion.language_groups), None],
            # Documents are drawn for both shares or for none, so that the two can be compared.
            is_resampled=observed.interval == "bootstrap",
            seed=seed,
            gold=cells.get(code),
        )
        for at, (code, observed) in enumerate(zip(codes, measured, strict=True))
    ]


def _row(
    place: Place,
    talk: Talk,
    code: str,
    family: str,
    observed: MeasuredShare,
    corrected: CorrectedShare,
    confusion: Confusion | None,
) -> Prevalence:
    return Prevalence(
        country=place[0],
        year=place[1],
        code=code,
        family=family,
        document_count=len(talk.sentences),
        sentence_count=int(talk.sentences.sum()),
        claim_count=observed.claim_count,
        claim_share=observed.share,
        claim_share_low=observed.low,
        claim_share_high=observed.high,
        claim_interval=observed.interval,
        corrected_share=corrected.share,
        corrected_share_low=corrected.low,
        corrected_share_high=corrected.high,
        method=corrected.method,
        reason=corrected.reason,
        gold_sha256=confusion.gold_sha256 if confusion else None,
        measured_coder_version=confusion.coder_version if confusion else None,
    )
