"""Writes a demo document as DOCX: headings, lists and tables in Word's own styles."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import docx
from docx.enum.style import WD_STYLE_TYPE

from data.demo.text import Block, DemoText

_STYLES = {"paragraph": None, "list_item": "List Bullet"}
_LEVELS = {"heading": 1, "subheading": 2}
_TABLE_STYLES = {"Normal Table", "Table Grid"}
_UNUSED = ("/stylesWithEffects", "/thumbnail")


def write_docx(text: DemoText, publisher: str) -> bytes:
    """The document as DOCX, the same bytes each time."""
    document = docx.Document()
    _drop_ballast(document)
    written_at = datetime(text.year, 3, 1, tzinfo=UTC).replace(tzinfo=None)
    properties = document.core_properties
    properties.author, properties.title = publisher, text.title
    properties.language, properties.comments = text.language, text.notice
    properties.created = properties.modified = written_at
    document.sections[0].header.paragraphs[0].text = f"{publisher} · {text.title}"
    document.add_heading(text.title, level=0)
    document.add_paragraph(text.notice)
    for block in text.blocks:
        _add_block(document, block)
    file = BytesIO()
    document.save(file)
    return _pack_again(file.getvalue())


def _drop_ballast(document: Any) -> None:
    """Leave out the template's unused table styles, their copy and its picture: 790 kB a file."""
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _TABLE_STYLES:
            style.delete()
    for part in (document.part, document.part.package):
        unused = [key for key, link in part.rels.items() if link.reltype.endswith(_UNUSED)]
        for key in unused:
            del part.rels[key]


def _add_block(document: Any, block: Block) -> None:
    if block.kind in _LEVELS:
        document.add_heading(block.text, level=_LEVELS[block.kind])
    elif block.kind == "table":
        table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
        for row in block.rows:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value
    else:
        document.add_paragraph(block.text, style=_STYLES[block.kind])


def _pack_again(content: bytes) -> bytes:
    """The same members without the clock's times, stored: another zlib would pack otherwise."""
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(packed, "w", ZIP_STORED) as target:
        for name in source.namelist():
            member = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 0  # else the byte tells which system wrote it
            target.writestr(member, source.read(name))
    return packed.getvalue()
