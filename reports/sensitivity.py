"""How far each headline number moves when one thing that it rests on is taken away or changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from data.records import SensitivityVariant
from data.store import Store
from reports.compare import find_registered
from reports.headline_counts import (
    Record,
    empty_record,
    read_families,
    read_record,
    read_records_without,
    read_talk,
)
from reports.headline_numbers import (
    CLAIM_SHARE,
    CODED_SHARE,
    MEASURES,
    OBSERVED_GAP,
    OF_RECORD,
    Ratio,
    Values,
    is_headline,
    number_id,
    record_ratios,
    talk_ratios,
)
from reports.questions import open_questions
from reports.variants import (
    OTHER_SCALE,
    Evidence,
    Variant,
    base_counts,
    find_variants,
    stack_fallen,
)

AS_IT_STANDS = "as it stands"
LOWEST, HIGHEST, NOTHING_LEFT = "lowest", "highest", "nothing left"
NO_REGISTER = "no register loaded"
NO_DOCUMENT = "no dated document in scope, excerpts left out"
NOTHING = "nothing to take a share of"
NOT_CODABLE = "no system in production whose text can be coded"

_FALLEN = """
    with cued as (
        select d.country, s.sentence_id, c.code, c.family,
               s.type in ('vision', 'commitment') as is_hope,
               if(q.cue is null or starts_with(q.cue, 'learned: '), '', q.cue) as cue
        from claim c
        join sentence s using (sentence_id, document_id)
        join document d on d.document_id = c.document_id
        left join claim_cue q on q.claim_id = c.claim_id and q.document_id = c.document_id
        where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
    ), carried as (
        select country, code, sentence_id, is_hope, cue from cued
        union all
        select country, 'any_' || family, sentence_id, is_hope, cue from cued
    ), sole as (
        select country, code, sentence_id, is_hope, min(cue) as cue
        from carried group by country, code, sentence_id, is_hope having count(distinct cue) = 1
    )
    select country, code, cue, count(*), count(*) filter (is_hope)
    from sole group by country, code, cue order by country, code, cue
"""
_TWINS = """
    with pair as (
        select document_id as a, other_document_id as b from out_repeated_document
    ), sized as (
        select document_id, count(*) as sentence_count from sentence group by document_id
    )
    select distinct if((x.sentence_count, a) < (y.sentence_count, b), a, b)
    from pair join sized x on x.document_id = a join sized y on y.document_id = b
"""
_NATIONAL = """
    select distinct r.register_id, r.country from out_system_record r
    left join register g using (register_id)
    where coalesce(g.is_national, true) order by r.register_id
