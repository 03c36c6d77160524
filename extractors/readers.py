"""Which reader reads which format, for all formats but PDF, which needs more than its bytes."""

from __future__ import annotations

from extractors.blocks import FileBlocks
from extractors.csv_rows import read_csv
from extractors.decoding import decode_text
from extractors.docx import read_docx
from extractors.epub import read_epub
from extractors.file_format import PAGES
from extractors.html import read_html
from extractors.markup import read_markdown
from extractors.page_bundle import read_page_bundle
from extractors.text_lines import read_text
from extractors.white_paper import read_white_paper

_BY_FORMAT = {
    "docx": read_docx,
    "epub": read_epub,
    "xml": read_white_paper,
    PAGES: read_page_bundle,
}


def read_by_format(kind: str, content: bytes, name: str) -> FileBlocks:
    """Read a file of this format, as `find_format` tells it.

    Raises:
        ParseFault: broken, beyond a limit, or not text.
    """
    read = _BY_FORMAT.get(kind)
    if read is not None:
        return read(content, name)
    text = decode_text(content, name)
    if kind == "csv":
        return read_csv(text, name)
    if kind == "html":
        return read_html(text, name)
    return read_markdown(text) if kind == "md" else read_text(text)
