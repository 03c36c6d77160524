"""Which public body a publisher's, owner's or actor's name stands for; nothing is guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from data.organisation import Organisations
from data.organisation_name import NameForms, name_key
from data.records import OrganisationNameMatch

Basis = Literal["exact", "alias", "not a public body", "unmatched"]

_BRACKETS = re.compile(r"\(([^()]*)\)")
_PARTS = re.compile(r"\s+/\s+|\s*[|;]\s*|\s+[-–—]\s+")
_LISTS = (re.compile(r",\s+"), re.compile(r",\s+|\s+and\s+|\s+og\s+|\s+och\s+"))
_NO_FORMS = NameForms()


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The body that a name stands for, and how that is known."""

    organisation_id: str | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name as it stands in a document's publisher, a register's row or a claim's actor."""

    found_in: Literal["publisher", "register", "actor"]
    register_id: str | None
    country: str
    name: str
    organisation_id: str | None = None
    """The body where it is known already: a claim's coder has read the sentence."""


UNMATCHED = NameMatch(None, "unmatched")


@dataclass(frozen=True, slots=True)
class NameIndex:
    """All declared names by country and comparable form."""

    by_country: Mapping[str, Mapping[str, NameMatch]]
    forms: Mapping[str, NameForms]
    above_countries: frozenset[str]

    def find(self, name: str, country: str) -> NameMatch:
        """The match of one name as a whole: at home, else above countries.

        A row of a code above countries, such as EU, may mean a body of any one country.
        """
        abroad = sorted(
            self.by_country if country in self.above_countries else self.above_countries
        )
        if found := self._in(country, name):
            return found
        elsewhere = {found for code in abroad if (found := self._in(code, name))}
        bodies = {match.organisation_id for match in elsewhere}
        return min(elsewhere, key=lambda match: match.basis) if len(bodies) == 1 else UNMATCHED

    def _in(self, country: str, name: str) -> NameMatch | None:
        key = name_key(name, self.forms.get(country, _NO_FORMS))
        return self.by_country.get(country, {}).get(key)


def index_names(organisations: Organisations) -> NameIndex:
    """Make the declared names ready to be matched."""
    by_country: dict[str, dict[str, NameMatch]] = {}
    for organisation_id, body in organisations.by_id.items():
        held = by_country.setdefault(body.country, {})
        forms = organisations.forms.get(body.country, _NO_FORMS)
        held[name_key(body.name, forms)] = NameMatch(organisation_id, "exact")
        for name in body.all_names():
            held.setdefault(name_key(name, forms), NameMatch(organisation_id, "alias"))
    for country, names in organisations.not_public.items():
        held = by_country.setdefault(country, {})
        for name in names:
            key = name_key(name, organisations.forms.get(country, _NO_FORMS))
            held[key] = NameMatch(None, "not a public body")
    return NameIndex(by_country, organisations.forms, organisations.above_countries)


def match_name(name: str, country: str, index: NameIndex) -> NameMatch:
    """The body that a name stands for.

    Tried in this order: the whole; without what stands in brackets; the parts of a name in two
    languages or with a unit ("EN / FR", "unit - body", "A | B"), the first known one; what stands
    in brackets; and a list in which every name is known, the first being the one that leads. A
    reading that is no public body counts only where no other is one.
    """
    readings = tuple(_readings(name, country, index))
    if readings[0] != UNMATCHED:
        return readings[0]
    known = [match for match in readings if match != UNMATCHED]
    bodies = [match for match in known if match.organisation_id is not None]
    return (bodies or known or [UNMATCHED])[0]


def match_names(found: Iterable[FoundName], index: NameIndex) -> list[OrganisationNameMatch]:
    """Match each name as found, once per place, country and writing, with how often it stands."""
    rows = []
    for one, count in Counter(found).items():
        match = match_name(one.name, one.country, index)
        if one.organisation_id not in (None, match.organisation_id):
            match = NameMatch(one.organisation_id, "alias")
        rows.append(
            OrganisationNameMatch(
                found_in=one.found_in,
                register_id=one.register_id,
                country=one.country,
                name=one.name,
                organisation_id=match.organisation_id,
                basis=match.basis,
                row_count=count,
            )
        )
    return sorted(
        rows, key=lambda row: (row.found_in, row.register_id or "", row.country, row.name)
    )


def _readings(name: str, country: str, index: NameIndex) -> Iterator[NameMatch]:
    bare = _BRACKETS.sub(" ", name)
    yield index.find(name, country)
    yield index.find(bare, country)
    parts = [part for part in _PARTS.split(name) if part]
    for part in parts if len(parts) > 1 else ():
        yield index.find(part, country)
        yield index.find(_BRACKETS.sub(" ", part), country)
    for inside in _BRACKETS.findall(name):
        yield index.find(inside, country)
    for mark in _LISTS:
        listed = [index.find(part, country) for part in mark.split(bare) if part.strip()]
        if len(listed) > 1 and UNMATCHED not in listed:
            yield from listed
