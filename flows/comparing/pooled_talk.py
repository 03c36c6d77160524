"""The talk of each country over all years, and of its reporting bodies: shares for the gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import numpy as np

from data.store import Store
from flows.comparing.correction import correct_shares, count_documents
from models.confusion import Confusion
from models.prevalence import Counts
from reports.compare import Talk, measure_shares, read_codes, seed_of
from reports.gap import AS_RECORDED, ONLY_REPORTING, TalkShare, find_reporting_sentences


def pool_talk(
    store: Store, confusion: Confusion | None, seed: int, taught: Collection[str] = ()
) -> dict[tuple[str, str], dict[str, TalkShare]]:
    """Shares of each code by country and reading; a reading without documents is not there.

    Every dated document with sentences in scope counts, excerpts left out: for the one reading
    all its sentences, for the other those of bodies that have a system in the country's registers.
    """
    codes = list(read_codes(store))
    chosen = {AS_RECORDED: None, ONLY_REPORTING: find_reporting_sentences(store)}
    pooled: dict[tuple[str, str], list[Counts]] = defaultdict(list)
    for reading, only in chosen.items():
        for document in count_documents(store, codes, confusion, taught, only).values():
            pooled[document.country, reading].append(document.counts)
    return {
        (country, reading): _measure(
            codes,
            np.stack(counts),
            confusion,
            seed_of(seed, country, 0 if reading == AS_RECORDED else 1),
        )
        for (country, reading), counts in pooled.items()
    }


def _measure(
    codes: list[str], counts: Counts, confusion: Confusion | None, seed: tuple[int, ...]
) -> dict[str, TalkShare]:
    plain = counts.sum(axis=2)  # over the language groups
    observed = measure_shares(Talk(plain[:, 0], plain[:, 1:]), seed)
    corrected = correct_shares(observed, codes, counts, confusion, seed)
    return {
        code: TalkShare(
            document_count=len(counts),
            sentence_count=int(plain[:, 0].sum()),
            claim_count=seen.claim_count,
            share=seen.share,
            corrected=true.share,
            low=true.low,
            high=true.high,
            method=true.method,
            reason=true.reason,
        )
        for code, seen, true in zip(codes, observed, corrected, strict=True)
    }
