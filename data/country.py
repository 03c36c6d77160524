"""Country codes: from the names that sources write, and back to the names that reports print."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from data.declaration import Declaration, load_declaration
from data.errors import UsageError

COUNTRIES = Path(__file__).with_name("countries.yml")

Code = Annotated[str, Field(pattern=r"^[A-Z]{2,6}$")]
Names = Annotated[tuple[str, ...], Field(min_length=1)]


class Countries(Declaration):
    """Names by code; the first name of a code is the one that reports print."""

    countries: dict[Code, Names]
    above_countries: dict[Code, Names]
    fictional: dict[Code, Names]

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> Countries:
        codes_by_name(self)
        return self

    def names(self) -> dict[str, tuple[str, ...]]:
        """All names of every code, whatever its kind."""
        return {**self.countries, **self.above_countries, **self.fictional}


def _declared(code: str) -> str:
    if code not in _countries().names():
        raise ValueError(f"no country has the code {code!r} in {COUNTRIES.name}")
    return code


CountryCode = Annotated[str, AfterValidator(_declared)]
"""A code that `countries.yml` has, for declarations: `UK` for `GB` is refused."""


def country_code(name: str) -> str:
    """The code of a country or of a body above countries, from a name or from the code itself.

    `Norge`, `south_korea`, `usa`, `the Netherlands` and `NO` are all understood.

    Raises:
        UsageError: the name is not in `countries.yml`.
    """
    code = _codes_by_name().get(_key(name))
    if code is None:
        raise UsageError(
            f"no country is called {name!r}: add the name to its code in {COUNTRIES}, "
            "or correct it where it is written"
        )
    return code


def country_name(code: str) -> str:
    """The name that reports print for a code.

    Raises:
        UsageError: the code is not in `countries.yml`.
    """
    names = _countries().names().get(code)
    if names is None:
        raise UsageError(f"no country has the code {code!r}: add it to {COUNTRIES}")
    return names[0]


def codes_by_name(countries: Countries) -> Mapping[str, str]:
    """The code of each name as compared; a name that two codes claim is refused."""
    found: dict[str, str] = {}
    for code, names in countries.names().items():
        for name in (code, *names):
            other = found.setdefault(_key(name), code)
            if other != code:
                raise ValueError(f"{name!r} stands for both {other} and {code}")
    return found


def _key(name: str) -> str:
    """A name as compared: no accents, case, punctuation or leading "the"."""
    plain = unicodedata.normalize("NFKD", name.replace("_", " ").casefold())
    letters = "".join(
        character if character.isalnum() or character == " " else ""
        for character in plain.replace("-", " ").replace("&", " and ")
        if not unicodedata.combining(character)
    )
    return " ".join(letters.split()).removeprefix("the ")


@functools.cache
def _countries() -> Countries:
    return load_declaration(COUNTRIES, Countries)


@functools.cache
def _codes_by_name() -> Mapping[str, str]:
    return codes_by_name(_countries())
