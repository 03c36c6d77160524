"""Which register rows speak of the same system: across registers, years and languages.

Rows of one country are compared where they are near each other (`link_candidates`), each pair gets
a score with reasons (`link_pairs`, `link_score`), and sure links make groups (`link_groups`). What
is neither sure nor unlikely is left to a person, whose verdict overrules the score.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.records import Deployment, DeploymentGroup, DeploymentLink
from models.link_candidates import find_candidates
from models.link_groups import Pair, build_groups, group_rows
from models.link_pairs import Likeness, compare_pairs
from models.link_rows import Bodies, Floats, Places, Rows, build_rows
from models.link_score import evidence_of, reasons_of, score_of
from models.link_words import Meanings

LINK_SCORE = 0.75
"""From here on a pair is taken as one system, if no other row fits as well."""

DOUBTFUL_SCORE = 0.35
"""From here on a pair is shown to a person."""

MARGIN = 0.5
"""Nats by which a link must be surer than the next best of either row in the other's register."""

MOST_SHOWN = 3
"""Doubtful pairs of a row with one other register: a name that fits more rows says nothing."""

TWIN_WORDS = 0.8
"""Likeness from which two rows of one register, body and name are one system listed twice."""

Key = tuple[str, str]
"""register_id and deployment_id."""


@dataclass(frozen=True, slots=True)
class Linking:
    """The pairs that are links or nearly, best first, and the group of every row."""

    links: list[DeploymentLink]
    groups: list[DeploymentGroup]


@dataclass(frozen=True, slots=True)
class _Compared:
    """The pairs by place, and what was found of each."""

    rows: Rows
    first: Places
    second: Places
    likeness: Likeness
    evidence: Floats
    scores: Floats
    is_rivalled: list[bool]


def link_deployments(
    deployments: Sequence[Deployment],
    languages: Mapping[str, str],
    meanings: Meanings,
    bodies: Bodies,
    *,
    verdicts: Mapping[frozenset[Key], bool] | None = None,
    with_addresses: bool = True,
) -> Linking:
    """Find the rows that are one system.

    `languages` has the language of each register's texts; `verdicts` what people said of pairs:
    true for the same system. Rows without a name must not be among the deployments.
    """
    ordered = sorted(deployments, key=_key_of)
    if not ordered:
        return Linking([], [])
    rows = build_rows(ordered, languages, meanings, bodies, with_addresses=with_addresses)
    said = _place_verdicts(ordered, verdicts or {})
    compared = _compare(rows, *_with_pairs(find_candidates(rows), said))
    scores = {
        (a, b): score
        for a, b, score in zip(
            compared.first.tolist(), compared.second.tolist(), compared.scores.tolist(), strict=True
        )
    }
    groups = group_rows(
        [row.register_id for row in ordered],
        scores,
        _sure_links(compared),
        same=frozenset(pair for pair, is_same in said.items() if is_same),
        different=frozenset(pair for pair, is_same in said.items() if not is_same),
    )
    group_of = {row: place for place, members in enumerate(groups) for row in members}
    indirect = [
        (a, b)
        for members in groups
        for at, a in enumerate(members)
        for b in members[at + 1 :]
        if (a, b) not in scores
    ]
    links = _links_of(compared, group_of, said)
    if indirect:
        links += _links_of(_compare(rows, *_places(indirect)), group_of, said)
    return Linking(
        sorted(links, key=lambda one: (-one.score, one.register_a, one.deployment_id_a)),
        build_groups(ordered, groups),
    )


def _key_of(row: Deployment) -> Key:
    return row.register_id, row.deployment_id


def _place_verdicts(
    rows: Sequence[Deployment], verdicts: Mapping[frozenset[Key], bool]
) -> dict[Pair, bool]:
    """Verdicts by the rows' places; those on rows that are gone are left out."""
    place_of = {_key_of(row): place for place, row in enumerate(rows)}
    found = {}
    for keys, is_same in verdicts.items():
        places = sorted(place_of[key] for key in keys if key in place_of)
        if len(places) == 2:
            found[places[0], places[1]] = is_same
    return found


def _with_pairs(
    candidates: tuple[Places, Places], more: Mapping[Pair, bool]
) -> tuple[Places, Places]:
    held = zip(candidates[0].tolist(), candidates[1].tolist(), strict=True)
    return _places(sorted({*held, *more}))


def _places(pairs: Sequence[Pair]) -> tuple[Places, Places]:
    first = np.array([a for a, _ in pairs], dtype=np.int64)
    return first, np.array([b for _, b in pairs], dtype=np.int64)


