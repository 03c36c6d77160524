"""The body of a Word document to blocks, each thing where it is read: boxes and notes too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extractors.blocks import Block, clean_lines, clean_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BOX = f"{W}txbxContent"

_HEADING_STYLE = re.compile(r"(?:heading|overskrift|rubrik|título|titre|titolo)\s*(\d)", re.I)
_TITLE_STYLE = re.compile(r"title|tittel|titel|undertittel|subtitle", re.I)
_CONTENTS_STYLE = re.compile(r"\btoc|\binnh|inh\b|innehåll|contents|table of figures", re.I)
_LIST_STYLE = re.compile(r"list|liste|bullet|punkt|nummer|number", re.I)
_CAPTION_STYLE = re.compile(r"caption|bildetekst|bildtext|beskrivning|figur|tabell", re.I)
_NOTE_STYLE = re.compile(r"footnote|fotnot|endnote|sluttnote|slutnote", re.I)
_CONTENTS_GALLERY = "Table of Contents"
_PLACEHOLDER = f"{W}sdtPr/{W}showingPlcHdr"  # "Click here to write"

_SEEN_THROUGH = frozenset(
    f"{W}{name}"
    for name in (
        "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple",
        "r", "dir", "bdo", "ruby", "rubyBase", "drawing", "pict", "object",
    )
)  # fmt: skip
_SIGNS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": " ",
    f"{W}cr": " ",
    f"{W}noBreakHyphen": "-",
}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}


@dataclass(frozen=True, slots=True)
class Styles:
    """What a paragraph's style says: its own name with those that it is based on."""

    names: Mapping[str, str]
    elements: Mapping[str, tuple[Any, ...]]
    """A style's own element and those of the styles it is based on, nearest first."""


@dataclass(slots=True)
class Body:
    """The reader's way through a document: its styles, and the notes that wait for their mark."""

    styles: Styles
    notes: dict[tuple[str, str], str]

    def take_note(self, mark: tuple[str, str]) -> Iterator[Block]:
        """The note with this mark, the first time that it is referred to."""
        text = self.notes.pop(mark, "")
        if text:
            yield Block("footnote", text)


@dataclass(slots=True)
class _Inline:
    """A paragraph's own words, and what hangs on it."""

    words: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)


