"""Licences that let whole sentences be passed on, declared in `licences.yml`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from data.declaration import Declaration, load_declaration

LICENCES = Path(__file__).with_name("licences.yml")


class OpenLicence(Declaration):
    """One licence as sources state it, and why it counts as open."""

    licence: str = Field(min_length=2)
    reason: str = Field(min_length=10)


class OpenLicences(Declaration):
    """All licences that count as open; what is not among them is not open."""

    open: tuple[OpenLicence, ...]


def load_open_licences(path: Path = LICENCES) -> frozenset[str]:
    """The open licences as `plain_licence` spells them.

    Raises:
        DeclarationError: the file is malformed.
    """
    declared = load_declaration(path, OpenLicences)
    return frozenset(plain_licence(one.licence) for one in declared.open)


def plain_licence(licence: str) -> str:
    """A licence's name without differences of case and spaces."""
    return " ".join(licence.casefold().split())
