"""The scenario index: how far talk leans to openness or to control, by the declared terms."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.records import ScenarioIndex
from data.scenario import Axis, Scenarios, Term
from data.store import Store
from reports.compare import EVERYWHERE
from reports.intervals import FEWEST_DOCUMENTS, bootstrap_intervals, wilson_interval

EVERY_AXIS = "all"

# Excerpts were picked by a search and would tell what was searched for.
_SENTENCES = """
    select d.country, d.year, s.document_id, count(*)
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
    group by all
"""
_CLAIMS = """
    select d.country, d.year, s.document_id, s.sentence_id, s.type, c.code,
           coalesce(list(distinct f.value) filter (f.facet = 'actor'), [])
    from claim c
    join sentence s using (sentence_id, document_id)
    join document d using (document_id)
    left join claim_facet f using (claim_id, document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
    group by all
"""
OPEN, CLOSED = 0, 1
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Counted:
    """Sentences of each document of a place, and those on each pole: shape (documents, 2)."""

    sentences: NDArray[np.int64]
    poles: NDArray[np.int64]


def build_scenario_index(store: Store, scenarios: Scenarios, seed: int) -> list[ScenarioIndex]:
    """The index of each country and year, and of all countries: by axis and on all together."""
    every = Axis(
        open=tuple(dict.fromkeys(term for axis in scenarios.axes.values() for term in axis.open)),
        closed=tuple(
            dict.fromkeys(term for axis in scenarios.axes.values() for term in axis.closed)
        ),
    )
    axes = {**scenarios.axes, EVERY_AXIS: every}
    sentences = store.query(_SENTENCES).rows
    claims = store.query(_CLAIMS).rows
    return [
        _index_row(place, name, counted, (seed, zlib.crc32(f"{place}{name}".encode())))
        for name, axis in axes.items()
        for place, counted in _count(sentences, claims, axis)
    ]


def _count(
    sentences: Sequence[tuple[str, int, str, int]],
    claims: Sequence[tuple[str, int, str, str, str, str, list[str]]],
    axis: Axis,
) -> Iterator[tuple[Place, _Counted]]:
    on_pole: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for _, _, document_id, sentence_id, kind, code, actors in claims:
        for pole, terms in ((OPEN, axis.open), (CLOSED, axis.closed)):
            if any(_fits(term, code, kind, actors) for term in terms):
                on_pole[document_id][pole].add(sentence_id)
    places: dict[Place, list[tuple[int, int, int]]] = defaultdict(list)
    for country, year, document_id, count in sorted(sentences):
        found = on_pole[document_id]
        for place in ((country, year), (EVERYWHERE, year)):
            places[place].append((count, len(found[OPEN]), len(found[CLOSED])))
    for place in sorted(places):
        table = np.array(places[place], dtype=np.int64)
        yield place, _Counted(table[:, 0], table[:, 1:])


def _fits(term: Term, code: str, kind: str, actors: Sequence[str]) -> bool:
    return (
        term.code == code
        and (term.actor is None or term.actor in actors)
        and (term.type is None or term.type == kind)
    )


def _index_row(place: Place, axis: str, counted: _Counted, seed: tuple[int, ...]) -> ScenarioIndex:
    told = counted.poles.sum(axis=1)
    open_count, closed_count = (int(one) for one in counted.poles.sum(axis=0))
    total = open_count + closed_count
    low: float | None = None
    high: float | None = None
    interval = "none"
    share = open_count / total if total else None
    if total and int((told > 0).sum()) >= FEWEST_DOCUMENTS:
        ends = bootstrap_intervals(told, counted.poles[:, [OPEN]], seed)
        # The percentiles of few draws may miss the share itself, which an interval must hold.
        low = min(float(ends[0, 0]), open_count / total)
        high = max(float(ends[0, 1]), open_count / total)
        interval = "bootstrap"
    elif total:
        low, high = wilson_interval(open_count, total)
        interval = "wilson"
    return ScenarioIndex(
        country=place[0],
        year=place[1],
        axis=axis,
        document_count=len(counted.sentences),
        sentence_count=int(counted.sentences.sum()),
        open_count=open_count,
        closed_count=closed_count,
        open_share=share,
        open_share_low=low,
        open_share_high=high,
        interval=interval,
    )
