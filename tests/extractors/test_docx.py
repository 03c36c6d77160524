from __future__ import annotations

import pytest

from data.errors import ParseFault
from extractors.docx import read_docx
from tests.extractors.packed_files import W_NAMES, docx_of, paragraph, zip_of

BOX = "<w:txbxContent>{}</w:txbxContent>"
MODERN = "<mc:Choice Requires='wps'><w:drawing><wps:txbx>{}</wps:txbx></w:drawing></mc:Choice>"
OLD = "<mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback>"
RUN = "<w:r><w:t>{}</w:t></w:r>"


def texts(body: str, **parts: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_docx(docx_of(body, parts), "a.docx").blocks]


def test_a_text_box_is_read_once_after_the_paragraph_that_it_hangs_on() -> None:
    box = BOX.format(paragraph("Boks med tekst."))
    both = f"<mc:AlternateContent>{MODERN.format(box)}{OLD.format(box)}</mc:AlternateContent>"
    body = f"<w:p>{RUN.format('Før. ')}<w:r>{both}</w:r>{RUN.format('Etter.')}</w:p>"
    assert texts(body) == [("prose", "Før. Etter."), ("prose", "Boks med tekst.")]


def test_an_old_text_box_without_its_modern_form_is_read_too() -> None:
    box = BOX.format(paragraph("Gammel boks.") + paragraph("To avsnitt."))
    body = f"<w:p><w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r></w:p>"
    assert texts(body) == [("prose", "Gammel boks."), ("prose", "To avsnitt.")]


def test_content_controls_are_read_in_place_at_every_level() -> None:
    def held(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    def cell(text: str) -> str:
        return f"<w:tc>{paragraph(text)}</w:tc>"

    first = f"<w:tr>{cell('a')}{held(cell('b'))}</w:tr>"
    second = held(f"<w:tr>{cell('c')}<w:tc>{held(paragraph('d'))}</w:tc></w:tr>")
    body = (
        held(paragraph("Hele avsnittet."))
        + f"<w:p>{RUN.format('Et ')}{held(RUN.format('felt'))}{RUN.format(' i linjen.')}</w:p>"
        + f"<w:tbl>{first}{second}</w:tbl>"
    )
    assert texts(body) == [
        ("prose", "Hele avsnittet."),
        ("prose", "Et felt i linjen."),
        ("table", "a | b\nc | d"),
    ]


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    def notes(kind: str, text: str) -> str:
        line = f"<w:{kind} w:id='-1' w:type='separator'>{paragraph('---')}</w:{kind}>"
        note = f"<w:{kind} w:id='2'>{paragraph(text)}</w:{kind}>"
        return f"<w:{kind}s {W_NAMES}>{line}{note}</w:{kind}s>"

    foot, end = "<w:r><w:footnoteReference w:id='2'/></w:r>", "<w:endnoteReference w:id='2'/>"
    body = (
        f"<w:p>{RUN.format('Med note')}{foot}{RUN.format('.')}</w:p>"
        f"{paragraph('Uten.')}<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc>"
        f"<w:tc><w:p><w:r>{end}</w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    found = texts(
        body, footnotes=notes("footnote", "Fra loven."), endnotes=notes("endnote", "Til.")
    )
    assert found == [
        ("prose", "Med note."),
        ("footnote", "Fra loven."),
        ("prose", "Uten."),
        ("table", "x |"),
        ("footnote", "Til."),
    ]


def test_deleted_moved_and_hidden_text_is_left_out() -> None:
    body = (
        f"<w:p><w:ins>{RUN.format('Ny')}</w:ins><w:del><w:r><w:delText>gammel</w:delText></w:r>"
        f"</w:del><w:moveFrom>{RUN.format('flyttet')}</w:moveFrom>"
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r>"
        f"<w:hyperlink>{RUN.format(' lenke')}</w:hyperlink></w:p>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{paragraph('Klikk her for å skrive')}</w:sdtContent></w:sdt>"
    )
    assert texts(body) == [("prose", "Ny lenke")]


def test_tables_in_tables_are_read_once_and_a_box_around_prose_is_prose() -> None:
    inner = (
        f"<w:tbl><w:tr><w:tc>{paragraph('i')}</w:tc><w:tc>{paragraph('j')}</w:tc></w:tr></w:tbl>"
    )
    cells = f"<w:tc>{inner}{paragraph('')}</w:tc><w:tc>{paragraph('k')}</w:tc>"
    outer = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    box = f"<w:tbl><w:tr><w:tc>{paragraph('Ramme.')}{inner}</w:tc></w:tr></w:tbl>"
    assert texts(outer + box) == [("table", "i j | k"), ("prose", "Ramme."), ("table", "i | j")]


def test_kinds_come_from_styles_and_the_styles_that_they_are_based_on() -> None:
    body = (
        paragraph("Kapittel", "<w:pStyle w:val='Heading2'/>")
        + paragraph("Punkt", "<w:numPr><w:numId w:val='3'/></w:numPr>")
        + paragraph("Ikke punkt", "<w:numPr><w:numId w:val='0'/></w:numPr>")
        + paragraph("Nivå", "<w:outlineLvl w:val='2'/>")
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        + f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('Kapittel 3')}</w:sdtContent></w:sdt>"
    )
    head = f"<w:hdr {W_NAMES}>{paragraph('Meld. St. 1')}</w:hdr>"
    blocks = read_docx(docx_of(body, {"header1": head, "header2": head}), "a.docx").blocks
    assert [(block.kind, block.level) for block in blocks] == [
        ("heading", 2),
        ("list_item", 0),
        ("prose", 0),
        ("heading", 3),
        ("contents", 0),
        ("running_head", 0),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (docx_of(paragraph("&a;"), before='<!DOCTYPE x [<!ENTITY a "aa">]>'), "entities"),
        (
            docx_of(paragraph("&a;"), before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hosts">]>'),
            "entities",
        ),
        (docx_of("<w:p><w:r>"), "broken DOCX"),
        (zip_of({"word/document.xml": "<a/>"}), "broken DOCX"),
        (zip_of({"word/document.xml": b"a" * 120_000_000}), "markup"),
        (zip_of({"word/document.xml": "<a/>", "b.bin": b"\x00" * 20_000_000}), "times its size"),
    ],
)  # fmt: skip
def test_broken_and_hostile_files_are_faults(content: bytes, words: str) -> None:
    with pytest.raises(ParseFault, match=words) as raised:
        read_docx(content, "a.docx")
    assert raised.value.next_step
