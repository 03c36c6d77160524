from __future__ import annotations

import io
import random
import zipfile

import pytest

from data.errors import ParseFault
from extractors.file_format import PAGES, find_format
from extractors.html import read_html, read_html_pages
from extractors.page_bundle import bundle_pages, read_page_bundle

LONG = (
    "Etaten skal dele data med andre etater slik at ingen må oppgi de samme opplysningene to "
    "ganger, og den skal melde tilbake om hva dette har gitt innbyggerne i løpet av året."
)
OTHER = (
    "Departementet vil legge fram en plan for hvordan kunstig intelligens kan tas i bruk i "
    "saksbehandlingen uten at noen mister retten til å få vite hvorfor et vedtak ble som det ble."
)


def page(body: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>Siden</title></head><body><nav><a href='/'>Hjem</a>"
        f"</nav><main>{body}</main><footer>Nettstedet drives av etaten</footer></body></html>"
    )


def told(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in read_html(page(body), "a.html").blocks]


def test_what_is_a_line_of_its_own_is_never_glued_to_the_next() -> None:
    found = told(
        f"<h1><div>Plan</div><div>for data</div></h1><p>{LONG}</p><table><tr><th><p>Mål</p>"
        f"<p>2025</p></th><td>Deling<br>av data</td></tr></table><p>{OTHER}</p>"
    )
    assert found == [
        ("heading", "Plan for data"),
        ("prose", LONG),
        ("table", "Mål 2025 | Deling av data"),
        ("prose", OTHER),
    ]


def test_notes_are_footnotes_and_their_marks_are_no_words() -> None:
    marked = LONG.replace("etater", "etater<sup><a href='#fn1'>1</a></sup>", 1)
    section = (
        "<section class='footnotes' role='doc-endnotes'><hr><ol><li id='fn1'><p>Lov om deling av "
        "data av 2019. <a href='#ref1' role='doc-backlink'>↩</a></p></li></ol></section>"
    )
    assert told(f"<p>{marked}</p><p>{OTHER}</p>{section}") == [
        ("prose", LONG),
        ("prose", OTHER),
        ("footnote", "Lov om deling av data av 2019."),
    ]


def test_raised_numbers_that_lead_nowhere_are_words() -> None:
    assert told(f"<p>{LONG} Det er 5 m<sup>2</sup> igjen.</p><p>{OTHER}</p>")[0] == (
        "prose",
        f"{LONG} Det er 5 m2 igjen.",
    )


def test_what_stands_around_the_text_is_left_out() -> None:
    words = " ".join(text for _, text in told(f"<h1>Plan</h1><p>{LONG}</p><p>{OTHER}</p>"))
    assert "Hjem" not in words
    assert "Nettstedet" not in words


def test_chapters_are_joined_in_order_and_what_repeats_is_kept_once() -> None:
    head = "<h1>Meld. St. 100 Data for alle</h1><p>Melding fra departementet om data.</p>"
    chapters = [
        page(
            f"{head}<h2>{i} {name}</h2><p>{LONG.replace('Etaten', name)}</p><p>{name}. {OTHER}</p>"
        )
        for i, name in enumerate(("Skatt", "Helse", "Skole"), start=1)
    ]
    read = read_html_pages(chapters, "melding")
    texts = [block.text for block in read.blocks]
    assert read.title == "Meld. St. 100 Data for alle"
    assert texts.count(read.title) == 1
    assert [text for text in texts if text[0].isdigit()] == ["1 Skatt", "2 Helse", "3 Skole"]
    assert sum(text.endswith(OTHER) for text in texts) == 3


def test_pages_bundled_as_one_file_come_back_in_order() -> None:
    pages = [page(f"<h1>Kapittel {i}</h1><p>{i} {LONG}</p><p>{i} {OTHER}</p>") for i in range(12)]
    bundle = bundle_pages([one.encode() for one in pages])
    assert bundle == bundle_pages([one.encode() for one in pages])
    assert find_format(bundle, "melding") == PAGES
    headings = [b.text for b in read_page_bundle(bundle, "m").blocks if b.kind == "heading"]
    assert headings == [f"Kapittel {i}" for i in range(12)]


def test_pages_zipped_by_hand_are_read_in_the_order_of_their_numbers() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for i in (10, 9, 1):
            archive.writestr(f"kap{i}.html", page(f"<h1>Kap {i}</h1><p>{i} {LONG} {OTHER}</p>"))
    headings = [b.text for b in read_page_bundle(target.getvalue(), "m").blocks if b.level == 1]
    assert headings == ["Kap 1", "Kap 9", "Kap 10"]


def test_pictures_inside_a_page_are_no_text_and_no_obstacle() -> None:
    noise = random.Random(1).randbytes(50_000).hex() * 120
    body = f"<p>{LONG}</p><img src='data:image/png;base64,{noise}'><p>{OTHER}</p>"
    assert [text for _, text in told(body)] == [LONG, OTHER]


@pytest.mark.parametrize(
    "body",
    ["<div>" * 1000 + "<p>Dypt nede</p>", "<p>" + "ord " * 3_000_000 + "</p>"],
    ids=["deep", "long"],
)
def test_text_that_the_parser_would_drop_is_a_fault(body: str) -> None:
    with pytest.raises(ParseFault, match="beyond what a page may be"):
        read_html(f"<html><body>{body}</body></html>", "a.html")
