"""Other tools' plain text with our sentence splitter: the peers that the parser is measured with.

Each reader takes the bytes of a PDF and gives back the text of its pages.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from extractors.blocks import clean_text
from extractors.language import load_language_words
from extractors.sentences import find_sentences


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


PEERS: dict[str, Callable[[bytes], list[str]]] = {
    "pypdfium2 plain": read_with_pypdfium2,
    "pdfplumber plain": read_with_pdfplumber,
}


def plain_sentences(pages: Sequence[str], language: str) -> list[str]:
    """The sentences of plain pages run together, as a user of these tools would cut them."""
    text = clean_text("\n".join(page.replace("\ufffe", "-") for page in pages))
    abbreviations = load_language_words().abbreviations.get(language, frozenset())
    return [text[span.start : span.end] for span in find_sentences(text, language, abbreviations)]
