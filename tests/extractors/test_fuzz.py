"""Whatever the bytes are: a document is read, or a ParseFault says why not, in bounded time."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import ParseFault
from data.records import DocumentRef
from extractors.document import read_document
from extractors.page_bundle import bundle_pages
from tests.extractors.packed_files import docx_of, epub_of, paragraph
from tests.extractors.test_epub import FIRST, NAV, SECOND
from tests.extractors.test_white_paper import PAPER

NAMES = ("a.pdf", "a.html", "a.docx", "a.epub", "a.xml", "a.md", "a.txt", "a.csv", "a.zip", "a")
TOKENS = (
    b"<", b">", b"\x00", b"\xff\xfe", b"&#0;", b"&#1;", b"&#xD800;", b"<!DOCTYPE x [", b"]]>",
    b"<!--", b"%PDF-", b"PK\x03\x04", b"endobj", b"<< /Type /Page >>", b"---\n", b"```", b"|-|\n",
    b"\x0c", b"{{", b"<table>", b"<w:p>", b"</w:p>", b"-1", b"99999999999999999999", b"\xe5",
)  # fmt: skip
SECONDS = 10.0
CSV = b"Body,Commitment\n" + b"Office,We will build new schools and then open all of them.\n" * 5
MARKDOWN = (
    b"---\ntitle: A plan\n---\n# A plan\n\nWe will *share* data.\n\n- One\n- Two\n\n| a | b |\n"
    b"|---|---|\n| c | d |\n\n<div>Box</div> <!-- no -->\n\n## Page 2\n\n> Quoted {{ x }}\n"
)
DOCX = docx_of(
    paragraph("Plan", "<w:pStyle w:val='Heading1'/>")
    + paragraph("Etaten skal dele data.")
    + f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
)
FILES: dict[str, Callable[[], bytes]] = {
    "a.csv": lambda: CSV,
    "a.md": lambda: MARKDOWN,
    "a.xml": lambda: PAPER,
    "a.docx": lambda: DOCX,
    "a.epub": lambda: epub_of({"nav.xhtml": NAV, "b.xhtml": FIRST, "a.xhtml": SECOND}),
    "a.zip": lambda: bundle_pages([FIRST.encode(), SECOND.encode()]),
}


def read(content: bytes, name: str) -> None:
    """Read; anything but a ParseFault fails the test."""
    ref = DocumentRef("d", "s", name, None, None, "NO", "report", None, None, None, None, False)
    began = time.monotonic()
    fault = None
    try:
        document = read_document(content, name, ref, "v")
    except ParseFault as raised:
        fault = raised
    assert time.monotonic() - began < SECONDS
    if fault is not None:
        assert fault.reason
        assert fault.next_step
        return
    passages = {one.passage_id: one.text for one in document.passages}
    for sentence in document.sentences:
        held = passages[sentence.passage_id]
        assert held[sentence.start_char : sentence.end_char] == sentence.text


@st.composite
def damage(draw: st.DrawFn, content: bytes) -> bytes:
    """The content with a few places cut, doubled, overwritten or filled with odd tokens."""
    spoiled = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(spoiled)))
        length = draw(st.integers(0, 60))
        match draw(st.sampled_from(("cut", "double", "overwrite", "insert", "end"))):
            case "cut":
                del spoiled[place : place + length]
            case "double":
                spoiled[place:place] = spoiled[place : place + length * 20]
            case "overwrite":
                spoiled[place : place + 4] = draw(st.binary(min_size=4, max_size=4))
            case "insert":
                spoiled[place:place] = draw(st.sampled_from(TOKENS)) * draw(st.integers(1, 300))
            case _:
                del spoiled[place:]
    return bytes(spoiled)


def damage_inside(draw: st.DrawFn, content: bytes) -> bytes:
    """An archive with one of its files damaged, packed anew."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        chosen = draw(st.sampled_from(names))
        with zipfile.ZipFile(target, "w") as packed:
            for name in names:
                held = archive.read(name)
                packed.writestr(name, draw(damage(held)) if name == chosen else held)
    return target.getvalue()


@st.composite
def damaged_files(draw: st.DrawFn, files: dict[str, Callable[[], bytes]]) -> tuple[str, bytes]:
    name = draw(st.sampled_from(sorted(files)))
    content = files[name]()
    if content.startswith(b"PK") and draw(st.booleans()):
        return name, damage_inside(draw, content)
    return name, draw(damage(content))


LONGER = 30 if os.environ.get("IMAGINARIES_SOAK") else 1
"""How many times as many examples as in the usual run."""

FUZZ = settings(
    max_examples=150 * LONGER,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@FUZZ
@given(st.binary(max_size=3000), st.sampled_from(NAMES))
def test_random_bytes_under_any_name(content: bytes, name: str) -> None:
    read(content, name)


@FUZZ
@given(
    st.text(max_size=2000), st.sampled_from(NAMES), st.sampled_from(("utf-8", "utf-16", "cp1252"))
)
def test_random_text_under_any_name(text: str, name: str, encoding: str) -> None:
    read(text.encode(encoding, "replace"), name)


@FUZZ
@given(damaged_files(FILES), st.booleans())
def test_damaged_files(spoiled: tuple[str, bytes], is_nameless: bool) -> None:
    name, content = spoiled
    read(content, "a" if is_nameless else name)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html", ".md"])
def test_damaged_files_of_the_demo(demo_files: Path, suffix: str) -> None:
    found = sorted((demo_files / "site").rglob(f"*{suffix}"))
    files = {f"{i}{suffix}": path.read_bytes for i, path in enumerate(found)}

    @settings(FUZZ, max_examples=40 * LONGER)
    @given(damaged_files(files))
    def fuzz(spoiled: tuple[str, bytes]) -> None:
        read(spoiled[1], spoiled[0])

    fuzz()


@pytest.mark.parametrize("suffix", [".pdf", ".txt", ".md", ".csv"])
def test_damaged_real_files(shared: Path, suffix: str) -> None:
    """Three small ones of the corpus, whole ones being read elsewhere."""
    found = sorted((shared / "corpus").rglob(f"*{suffix}"), key=lambda path: path.stat().st_size)
    files = {f"{i}{suffix}": path.read_bytes for i, path in enumerate(found[:3])}

    @settings(FUZZ, max_examples=25 * LONGER)
    @given(damaged_files(files))
    def fuzz(spoiled: tuple[str, bytes]) -> None:
        read(spoiled[1], spoiled[0])

    fuzz()
