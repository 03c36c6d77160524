from __future__ import annotations

import pytest

from data.errors import ParseFault
from extractors.file_format import find_format

OLE = b"\xd0\xcf\x11\xe0"
HTML = b"<!DOCTYPE html><html><body><p>Text</p></body></html>"


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"%PDF-1.7 ...", "plan.pdf", "pdf"),
        (b"%PDF-1.7 ...", "https://example.org/document/12", "pdf"),
        (b"%PDF-1.7 ...", "plan.txt", "pdf"),
        (b"%PDF-1.7 ...", "plan.docx", "pdf"),
        (HTML, "plan.txt", "html"),
        (b"<?xml version='1.0'?><melding/>", "plan", "xml"),
        ("<?xml version='1.0'?><melding/>".encode("utf-16"), "plan", "xml"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html><html></html>", "plan.xml", "html"),
        (HTML, "plan.html", "html"),
        (HTML, "https://example.org/page", "html"),
        (b"# A plan\n\nText", "plan.md", "md"),
        (b"id,text\n1,Text", "plan.csv", "csv"),
        (b"Plain words", "plan", "txt"),
        (b"<div>A box</div>\n\n# Heading", "plan.md", "md"),
    ],
)
def test_bytes_decide_and_names_only_where_bytes_cannot(
    content: bytes, name: str, found: str
) -> None:
    assert find_format(content, name) == found


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (HTML, "plan.pdf", "name says pdf and its bytes are html"),
        (HTML, "plan.docx", "name says docx and its bytes are html"),
        (OLE + b" old", "plan.docx", "name says docx and its bytes are an old Office file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "plan", "an encrypted Office file"),
        (b"\x00\x01\x02\x03" * 100, "plan.txt", "bytes are binary"),
        (b"just words", "plan.pdf", "bytes are neither"),
        (b"PK\x03\x04 and no more", "plan.docx", "broken zip"),
        (b"\xd0\xcf\x11\xe0 old", "plan", "old Office file"),
        (b"  \n ", "plan.md", "empty"),
    ],
)
def test_what_cannot_be_read_says_both_and_what_to_do(
    content: bytes, name: str, words: str
) -> None:
    with pytest.raises(ParseFault, match=words) as raised:
        find_format(content, name)
    assert raised.value.next_step
