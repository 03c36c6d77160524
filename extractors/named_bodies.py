"""Finds the public bodies that a text names, as written and by word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.organisation import Organisations

_WORD = re.compile(r"\w+")
_HEAD_OF = re.compile(r"\bSecretary of (?:the )?((?:[A-Z]\w+)(?:,? (?:and )?[A-Z]\w+)*)")


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A public body and where a text names it."""

    organisation_id: str
    start_char: int
    end_char: int
    name: str


@dataclass(frozen=True, slots=True)
class BodyNames:
    """Names of bodies by their first word, longest first, each with the bodies it may mean."""

    by_first_word: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]
    organisations: Organisations


def index_bodies(organisations: Organisations) -> BodyNames:
    """Make every declared name that running text may hold ready to be sought."""
    held: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, ids in organisations.ids_by_name().items():
        if first := _WORD.search(name):
            held.setdefault(first.group(), []).append((name, ids))
    ordered = {word: sorted(names, key=lambda one: -len(one[0])) for word, names in held.items()}
    return BodyNames(ordered, organisations)


def find_bodies(text: str, country: str, names: BodyNames) -> list[NamedBody]:
    """The bodies that a text of a country names, in order; the longest name counts.

    A secretary stands for the department ("Secretary of Energy").
    """
    found: list[NamedBody] = []
    taken = 0
    for word in _WORD.finditer(text):
        if word.start() < taken:
            continue
        for name, ids in names.by_first_word.get(word.group(), ()):
            end = word.start() + len(name)
            if text[word.start() : end] != name or text[end : end + 1].isalnum():
                continue
            if body := names.organisations.choose(ids, (country,)):
                found.append(NamedBody(body, word.start(), end, name))
                taken = end
                break
    found += _find_heads(text, country, names)
    return sorted(found, key=lambda body: (body.start_char, body.end_char))


def _find_heads(text: str, country: str, names: BodyNames) -> list[NamedBody]:
    found = []
    for head in _HEAD_OF.finditer(text):
        department = f"Department of {head[1]}"
        for name, ids in names.by_first_word.get("Department", ()):
            body = names.organisations.choose(ids, (country,))
            if name == department and body:
                found.append(NamedBody(body, head.start(), head.end(), head.group()))
    return found
