"""Talk and record side by side: shares of codes per country and year, with their doubt."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.records import Comparison
from data.store import Store
from reports.intervals import FEWEST_DOCUMENTS, bootstrap_intervals, wilson_interval
from reports.questions import open_questions

EVERYWHERE = "all"
"""In place of a country: every collected country together."""

_DOCUMENTS = """
    select d.country, d.year, d.document_id,
           coalesce(bool_or(s.has_codebook), false) as is_judged,
           count(*) filter (s.in_scope and s.has_codebook) as sentence_count
    from document d left join sentence s using (document_id)
    where not d.is_excerpt and d.year is not null
    group by d.country, d.year, d.document_id
    order by d.country, d.year, d.document_id
"""
_CLAIMS = """
    select c.document_id, c.code, count(distinct c.sentence_id) as claim_count
    from claim c
    join sentence s using (sentence_id, document_id)
    join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
    group by c.document_id, c.code
"""
_CODES = """
    select code, min(family) as family
    from (select code, family from claim union all select code, family from deployment_claim)
    group by code order by code
"""
_SYSTEMS = """
    select country, year, count(*) as system_count,
           count(*) filter (status = 'production') as production_count,
           count(*) filter (is_codable) as codable_count
    from out_national_system where year is not null and status <> 'no longer listed'
    group by country, year
"""
_REGISTERED = """
    select country from out_national_system union select country from register where is_national
"""
_CODED_SYSTEMS = """
    select country, year, code, count(*) as coded_count
    from out_system_code join out_national_system using (country, system_key)
    where year is not null and status <> 'no longer listed' group by country, year, code
"""


@dataclass(frozen=True, slots=True)
class Talk:
    """The documents of one place and year that can be judged: sentences and claims in each."""

    sentences: NDArray[np.int64]  # per document
    claims: NDArray[np.int64]  # per document and code, in the order of the codes asked for


@dataclass(frozen=True, slots=True)
class MeasuredShare:
    """A share with its 95 % interval and how that was made; `None` where nothing was said."""

    claim_count: int
    share: float | None
    low: float | None
    high: float | None
    interval: str


@dataclass(frozen=True, slots=True)
class MeasuredTalk:
    """The talk of every country and year, and the shares of its codes; drawn once for all uses."""

    families: dict[str, str]  # by code, in the order of the shares
    talks: dict[tuple[str, int], Talk]
    shares: dict[tuple[str, int], list[MeasuredShare]]


@dataclass(frozen=True, slots=True)
class _Recorded:
    """The systems on record of one country and year."""

    system_count: int
    production_count: int
    codable_count: int
    coded_counts: dict[str, int]


def measure_talk(store: Store, seed: int) -> MeasuredTalk:
    """The shares of each country, year and code with their intervals."""
    families = read_codes(store)
    talks = read_talk(store, tuple(families))
    shares = {place: measure_shares(talk, seed_of(seed, *place)) for place, talk in talks.items()}
    return MeasuredTalk(families, talks, shares)


def build_comparisons(
    store: Store, seed: int, measured: MeasuredTalk | None = None
) -> list[Comparison]:
    """Compare talk and record for each country, year and code.

    `measured` is what `measure_talk` says of the same store and seed, if it was asked before.

    Rows exist for every country and year with documents or dated systems, and for every code that
    is found anywhere, also where its count is zero. Deployment columns are `None` where no
    register of the country is loaded. Systems without any year stand in no row, nor do those that
    no inventory lists any longer, and a system that several registers of a country have counts
    once. Only national registers count: lists of cities, of bodies above countries and from
    research would count systems twice or for the wrong body.
    Where none of a year's systems has a text that can be coded, how many carry a code is `None`.
    """
    open_questions(store)
    measured = measured or measure_talk(store, seed)
    recorded = _read_recorded(store)
    registered = find_registered(store)
    codes = measured.families
    nothing = Talk(np.zeros(0, np.int64), np.zeros((0, len(codes)), np.int64))
    unsaid = [MeasuredShare(0, None, None, None, "none")] * len(codes)
    comparisons = []
    for country, year in sorted(measured.talks.keys() | recorded.keys()):
        talk = measured.talks.get((country, year), nothing)
        record = recorded.get((country, year), _Recorded(0, 0, 0, {}))
        shares = measured.shares.get((country, year), unsaid)
        for (code, family), share in zip(codes.items(), shares, strict=True):
            row = _talk_row(country, year, code, family, talk, share)
            comparisons.append(_with_record(row, record) if country in registered else row)
    return comparisons


def find_registered(store: Store) -> set[str]:
    """Countries with a national register; of the others nothing is known, which is not zero."""
    return {row[0] for row in store.query(_REGISTERED).rows}


def read_codes(store: Store) -> dict[str, str]:
    """Every code that a claim or a register's text carries, with its family."""
    return dict(store.query(_CODES).rows)


