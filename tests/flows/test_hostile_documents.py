"""Files made to break a reader: each is read or is a fault with a reason, and the run goes on."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from data.errors import Fault, ParseFault, WorkerFault
from data.records import DocumentRef
from extractors.document import ReadDocument
from flows.lanes import Lanes, open_lanes
from flows.parse import MEMORY_MIB
from flows.work import ParseJob, parse_batch
from tests.extractors import hostile_pdfs as pdfs
from tests.extractors.packed_files import docx_of, epub_of, paragraph, zip_of
from tests.extractors.pdf_pages import draw_lines, write_pdf

SECONDS = 30.0
SENTENCE = "The agency will share its data with all other agencies before the year ends."


def plain_pdf(encrypt: str | None = None) -> bytes:
    def draw(canvas: Canvas) -> None:
        draw_lines(canvas, [SENTENCE] * 9)

    return write_pdf(draw, encrypt=encrypt)


def bomb(name: str) -> bytes:
    return zip_of({name: b"<a>" * 100_000_000})


def spy_docx() -> bytes:
    entity = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hosts">]>'
    return docx_of(paragraph("&a;"), before=entity)


def laughs() -> bytes:
    steps = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    start = f'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a0 "ha">{steps}]>'
    return f"{start}<kapittel><tittel>T</tittel><a>&a9;</a></kapittel>".encode()


def aliases() -> bytes:
    """A title of 9⁸ letters in 400 bytes."""
    steps = [
        f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]"
        for before, name in itertools.pairwise("abcdefgh")
    ]
    front = ["---", f"a: &a [{','.join('x' * 9)}]", *steps, "title: *h", "---", SENTENCE]
    return "\n".join(front).encode()


FAULTS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "zero bytes": ("a.pdf", lambda: b"", "empty"),
    "encrypted": ("a.pdf", lambda: plain_pdf(encrypt="secret"), "encrypted"),
    "truncated": ("a.pdf", lambda: plain_pdf()[:-400], "broken PDF"),
    "first part missing": ("a.pdf", lambda: plain_pdf()[400:], "mislabelled"),
    "no more than its name": ("a.pdf", lambda: b"%PDF-1.7" + bytes(100_000), "broken PDF"),
    "a page tree that is its own branch": ("a.pdf", pdfs.looped_tree, "no text layer"),
    "100,000 branches above a page": ("a.pdf", lambda: pdfs.deep_tree(100_000), "no text layer"),
    "a form that draws itself": ("a.pdf", pdfs.self_drawing_form, "worker process"),
    "a page that unpacks to a thousand times its size": (
 "a.pdf", lambda: pdfs.packed_contents(25_000_000), "worker process"),
    "a zip bomb as DOCX": ("a.docx", lambda: bomb("word/document.xml"), "times its size|markup"),
    "a zip bomb as EPUB": ("a.epub", lambda: bomb("META-INF/container.xml"), "markup"),
    "an external entity in DOCX": ("a.docx", spy_docx, "entities"),
    "a billion laughs": ("a.xml", laughs, "entit"),
    "200 MB of HTML": ("a.html", lambda: b"<p>Data for all. " * 12_000_000, "bytes of text"),
    "a page of one endless word": ("a.html", lambda: b"<html><p>" + b"a" * 20_000_000, "beyond"),
    "a page nested without end": ("a.html", lambda: b"<html>" + b"<div>" * 100_000, "beyond"),
    "a page named as PDF": ("a.pdf", lambda: b"<!DOCTYPE html><p>Not found</p>", "mislabelled"),
    "binary named as text": ("a.txt", lambda: bytes(range(256)) * 1000, "binary"),
    "text in an encoding that is not told": (
        "a.txt",
        lambda: ("Ведомство поделится своими данными с другими. " * 9).encode("koi8-r"),
        "encoding",
    ),
}  # fmt: skip
READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "10,000 pages": ("a.pdf", lambda: pdfs.many_pages(10_000)),
    "1,000 branches above a page": ("a.pdf", lambda: pdfs.deep_tree(1000)),
    "scripts at every door": ("a.pdf", pdfs.script_laden),
    "arrays in arrays": ("a.pdf", lambda: pdfs.deep_arrays(100_000)),
    "comments that never close": ("a.md", lambda: SENTENCE.encode() + b"\n\n" + b"<!--" * 200_000),
    "braces that never close": ("a.md", lambda: SENTENCE.encode() + b"\n\n" + b"{{{%" * 100_000),
    "a front matter of aliases": ("a.md", aliases),
    "one line of two million signs": ("a.txt", lambda: (SENTENCE + " ").encode() * 26_000),
    "another encoding than declared": (
        "a.html",
        lambda: b'<html><meta charset="utf-8"><p>Etaten skal dele data \xe5pent.</p></html>',
    ),
    "the encoding that is declared": (
        "a.html",
        lambda: '<html><meta charset="windows-1251"><p>Ведомство поделится данными.</p>'.encode(
            "cp1251"
        ),
    ),
    "a book": ("a.txt", lambda: epub_of({"a.xhtml": f"<html><p>{SENTENCE}</p></html>"})),
}  # fmt: skip


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    with open_lanes(1, seconds_per_item=SECONDS, memory_mib=MEMORY_MIB // 2) as opened:
        yield opened


def parse(lanes: Lanes, folder: Path, *files: tuple[str, bytes]) -> list[ReadDocument | Fault]:
    jobs = []
    for number, (name, content) in enumerate(files):
        file = folder / f"{number}"
        file.write_bytes(content)
        ref = DocumentRef("d", "s", name, None, None, "NO", "report", None, None, None, None, False)
        jobs.append(ParseJob(ref, name, file, len(content), "v"))
    return lanes.run(parse_batch, jobs)


@pytest.mark.parametrize("case", FAULTS)
def test_a_hostile_file_is_a_fault_with_a_reason(lanes: Lanes, tmp_path: Path, case: str) -> None:
    name, build, words = FAULTS[case]
    good = ("plan.txt", SENTENCE.encode())
    began = time.monotonic()
    result, after = parse(lanes, tmp_path, (name, build()), good)
    assert isinstance(result, Fault)
    assert isinstance(result, ParseFault | WorkerFault)
    assert re.search(words, result.reason), result.reason
    assert result.next_step
    assert isinstance(after, ReadDocument)  # the run goes on
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("case", READ)
def test_an_odd_file_is_read_in_time(lanes: Lanes, tmp_path: Path, case: str) -> None:
    name, build = READ[case]
    began = time.monotonic()
    (result,) = parse(lanes, tmp_path, (name, build()))
    assert isinstance(result, ReadDocument), result
    assert result.sentences
    assert time.monotonic() - began < SECONDS


def test_the_page_that_declares_another_encoding_keeps_its_letters(
    lanes: Lanes, tmp_path: Path
) -> None:
    cases = ("another encoding than declared", "the encoding that is declared")
    read = parse(lanes, tmp_path, *((READ[case][0], READ[case][1]()) for case in cases))
    assert [one.sentences[0].text for one in read if isinstance(one, ReadDocument)] == [
        "Etaten skal dele data åpent.",
        "Ведомство поделится данными.",
    ]
