"""The report on paper: what it holds, that anybody can read it, and that no text is a command."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from data.errors import Fault
from data.store import open_memory
from reports import render
from reports.chapters.order import PlacedChapter
from reports.evidence_pages import EvidenceSite
from reports.figures import Chapter, Figure, Headline, Table, build_table
from reports.pages import Report
from reports.pdf import render_pdf
from reports.printed import MOST_PRINTED_ROWS, lay_out, paint_for_paper, read_print_colours
from reports.quotes import Quote, Stretch
from reports.words import load_words
from reports.year import Year
from tests.reports.conftest import open_compared_world
from tests.reports.site import MADE_AT, read_pages, render_site

pytestmark = pytest.mark.xdist_group("site")  # the session's one site is drawn in one process

HOSTILE = (
    '#import "secrets.typ": *',
    "<script>alert('title')</script>",
    '#read("/etc/passwd") *bold* _under_ $x^2$ `raw` @label <label> [content] \\ // /* */',
    "= A heading? - a list? + an enumeration? https://documents.example/~a",
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}">'
    '<text fill="var(--ink)">{}</text></svg>'
)


@pytest.fixture(scope="module")
def printed(site: Path) -> PdfReader:
    return PdfReader(site.parent / "report.pdf")


def build_report(*chapters: Chapter, has_numbers: bool = True) -> Report:
    """A report of these chapters, of a year in which nothing was collected."""
    with open_memory() as store:
        year = Year(store, 2024, {}, {}, 0, 0, (), frozenset(), now=MADE_AT, edition="2026.03.01")
    headline = Headline("12", "documents read", "from 1 country", chapter="one")
    numbers = Chapter("numbers", "The year in numbers", headlines=(headline,) * has_numbers)
    return Report(
        year=year,
        numbers=PlacedChapter("talk", numbers),
        chapters=[PlacedChapter("talk", chapter) for chapter in chapters],
        site=EvidenceSite({}, {}, {}, {}, 2024),
        is_fictional=False,
    )


def build_quote(text: str, title: str) -> Quote:
    return Quote(
        (Stretch(text, True),),
        "Growth",
        "vision",
        "en",
        title,
        title,
        "SE",
        2024,
        2,
        "https://documents.example/a.pdf#page=2",
        None,
        False,
    )


def build_listing(rows: int, title: str = "A title") -> Table:
    listed = [{"title": f"{title} {row}", "count": row, "link": None} for row in range(rows)]
    headings = {"title": "Document", "count": "Claims"}
    return build_table("listing", title, listed, headings)


def read_text(pdf: bytes) -> str:
    """The text of all pages, its lines joined."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def titles(outline: list[Destination | list[Destination]]) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield str(entry.title)


def test_it_claims_to_be_accessible_and_is_tagged(printed: PdfReader, site: Path) -> None:
    catalogue = printed.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"].value
    assert catalogue["/Lang"] == "en"
    assert "/StructTreeRoot" in catalogue
    assert b"<pdfuaid:part>1</pdfuaid:part>" in (site.parent / "report.pdf").read_bytes()
    assert printed.metadata is not None
    assert printed.metadata.title == "Promised and on record 2024"


def test_every_font_is_in_the_file(printed: PdfReader) -> None:
    names = set()
    for page in printed.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"]
            names.add(str(descriptor["/FontName"]).partition("+")[2].split("-")[0])
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), descriptor["/FontName"]
    assert {"Arimo", "LibertinusSerif"} <= names


def test_its_pages_are_a4_and_numbered_and_its_bookmarks_are_the_chapters(
    printed: PdfReader, site: Path
) -> None:
    assert {tuple(map(round, page.mediabox[2:])) for page in printed.pages} == {(595, 842)}
    for number, page in enumerate(pypdfium2.PdfDocument(site.parent / "report.pdf"), start=1):
        foot = page.get_textpage().get_text_bounded(bottom=0, top=50)
        assert foot.split() == [str(number)]
    bookmarks = set(titles(printed.outline))
    assert {"The year in numbers", "The talk", "Rhetoric over time", "Topics"} <= bookmarks


def test_its_links_lead_to_sources_and_to_its_own_chapters(printed: PdfReader) -> None:
    annotations = [
        annotation.get_object()
        for page in printed.pages
        for annotation in page.get("/Annots", ())
        if annotation.get_object()["/Subtype"] == "/Link"
    ]
    outside = [one["/A"]["/URI"] for one in annotations if "/A" in one and "/URI" in one["/A"]]
    assert outside
    assert [one for one in outside if not re.match(r"https://\w+\.example/", one)] == []
    assert len(annotations) - len(outside) > 20  # the contents and the ten numbers


