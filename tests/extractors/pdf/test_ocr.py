from __future__ import annotations

import stat
import time
from dataclasses import replace
from pathlib import Path

import pytest
from rapidfuzz import fuzz
from reportlab.pdfgen.canvas import Canvas

from data.errors import OcrFault
from data.records import DocumentRef
from extractors.blocks import GAP, OCR, TEXT_LAYER, FileBlocks
from extractors.document import gap_fault, read_document
from extractors.pdf.ocr import Tesseract, trained_for
from extractors.pdf.ocr_lines import build_segments, even_sizes, read_words
from extractors.pdf.page_image import count_lines
from extractors.pdf.reader import read_pdf
from extractors.pdf.segments import PageSegments, Segment
from models.evaluate_parse import word_recall
from tests.extractors.pdf_pages import LEFT, draw_lines, write_pdf
from tests.extractors.scans import as_picture, need_tesseract, show_picture, write_scan

FOUND = ("dan", "deu", "eng", "nor", "osd", "swe")
LEFT_COLUMN = [
    "The agency shares its data with all",
    "who ask for it. The first sets are",
    "open this year, and the others will",
    "follow when the rules are ready for",
    "them. Nobody has to pay for these.",
]
RIGHT_COLUMN = [
    "A small team answers the questions",
    "that come in, and it writes down",
    "what it learns. Others do the same",
    "and all of them learn from what",
    "the first of them had found out.",
]
PROSE = [
    "We have built a register of the systems that our offices use in their work.",
    "It says what each system does, who answers for it, and when it began.",
    "Every office looks through its own part of the register twice a year.",
    "What is wrong is put right within a month, and everybody can read it.",
    "The first report on the register comes before the summer of next year.",
    "It will say which of the systems people have asked about most often.",
    "Until then the offices collect questions and answer them one by one.",
    "The answers are kept, so that nobody has to find the same thing twice.",
]


def prose(canvas: Canvas) -> None:
    draw_lines(canvas, PROSE, size=12)


def columns(canvas: Canvas) -> None:
    draw_lines(canvas, ["What the agency does with data"], y=720, size=20)
    draw_lines(canvas, LEFT_COLUMN, size=12)
    draw_lines(canvas, RIGHT_COLUMN, x=330, size=12)


def texts(found: FileBlocks, kind: str = "prose") -> list[str]:
    return [block.text for block in found.blocks if block.kind == kind]


def garbage(canvas: Canvas) -> None:
    shifted = ["".join(chr(ord(s) + 3) if s.isalpha() else s for s in line) for line in PROSE * 2]
    draw_lines(canvas, shifted, size=12)


@pytest.mark.parametrize("turned", [0.0, 1.2, -0.8])
def test_a_scan_that_lay_crooked_is_read_column_by_column(turned: float) -> None:
    found = read_pdf(write_scan([columns], turned), "scan.pdf", need_tesseract(), "en")
    assert texts(found, "heading") == ["What the agency does with data"]
    assert fuzz.ratio(" ".join(texts(found)), " ".join(LEFT_COLUMN + RIGHT_COLUMN)) > 98
    assert found.pages[0].route == OCR
    assert found.pages[0].reasons == ("no text layer",)
    assert all(block.reasons == ("read by OCR",) for block in found.blocks)


def test_a_scan_that_lay_sideways_is_turned_and_its_language_found() -> None:
    tesseract = need_tesseract()
    if "osd" not in tesseract.languages:
        pytest.skip("tesseract's own finder of directions is not installed")
    found = read_pdf(write_scan([prose], 90), "scan.pdf", tesseract)
    assert word_recall(" ".join(texts(found)), " ".join(PROSE)) > 0.95


