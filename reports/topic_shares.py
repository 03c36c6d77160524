"""Shares of topics by year, country and kind of document, and of codes in topics, with doubt.

Passages of one document resemble each other, so intervals come from drawing whole documents anew;
where documents are too few for that, from Wilson's formula at the size that they are worth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.records import TopicCode, TopicPartShare, TopicShare
from data.store import Store
from reports.change_points import LIKENESS
from reports.compare import MeasuredShare
from reports.intervals import FEWEST_DOCUMENTS, bootstrap_intervals, wilson_interval
from reports.topic_counts import TopicCounts

FEW_DOCUMENTS = 3
"""With fewer documents of a year, a share is kept in the table and shown as small."""

COUNTRY, DOCUMENT_KIND = "country", "document_kind"

_SAID = """
    select p.language, d.document_id, a.topic_id, s.sentence_id, list(distinct c.code) as codes
    from topic_assignment a
    join passage p using (passage_id, document_id)
    join document d using (document_id)
    join sentence s using (passage_id, document_id)
    left join claim c using (sentence_id, document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt
    group by all order by p.language, d.document_id, a.topic_id, s.sentence_id
"""
_FAMILIES = "select code, min(family) from claim group by code order by code"
_Key = tuple[str, str, str]


def build_topic_shares(
    counted: TopicCounts, words: Mapping[tuple[str, int], Sequence[str]], seed: int
) -> list[TopicShare]:
    """One row for every topic and year that has documents, zeros included.

    `words` are those of a topic id and year. The shares of a year sum to 1.
    """
    return [
        TopicShare(
            topic_id=topic_id,
            model_id=model_id,
            language=counted.language,
            period=year,
            passage_count=one.claim_count,
            period_passage_count=total,
            document_count=documents,
            share=one.share or 0.0,
            words=", ".join(words.get((topic_id, year), ())),
            share_low=one.low,
            share_high=one.high,
            interval=one.interval,
            has_few_documents=documents < FEW_DOCUMENTS,
        )
        for year, documents, total, measured in _by_year(counted, "", seed)
        for (topic_id, model_id), one in zip(counted.topics, measured, strict=True)
    ]


def build_part_shares(counted: TopicCounts, seed: int) -> list[TopicPartShare]:
    """As `build_topic_shares`, for each country and for each kind of document by itself."""
    return [
        TopicPartShare(
            topic_id=topic_id,
            model_id=model_id,
            language=counted.language,
            period=year,
            part_by=part_by,
            part=part,
            passage_count=one.claim_count,
            period_passage_count=total,
            document_count=documents,
            share=one.share or 0.0,
            share_low=one.low or 0.0,
            share_high=one.high or 0.0,
            interval=one.interval,
            has_few_documents=documents < FEW_DOCUMENTS,
        )
        for part_by, held in ((COUNTRY, counted.countries), (DOCUMENT_KIND, counted.kinds))
        for part in sorted(set(held.tolist()))
        for year, documents, total, measured in _by_year(counted, part, seed, held == part)
        for (topic_id, model_id), one in zip(counted.topics, measured, strict=True)
    ]


def build_topic_codes(store: Store, seed: int) -> list[TopicCode]:
    """How many of each topic's sentences carry each code, beside the whole language's.

    Rows exist for every topic with a sentence in scope and every code found anywhere.
    """
    families = dict(store.query(_FAMILIES).rows)
    column = {code: number for number, code in enumerate(families)}
    tallies: dict[_Key, NDArray[np.int64]] = {}  # sentences, then those with each code
    for language, document_id, topic_id, _, codes in store.query(_SAID).rows:
        tally = tallies.setdefault(
            (language, topic_id, document_id), np.zeros(1 + len(column), np.int64)
        )
        tally[0] += 1
        tally[[1 + column[code] for code in codes if code is not None]] += 1
    by_topic: defaultdict[tuple[str, str], list[NDArray[np.int64]]] = defaultdict(list)
    whole: dict[str, NDArray[np.int64]] = {}
    for (language, topic_id, _), tally in tallies.items():
        by_topic[language, topic_id].append(tally)
        whole[language] = whole.get(language, 0) + tally
    sql = "select language, topic_id, model_id from topic order by language, position, topic_id"
    return [
        row
        for language, topic_id, model_id in store.query(sql).rows
        if (language, topic_id) in by_topic
        for row in _code_rows(
            (topic_id, model_id, language),
            np.array(by_topic[language, topic_id]),
            whole[language],
            families,
            seed,
        )
    ]


def measure_topic_shares(
    totals: NDArray[np.int64], counts: NDArray[np.int64], seed: tuple[int, ...]
) -> list[MeasuredShare]:
    """The pooled share of each topic or code with its 95 % interval.

    Whole documents are drawn anew where there are at least five. With fewer, or where all or none
    of the passages belong to it (every draw would say the same), it is Wilson's interval with the
    effective number of passages: of n in a document, n / (1 + 0.1 (n - 1)) (Kish 1965).

    Args:
        totals: passages (or sentences) of each document, shape (n,).
        counts: of them, those of each topic (or code), shape (n, k).
        seed: entropy of the generator; the same seed gives the same intervals.
    """
    total = int(totals.sum())
    effective = max(1, round(float((totals / (1 + LIKENESS * (totals - 1))).sum())))
    drawn = bootstrap_intervals(totals, counts, seed) if len(totals) >= FEWEST_DOCUMENTS else None
    measured = []
    for place, count in enumerate(counts.sum(axis=0).tolist()):
        share = count / total
        if drawn is not None and 0 < count < total:
            (low, high), method = drawn[place].tolist(), "bootstrap"
        else:
            (low, high), method = wilson_interval(round(share * effective), effective), "wilson"
        # A skewed draw, or rounding, may miss the share by a hair; the interval must hold it.
        measured.append(MeasuredShare(count, share, min(low, share), max(high, share), method))
    return measured


def _code_rows(
    key: _Key,
    tallies: NDArray[np.int64],
    whole: NDArray[np.int64],
    families: Mapping[str, str],
    seed: int,
) -> Iterator[TopicCode]:
    topic_id, model_id, language = key
    entropy = (seed, _entropy(language, topic_id))
    measured = measure_topic_shares(tallies[:, 0], tallies[:, 1:], entropy)
    for (code, family), one, in_language in zip(
        families.items(), measured, whole[1:].tolist(), strict=True
    ):
        yield TopicCode(
            topic_id=topic_id,
            model_id=model_id,
            language=language,
            code=code,
            family=family,
            document_count=len(tallies),
            sentence_count=int(tallies[:, 0].sum()),
            claim_count=one.claim_count,
            claim_share=one.share or 0.0,
            claim_share_low=one.low or 0.0,
            claim_share_high=one.high or 0.0,
            interval=one.interval,
            language_claim_share=in_language / int(whole[0]),
        )


def _by_year(
    counted: TopicCounts, part: str, seed: int, chosen: NDArray[np.bool_] | None = None
) -> Iterator[tuple[int, int, int, list[MeasuredShare]]]:
    """Each year with its documents, its passages, and the measured share of every topic."""
    counts = counted.counts if chosen is None else counted.counts[chosen]
    years = counted.years if chosen is None else counted.years[chosen]
    for year in np.unique(years).tolist():
        of = counts[years == year]
        totals = of.sum(axis=1)
        entropy = (seed, year, _entropy(counted.language, part))
        yield year, len(of), int(totals.sum()), measure_topic_shares(totals, of, entropy)


def _entropy(*parts: Any) -> int:
    """So that one language's, part's or topic's interval does not move with another's."""
    return int.from_bytes("\x1f".join(parts).encode(), "big")