def read_talk(store: Store, codes: tuple[str, ...]) -> dict[tuple[str, int], Talk]:
    """Sentence and claim counts per document, by country and year; excerpts are left out.

    A country and year whose documents are all in languages without a codebook is there too, with
    no document: it was collected and could not be judged.
    """
    column = {code: number for number, code in enumerate(codes)}
    claims: dict[str, NDArray[np.int64]] = {}
    for document_id, code, count in store.query(_CLAIMS).rows:
        row = claims.setdefault(document_id, np.zeros(len(codes), np.int64))
        row[column[code]] = count
    grouped: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for country, year, document_id, is_judged, count in store.query(_DOCUMENTS).rows:
        held = grouped[(country, year)]
        if is_judged:
            held.append((document_id, count))
    none = np.zeros(len(codes), np.int64)
    return {
        key: Talk(
            np.array([count for _, count in held], np.int64),
            np.array([claims.get(name, none) for name, _ in held], np.int64).reshape(
                len(held), len(codes)
            ),
        )
        for key, held in grouped.items()
    }


def pool_countries(by_place: Mapping[tuple[str, int], Talk]) -> dict[int, Talk]:
    """The documents of all countries together, year by year."""
    pooled = {}
    for year in sorted({of for _, of in by_place}):
        parts = [talk for (_, of), talk in sorted(by_place.items()) if of == year]
        pooled[year] = Talk(
            np.concatenate([part.sentences for part in parts]),
            np.concatenate([part.claims for part in parts]),
        )
    return pooled


def measure_shares(talk: Talk, seed: tuple[int, ...]) -> list[MeasuredShare]:
    """The share of each code with its interval.

    Whole documents are drawn anew where there are at least five; with fewer, or where all or none
    of the sentences carry the code (every draw would say the same), Wilson's interval stands.
    """
    total = int(talk.sentences.sum())
    counts = [int(count) for count in talk.claims.sum(axis=0)]
    if total == 0:
        return [MeasuredShare(0, None, None, None, "none") for _ in counts]
    has_enough = len(talk.sentences) >= FEWEST_DOCUMENTS
    drawn = bootstrap_intervals(talk.sentences, talk.claims, seed) if has_enough else None
    measured = []
    for number, count in enumerate(counts):
        if drawn is not None and 0 < count < total:
            # A skewed draw may miss the share itself by a hair; the interval must hold it.
            low = min(float(drawn[number, 0]), count / total)
            high = max(float(drawn[number, 1]), count / total)
            measured.append(MeasuredShare(count, count / total, low, high, "bootstrap"))
        else:
            low, high = wilson_interval(count, total)
            measured.append(MeasuredShare(count, count / total, low, high, "wilson"))
    return measured


def seed_of(seed: int, country: str, year: int) -> tuple[int, ...]:
    """Entropy of one country and year, so that a new country does not move another's interval."""
    return (seed, year, int.from_bytes(country.encode(), "big"))


def _talk_row(
    country: str, year: int, code: str, family: str, talk: Talk, measured: MeasuredShare
) -> Comparison:
    return Comparison(
        country=country,
        year=year,
        code=code,
        family=family,
        document_count=len(talk.sentences),
        sentence_count=int(talk.sentences.sum()),
        claim_count=measured.claim_count,
        claim_share=measured.share,
        claim_share_low=measured.low,
        claim_share_high=measured.high,
        claim_interval=measured.interval,
        deployment_count=None,
        production_count=None,
        coded_deployment_count=None,
        deployment_share=None,
        deployment_share_low=None,
        deployment_share_high=None,
    )


def _with_record(row: Comparison, record: _Recorded) -> Comparison:
    total = record.system_count
    if total and not record.codable_count:
        return dataclasses.replace(
            row, deployment_count=total, production_count=record.production_count
        )
    coded = record.coded_counts.get(row.code, 0)
    low, high = wilson_interval(coded, total) if total else (None, None)
    return dataclasses.replace(
        row,
        deployment_count=total,
        production_count=record.production_count,
        coded_deployment_count=coded,
        deployment_share=coded / total if total else None,
        deployment_share_low=low,
        deployment_share_high=high,
    )


def _read_recorded(store: Store) -> dict[tuple[str, int], _Recorded]:
    coded: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for country, year, code, count in store.query(_CODED_SYSTEMS).rows:
        coded[(country, year)][code] = count
    return {
        (country, year): _Recorded(total, production, codable, coded[(country, year)])
        for country, year, total, production, codable in store.query(_SYSTEMS).rows
    }