"""


def build_sensitivity(
    store: Store, languages: Mapping[str, tuple[str, ...]]
) -> list[SensitivityVariant]:
    """Every headline number under every variant, for each country and code, all years together.

    Of things left out one at a time (documents, cues, registers) the lowest and the highest
    outcome are kept, with what was left out and how many were tried; where something left out
    leaves nothing to take a share of, a row without a value says so. Without a cue those claims
    fall that have no other: the coder may have seen them even so, and this is the most that a cue
    can matter. Of documents held twice the one with more sentences stays.

    Args:
        store: with documents, claims and registers in place.
        languages: languages in which each country's government writes; a document in another, or
            whose note says so, is a translation. Countries that are not there are not judged.
    """
    open_questions(store)
    families = read_families(store)
    rows: list[SensitivityVariant] = []
    for country, evidence in _read_evidence(store, tuple(families), languages):
        base = _base_ratios(evidence)
        rows += _base_rows(country, families, base, evidence)
        for variant in find_variants(evidence):
            rows += _variant_rows(country, families, base, variant)
    return rows


def _read_evidence(
    store: Store, codes: tuple[str, ...], languages: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, Evidence]]:
    talks, records = read_talk(store, codes), read_record(store, codes)
    nothing = empty_record(len(codes))
    fallen: dict[str, list[tuple[int, str, int, int]]] = defaultdict(list)
    for country, code, *rest in store.query(_FALLEN).rows:
        fallen[country].append((codes.index(code), *rest))
    owners = dict(store.query(_NATIONAL).rows)
    without: dict[str, dict[str, Record]] = defaultdict(dict)
    for register_id, left in read_records_without(store, codes, tuple(owners)):
        country = owners[register_id]
        without[country][register_id] = left.get(country, nothing)
    twins = frozenset(row[0] for row in store.query(_TWINS).rows)
    registered = find_registered(store)
    for country in sorted(talks.keys() | registered):
        yield (
            country,
            Evidence(
                talk=talks.get(country),
                record=records.get(country, nothing) if country in registered else None,
                records_without=without[country],
                fallen=stack_fallen(fallen[country], len(codes)),
                twins=twins,
                languages=languages.get(country),
            ),
        )


def _base_ratios(evidence: Evidence) -> dict[str, Ratio]:
    ratios: dict[str, Ratio] = {}
    if evidence.talk is not None:
        ratios |= talk_ratios(*base_counts(evidence.talk))
    if evidence.record is not None:
        ratios |= record_ratios(evidence.record)
    return ratios


def _base_rows(
    country: str,
    families: Mapping[str, str | None],
    base: Mapping[str, Ratio],
    evidence: Evidence,
) -> Iterator[SensitivityVariant]:
    values = _with_gap({measure: ratio.value()[None] for measure, ratio in base.items()}, base)
    for measure in MEASURES:
        reason = NOTHING
        if measure in OF_RECORD and evidence.record is None:
            reason = NO_REGISTER
        elif measure not in values:
            reason = NO_DOCUMENT
        elif measure in (CODED_SHARE, OBSERVED_GAP):
            reason = NOT_CODABLE
        ratio = base.get(measure)
        for number, (code, family) in enumerate(families.items()):
            if is_headline(measure, code):
                value = _plain(values[measure][0, number]) if measure in values else None
                yield SensitivityVariant(
                    number_id=number_id(measure, country, code),
                    measure=measure,
                    country=country,
                    code=code,
                    family=family,
                    variant=AS_IT_STANDS,
                    extreme=None,
                    left_out=None,
                    tried_count=0,
                    value=value,
                    baseline=value,
                    difference=None if value is None else 0.0,
                    part_count=None if ratio is None else int(ratio.part[number]),
                    whole_count=None if ratio is None else int(ratio.whole[number]),
                    reason=None if value is not None else reason,
                    is_same_scale=True,
                )


def _variant_rows(
    country: str,
    families: Mapping[str, str | None],
    base: Mapping[str, Ratio],
    variant: Variant,
) -> Iterator[SensitivityVariant]:
    baselines = _with_gap({measure: ratio.value()[None] for measure, ratio in base.items()}, base)
    is_by_turn = variant.left_out != (None,)
    is_same_scale = variant.name not in OTHER_SCALE
    changed = _with_gap(variant.values, base) if is_same_scale else variant.values
    for measure, values in changed.items():
        for number, (code, family) in enumerate(families.items()):
            baseline = _plain(baselines[measure][0, number]) if measure in baselines else None
            if baseline is None or not is_headline(measure, code):
                continue
            tried = np.arange(len(values))
            if variant.touched is not None:
                tried = tried[variant.touched[:, number]]
            for extreme, at in _extremes(values[:, number], tried):
                value = _plain(values[at, number])
                yield SensitivityVariant(
                    number_id=number_id(measure, country, code),
                    measure=measure,
                    country=country,
                    code=code,
                    family=family,
                    variant=variant.name,
                    extreme=extreme if is_by_turn else None,
                    left_out=variant.left_out[at],
                    tried_count=len(tried) if is_by_turn else 0,
                    value=value,
                    baseline=baseline,
                    difference=None if value is None else value - baseline,
                    part_count=None,
                    whole_count=None,
                    reason=None if value is not None else NOTHING,
                    is_same_scale=is_same_scale,
                )


def _extremes(values: Values, tried: NDArray[np.int64]) -> Iterator[tuple[str, int]]:
    """Where the lowest and the highest value stand, and the first place that has none."""
    empty = tried[np.isnan(values[tried])]
    told = tried[~np.isnan(values[tried])]
    if len(told):
        yield LOWEST, int(told[values[told].argmin()])
        if len(tried) > 1:
            yield HIGHEST, int(told[values[told].argmax()])
    if len(empty):
        yield NOTHING_LEFT, int(empty[0])


def _with_gap(changed: Mapping[str, Values], base: Mapping[str, Ratio]) -> dict[str, Values]:
    """The changed measures, and the gap that follows from them and the unchanged ones."""
    values = dict(changed)
    sides = [
        changed.get(measure, base[measure].value()[None] if measure in base else None)
        for measure in (CLAIM_SHARE, CODED_SHARE)
    ]
    if (
        sides[0] is not None
        and sides[1] is not None
        and changed.keys()
        & {
            CLAIM_SHARE,
            CODED_SHARE,
        }
    ):
        values[OBSERVED_GAP] = sides[0] - sides[1]
    return values


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
