"""The poles of the scenario index in codes of the codebook, declared in `scenarios.yml`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pydantic import Field

from data.declaration import Declaration, load_declaration
from data.errors import DeclarationError

FILE = "scenarios.yml"


class Term(Declaration):
    """A code, and what else the claim must have to count."""

    code: str
    actor: str | None = None
    """Kind of actor, as facet `actor` has it."""
    type: str | None = None
    """Type of the sentence."""


class Axis(Declaration):
    """Two poles against each other."""

    open: tuple[Term, ...] = Field(min_length=1)
    closed: tuple[Term, ...] = Field(min_length=1)


class Scenarios(Declaration):
    """All axes by name."""

    axes: dict[str, Axis] = Field(min_length=1)


def load_scenarios(folder: Path, codes: Collection[str]) -> Scenarios:
    """Read `scenarios.yml` in the folder.

    Raises:
        DeclarationError: the file is malformed, a code is not one of `codes`, or a term stands on
            both poles.
    """
    scenarios = load_declaration(folder / FILE, Scenarios)
    for name, axis in scenarios.axes.items():
        for term in (*axis.open, *axis.closed):
            if term.code not in codes:
                raise DeclarationError(
                    f"{folder / FILE}: axis {name!r}: unknown code {term.code!r}; known: "
                    f"{', '.join(sorted(codes))}"
                )
        if both := set(axis.open) & set(axis.closed):
            named = ", ".join(sorted(term.code for term in both))
            raise DeclarationError(f"{folder / FILE}: axis {name!r}: on both poles: {named}")
    return scenarios
