"""Public bodies by name: which one a text or register means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, RootModel, model_validator

from data.country import CountryCode
from data.declaration import Declaration, load_declaration
from data.ids import content_id

OrganisationKind = Literal[
    "parliament",
    "ministry",
    "agency",
    "supervisor",  # inspects and enforces
    "audit",
    "funder",
    "health_authority",
    "region",
    "municipality",
    "association",  # of municipalities or regions
    "enterprise",  # owned by the state
    "commission",  # appointed for a time
    "international",
]

Name = Annotated[str, Field(min_length=2)]
OrganisationId = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z0-9]+)*$")]


class Organisation(Declaration):
    """A public body, with every name that running text uses for it; the key is its id."""

    name: Name
    aliases: tuple[Name, ...] = ()
    country: CountryCode
    kind: OrganisationKind
    number: str | None = None
    """Its number in the country's register of bodies."""

    def names(self) -> tuple[str, ...]:
        """Every name, the full one first."""
        return (self.name, *self.aliases)


class OrganisationFile(RootModel[dict[OrganisationId, Organisation]]):
    """All bodies by id."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> OrganisationFile:
        seen: dict[tuple[str, str], str] = {}
        for organisation_id, body in self.root.items():
            for name in body.names():
                other = seen.setdefault((body.country, name), organisation_id)
                if other != organisation_id or body.names().count(name) > 1:
                    raise ValueError(
                        f"{name!r} stands for both {other} and {organisation_id} in "
                        f"{body.country}: keep one"
                    )
        return self


@dataclass(frozen=True, slots=True)
class Organisations:
    """Every declared body by id, and a hash that changes when any name or country does."""

    by_id: Mapping[str, Organisation]
    hash: str = field(repr=False)

    def ids_by_name(self) -> dict[str, tuple[str, ...]]:
        """The bodies that a name may stand for: more than one where two countries share it."""
        found: dict[str, tuple[str, ...]] = {}
        for organisation_id, body in self.by_id.items():
            for name in body.names():
                found[name] = (*found.get(name, ()), organisation_id)
        return found

    def choose(self, candidates: tuple[str, ...], countries: tuple[str, ...]) -> str | None:
        """The one candidate that is meant in a text of these countries, if that is clear."""
        if len(candidates) == 1:
            return candidates[0]
        for country in countries:
            held = [one for one in candidates if self.by_id[one].country == country]
            if held:
                return held[0]  # names are told apart within a country
        return None


def load_organisations(folder: Path) -> Organisations:
    """Read `organisations.yml` in the folder.

    Raises:
        DeclarationError: the file is malformed, a country is unknown, or a name stands for two
            bodies of one country.
    """
    declared = load_declaration(folder / "organisations.yml", OrganisationFile)
    return Organisations(declared.root, content_id("organisations", declared.model_dump_json()))