def test_light_letters_on_a_dark_box_are_read() -> None:
    def box(canvas: Canvas) -> None:
        draw_lines(canvas, PROSE, size=12)
        canvas.setFillGray(0.1)
        canvas.rect(LEFT - 20, 320, 480, 130, fill=1)
        canvas.setFillGray(1)
        draw_lines(canvas, LEFT_COLUMN, y=420, size=12)

    found = read_pdf(write_scan([box]), "scan.pdf", need_tesseract(), "en")
    assert word_recall(" ".join(texts(found)), " ".join(PROSE + LEFT_COLUMN)) > 0.95


def test_one_page_without_text_among_others_is_read_or_left_as_a_gap() -> None:
    content = write_pdf(prose, show_picture(as_picture(columns)), prose)
    without = read_pdf(content, "mixed.pdf")
    assert [page.route for page in without.pages] == [TEXT_LAYER, GAP, TEXT_LAYER]
    assert without.pages[1].doubt == 1.0
    assert {block.page for block in without.blocks} == {1, 3}
    found = read_pdf(content, "mixed.pdf", need_tesseract())
    assert [page.route for page in found.pages] == [TEXT_LAYER, OCR, TEXT_LAYER]
    assert "what it learns" in " ".join(text for text in texts(found))


def test_a_gap_is_graded_zero_and_its_fault_names_the_page_and_the_package() -> None:
    content = write_pdf(prose, show_picture(as_picture(columns)))
    ref = DocumentRef("d1", "s", "a.pdf", None, None, "NO", "other", None, "en", None, None, False)
    read = read_document(content, "a.pdf", ref, "v1")
    assert [(page.route, page.grade) for page in read.pages] == [(TEXT_LAYER, 1.0), (GAP, 0.0)]
    fault = gap_fault(read.pages, "a.pdf")
    assert isinstance(fault, OcrFault)
    assert "1 of 2 pages of a.pdf could not be read (no text layer): 2" in fault.reason
    assert "tesseract-ocr-nor" in fault.next_step
    assert gap_fault(read.pages[:1], "a.pdf") is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [(write_scan([prose]), "no text layer"), (write_pdf(garbage), "garbage")],
)
def test_a_document_of_which_nothing_can_be_read_is_a_fault_that_names_the_package(
    content: bytes, reason: str
) -> None:
    with pytest.raises(OcrFault, match=reason) as raised:
        read_pdf(content, "test.pdf")
    assert "tesseract-ocr" in raised.value.next_step


def test_a_page_of_wrong_letters_is_read_by_ocr_and_never_stored_as_it_is() -> None:
    content = write_pdf(prose, garbage, prose)
    without = read_pdf(content, "a.pdf")
    assert [page.route for page in without.pages] == [TEXT_LAYER, GAP, TEXT_LAYER]
    assert without.pages[1].reasons == ("garbage text layer",)
    found = read_pdf(content, "a.pdf", need_tesseract(), "en")
    assert found.pages[1].route == OCR
    # What OCR sees here is what the letters look like; the layer itself is gone all the same.
    assert found.pages[1].reasons[0] == "garbage text layer"


def test_pictures_without_text_are_no_gaps() -> None:
    def portrait(canvas: Canvas) -> None:
        for step in range(40):
            canvas.setFillGray(step / 40)
            canvas.circle(300, 420, 200 - 5 * step, fill=1, stroke=0)

    found = read_pdf(write_pdf(prose, portrait, lambda canvas: None), "a.pdf")
    assert [page.route for page in found.pages] == [TEXT_LAYER] * 3
    assert count_lines(as_picture(portrait, dpi=60)) < 10
    assert count_lines(as_picture(prose, dpi=60)) > 50


