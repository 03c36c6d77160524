"""Groups whose naming is counted, and the words that name them, read from `named_groups.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, RootModel

from data.cue import Cue
from data.declaration import Declaration, load_declaration

GROUPS_FILE = "named_groups.yml"


class NamedGroup(Declaration):
    """A group of people or of their organisations; the key is its id."""

    label: str = Field(min_length=3)
    words: Annotated[
        dict[str, Annotated[tuple[Cue, ...], Field(min_length=1)]], Field(min_length=1)
    ]
    """Cues by language, ISO 639-1; in a language without any, nothing is said of the group."""


class NamedGroupFile(RootModel[dict[str, NamedGroup]]):
    """All groups by id, in the order in which they are shown."""

    model_config = ConfigDict(frozen=True)


def load_named_groups(folder: Path) -> Mapping[str, NamedGroup]:
    """Read `named_groups.yml` in the folder.

    Raises:
        DeclarationError: the file is malformed, or a word is no cue.
    """
    return load_declaration(folder / GROUPS_FILE, NamedGroupFile).root
