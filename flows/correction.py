"""Shares corrected for the coder's measured error: counts from the store, errors from the gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

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
    Talk,
    measure_shares,
    pool_countries,
    read_codes,
    read_talk,
    seed_of,
)

_SENTENCES = """
    select d.country, d.year, s.document_id,
           s.language || case when s.sentence_id in (select unnest($1)) then $2 else '' end as told,
           count(*) as sentence_count
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
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
    group by all order by all
"""

Place = tuple[str, int]


def build_prevalence(
    store: Store, confusion: Confusion | None, seed: int, taught: Collection[str] = ()
) -> list[Prevalence]:
    """Observed and corrected shares for each country, year and code, and for all countries.

    `taught` are digests of sentences that the coder learned from, on which it errs less than on
    others: they are corrected by the error on their like.
    Counts, intervals and seeds of the observed shares are those of the comparison and the reports.
    Without a confusion every corrected share is none, with the reason.
    """
    families = read_codes(store)
    by_place = read_talk(store, tuple(families))
    pooled = {(EVERYWHERE, year): talk for year, talk in pool_countries(by_place).items()}
    counted: Mapping[Place, Counts] = {}
    if confusion:
        counted = _count_by_language(store, list(families), confusion, _find_taught(store, taught))
    rows = []
    for place, talk in sorted({**by_place, **pooled}.items()):
        seeded = seed_of(seed, *place)
        measured = measure_shares(talk, seeded)
        corrected = _correct(place, measured, list(families), counted, confusion, seeded)
        rows += [
            _row(place, talk, code, family, observed, share, confusion)
            for (code, family), observed, share in zip(
                families.items(), measured, corrected, strict=True
            )
        ]
    return rows


def _count_by_language(
    store: Store, codes: Sequence[str], confusion: Confusion, taught: list[str]
) -> dict[Place, Counts]:
    """Counts of each place, all countries together among them, by document and language group.

    Shape (documents, 1 + codes, groups + 1): first the sentences in scope, then those with each
    code; the last column has the languages of no group.
    """
    groups = list(confusion.language_groups.values())
    column = {language: at for at, group in enumerate(groups) for language in group}
    shape = (1 + len(codes), len(groups) + 1)
    counted: dict[Place, dict[str, Counts]] = defaultdict(
        lambda: defaultdict(lambda: np.zeros(shape, np.int64))
    )
    told = [taught, TAUGHT]
    found = [(*row[:4], 0, row[4]) for row in store.query(_SENTENCES, told).rows]
    found += [
        (*row[:4], 1 + codes.index(row[4]), row[5]) for row in store.query(_CLAIMS, told).rows
    ]
    for country, year, document_id, language, at, count in found:
        for place in ((country, year), (EVERYWHERE, year)):
            counted[place][document_id][at, column.get(language, len(groups))] += count
    return {place: np.stack(list(held.values())) for place, held in counted.items()}


def _find_taught(store: Store, taught: Collection[str]) -> list[str]:
    """Ids of the sentences in scope that the coder learned from."""
    rows = store.query("select sentence_id, text from sentence where in_scope").rows
    return [sentence_id for sentence_id, text in rows if sentence_digest(text) in taught]


def _correct(
    place: Place,
    measured: Sequence[MeasuredShare],
    codes: Sequence[str],
    counted: Mapping[Place, Counts],
    confusion: Confusion | None,
    seed: tuple[int, ...],
) -> list[CorrectedShare]:
    if confusion is None or place not in counted:
        reason = "no sentence in scope" if confusion else "the coder's error was not measured"
        return [CorrectedShare(None, None, None, NONE, reason)] * len(codes)
    accuracies = estimate_accuracies(confusion)
    cells = {cell.code: cell for cell in confusion.cells if (cell.country, cell.year) == place}
    counts = counted[place]
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
