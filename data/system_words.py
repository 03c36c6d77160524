"""What systems do and on what: words of one meaning in several languages, in `system_words.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, RootModel, StringConstraints

from data.declaration import load_declaration

WordLanguage = Literal["en", "nb", "nl", "fr"]

Stems = Annotated[
    str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*\*?( [a-z]+(-[a-z]+)*\*?)*$", min_length=2)
]
"""Words without accents, parted by a space; a `*` at the end of one stands for any letters."""

SystemWords = Mapping[str, Mapping[WordLanguage, str]]
"""By meaning and language."""


class SystemWordsFile(
    RootModel[dict[str, Annotated[dict[WordLanguage, Stems], Field(min_length=2)]]]
):
    """Every meaning, each in two languages or more."""

    model_config = ConfigDict(frozen=True)


def load_system_words(folder: Path) -> SystemWords:
    """Read `system_words.yml` in the folder.

    Raises:
        DeclarationError: the file is malformed, or a word is none.
    """
    return load_declaration(folder / "system_words.yml", SystemWordsFile).root
