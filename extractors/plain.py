"""Other tools' plain text with our sentence splitter: the peers that the parser is measured with.

Each reader takes the bytes of a PDF and gives back the text of its pages.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import logging
from collections.abc import Callable, Sequence

from extractors.blocks import clean_text
from extractors.language import load_language_words
from extractors.sentences import find_sentences

Reader = Callable[[bytes], list[str]]


def read_with_pypdfium2(content: bytes) -> list[str]:
    """The plain text of each page as PDFium orders it."""
    import pypdfium2  # noqa: PLC0415 — only measuring needs it

    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def read_with_pdfplumber(content: bytes) -> list[str]:
    """The plain text of each page as pdfplumber's `extract_text` gives it."""
    import pdfplumber  # noqa: PLC0415 — takes half a second to load

    texts = []
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            texts.append(page.extract_text() or "")
            page.close()
    return texts


def read_with_pypdf(content: bytes) -> list[str]:
    """The plain text of each page as pypdf's `extract_text` gives it."""
    import pypdf  # noqa: PLC0415 — only measuring needs it

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every font it cannot read
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def read_with_pymupdf(content: bytes) -> list[str]:
    """The plain text of each page as PyMuPDF orders it."""
    pymupdf = importlib.import_module("pymupdf")
    with pymupdf.open(stream=content, filetype="pdf") as document:
        return [str(page.get_text()) for page in document]


def read_with_docling(content: bytes) -> list[str]:
    """The text of each page as docling's layout model orders it."""
    converter = importlib.import_module("docling.document_converter").DocumentConverter()
    stream = importlib.import_module("docling.datamodel.base_models").DocumentStream
    held = stream(name="file.pdf", stream=io.BytesIO(content))
    document = converter.convert(held).document
    return [str(document.export_to_text(page_no=number)) for number in sorted(document.pages)]


_READERS: tuple[tuple[str, str, Reader], ...] = (
    ("pypdfium2 plain", "pypdfium2", read_with_pypdfium2),
    ("pdfplumber", "pdfplumber", read_with_pdfplumber),
    ("pypdf", "pypdf", read_with_pypdf),
    ("pymupdf", "pymupdf", read_with_pymupdf),
    ("docling", "docling", read_with_docling),
)


def find_peers() -> dict[str, Reader]:
    """The readers whose libraries are installed, by name."""
    return {name: read for name, library, read in _READERS if importlib.util.find_spec(library)}


def plain_sentences(pages: Sequence[str], language: str) -> list[str]:
    """The sentences of plain pages run together, as a user of these tools would cut them."""
    text = clean_text("\n".join(page.replace("\ufffe", "-") for page in pages))
    abbreviations = load_language_words().abbreviations.get(language, frozenset())
    return [text[span.start : span.end] for span in find_sentences(text, language, abbreviations)]
