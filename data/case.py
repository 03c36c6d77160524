"""Cases: systems that a report tells one by one, one file of `cases/` each."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from data.country import CountryCode
from data.declaration import Declaration, load_folder
from data.organisation import OrganisationId

CASES = Path(__file__).with_name("cases")

Words = Annotated[str, Field(min_length=2)]


class Case(Declaration):
    """One system and its body: the names by which tables know them, and our standing words.

    Every number, status and quote of its page is read from the tables; nothing of them stands here.
    """

    title: Words
    country: CountryCode
    organisation_id: OrganisationId | None = None
    """The body, by its id among the declared bodies."""
    bodies: tuple[Words, ...]
    """Names of the body as documents' titles, publishers and registers have them."""
    systems: tuple[Words, ...] = Field(min_length=1)
    """Names of the system as any register has it, in full; its links to other rows do the rest."""
    mentions: tuple[Words, ...] = ()
    """Words by which a sentence names it; case does not count, whole words only."""
    standing: tuple[Annotated[str, Field(min_length=20)], ...] = Field(min_length=1)
    """What the case is and why it is told, in words of ours that no new edition changes."""


def load_cases(folder: Path = CASES) -> dict[str, Case]:
    """Every case of the folder, by id; none where there is no such folder.

    Raises:
        DeclarationError: names file, line and key.
    """
    return load_folder(folder, Case)
