"""Writes the demo publisher's web pages: documents, index pages, and documents as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2

from data.demo.text import Block, DemoText

TEMPLATES = Path(__file__).resolve().parent / "templates"

_WORDS = {
    "en": ("Home", "Strategies", "Letters", "Reports", "Registers", "Was this page useful?"),
    "nb": ("Forside", "Strategier", "Brev", "Rapporter", "Registre", "Var siden nyttig?"),
    "nn": ("Framside", "Strategiar", "Brev", "Rapportar", "Register", "Var sida nyttig?"),
    "sv": ("Startsida", "Strategier", "Brev", "Rapporter", "Register", "Var sidan till nytta?"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link on an index page."""

    address: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Section:
    """One list of links on an index page; its id is what a source's selector names."""

    section_id: str
    heading: str
    links: tuple[Link, ...]


def write_html(text: DemoText, publisher: str) -> bytes:
    """The document as a page of a public website, with the menus that surround an article."""
    words = _WORDS[text.language]
    groups = [
        (kind, list(blocks)) for kind, blocks in groupby(text.blocks, key=lambda block: block.kind)
    ]
    return _render("document.html", text=text, publisher=publisher, words=words, groups=groups)


def write_index(title: str, intro: str, sections: Sequence[Section], home: str) -> bytes:
    """An index page: one list of links a section; `home` is the address of the front page."""
    return _render("index.html", title=title, intro=intro, sections=sections, home=home)


def write_markdown(text: DemoText, publisher: str) -> bytes:
    """The document as Markdown with front matter."""
    parts = [
        f'---\ntitle: "{text.title}"\npublisher: {publisher}\nlang: {text.language}\n---',
        f"# {text.title}",
        f"*{text.notice}*",
        *(
            "\n".join(line for block in blocks for line in _markdown_lines(block))
            if kind == "list_item"
            else "\n\n".join("\n".join(_markdown_lines(block)) for block in blocks)
            for kind, blocks in groupby(text.blocks, key=lambda block: block.kind)
        ),
    ]
    return ("\n\n".join(parts) + "\n").encode()


def _markdown_lines(block: Block) -> list[str]:
    if block.kind == "table":
        rows = [f"| {' | '.join(row)} |" for row in block.rows]
        return [rows[0], "|" + " --- |" * len(block.rows[0]), *rows[1:]]
    mark = {"heading": "## ", "subheading": "### ", "list_item": "- ", "paragraph": ""}
    return [mark[block.kind] + block.text]


def _render(name: str, **values: Any) -> bytes:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(**values).encode()
