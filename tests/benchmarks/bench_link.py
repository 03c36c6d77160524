"""Linking: precision and recall on pairs that are known, and the time that many pairs take."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from rapidfuzz.fuzz import token_sort_ratio

from data.concept import load_concepts
from data.settings import DATA_FOLDER
from data.system_words import load_system_words
from models.link_candidates import find_candidates
from models.link_pairs import compare_pairs
from models.link_rows import Bodies, build_rows
from models.link_score import evidence_of, score_of
from models.link_words import Meanings
from tests.benchmarks.linked_registers import (
    NORWAY,
    TECH_WATCH,
    US_AFTER,
    US_BEFORE,
    Known,
    known_by_address,
    known_by_name,
    link_rows,
    measure_links,
    read_latest,
)

SEEDS = (1, 2, 3)
PAIR_COUNT = 1_000_000


def measure(shared: Path) -> list[dict[str, object]]:
    """One row per known set and way of linking, and one for speed beside a plain loop."""
    states = read_latest(shared, (US_BEFORE, US_AFTER))
    found = []
    for removing in (False, True):
        for seed in SEEDS:
            known = known_by_name(states, seed, removing=removing)
            note = ", half of the partners removed" if removing else ""
            found.append(_row(f"US 2024↔2025 by name, perturbed{note} (seed {seed})", known))
    norway = known_by_address(read_latest(shared, (NORWAY, TECH_WATCH)))
    found.append(_row("PSTW↔Norway, addresses hidden", norway, with_addresses=False))
    found.append(_row("PSTW↔Norway, addresses in use", norway))
    return [*found, *_measure_speed(shared)]


def _row(what: str, known: Known, *, with_addresses: bool = True) -> dict[str, object]:
    started = time.perf_counter()
    quality = measure_links(known, link_rows(known.deployments, with_addresses=with_addresses))
    return {
        "what": what,
        "known pairs": quality.pair_count,
        "precision": f"{quality.precision:.3f}",
        "recall": f"{quality.recall:.3f}",
        "left to a person": quality.doubtful_count,
        "other links": quality.other_count,
        "seconds": round(time.perf_counter() - started, 1),
    }


def _measure_speed(shared: Path) -> list[dict[str, object]]:
    """Score a million pairs of US rows that are near each other, and do the same by a loop."""
    states = read_latest(shared, (US_BEFORE, US_AFTER))
    meanings = Meanings(load_system_words(DATA_FOLDER), load_concepts(DATA_FOLDER))
    rows = build_rows(states, {}, meanings, Bodies({}, {}))
    started = time.perf_counter()
    first, second = find_candidates(rows, nearest=250)
    blocking = time.perf_counter() - started
    times = -(-PAIR_COUNT // len(first))
    first, second = (np.tile(part, times)[:PAIR_COUNT] for part in (first, second))
    started = time.perf_counter()
    score_of(evidence_of(compare_pairs(rows, first, second)))
    ours = time.perf_counter() - started
    names = rows.names
    started = time.perf_counter()
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        token_sort_ratio(names[a], names[b])
    plain = time.perf_counter() - started
    return [
        {
            "what": f"{len(first):,} pairs compared and scored (blocking {blocking:.1f} s before)",
            "seconds": round(ours, 1),
        },
        {
            "what": f"the same pairs, names only, in a plain rapidfuzz loop: ours takes "
            f"{ours / plain:.1f} times as long",
            "seconds": round(plain, 1),
        },
    ]
