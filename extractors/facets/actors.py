"""Who is said to act: bodies by name, the issuer, government, industry, the technology, people.

Who is named, `names.py` tells, and which of them is the subject of a verb, `subjects.py`;
here those who are named together are joined, and of all who act those are chosen who do so in what
a claim says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.codebook import Codebook
from data.organisation import Organisations
from extractors.cues import Match, drop_masked
from extractors.facets.names import Actor, find_named
from extractors.facets.reader import Reading
from extractors.facets.subjects import find_verb

_LOOK_CHARS = 60
_REPORT_CHARS = 40
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts, with the place of the verb that shows it; what hides actors; all who are named."""

    acting: tuple[tuple[Actor, int], ...]
    passives: tuple[Match, ...]
    named: tuple[Actor, ...]


def find_cast(
    reading: Reading, codebook: Codebook, organisations: Organisations, country: str | None
) -> Cast:
    """Everybody whom a sentence names, and who of them acts; bodies are known by their country."""
    named = find_named(reading, codebook, organisations, country)
    passives = tuple(drop_masked(reading.of("passive"), reading.of("not_passive")))
    acting: list[tuple[Actor, int]] = []
    for members in _lists(named, reading):
        verb = find_verb(members, reading, passives, acting)
        if verb is not None:
            acting += [(actor, verb) for actor in members]
        elif len(members) > 1 and not reading.words.is_verb_second:
            # "for the ministry, AI and registers will"
            verb = find_verb(members[1:], reading, passives, acting)
            acting += [(actor, verb) for actor in members[1:] if verb is not None]
    return Cast(tuple(_causers(acting, reading)), passives, named)


def choose_actors(cast: Cast, reading: Reading, place: int) -> tuple[Actor, ...]:
    """Who acts in what is said at a place: the subject of its clause, or of the last one before.

    Subjects of one verb belong together ("Digdir and KS will"). Who only reports what is said does
    not act in it. Nobody gives an empty tuple: the clause is in the passive, or names no subject.
    """
    clause = reading.clauses.at(place)
    for at in range(clause, -1, -1):
        here = [
            one
            for one in cast.acting
            if reading.clauses.at(one[0].start_char) == at and not _reports(one[0], reading, place)
        ]
        if here:
            before = [one for one in here if one[0].start_char <= place]
            verb = (before[-1] if before else here[0])[1]
            return tuple(actor for actor, its_verb in here if its_verb == verb)
        if any(reading.clauses.at(hidden.start_char) == at for hidden in cast.passives):
            return ()
        if at == clause and at in reading.clauses.relatives:
            meant = [one for one in cast.named if _is_meant(one, reading, at)]
            if meant:
                return (meant[-1],)
    return ()


def _is_meant(actor: Actor, reading: Reading, clause: int) -> bool:
    """Whether a "which" stands just after somebody: "a portal which saves time"."""
    between = reading.text[actor.end_char : reading.clauses.starts[clause]]
    return actor.end_char <= reading.clauses.starts[clause] and between in (" ", ", ")


def _reports(actor: Actor, reading: Reading, place: int) -> bool:
    """Whether somebody else than the issuer and the government only says what stands at a place."""
    if actor.kind in ("issuer", "government", "technology"):
        return False
    return any(
        actor.end_char <= verb.start_char <= actor.end_char + _REPORT_CHARS
        and verb.end_char <= place
        for group in ("reporting", "showing")
        for verb in reading.of(group)
    )


def _causers(acting: list[tuple[Actor, int]], reading: Reading) -> list[tuple[Actor, int]]:
    """Those who act of themselves: in "the system makes pupils save time" it is the system."""
    for cause in reading.of("cause"):
        clause = reading.clauses.at(cause.start_char)
        here = [one for one in acting if reading.clauses.at(one[0].start_char) == clause]
        if any(actor.end_char <= cause.start_char for actor, _ in here):
            made = {verb for actor, verb in here if actor.start_char >= cause.end_char}
            acting = [one for one in acting if one[1] not in made]
    return acting


def _lists(named: Sequence[Actor], reading: Reading) -> list[list[Actor]]:
    """Those who are named together, "a, b and c"; a comma joins only where an "and" follows."""
    groups: list[list[Actor]] = []
    waiting: list[Actor] = []  # joined to each other by commas, until an "and" comes
    for actor in named:
        joint = _joint(waiting[-1], actor, reading) if waiting else ""
        if joint == "and":
            groups.append([*waiting, actor])
            waiting = []
            continue
        if joint != ",":
            groups += [[one] for one in waiting]
            waiting = []
        waiting.append(actor)
    groups += [[one] for one in waiting]
    return groups


def _joint(actor: Actor, other: Actor, reading: Reading) -> str:
    """What joins two who are named, with articles around: "," or "and", else nothing."""
    between = reading.text[actor.end_char : other.start_char]
    if len(between) > _LOOK_CHARS:
        return ""
    words = [
        word.lower()
        for word in _WORD.findall(between)
        if not word.istitle()  # "the Tax Administration"
    ]
    conjunctions = reading.words.beneficiaries.conjunctions
    others = [word for word in words if word not in conjunctions]
    if any(not reading.is_filler(word) for word in others):
        return ""
    if len(others) < len(words):
        return "and"
    return "," if "," in between else ""
