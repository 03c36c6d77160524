from __future__ import annotations

import pytest

from data.errors import ParseFault
from extractors.document import read_blocks
from tests.extractors.packed_files import epub_of, zip_of

CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"'
    ' xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>{}</body></html>'
)
NAV = CHAPTER.format(
    '<nav epub:type="toc"><h1>Innhold</h1><ol><li><a href="b.xhtml">Bakgrunn</a></li></ol></nav>'
)
FIRST = CHAPTER.format(
    "<h1>Bakgrunn</h1><p>Etaten skal dele data"
    '<a epub:type="noteref" href="#n1">1</a> med&#160;andre.</p>'
    '<aside epub:type="footnote" id="n1"><p>Etter loven.</p></aside>'
)
SECOND = CHAPTER.format(
    "<h1>Tiltak</h1><ul><li>Kurs for alle</li></ul><aside><p>En boks med et eksempel.</p></aside>"
    "<table><tr><td>År</td><td>2025</td></tr></table>"
)


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    content = epub_of({"nav.xhtml": NAV, "b.xhtml": FIRST, "a.xhtml": SECOND})
    read = read_blocks(content, "plan.epub")
    assert (read.format, read.title) == ("epub", "En plan for data")
    assert [(block.kind, block.text) for block in read.blocks] == [
        ("contents", "Innhold"),
        ("contents", "Bakgrunn"),
        ("heading", "Bakgrunn"),
        ("prose", "Etaten skal dele data med andre."),
        ("footnote", "Etter loven."),
        ("heading", "Tiltak"),
        ("list_item", "Kurs for alle"),
        ("prose", "En boks med et eksempel."),
        ("table", "År | 2025"),
    ]


def test_a_book_is_a_book_under_any_name() -> None:
    assert read_blocks(epub_of({"a.xhtml": FIRST}), "plan.pdf").format == "epub"


ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE package [<!ENTITY a SYSTEM "file:///etc/hosts">]><package/>'
)
LOCKED = (
    '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:CipherReference '
    'URI="OPS/a.xhtml"/></encryption>'
)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (epub_of({"a.xhtml": FIRST}, {"META-INF/encryption.xml": LOCKED}), "protected"),
        (epub_of({"a.xhtml": FIRST}, {"OPS/package.opf": ENTITY}), "entities"),
        (epub_of({}), "no text"),
        (zip_of({"mimetype": "application/epub+zip"}), "container.xml"),
        (zip_of({"mimetype": "application/epub+zip", "META-INF/container.xml": "<a/>"}), "package"),
        (zip_of({f"{i}.html": "" for i in range(10_001)}), "10001 files"),
        (zip_of({"a.txt": "x"}), "bytes are a zip archive"),
    ],
)  # fmt: skip
def test_broken_and_hostile_books_are_faults(content: bytes, words: str) -> None:
    with pytest.raises(ParseFault, match=words) as raised:
        read_blocks(content, "a.epub")
    assert raised.value.next_step
