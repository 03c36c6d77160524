"""Norwegian white papers as XML: chapters, headings, paragraphs, lists, tables and notes.

Written from what is known of the format (regjeringen.no offers it beside PDF and EPUB, under
names that end in "dddkrnl.xml") without a file of it at hand. It therefore goes by the words that
element names are made of, in Norwegian and English, and every block carries a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from data.errors import ParseFault
from extractors.blocks import Block, FileBlocks, clean_lines, clean_text
from extractors.xml_tree import local_name, parse_xml

UNPROVEN = "format not proven"
_DOUBT = 0.1

_PARTS = re.compile(
    r"kap(?:ittel)?\d*|chapter|(?:under|hoved)?(?:seksjon|section|avsnitt)\d+"
    r"|(?:sub)?sections?\d*|(?:hoved|under)?seksjon|del|part|vedlegg|annex|div\d*"
    r"|innledning|ramme|boks|box",
    re.I,
)
_TITLES = re.compile(
    r"(?:kap|seksjons?|under|hoved|dokument|melding)?-?_?"
    r"(?:tit|tittel|title|overskrift|heading|head)\d*|h[1-6]|mtit",
    re.I,
)
_PARAGRAPHS = re.compile(r"a|p|para|avsnitt|ledd|blokksit|sitat|blockquote|ingress|innrykk", re.I)
_ITEMS = re.compile(r"pkt|punkt|li|item|listepunkt|le|lp", re.I)
_TABLES = re.compile(r"tabell|table|tbl", re.I)
_ROWS = re.compile(r"tr|rad|row|trad", re.I)
_CELLS = re.compile(r"td|th|celle|cell|entry|tcelle", re.I)
_NOTES = re.compile(r"(?:fot|slutt)?note|footnote|fn", re.I)
_CAPTIONS = re.compile(r"(?:figur|tabell|bilde)(?:tit|tittel|tekst)|caption|bildetekst", re.I)
_CONTENTS = re.compile(r"innhold(?:sfortegnelse)?|toc", re.I)
_LEFT_OUT = re.compile(r"metadata|meta|sidetall|pagenum|stil|style", re.I)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the paper the reader is."""

    depth: int = 0
    kind: str = "prose"


def read_white_paper(content: bytes, name: str) -> FileBlocks:
    """Read a white paper from its XML; every block has the doubt that the reader is unproven.

    Raises:
        ParseFault: broken XML, with entities, or of another kind.
    """
    root = parse_xml(content, name)
    names = [local_name(element) for element in root.iter()]
    if not (_any(_TITLES, names) and _any(_PARAGRAPHS, names) and _any(_PARTS, names)):
        raise ParseFault(
            f"{name} is XML of a kind that is not read: it begins with <{local_name(root)}> and "
            "has no chapters, titles and paragraphs by names known here",
            next_step="collect the document as PDF, HTML or EPUB",
        )
    blocks = tuple(block.with_doubt(_DOUBT, (UNPROVEN,)) for block in _find_blocks(root, _Place()))
    title = next((block.text for block in blocks if block.kind == "heading"), None)
    return FileBlocks("xml", title, None, blocks)


def _any(pattern: re.Pattern[str], names: list[str]) -> bool:
    return any(pattern.fullmatch(name) for name in names)


def _find_blocks(element: Any, place: _Place) -> Iterator[Block]:
    name = local_name(element)
    if not name or _LEFT_OUT.fullmatch(name):
        return
    if _CONTENTS.fullmatch(name):
        yield from _text_block("contents", element)
    elif _TABLES.fullmatch(name):
        yield from _table_blocks(element, place)
    elif _NOTES.fullmatch(name):
        yield from _text_block("footnote", element)
    elif _CAPTIONS.fullmatch(name):
        yield from _text_block("caption", element)
    elif _TITLES.fullmatch(name):
        yield from _text_block("heading", element, max(1, place.depth))
    elif _PARAGRAPHS.fullmatch(name) or _has_own_words(element):
        yield from _paragraph_blocks(element, place)
    else:
        yield from _find_inside(element, _enter(name, place))


def _enter(name: str, place: _Place) -> _Place:
    if _ITEMS.fullmatch(name):
        return _Place(place.depth, "list_item")
    return _Place(place.depth + 1, place.kind) if _PARTS.fullmatch(name) else place


def _find_inside(element: Any, place: _Place) -> Iterator[Block]:
    for child in element:
        yield from _find_blocks(child, place)


def _paragraph_blocks(element: Any, place: _Place) -> Iterator[Block]:
    """A paragraph's words, then what stands inside it and is read apart: lists, tables, notes."""
    apart: list[Any] = []
    words = _words_of(element, apart)
    text = clean_text("".join(words))
    kind = "list_item" if _ITEMS.fullmatch(local_name(element)) else place.kind
    if text:
        yield Block(kind, text)
    for one in apart:
        yield from _find_blocks(one, place)


def _words_of(element: Any, apart: list[Any]) -> list[str]:
    words = [element.text or ""]
    for child in element:
        name = local_name(child)
        if any(
            pattern.fullmatch(name) for pattern in (_NOTES, _TABLES, _ITEMS, _PARAGRAPHS, _TITLES)
        ) or _has_items(child):
            apart.append(child)
            words.append("" if _NOTES.fullmatch(name) else " ")
        elif name:
            words.extend(_words_of(child, apart))
        words.append(child.tail or "")
    return words


def _has_items(element: Any) -> bool:
    return any(_ITEMS.fullmatch(local_name(child)) for child in element)


def _has_own_words(element: Any) -> bool:
    pieces = [element.text, *(child.tail for child in element)]
    return any(piece and not piece.isspace() for piece in pieces)


def _text_block(kind: str, element: Any, level: int = 0) -> Iterator[Block]:
    text = clean_text(" ".join(element.itertext()) if kind != "heading" else _joined(element))
    if text:
        yield Block(kind, text, level=level)


def _joined(element: Any) -> str:
    return "".join(_words_of(element, []))


def _table_blocks(table: Any, place: _Place) -> Iterator[Block]:
    rows = []
    for element in table.iter():
        name = local_name(element)
        if _CAPTIONS.fullmatch(name) or _TITLES.fullmatch(name):
            yield from _text_block("caption", element)
        elif _ROWS.fullmatch(name):
            cells = [one for one in element.iter() if _CELLS.fullmatch(local_name(one))]
            rows.append([clean_text(" ".join(cell.itertext())) for cell in cells])
    if not rows:  # no table that can be told: what it says is kept all the same
        yield from _find_inside(table, place)
        return
    text = clean_lines("\n".join(" | ".join(row) for row in rows if any(row)))
    if text:
        yield Block("table", text)
