"""DOCX to blocks in the order of the body: headings by style, lists, tables, text in controls."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from data.errors import ParseFault
from extractors.blocks import Block, FileBlocks, clean_lines, clean_text

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_STYLE = re.compile(r"(?:heading|overskrift|rubrik|título|titre|titolo)\s*(\d)", re.I)
_TITLE_STYLE = re.compile(r"title|tittel|titel|undertittel|subtitle", re.I)
_CONTENTS_STYLE = re.compile(r"toc|inh\b|innhold|innehåll|contents|table of figures", re.I)
_LIST_STYLE = re.compile(r"list|liste|bullet|punkt|nummer|number", re.I)
_CAPTION_STYLE = re.compile(r"caption|bildetekst|beskrivning|figur|tabelltekst", re.I)
_NOTE_STYLE = re.compile(r"footnote|fotnot|endnote|sluttnote", re.I)
_MAX_UNPACKED_BYTES = 500_000_000  # a text document never is: beyond it is a zip bomb


def read_docx(content: bytes, name: str) -> FileBlocks:
    """Read a Word document.

    Raises:
        ParseFault: broken, or larger unpacked than any document.
    """
    import docx  # noqa: PLC0415 — only a worker that meets DOCX needs it
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    _refuse_bomb(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError) as error:
        raise ParseFault(
            f"{name} is a broken DOCX: {error}", next_step="fetch it again or save it as PDF"
        ) from error
    blocks = tuple(_find_blocks(document))
    title = clean_text(document.core_properties.title or "") or next(
        (block.text for block in blocks if block.kind in ("title", "heading")), None
    )
    return FileBlocks("docx", title, None, blocks)


def _refuse_bomb(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > _MAX_UNPACKED_BYTES:
        raise ParseFault(
            f"{name} unpacks to {size} bytes, more than the {_MAX_UNPACKED_BYTES} allowed",
            next_step="check where the file comes from; no text document is that large",
        )


def _find_blocks(document: Document) -> Iterator[Block]:
    styles = {style.style_id: style for style in document.styles}
    for element in _find_body_elements(document.element.body):
        if element.tag == f"{_W}tbl":
            yield from _table_block(element)
        else:
            yield from _paragraph_block(element, styles)


def _find_body_elements(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those inside content controls."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _find_body_elements(child)


def _paragraph_block(paragraph: Any, styles: dict[str, Any]) -> Iterator[Block]:
    text = clean_text(_text_of(paragraph))
    if not text:
        return
    style_id = _first_value(paragraph, f"{_W}pPr/{_W}pStyle") or ""
    style = styles.get(style_id)
    name = f"{style.name or ''} {style_id}" if style is not None else style_id
    heading = _HEADING_STYLE.search(name)
    level = int(heading.group(1)) if heading else _outline_level(paragraph, style)
    if _CONTENTS_STYLE.search(name):
        yield Block("contents", text)
    elif level:
        yield Block("heading", text, level=level)
    elif _NOTE_STYLE.search(name):
        yield Block("footnote", text)
    elif _CAPTION_STYLE.search(name):
        yield Block("caption", text)
    elif _TITLE_STYLE.search(name):
        yield Block("heading", text, level=1)
    elif paragraph.find(f"{_W}pPr/{_W}numPr") is not None or _LIST_STYLE.search(name):
        yield Block("list_item", text)
    else:
        yield Block("prose", text)


def _outline_level(paragraph: Any, style: Any) -> int:
    """The level that a style or paragraph gives itself in the outline: 0 for body text."""
    own = _first_value(paragraph, f"{_W}pPr/{_W}outlineLvl")
    if own is None and style is not None:
        own = _first_value(style.element, f"{_W}pPr/{_W}outlineLvl")
    return int(own) + 1 if own is not None and own.isdigit() and int(own) < 9 else 0


def _first_value(element: Any, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(f"{_W}val")


def _text_of(paragraph: Any) -> str:
    parts: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        else:
            parts.append(" ")
    return "".join(parts)


def _table_block(table: Any) -> Iterator[Block]:
    rows = [
        [
            clean_text(" ".join(_text_of(paragraph) for paragraph in cell.iter(f"{_W}p")))
            for cell in row.iter(f"{_W}tc")
        ]
        for row in table.iter(f"{_W}tr")
    ]
    held = [row for row in rows if any(row)]
    if held and all(len(row) == 1 for row in held):  # a box around prose
        for paragraph in table.iter(f"{_W}p"):
            text = clean_text(_text_of(paragraph))
            if text:
                yield Block("prose", text)
        return
    text = clean_lines("\n".join(" | ".join(row) for row in held))
    if text:
        yield Block("table", text)