def _compare(rows: Rows, first: Places, second: Places) -> _Compared:
    likeness = compare_pairs(rows, first, second)
    evidence = evidence_of(likeness)
    registers = np.array([row.register_id for row in rows.deployments])
    twins = registers[first] == registers[second]
    bodies = np.array([" ".join(row.organisation.split()).casefold() for row in rows.deployments])
    # A register that gives a system twice says the same of it; namesakes are rows of their own.
    is_twin = (bodies[first] == bodies[second]) & (likeness.words >= TWIN_WORDS)
    evidence = np.where(twins, np.where(is_twin, 5.0, -10.0), evidence)
    rivalled = _rivalled(first, second, evidence, registers, twins & is_twin)
    return _Compared(rows, first, second, likeness, evidence, score_of(evidence), rivalled)


def _rivalled(
    first: Places, second: Places, evidence: Floats, registers: np.ndarray, are_twins: np.ndarray
) -> list[bool]:
    """Whether another row of the same register fits a pair's row as well, or nearly."""
    twins = set(zip(first[are_twins].tolist(), second[are_twins].tolist(), strict=True))
    best: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
    pairs = list(zip(first.tolist(), second.tolist(), evidence.tolist(), strict=True))
    for a, b, nats in pairs:
        best[a, registers[b]].append((nats, b))
        best[b, registers[a]].append((nats, a))

    def has_rival(row: int, other: int, nats: float) -> bool:
        return any(
            nats - rival_nats < MARGIN
            and rival != other
            and (min(rival, other), max(rival, other)) not in twins
            for rival_nats, rival in best[row, registers[other]]
        )

    return [
        registers[a] != registers[b] and (has_rival(a, b, nats) or has_rival(b, a, nats))
        for a, b, nats in pairs
    ]


def _sure_links(compared: _Compared) -> list[Pair]:
    """The pairs to be taken as links, surest first."""
    sure = [
        place
        for place in np.flatnonzero(compared.scores >= LINK_SCORE).tolist()
        if not compared.is_rivalled[place]
    ]
    sure.sort(key=lambda place: (-compared.evidence[place], place))
    return [(int(compared.first[place]), int(compared.second[place])) for place in sure]


def _links_of(
    compared: _Compared, group_of: Mapping[int, int], said: Mapping[Pair, bool]
) -> list[DeploymentLink]:
    """What is to be kept of the pairs: links, verdicts, and what a person should see."""
    registers = [row.register_id for row in compared.rows.deployments]
    taken = {(group, registers[row]) for row, group in group_of.items()}
    shown: Counter[tuple[int, str]] = Counter()
    found = []
    for place in np.argsort(-compared.evidence, kind="stable").tolist():
        a, b = int(compared.first[place]), int(compared.second[place])
        one_group = group_of[a] == group_of[b]
        verdict = said.get((a, b))
        state, basis, note = _state_of(compared, place, one_group, verdict)
        if state == "doubtful":
            sides = [(a, registers[b]), (b, registers[a])]
            is_settled = any((group_of[row], register) in taken for row, register in sides)
            is_crowded = any(shown[side] >= MOST_SHOWN for side in sides)
            if is_settled or is_crowded or compared.scores[place] < DOUBTFUL_SCORE:
                continue
            shown.update(sides)
        one, other = compared.rows.deployments[a], compared.rows.deployments[b]
        likeness = compared.likeness
        found.append(
            DeploymentLink(
                register_a=one.register_id,
                deployment_id_a=one.deployment_id,
                register_b=other.register_id,
                deployment_id_b=other.deployment_id,
                score=round(float(compared.scores[place]), 4),
                state=state,
                basis=basis,
                name_score=round(float(likeness.name[place]), 4),
                text_score=round(float(likeness.words[place]), 4),
                organisation_score=round(min(float(likeness.organisation[place]), 1.0), 4),
                has_same_address=bool(likeness.same_address[place])
                if likeness.has_addresses[place]
                else None,
                reasons="; ".join(part for part in (note, reasons_of(likeness, place)) if part),
            )
        )
    return found


def _state_of(
    compared: _Compared, place: int, one_group: bool, verdict: bool | None
) -> tuple[str, str, str]:
    """State and basis of a pair, and what has to be said before its reasons."""
    if verdict is not None:
        is_kept = verdict == one_group
        note = "" if is_kept else "another verdict stands against it"
        return ("link" if one_group else "different"), "review", note
    is_sure = bool(compared.scores[place] >= LINK_SCORE)
    if one_group:
        return ("link", "score", "") if is_sure else ("link", "group", "by way of other rows")
    if compared.is_rivalled[place]:
        return "doubtful", "score", "another row fits as well"
    if is_sure:
        return "apart", "score", "the other rows of their groups are unlike"
    return "doubtful", "score", ""
