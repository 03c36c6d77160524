"""DOCX to blocks in the order of the body: headings by style, lists, tables, boxes and notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.errors import ParseFault
from extractors.blocks import Block, FileBlocks, clean_text
from extractors.docx_body import Body, Styles, W, find_blocks, text_of
from extractors.xml_tree import parse_xml, refuse_entities
from extractors.zip_files import BROKEN_ZIP, open_zip

if TYPE_CHECKING:
    from docx.document import Document

_NO_TITLE = ("Word Document", "")  # python-docx's own, where the file has none
_READ_PARTS = ("/footnotes", "/endnotes", "/header", "/footer")
_LONGEST_STYLE_CHAIN = 10
_NOT_NOTES = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(frozen=True, slots=True)
class _Opened:
    """What python-docx knows of a document; the rest is read from its XML."""

    body: Any
    styles: Styles
    title: str
    parts: tuple[tuple[str, bytes], ...]
    """The parts that the body refers to: what they are to it, and their XML."""


def read_docx(content: bytes, name: str) -> FileBlocks:
    """Read a Word document: its body, and heads and feet as running heads.

    Text boxes stand after the paragraph that they hang on, foot- and endnotes after the one that
    refers to them. Deleted and hidden text and placeholders are left out.

    Raises:
        ParseFault: broken, encrypted, or larger unpacked than any document.
    """
    opened = _open(content, name)
    body = Body(opened.styles, _read_notes(opened, name))
    blocks = [*find_blocks(opened.body, body), *_find_heads(opened, name)]
    heading = next((block.text for block in blocks if block.kind == "heading"), None)
    title = heading if opened.title in _NO_TITLE else opened.title
    return FileBlocks("docx", title, None, tuple(blocks))


def _open(content: bytes, name: str) -> _Opened:
    from docx.opc.exceptions import OpcError  # noqa: PLC0415 — only a worker that meets DOCX

    open_zip(content, name)
    try:
        opened = _load(content)
    except (OpcError, *BROKEN_ZIP, KeyError, SyntaxError, AttributeError, TypeError) as error:
        # The last two are what python-docx says of a part that is not what it should be.
        raise _broken(name, f"{error}") from error
    if opened.body is None:
        raise _broken(name, "it has no body")
    refuse_entities(opened.body, name)
    return opened


def _load(content: bytes) -> _Opened:
    import docx  # noqa: PLC0415

    document = docx.Document(io.BytesIO(content))
    parts = tuple(
        (relation.reltype.rpartition("/")[2], relation.target_part.blob)
        for relation in document.part.rels.values()
        if not relation.is_external and relation.reltype.endswith(_READ_PARTS)
    )
    title = clean_text(document.core_properties.title or "")
    return _Opened(document.element.body, _read_styles(document), title, parts)


def _broken(name: str, why: str) -> ParseFault:
    return ParseFault(
        f"{name} is a broken DOCX: {why}", next_step="fetch it again or save it as PDF"
    )


def _read_styles(document: Document) -> Styles:
    """Each style's name, followed by the names of those it is based on."""
    own = {
        style.get(f"{W}styleId"): style
        for style in document.styles.element.iterchildren(f"{W}style")
        if style.get(f"{W}styleId")
    }
    names, elements = {}, {}
    for style_id in own:
        chain: list[Any] = []
        based_on: str | None = style_id
        while based_on in own and len(chain) < _LONGEST_STYLE_CHAIN:
            chain.append(own[based_on])
            based_on = _value(chain[-1], "basedOn")
        told = [_value(style, "name") or "" for style in chain if not style.get(f"{W}default")]
        names[style_id] = " / ".join((*told, style_id))
        elements[style_id] = tuple(chain)
    return Styles(names, elements)


def _value(style: Any, tag: str) -> str | None:
    found = style.find(f"{W}{tag}")
    return None if found is None else found.get(f"{W}val")


def _read_notes(opened: _Opened, name: str) -> dict[tuple[str, str], str]:
    """Foot- and endnotes by kind and mark."""
    notes = {}
    for kind in ("footnote", "endnote"):
        for root in _find_parts(opened, f"{kind}s", name):
            for note in root.iterchildren(f"{W}{kind}"):
                if note.get(f"{W}type") not in _NOT_NOTES:
                    notes[kind, note.get(f"{W}id") or ""] = text_of(note)
    return notes


def _find_heads(opened: _Opened, name: str) -> Iterator[Block]:
    """Each head and foot once."""
    met = {""}
    for kind in ("header", "footer"):
        for root in _find_parts(opened, kind, name):
            text = text_of(root)
            if text not in met:
                met.add(text)
                yield Block("running_head", text)


def _find_parts(opened: _Opened, kind: str, name: str) -> Iterator[Any]:
    """The roots of the parts of this kind."""
    for said, content in opened.parts:
        if said == kind:
            yield parse_xml(content, name)
