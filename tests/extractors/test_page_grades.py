from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import OcrFault
from data.records import DocumentRef, Page
from extractors.document import read_document, read_file
from extractors.text_quality import (
    find_garbage,
    find_lost_shapes,
    find_wrong_lines,
    is_plainly_text,
)
from tests.conftest import PROJECT
from tests.extractors.pdf_pages import draw_lines, write_pdf

SENTENCE = "The agency will notify all citizens of the first office that it offers in this town. "


def pages_of(text: str, name: str = "a.txt", language: str = "en") -> list[Page]:
    ref = DocumentRef("d1", "s", name, None, None, "NO", "other", None, language, None, None, False)
    return read_document(text.encode(), name, ref, "v1").pages


def test_a_file_without_pages_has_one_row_for_all_of_it() -> None:
    (page,) = pages_of("# Plan\n\nWe will open all our data, and it costs nothing.", "a.md")
    assert (page.page, page.route, page.grade, page.reasons) == (None, "file", 1.0, "")
    assert (page.width_points, page.reader) == (None, None)


def test_every_page_of_a_pdf_has_a_row_with_its_size() -> None:
    def some(canvas) -> None:  # type: ignore[no-untyped-def]
        draw_lines(canvas, ["We will open all our data, and it costs nothing to use it."])

    found = read_file(write_pdf(some, lambda canvas: None), "a.pdf", "en")
    assert [(page.page, page.grade, page.reasons) for page in found.pages] == [
        (1, 1.0, ""),
        (2, 1.0, ""),
    ]
    assert (found.pages[0].width_points, found.pages[0].height_points) == (595.3, 841.9)


def test_reasons_stand_beside_a_low_grade_and_a_good_text_has_none() -> None:
    good = "We will open all our data, and it costs nothing to use it for what you want."
    bad = "W w ll p n ll r d t , nd t c sts n th ng t s t f r wh t y w nt. \ue001 \ue002 xkcd"
    (fine,), (poor,) = pages_of(good), pages_of(bad)
    assert (fine.grade, fine.reasons) == (1.0, "")
    assert poor.grade < 0.5
    assert {"lone letters", "stray signs"} <= set(poor.reasons.split(", "))


def test_an_address_is_no_stray_sign() -> None:
    (page,) = pages_of("See https://example.org/a?b=c&d=e~f=g for what we have found out by now.")
    assert page.reasons == ""


def test_a_page_of_names_and_codes_alone_is_no_gap_and_one_of_unknown_words_is_doubted() -> None:
    nonsense = "brolik famter gandup wostel kirpad nolvim sertop alvung " * 20
    (page,) = pages_of(nonsense)
    assert page.grade < 0.3
    assert page.reasons == "few known words"


def test_a_pair_of_letters_that_was_dropped_everywhere_is_noticed() -> None:
    names = ("README.md", "DECISIONS.md")
    whole = " ".join((PROJECT / name).read_text(encoding="utf-8") for name in names)
    assert find_lost_shapes(whole, "en") == 0.0
    for shape in ("ti", "fi", "th"):
        assert find_lost_shapes(whole.replace(shape, ""), "en") > 0.1
    (page,) = pages_of(whole.replace("ti", " "))
    assert page.grade < 0.5
    assert "letters lost" in page.reasons


def test_short_texts_and_other_languages_are_not_judged_by_what_they_lack() -> None:
    assert find_lost_shapes("No such pair of shapes here.", "en") == 0.0
    assert find_lost_shapes("abc " * 5000, "pl") == 0.0
    assert find_lost_shapes("We do it. " * 5000, "en") == 0.0


def test_letters_of_another_font_are_told_line_by_line() -> None:
    good = SENTENCE
    bad = "".join(chr(ord(sign) + 400) if sign.isalpha() else sign for sign in good)
    assert find_wrong_lines([good, good]) == 0.0
    assert find_wrong_lines([bad]) == 1.0
    assert find_wrong_lines([good, bad]) == pytest.approx(0.5, abs=0.05)
    assert find_wrong_lines(["AB 12"]) == 0.0
    assert is_plainly_text(good)
    assert not is_plainly_text(bad)
    assert find_garbage(good * 10) is None


def test_known_bad_documents_are_graded_low_or_refused_and_good_ones_are_not(shared: Path) -> None:
    corpus = shared / "corpus"
    low = (
        "sweden/ai_strategy/ai-kommissionens-fardplan.nougat-garbled.md",
        "switzerland/ai_strategy/2019-CH-de.txt",
    )
    good = (
        "uk/digital_strategy/moj2012_moj-digital-strategy.pdf",
        "norway/report/Innbyggerundersøkelsen_om_digitalisering_i_helse.pdf",
        "sweden/ai_strategy/ai-kommissionens-fardplan.docling.html",
        "poland/ai_strategy/2020-PL-pl.txt",
        "japan/ai_strategy/japan2019ai_ai-strategy-everyone.pdf",
        "saudi_arabia/other/saudi_vision2030_ar.pdf",
        "usa/other/2023_nasa_use_cases_for_ostp_may_2022_anonymous_tagged.pdf",
        "brazil/ai_strategy/brasil2021ebia_estrategia-brasileira-ia.pdf",
    )
    assert max(mean_grade(corpus / path) for path in low) < 0.2
    assert min(mean_grade(corpus / path) for path in good) > 0.85
    with pytest.raises(OcrFault, match="garbage"):
        mean_grade(corpus / "sweden" / "report" / "parsed-as-random-characters.pdf")


def mean_grade(path: Path) -> float:
    language = {"sweden": "sv", "switzerland": "de"}.get(path.parts[-3])
    pages = read_file(path.read_bytes(), path.name, language).pages
    return sum(page.grade for page in pages) / len(pages)


def test_the_one_bad_page_of_a_good_document_is_a_gap(shared: Path) -> None:
    path = shared / "corpus" / "saudi_arabia" / "other" / "saudi_vision2030.pdf"
    read = read_file(path.read_bytes(), path.name, "en")
    assert [(page.page, page.reasons) for page in read.pages if page.route == "gap"] == [
        (64, "garbage text layer")
    ]
    assert not [block for block in read.blocks if block.page == 64]
