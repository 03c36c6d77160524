"""Writes a demo document as PDF: columns, running heads, page numbers, a table, hyphenation."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import B5
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    PageTemplate,
    Paragraph,
    Table,
)

from data.demo.text import Block, DemoText

_HYPHENATION = {"en": "en_GB", "nb": "nb_NO", "nn": "nn_NO", "sv": "sv"}
_MARGIN, _GUTTER, _TITLE_HEIGHT = 54.0, 18.0, 112.0  # points


def write_pdf(text: DemoText, publisher: str) -> bytes:
    """The document as PDF, the same bytes each time.

    Streams are left uncompressed: another zlib would give other bytes for the same text.
    """
    file = BytesIO()
    template = BaseDocTemplate(
        file,
        title=text.title,
        author=publisher,
        lang=text.language,
        pagesize=B5,
        invariant=1,
        pageCompression=0,
    )
    template.addPageTemplates(_build_pages(text, publisher))
    template.build(_build_story(text, publisher))
    return file.getvalue()


def _build_pages(text: DemoText, publisher: str) -> list[Any]:
    width, height = B5
    inner, low, high = width - 2 * _MARGIN, _MARGIN, height - 1.25 * _MARGIN
    column = (inner - _GUTTER * (text.columns - 1)) / text.columns

    def build_columns(top: float) -> list[Any]:
        lefts = [_MARGIN + number * (column + _GUTTER) for number in range(text.columns)]
        return [Frame(left, low, column, top - low, 0, 0, 0, 0) for left in lefts]

    def draw_head(canvas: Any, _: object) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_MARGIN, height - 0.75 * _MARGIN, text.title)
        canvas.drawRightString(width - _MARGIN, height - 0.75 * _MARGIN, publisher)
        canvas.line(_MARGIN, height - 0.85 * _MARGIN, width - _MARGIN, height - 0.85 * _MARGIN)
        canvas.drawCentredString(width / 2, 0.6 * _MARGIN, str(canvas.getPageNumber()))

    title = Frame(_MARGIN, high - _TITLE_HEIGHT, inner, _TITLE_HEIGHT, 0, 0, 0, 0)
    first = [title, *build_columns(high - _TITLE_HEIGHT - 8)]
    return [
        PageTemplate("first", first, onPage=draw_head, autoNextPageTemplate="later"),
        PageTemplate("later", build_columns(high), onPage=draw_head),
    ]


def _build_story(text: DemoText, publisher: str) -> list[Any]:
    styles = _build_styles(text)
    story: list[Any] = [
        Paragraph(escape(text.title), styles["title"]),
        Paragraph(escape(f"{publisher} · {text.year}"), styles["imprint"]),
        Paragraph(escape(text.notice), styles["imprint"]),
        FrameBreak(),
    ]
    for block in text.blocks:
        story.append(_build_flowable(block, styles))
    return story


def _build_flowable(block: Block, styles: dict[str, Any]) -> Any:
    if block.kind == "table":
        return _build_table(block, styles)
    if block.kind == "list_item":
        return Paragraph(escape(block.text), styles["list_item"], bulletText="•")
    return Paragraph(escape(block.text), styles[block.kind])


def _build_table(block: Block, styles: dict[str, Any]) -> Any:
    cells = [[Paragraph(escape(cell), styles["cell"]) for cell in row] for row in block.rows]
    lines = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    return Table(cells, style=lines, repeatRows=1, spaceBefore=6, spaceAfter=10)


def _build_styles(text: DemoText) -> dict[str, Any]:
    prose = ParagraphStyle(
        "prose",
        fontName="Times-Roman",
        fontSize=11,
        leading=14.5,
        spaceAfter=8,
        alignment=TA_JUSTIFY,
        hyphenationLang=_HYPHENATION[text.language],
    )
    heading = {"fontName": "Helvetica-Bold", "keepWithNext": 1, "spaceBefore": 8, "spaceAfter": 5}
    return {
        "title": ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=21, leading=26),
        "imprint": ParagraphStyle("imprint", fontName="Helvetica", fontSize=9, spaceBefore=6),
        "heading": ParagraphStyle("heading", fontSize=14, leading=17, **heading),
        "subheading": ParagraphStyle("subheading", fontSize=11, leading=14, **heading),
        "paragraph": prose,
        "list_item": ParagraphStyle("list_item", prose, leftIndent=12, bulletIndent=2),
        "cell": ParagraphStyle("cell", fontName="Helvetica", fontSize=8, leading=9.5),
    }
