"""Public bodies by name: which one a text or register means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from data.country import COUNTRIES, Countries, CountryCode
from data.declaration import Declaration, load_declaration, load_folder
from data.errors import DeclarationError
from data.ids import content_id
from data.organisation_name import NameForms, name_key, words_of

OrganisationKind = Literal[
    "government",  # the cabinet, or the government as a whole
    "parliament",
    "ministry",
    "agency",
    "supervisor",  # inspects and enforces
    "audit",
    "court",  # tribunals and boards of appeal among them
    "police",
    "funder",
    "university",
    "research",
    "health_authority",
    "region",
    "municipality",
    "joint_body",  # run by several municipalities or regions
    "association",  # of municipalities or regions
    "enterprise",  # owned by the state, regions or municipalities
    "commission",  # appointed for a time
    "international",
]

Name = Annotated[str, Field(min_length=2)]
OrganisationId = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z0-9]+)*$")]


class Predecessor(Declaration):
    """A body that another took over from; a mere change of name is an alias instead."""

    id: OrganisationId
    year: int = Field(ge=1800, le=2100)


class Organisation(Declaration):
    """A public body, with every name that documents and registers use for it."""

    name: Name
    aliases: tuple[Name, ...] = ()
    """Other names, as running text has them."""
    register_names: tuple[Name, ...] = ()
    """Names taken only where a body is expected: too short or common to be sought in sentences."""
    country: CountryCode
    kind: OrganisationKind
    number: str | None = None
    """Its number in the country's register of bodies."""
    parent: OrganisationId | None = None
    """The body it is a part of or answers to."""
    predecessors: tuple[Predecessor, ...] = ()
    in_text: bool = True
    """Whether running text is searched for its name and aliases."""

    def names(self) -> tuple[str, ...]:
        """Every name that running text uses, the full one first."""
        return (self.name, *self.aliases)

    def all_names(self) -> tuple[str, ...]:
        """Every name, those of registers last."""
        return (*self.names(), *self.register_names)


class CountryBodies(Declaration):
    """The public bodies of one country, by id: facts only.

    A body that is renamed keeps its id and gets the new name as `name`. Running text is searched
    for names as written, capitals included, so that WHO is not "who"; a name may be shared by
    bodies of two countries, and the document's country then decides.
    """

    country: CountryCode
    home_words: tuple[str, ...] = ()
    """The country in its bodies' English names: "Norwegian", "of Norway"."""
    municipal_words: tuple[str, ...] = ()
    """How a town is called a town at either end of its name: "kommune", "City of"."""
    in_text: bool = True
    """What holds for bodies that do not say themselves whether text is searched for them."""
    bodies: dict[OrganisationId, Organisation] = {}
    not_public_bodies: tuple[Name, ...] = ()
    """Names in registers that are known not to be a public body: companies, groups, blanks."""

    @model_validator(mode="before")
    @classmethod
    def _country_of_bodies(cls, content: Any) -> Any:
        if not isinstance(content, dict) or not isinstance(content.get("bodies"), dict):
            return content
        given = {"country": content.get("country"), "in_text": content.get("in_text", True)}
        bodies = {
            body_id: {**given, **body} if isinstance(body, dict) else body
            for body_id, body in content["bodies"].items()
        }
        return {**content, "bodies": bodies}

    @model_validator(mode="after")
    def _bodies_are_of_the_country(self) -> CountryBodies:
        for body_id, body in self.bodies.items():
            if body.country != self.country:
                raise ValueError(f"{body_id} is of {body.country}, the file of {self.country}")
        return self

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> CountryBodies:
        seen: dict[str, str] = {}
        for body_id, body in self.bodies.items():
            for name in body.all_names():
                other = seen.setdefault(name_key(name, self.forms()), body_id)
                if other != body_id or body.all_names().count(name) > 1:
                    both = f"{name!r} stands for both {other} and {body_id}"
                    raise ValueError(f"{both} in {self.country}: keep one")
        for name in self.not_public_bodies:
            if other_body := seen.get(name_key(name, self.forms())):
                raise ValueError(f"{name!r} is {other_body}, and under `not_public_bodies`")
        return self

    def forms(self) -> NameForms:
        """The words that make no difference between names of the country."""
        return NameForms(
            tuple(words_of(phrase) for phrase in self.home_words),
            tuple(words_of(phrase) for phrase in self.municipal_words),
        )


@dataclass(frozen=True, slots=True)
class Organisations:
    """Every declared body by id, and a hash that changes with any of the declarations."""

    by_id: Mapping[str, Organisation]
    hash: str = field(repr=False)
    not_public: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names that are declared not to be public bodies, by country."""
    forms: Mapping[str, NameForms] = field(default_factory=dict)
    """The words that make no difference between names, by country."""
    above_countries: frozenset[str] = frozenset()
    """Codes that stand above countries, such as EU."""

    def ids_by_name(self) -> dict[str, tuple[str, ...]]:
        """The bodies that a name in running text may stand for, more where countries share it."""
        found: dict[str, tuple[str, ...]] = {}
        for organisation_id, body in self.by_id.items():
            for name in body.names() if body.in_text else ():
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
    """Read `organisations/*.yml` in the folder: one file per country, named by its code.

    Raises:
        DeclarationError: a file is malformed, a country is unknown, a name stands for two bodies
            of one country, an id is given twice, or a parent or predecessor is not declared.
    """
    place = folder / "organisations"
    files = load_folder(place, CountryBodies)
    by_id: dict[str, Organisation] = {}
    for code, file in files.items():
        if code != file.country.lower():
            raise DeclarationError(
                f"{place / code}.yml: `country: {file.country}` belongs into "
                f"{file.country.lower()}.yml"
            )
        if twice := by_id.keys() & file.bodies.keys():
            raise DeclarationError(f"{place / code}.yml: declared elsewhere too: {sorted(twice)}")
        by_id.update(file.bodies)
    _check_kinship(place, by_id)
    return Organisations(
        by_id,
        content_id("organisations", *(file.model_dump_json() for file in files.values())),
        {file.country: file.not_public_bodies for file in files.values()},
        {file.country: file.forms() for file in files.values()},
        frozenset(load_declaration(COUNTRIES, Countries).above_countries),
    )


def _check_kinship(place: Path, by_id: Mapping[str, Organisation]) -> None:
    for body_id, body in by_id.items():
        named = [*([body.parent] if body.parent else []), *(one.id for one in body.predecessors)]
        for other in named:
            if other not in by_id or other == body_id:
                raise DeclarationError(
                    f"{place / body.country.lower()}.yml: {body_id} has {other!r} as parent or "
                    "predecessor, which is not another declared body"
                )
        if body_id in _parents(body_id, by_id):
            raise DeclarationError(
                f"{place / body.country.lower()}.yml: {body_id} is its own parent's parent"
            )


def _parents(body_id: str, by_id: Mapping[str, Organisation]) -> Iterable[str]:
    """Who stands above a body, nearest first; ends where a circle closes."""
    found: list[str] = []
    above = by_id[body_id].parent
    while above is not None and above in by_id and above not in found:
        found.append(above)
        above = by_id[above].parent
    return found
