"""Reads the facets of one claim in a sentence whose [brackets] mark the words that made it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.codebook import Codebook, load_codebook
from data.organisation import Organisations, load_organisations
from data.settings import DATA_FOLDER
from extractors.coding import CodedClaim, Coding, CueSpan
from extractors.facets.finder import Background, Facet, find_facets

CODEBOOK: Codebook = load_codebook(DATA_FOLDER)
BODIES: Organisations = load_organisations(DATA_FOLDER)
YEAR = 2024


def read(
    marked: str,
    language: str,
    kind: str = "vision",
    code: str = "efficiency",
    year: int | None = YEAR,
    country: str | None = None,
) -> tuple[Facet, ...]:
    """The facets of one claim, whose words stand in brackets."""
    text = re.sub(r"[\[\]]", "", marked)
    cues, shift = [], 0
    for found in re.finditer(r"\[([^\]]+)\]", marked):
        start = found.start() - shift
        cues.append(CueSpan(start, start + len(found[1]), found[1], found[1].lower()))
        shift += 2
    family = next(one.family for one in CODEBOOK.codes if one.id == code)
    claim = CodedClaim(code, family, 0.9, tuple(cues), cues[0].quote)
    coding = Coding(True, True, kind, (claim,))
    (facets,) = find_facets(text, language, coding, CODEBOOK, Background(BODIES, year, country))
    return facets


def words_of(facets: Iterable[Facet], name: str) -> list[tuple[str, str | None]]:
    return [(one.value, one.quote) for one in facets if one.facet == name]


def values_of(facets: Iterable[Facet], name: str) -> list[str]:
    return [value for value, _ in words_of(facets, name)]