def find_blocks(parent: Any, body: Body, *, is_contents: bool = False) -> Iterator[Block]:
    """The blocks of a body, cell, text box or content control, in order."""
    for child in parent:
        if child.tag == f"{W}p":
            yield from _paragraph_blocks(child, body, is_contents)
        elif child.tag == f"{W}tbl":
            yield from _table_blocks(child, body)
        elif child.tag == f"{_MC}AlternateContent":
            yield from find_blocks(_choose(child), body, is_contents=is_contents)
        elif child.tag in _SEEN_THROUGH and not _is_on(child.find(_PLACEHOLDER)):
            gallery = _first_value(child, f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
            is_held = is_contents or gallery == _CONTENTS_GALLERY
            yield from find_blocks(child, body, is_contents=is_held)


def text_of(parent: Any) -> str:
    """All words of a note, head or cell in one line, boxes and inner tables included."""
    parts: list[str] = []
    for paragraph in _find_paragraphs(parent):
        inline = _read_inline(paragraph)
        parts.append("".join(inline.words))
        parts.extend(text_of(box) for box in inline.boxes)
    return clean_text(" ".join(parts))


def _paragraph_blocks(paragraph: Any, body: Body, is_contents: bool) -> Iterator[Block]:
    inline = _read_inline(paragraph)
    text = clean_text("".join(inline.words))
    if text:
        kind, level = ("contents", 0) if is_contents else _kind_of(paragraph, body.styles)
        yield Block(kind, text, level=level)
    for box in inline.boxes:
        yield from find_blocks(box, body, is_contents=is_contents)
    for mark in inline.marks:
        yield from body.take_note(mark)


def _read_inline(paragraph: Any) -> _Inline:
    inline = _Inline()
    _collect(paragraph, inline)
    return inline


def _collect(parent: Any, inline: _Inline) -> None:
    """Words, boxes and notes below an element; deleted, moved and hidden text is not there."""
    if _is_on(parent.find(f"{W}rPr/{W}vanish")) or _is_on(parent.find(_PLACEHOLDER)):
        return
    for child in parent:
        tag = child.tag
        if tag in (f"{W}t", _MATH_TEXT):
            inline.words.append(child.text or "")
        elif tag in _SIGNS:
            inline.words.append(_SIGNS[tag])
        elif tag in _NOTES:
            inline.marks.append((_NOTES[tag], child.get(f"{W}id") or ""))
        elif tag == _BOX:
            inline.boxes.append(child)
        elif tag == f"{_MC}AlternateContent":
            _collect(_choose(child), inline)
        elif tag in _SEEN_THROUGH or (isinstance(tag, str) and not tag.startswith(W)):
            _collect(child, inline)  # drawings nest their boxes in elements of other namespaces


def _choose(alternate: Any) -> Any:
    """The branch to read: the first that holds text, else the first."""
    branches = [child for child in alternate if isinstance(child.tag, str)]
    held = (one for one in branches if next(one.iter(f"{W}t"), None) is not None)
    return next(held, branches[0] if branches else alternate)


def _kind_of(paragraph: Any, styles: Styles) -> tuple[str, int]:
    """A paragraph's kind and, for headings, level: by its style, then by its own settings."""
    style_id = _first_value(paragraph, f"{W}pPr/{W}pStyle") or ""
    name = styles.names.get(style_id, style_id)
    chain = (paragraph, *styles.elements.get(style_id, ()))
    heading = _HEADING_STYLE.search(name)
    level = int(heading.group(1)) if heading else _outline_level(chain)
    if _CONTENTS_STYLE.search(name):
        return "contents", 0
    if level:
        return "heading", level
    told: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("footnote", _NOTE_STYLE.search),
        ("caption", _CAPTION_STYLE.search),
        ("heading", _TITLE_STYLE.search),
        ("list_item", _LIST_STYLE.search),
    )
    kind = next((kind for kind, matches in told if matches(name)), None)
    if kind is None:
        kind = "list_item" if _is_numbered(chain) else "prose"
    return kind, 1 if kind == "heading" else 0


def _outline_level(chain: tuple[Any, ...]) -> int:
    """The level that a paragraph or its styles give it in the outline: 0 for body text."""
    for element in chain:
        level = _first_value(element, f"{W}pPr/{W}outlineLvl")
        if level is not None:
            return int(level) + 1 if level in "012345678" and level else 0
    return 0


def _is_numbered(chain: tuple[Any, ...]) -> bool:
    for element in chain:
        if element.find(f"{W}pPr/{W}numPr") is not None:
            return _first_value(element, f"{W}pPr/{W}numPr/{W}numId") != "0"  # 0 takes it away
    return False


def _table_blocks(table: Any, body: Body) -> Iterator[Block]:
    rows = [list(_find_inside(row, f"{W}tc")) for row in _find_inside(table, f"{W}tr")]
    if all(len(row) <= 1 for row in rows):  # a box around prose
        for row in rows:
            for cell in row:
                yield from find_blocks(cell, body)
        return
    held = [texts for row in rows if any(texts := [text_of(cell) for cell in row])]
    text = clean_lines("\n".join(" | ".join(texts) for texts in held))
    if text:
        yield Block("table", text)
    for note in table.iter(*_NOTES):
        yield from body.take_note((_NOTES[note.tag], note.get(f"{W}id") or ""))


def _find_inside(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also in content controls; not those of inner tables."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _SEEN_THROUGH:
            yield from _find_inside(child, tag)


def _find_paragraphs(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag == f"{W}p":
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            yield from _find_paragraphs(_choose(child))
        elif child.tag in _SEEN_THROUGH or child.tag in (f"{W}tbl", f"{W}tr", f"{W}tc"):
            yield from _find_paragraphs(child)


def _first_value(element: Any, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(f"{W}val")


def _is_on(switch: Any) -> bool:
    return switch is not None and switch.get(f"{W}val") not in ("0", "false", "off", "none")
