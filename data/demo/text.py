"""The demo's own texts: one YAML file per document, with its planted sentences marked.

The body has one sentence a line. `# ` opens a heading and `## ` a lower one; `- ` opens a list
item, whose further sentences are indented; `|` opens a table row; a blank line ends a paragraph.
A planted sentence ends in its coding, `{vision resource growth}`: its type, then its codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from data.declaration import Declaration, load_folder

NOTICES = {
    "en": "Nordavia does not exist: this document is fictional and was written for a demo.",
    "nb": "Nordavia finnes ikke: dette dokumentet er fiktivt og skrevet for en demo.",
    "nn": "Nordavia finst ikkje: dette dokumentet er fiktivt og skrive for ein demo.",
    "sv": "Nordavia finns inte: detta dokument är fiktivt och skrivet för en demo.",
}

FOLDERS = {
    "digital_strategy": "strategies",
    "ai_strategy": "strategies",
    "mandate_letter": "letters",
    "annual_report": "reports",
}

_PLANTED = re.compile(r"\s*\{(vision|commitment|mandate|result|caution)((?: [a-z]+)*)\}$")


class TextFile(Declaration):
    """A document as we write it; the file name is the document's name on the site."""

    title: str
    kind: Literal["digital_strategy", "ai_strategy", "mandate_letter", "annual_report"]
    publisher: Literal["ministry", "avgiftsverket", "rikskontoret"]
    year: int
    language: Literal["en", "nb", "nn", "sv"]
    format: Literal["pdf", "html", "docx", "md"]
    columns: Literal[1, 2] = 1
    body: str


@dataclass(frozen=True, slots=True)
class TextSentence:
    """A sentence, and the type and codes it was written to carry; no type where none is planted."""

    text: str
    type: str | None
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, lower heading, paragraph, list item or table."""

    kind: Literal["heading", "subheading", "paragraph", "list_item", "table"]
    sentences: tuple[TextSentence, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The block's sentences as one running text."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class DemoText:
    """A document of the demo, ready to be written in its format."""

    path: str
    title: str
    kind: str
    publisher: str
    year: int
    language: str
    format: str
    columns: int
    blocks: tuple[Block, ...]

    @property
    def notice(self) -> str:
        """Says, in the document's language, that the document is fictional."""
        return NOTICES[self.language]


def load_texts(folder: Path) -> tuple[DemoText, ...]:
    """Read every document of the folder, by year and path.

    Raises:
        DeclarationError: names file, line and key.
    """
    texts = (
        DemoText(
            path=f"{FOLDERS[file.kind]}/{name}.{file.format}",
            title=file.title,
            kind=file.kind,
            publisher=file.publisher,
            year=file.year,
            language=file.language,
            format=file.format,
            columns=file.columns,
            blocks=read_body(file.body),
        )
        for name, file in load_folder(folder, TextFile).items()
    )
    return tuple(sorted(texts, key=lambda text: (text.year, text.path)))


def read_body(body: str) -> tuple[Block, ...]:
    """Cut a body into blocks; its mark-up is described at the top of this module."""
    blocks: list[Block] = []
    is_open = False  # whether the next line continues the last block
    for line in body.splitlines():
        if not line.strip():
            is_open = False
        elif line.startswith("#"):
            heading = (_read_sentence(line.lstrip("#")),)
            is_lower = line.startswith("##")
            blocks.append(Block("subheading" if is_lower else "heading", heading))
            is_open = False
        elif line.startswith("|"):
            row = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
            earlier = blocks.pop().rows if is_open else ()
            blocks.append(Block("table", rows=(*earlier, row)))
            is_open = True
        elif line.startswith("- "):
            blocks.append(Block("list_item", (_read_sentence(line[2:]),)))
            is_open = True
        elif is_open:
            last = blocks.pop()
            blocks.append(Block(last.kind, (*last.sentences, _read_sentence(line))))
        else:
            blocks.append(Block("paragraph", (_read_sentence(line),)))
            is_open = True
    return tuple(blocks)


def _read_sentence(line: str) -> TextSentence:
    line = line.strip()
    match = _PLANTED.search(line)
    if not match:
        return TextSentence(line, None, ())
    return TextSentence(line[: match.start()], match.group(1), tuple(match.group(2).split()))