@pytest.mark.parametrize(
    ("said", "reason"), [("sleep 20", "took over"), ("exit 3", "failed"), ("", "no text layer")]
)
def test_a_tesseract_that_hangs_fails_or_says_nothing_leaves_a_gap_or_no_words(
    said: str, reason: str, tmp_path: Path
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{said}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    tesseract = Tesseract(str(program), "tesseract 0", ("eng",), seconds_per_page=0.5)
    content = write_pdf(prose, show_picture(as_picture(columns)))
    started = time.monotonic()
    found = read_pdf(content, "a.pdf", tesseract, "en")
    assert time.monotonic() - started < 10
    assert reason in ", ".join(found.pages[1].reasons)
    assert found.pages[1].route == (GAP if said else OCR)
    assert texts(found)


def test_what_the_documents_time_does_not_allow_is_a_gap() -> None:
    tesseract = replace(need_tesseract(), seconds_per_document=0.0)
    content = write_pdf(prose, show_picture(as_picture(columns)))
    page = read_pdf(content, "a.pdf", tesseract, "en").pages[1]
    assert page.route == GAP
    assert "time for OCR" in page.reasons[1]


@pytest.mark.parametrize(
    ("language", "trained"),
    [
        ("nb", "nor"),
        ("nn", "nor"),
        ("sv", "swe"),
        ("da", "dan"),
        ("de", "deu"),
        ("en+da", "eng+dan"),
        (None, "eng+nor+swe+dan"),
        ("fr", "eng+nor+swe+dan"),
    ],
)
def test_tesseract_is_told_the_language(language: str | None, trained: str) -> None:
    assert trained_for(Tesseract("tesseract", "5", FOUND), language) == trained


def test_a_tesseract_without_languages_reads_nothing() -> None:
    assert trained_for(Tesseract("tesseract", "5", ("osd",)), "en") is None


def row(line: int, left: int, text: str, confidence: float, top: int = 0, height: int = 30) -> str:
    width = 16 * len(text)
    fields = (5, 1, 1, 1, line, 1, left, 100 * line + top, width, height, confidence, text)
    return "\t".join(map(str, fields))


def test_words_that_were_guessed_and_lines_of_specks_are_left_out() -> None:
    rows = [row(1, 0, "Data", 96), row(1, 80, "er", 95), row(1, 130, "xq", 12)]
    rows += [row(2, 0, "|", 20), row(2, 20, "~", 41), row(3, 0, "eI1", 30), row(3, 60, "lj", 31)]
    words, confidence = read_words("\n".join(["level\tpage_num", *rows, "", "5\tbroken"]))
    assert [word.text for word in words] == ["Data", "er"]
    assert 0.95 < confidence < 0.96


def test_a_dot_before_an_item_is_a_bullet_and_wide_gaps_cut_a_line() -> None:
    rows = [row(1, 0, "e", 90, 8, 14), row(1, 60, "Dele", 95), row(1, 140, "data", 95)]
    rows += [row(2, 0, "Left", 95), row(2, 600, "Right", 95)]
    words, _ = read_words("\n".join(rows))
    segments = build_segments(words, 300 / 72, 800.0)
    assert [segment.text for segment in segments] == ["• Dele data", "Left", "Right"]
    assert segments[0].y0 < 800 - 100 * 72 / 300 < segments[0].y1


def test_sizes_measured_on_letters_are_evened() -> None:
    def line(size: float, letters: int) -> Segment:
        return Segment("a" * letters, 0, 100, 0, size, size, False, 10)

    page = PageSegments(
        1, 600, 800, [line(10.0, 90), line(10.4, 30), line(9.6, 8), line(14, 9)], []
    )
    even_sizes([page])
    assert [segment.size for segment in page.segments] == [10.0, 10.0, 10.0, 14.0]


def test_nine_words_in_ten_of_a_real_scan_are_found(shared: Path) -> None:
    tesseract = need_tesseract()
    folder = shared / "benchmarks" / "parse"
    content = (folder / "moj2012_pages_9-16_scanned.pdf").read_bytes()
    found = read_pdf(content, "scan.pdf", tesseract)
    truth = (folder / "moj2012_pages_9-16.txt").read_text(encoding="utf-8")
    assert word_recall(" ".join(block.text for block in found.blocks), truth) >= 0.97
    assert {page.route for page in found.pages} == {OCR}
