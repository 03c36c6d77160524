"""Concepts: words of one meaning in several languages, read from `concepts.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, RootModel, StringConstraints

from data.declaration import Declaration, load_declaration

Stem = Annotated[str, StringConstraints(pattern=r"^[^\W\d_]+(-[^\W\d_]+)*\*?$", to_lower=False)]
"""A word in lower case; a `*` at its end stands for any letters."""


class Concept(Declaration):
    """One meaning; the key is its name."""

    english: tuple[Stem, ...] = Field(min_length=1)
    scandinavian: tuple[Stem, ...] = Field(min_length=1)

    def stems(self, language: str) -> tuple[str, ...]:
        """The stems that stand for the concept in a language (ISO 639-1 code)."""
        return self.english if language == "en" else self.scandinavian


class ConceptFile(RootModel[dict[str, Concept]]):
    """All concepts by name."""

    model_config = ConfigDict(frozen=True)


def load_concepts(folder: Path) -> dict[str, Concept]:
    """Read `concepts.yml` in the folder.

    Raises:
        DeclarationError: the file is malformed, or a stem is none.
    """
    return load_declaration(folder / "concepts.yml", ConceptFile).root