def test_the_first_page_of_the_site_leads_to_it(site: Path) -> None:
    assert 'href="report.pdf"' in read_pages(site)["index.html"]
    text = read_text((site.parent / "report.pdf").read_bytes())
    assert "<script>alert('title')</script>" in text
    assert "20% of the sentences" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_a_command_is_a_text(text: str) -> None:
    svg = SVG.format(750, 100, "a drawing")
    figure = Figure(
        "f", text, text, text, svg, "", build_listing(1, text), quotes=(build_quote(text, text),)
    )
    chapter = Chapter(
        "one",
        text,
        paragraphs=(text,),
        figures=(figure,),
        tables=(build_listing(2, text),),
        missing=(text,),
    )
    found = read_text(render_pdf(build_report(chapter), load_words("en")))
    seen = found.replace(" ", "").count(text.replace(" ", "").replace("\u200b", ""))
    # Contents, title, paragraph, figure, note, quote, its title and publisher, caption, missing.
    assert seen >= 9


def test_a_long_table_is_cut_and_says_so() -> None:
    chapter = Chapter("one", "One", tables=(build_listing(MOST_PRINTED_ROWS + 5),))
    text = read_text(render_pdf(build_report(chapter), load_words("en")))
    assert "The first 25 of 30 rows. All numbers: data/listing.csv." in text
    assert "A title 24" in text
    assert "A title 25" not in text


def test_a_cell_that_would_fill_pages_is_shortened() -> None:
    table = build_table("t", "T", [{"said": "word " * 5000}], {"said": "Said"})
    pdf = render_pdf(build_report(Chapter("one", "One", tables=(table,))), load_words("en"))
    assert len(pypdfium2.PdfDocument(pdf)) == 2
    assert "word word …" in read_text(pdf)


def test_a_character_that_no_font_has_costs_the_claim_and_not_the_report() -> None:
    whole, lacking = (
        render_pdf(build_report(Chapter("one", title)), load_words("en"))
        for title in ("Data", "Data \U00013000")
    )
    assert b"pdfuaid" in whole
    assert b"pdfuaid" not in lacking
    assert "/StructTreeRoot" in PdfReader(BytesIO(lacking)).trailer["/Root"]


def test_the_same_report_gives_the_same_file() -> None:
    report = build_report(Chapter("one", "One", paragraphs=("Data.",)))
    assert render_pdf(report, load_words("en")) == render_pdf(report, load_words("en"))


def test_it_is_said_in_the_language_of_the_report() -> None:
    laid = json.loads(lay_out(build_report(Chapter("one", "Topics")), load_words("nb")))
    assert laid["language"] == "nb"
    assert laid["contents"] == "Innhold"
    (chapter,) = laid["groups"][0]["chapters"]
    assert chapter["title"] == {"text": "Temaer", "lang": "nb"}
    assert laid["numbers"]["headlines"][0]["chapter"] == "one"


def test_a_drawing_is_painted_in_the_colours_for_paper() -> None:
    colours = read_print_colours()
    assert colours["paper"] == "#fff"
    painted = paint_for_paper(SVG.format(10, 10, '<a data-tip="t"/>'), colours)
    assert "var(" not in painted
    assert "data-tip" not in painted
    assert colours["ink"] in painted


@pytest.mark.parametrize(("width", "height", "share"), [(750, 300, 1), (375, 100, 0.5)])
def test_a_drawing_keeps_its_scale(width: int, height: int, share: float) -> None:
    svg = SVG.format(width, height, "")
    figure = Figure("f", "F", "A drawing of f.", "", svg, "", build_listing(1))
    laid = json.loads(
        lay_out(build_report(Chapter("one", "One", figures=(figure,))), load_words("en"))
    )
    assert laid["groups"][0]["chapters"][0]["figures"][0]["width"] == share


def test_a_pdf_that_fails_leaves_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise Fault("the template is wrong", next_step="mend it")

    monkeypatch.setattr(render, "render_pdf", fail)
    with open_compared_world() as store:
        made = render_site(store, 2024, tmp_path, ("faults",))
    assert [(key, fault.reason) for key, fault in made.faults] == [("pdf", "the template is wrong")]
    assert "report.pdf" not in read_pages(made.index)["index.html"]
    assert not (made.index.parent / "report.pdf").exists()
