"""In which languages a country's government writes at first hand: other texts are translations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from data.country import CountryCode
from data.declaration import Declaration, load_declaration
from data.language_code import is_language_code

COUNTRY_LANGUAGES = Path(__file__).with_name("country_languages.yml")


def _known(tag: str) -> str:
    if not is_language_code(tag):
        raise ValueError(f"{tag!r} is no language code of ISO 639")
    return tag


Languages = Annotated[
    tuple[Annotated[str, AfterValidator(_known)], ...],
    Field(min_length=1),
]


class CountryLanguages(Declaration):
    """Languages by country code, in no order that matters."""

    languages: dict[CountryCode, Languages]


def load_country_languages(path: Path = COUNTRY_LANGUAGES) -> Mapping[str, tuple[str, ...]]:
    """The declared languages of each country.

    Raises:
        DeclarationError: an unknown country or language, or none for a country.
    """
    return load_declaration(path, CountryLanguages).languages
