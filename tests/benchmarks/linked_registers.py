"""Linking measured on real registers: which rows are one system is known by name or by address."""

from __future__ import annotations

import random
import string
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.concept import load_concepts
from data.organisation import load_organisations
from data.records import Deployment
from data.register import load_registers, normalise
from data.settings import DATA_FOLDER
from data.study import LITERATURE, load_studies
from data.system_words import load_system_words
from extractors.registers.deployments import UNNAMED, read_deployments
from extractors.registers.editions import find_edition_files
from extractors.registers.organisations import index_names, match_name
from extractors.registers.studies import studied_deployments
from models.link import Key, Linking, link_deployments
from models.link_rows import Bodies, address_key
from models.link_words import Meanings

US_BEFORE, US_AFTER = "us-federal-2024", "us-federal-2025"
NORWAY, TECH_WATCH, TECH_WATCH_BEFORE = "no-digdir-ki", "eu-pstw", "eu-jrc-2022"

_LETTERS_PER_SLIP = 12
_SHARE_REMOVED = 0.5


@dataclass(frozen=True, slots=True)
class Known:
    """Rows of two registers, the pairs of them known to be one system, and their languages."""

    deployments: list[Deployment]
    pairs: frozenset[frozenset[Key]]
    rows: frozenset[Key]
    """Rows whose partner is known, or known to be missing."""


@dataclass(frozen=True, slots=True)
class LinkQuality:
    """How many links are right, of those that touch a row whose partner is known."""

    pair_count: int
    right_count: int
    wrong_count: int
    doubtful_count: int
    """Known pairs that were left to a person."""
    other_count: int
    """Links between rows of which nothing is known."""

    @property
    def precision(self) -> float:
        """Share of the links that are right."""
        return self.right_count / max(self.right_count + self.wrong_count, 1)

    @property
    def recall(self) -> float:
        """Share of the known pairs that were linked."""
        return self.right_count / max(self.pair_count, 1)


def read_latest(shared: Path, register_ids: Iterable[str]) -> list[Deployment]:
    """The latest edition of each register, by its declaration; rows without a name left out."""
    declared = load_registers(DATA_FOLDER / "registers")
    found: list[Deployment] = []
    for register_id in register_ids:
        if register_id == LITERATURE:
            found += studied_deployments(load_studies(DATA_FOLDER / "studies"))
            continue
        register = declared[register_id]
        file = find_edition_files(register, shared / "registers")[-1]
        found += read_deployments(
            register_id, register, file.path.read_bytes(), "latest", "2026", str(file.path.name)
        )
    return [row for row in found if row.name != UNNAMED]


def link_rows(
    deployments: Sequence[Deployment],
    *,
    with_addresses: bool = True,
    verdicts: Mapping[frozenset[Key], bool] | None = None,
) -> Linking:
    """Link rows as a run does, with the project's bodies and words."""
    organisations = load_organisations(DATA_FOLDER)
    index = index_names(organisations)
    matched = {
        (row.register_id, row.deployment_id): match_name(
            row.organisation, row.body_country or row.country, index
        ).organisation_id
        for row in deployments
    }
    parents = {one: body.parent for one, body in organisations.by_id.items() if body.parent}
    bodies = Bodies({key: one for key, one in matched.items() if one}, parents)
    languages = {
        one: register.language
        for one, register in load_registers(DATA_FOLDER / "registers").items()
    }
    meanings = Meanings(load_system_words(DATA_FOLDER), load_concepts(DATA_FOLDER))
    return link_deployments(
        deployments,
        languages,
        meanings,
        bodies,
        with_addresses=with_addresses,
        verdicts=verdicts,
    )


def known_by_name(deployments: Sequence[Deployment], seed: int, *, removing: bool = False) -> Known:
    """US rows with one agency and name in both years, the names of 2024 then perturbed.

    With `removing`, half of the partners are taken out of 2025, so that a link from such a row of
    2024 can only be wrong.
    """
    rng = random.Random(seed)
    held: dict[tuple[str, str], dict[str, list[Deployment]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in deployments:
        held[normalise(row.organisation), normalise(row.name)][row.register_id].append(row)
    known = [
        (rows[US_BEFORE][0], rows[US_AFTER][0])
        for rows in held.values()
        if len(rows[US_BEFORE]) == len(rows[US_AFTER]) == 1
    ]
    removed = {key_of(after) for _, after in known if removing and rng.random() < _SHARE_REMOVED}
    perturbed = {key_of(before): perturb(before.name, rng) for before, _ in known}
    rows = [
        replace(row, name=perturbed.get(key_of(row), row.name))
        for row in deployments
        if key_of(row) not in removed
    ]
    pairs = [
        (key_of(before), key_of(after)) for before, after in known if key_of(after) not in removed
    ]
    return Known(
        rows,
        frozenset(frozenset(pair) for pair in pairs),
        frozenset({*perturbed, *(after for _, after in pairs)}),
    )


def known_by_address(deployments: Sequence[Deployment]) -> Known:
    """Norwegian rows of both registers with one address that each of them has once."""
    rows = [row for row in deployments if (row.body_country or row.country) == "NO"]
    times = Counter((row.register_id, address_key(row.url)) for row in rows)
    by_address: dict[str, list[Key]] = defaultdict(list)
    for row in rows:
        address = address_key(row.url)
        if address and times[row.register_id, address] == 1:
            by_address[address].append(key_of(row))
    pairs = frozenset(frozenset(keys) for keys in by_address.values() if len(keys) == 2)
    return Known(rows, pairs, frozenset(key for pair in pairs for key in pair))


def measure_links(known: Known, linking: Linking) -> LinkQuality:
    """Hold the links against what is known."""
    linked = {
        frozenset(
            ((link.register_a, link.deployment_id_a), (link.register_b, link.deployment_id_b))
        )
        for link in linking.links
        if link.state == "link" and link.register_a != link.register_b
    }
    doubtful = {
        frozenset(
            ((link.register_a, link.deployment_id_a), (link.register_b, link.deployment_id_b))
        )
        for link in linking.links
        if link.state in ("doubtful", "apart")
    }
    judged = {pair for pair in linked if not known.rows.isdisjoint(pair)}
    return LinkQuality(
        pair_count=len(known.pairs),
        right_count=len(judged & known.pairs),
        wrong_count=len(judged - known.pairs),
        doubtful_count=len(doubtful & known.pairs),
        other_count=len(linked - judged),
    )


def perturb(name: str, rng: random.Random) -> str:
    """The name with a word dropped, two words changed about, and a slip every twelve letters."""
    words = name.split()
    if len(words) >= 3:
        words.pop(rng.randrange(len(words)))
    if len(words) >= 2:
        first, second = rng.sample(range(len(words)), 2)
        words[first], words[second] = words[second], words[first]
    text = " ".join(words)
    for _ in range(max(1, len(text) // _LETTERS_PER_SLIP)):
        text = _slip(text, rng) or text
    return text


def key_of(row: Deployment) -> Key:
    """What identifies a row in all registers."""
    return row.register_id, row.deployment_id


def _slip(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    letter = rng.choice(string.ascii_lowercase)
    return rng.choice(
        (
            text[:at] + letter + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        )
    )
