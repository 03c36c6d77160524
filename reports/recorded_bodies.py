"""The systems that are or may be in production, by body: each code's share of them, or bounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.store import Store
from reports.intervals import FEWEST_DOCUMENTS, bootstrap_ratios, wilson_interval

_SYSTEMS = """
    select country, coalesce(organisation_id, organisation) as body, system_key,
           status = 'production' as is_production, is_codable
    from out_national_system where status = 'production' or may_be_production
    order by country, body, system_key
"""
_CODED = "select country, system_key, code from out_system_code"


@dataclass(frozen=True, slots=True)
class RecordedBodies:
    """A country's systems that are or may be in production: counts per body, and body and code."""

    production: NDArray[np.int64]
    silent_production: NDArray[np.int64]
    """Of production, systems without a text that can be coded."""
    coded_production: NDArray[np.int64]
    unknown: NDArray[np.int64]
    silent_unknown: NDArray[np.int64]
    coded_unknown: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RecordedShare:
    """A code's share of the systems in production: bounds, and intervals around them."""

    least: float
    most: float
    low: float
    high: float


def read_bodies(store: Store, codes: tuple[str, ...]) -> dict[str, RecordedBodies]:
    """What each country's national registers have, by body."""
    carried: dict[tuple[str, str], set[str]] = defaultdict(set)
    for country, system_key, code in store.query(_CODED).rows:
        carried[country, system_key].add(code)
    systems: dict[str, list[tuple[str, str, bool, bool]]] = defaultdict(list)
    for country, *system in store.query(_SYSTEMS).rows:
        systems[country].append(tuple(system))
    return {
        country: count_bodies(held, {key: carried[country, key] for _, key, *_ in held}, codes)
        for country, held in systems.items()
    }


def measure_bodies(
    held: RecordedBodies, seed: tuple[int, ...], is_bounded: bool, coverage: float | None
) -> list[RecordedShare] | None:
    """Each code's share of the systems in production; `None` where none of them can be coded."""
    production = held.production[:, None] + np.zeros_like(held.coded_production)
    if not is_bounded:
        if held.production.sum() == held.silent_production.sum():
            return None
        shares = _with_interval(production, held.coded_production, seed)
        return [RecordedShare(share, share, low, high) for share, low, high in shares]
    if not (production.any() or held.unknown.any()):
        return None
    uncoded = held.unknown[:, None] - held.coded_unknown
    open_unknown = held.coded_unknown + held.silent_unknown[:, None]
    least = _with_interval(production + uncoded, held.coded_production, seed)
    most = _with_interval(
        production + open_unknown,
        held.coded_production + held.silent_production[:, None] + open_unknown,
        seed,
    )
    known = 1.0 if coverage is None else coverage
    return [
        RecordedShare(known * a, known * b + (1 - known), known * low, known * high + (1 - known))
        for (a, low, _), (b, _, high) in zip(least, most, strict=True)
    ]


def count_bodies(
    systems: Iterable[tuple[str, str, bool, bool]],
    carried: Mapping[str, set[str]],
    codes: tuple[str, ...],
) -> RecordedBodies:
    """Counts from systems as (body, system, is in production, is codable)."""
    listed = list(systems)
    row = {body: at for at, body in enumerate(dict.fromkeys(body for body, *_ in listed))}
    plain = np.zeros((2, 2, len(row)), np.int64)  # in production or not, silent or not
    coded = np.zeros((2, len(row), len(codes)), np.int64)
    for body, key, is_production, is_codable in listed:
        plain[int(is_production), int(not is_codable), row[body]] += 1
        coded[int(is_production), row[body]] += [code in carried[key] for code in codes]
    (unknown, silent_unknown), (production, silent_production) = plain
    return RecordedBodies(
        production=production + silent_production,
        silent_production=silent_production,
        coded_production=coded[1],
        unknown=unknown + silent_unknown,
        silent_unknown=silent_unknown,
        coded_unknown=coded[0],
    )


def _with_interval(
    totals: NDArray[np.int64], counts: NDArray[np.int64], seed: tuple[int, ...]
) -> list[tuple[float, float, float]]:
    """Share, low and high of each code: bodies drawn anew where there are five, else Wilson's."""
    drawn = bootstrap_ratios(totals, counts, seed) if len(totals) >= FEWEST_DOCUMENTS else None
    shares = []
    for at, (total, count) in enumerate(zip(totals.sum(axis=0), counts.sum(axis=0), strict=True)):
        share = float(count / total) if total else 0.0
        if drawn is not None and 0 < count < total:
            low, high = (float(end) for end in drawn[at])
        else:
            low, high = wilson_interval(int(count), int(total)) if total else (0.0, 1.0)
        shares.append((share, min(low, share), max(high, share)))
    return shares
