"""What a file is: decided by its bytes, and by its name only where bytes cannot tell."""

from __future__ import annotations

import re
import zipfile

from data.errors import ParseFault
from extractors.decoding import is_binary
from extractors.zip_files import open_zip, read_member

_BY_ENDING = {
    "pdf": "pdf",
    "htm": "html",
    "html": "html",
    "xhtml": "html",
    "docx": "docx",
    "epub": "epub",
    "xml": "xml",
    "md": "md",
    "markdown": "md",
    "txt": "txt",
    "text": "txt",
    "csv": "csv",
}
PAGES = "html pages"
_READ = frozenset((*_BY_ENDING.values(), PAGES))
_TEXT_FORMATS = ("md", "txt", "csv")
_FILES = ("pdf", "docx", "epub")
"""Formats of files that are documents whatever they are called; a page may be an error message."""

_HTML_START = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.{0,2000}?-->\s*){0,20}<(!doctype\s+html|html[\s>])", re.I | re.S
)
_HTML_FRAGMENT = re.compile(rb"\s*<(head|body|div|p|h1|article|main|section|table)[\s>]", re.I)
_XML_START = re.compile(rb"\s*<\?xml[\s?]")
_WIDE_XML = tuple("<?xml".encode(encoding) for encoding in ("utf-16-le", "utf-16-be"))
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_SIGNATURES = (
    (_OLD_OFFICE, "an old Office file"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
)


def find_format(content: bytes, name: str) -> str:
    """One of pdf, html, html pages, docx, epub, xml, md, txt or csv.

    A PDF, DOCX or EPUB is what it is under any name. A page that is named as one of them is most
    often a publisher's error message in the document's place, and is refused.

    Raises:
        ParseFault: empty, of a format that is not read, or mislabelled: the bytes contradict
            the name.
    """
    if not content.strip():
        raise ParseFault(f"{name} is empty ({len(content)} bytes)", next_step="fetch it again")
    ending = (
        name.split("?", maxsplit=1)[0].rsplit("/", maxsplit=1)[-1].rpartition(".")[2].lower()
        if "." in name
        else ""
    )
    said = _BY_ENDING.get(ending)
    found = _format_by_bytes(content, name)
    if found is None:
        return said if said in _TEXT_FORMATS else _text_under_other_name(name, said)
    if found == "html" and said in ("md", "txt") and not _HTML_START.match(content[:4096]):
        return said  # Markdown may begin with a tag
    if found not in _READ and said is None:
        raise ParseFault(f"{name} is {found}, which is not read", next_step=_next_step(found))
    if found not in _READ or (found in ("html", "xml") and said in _FILES):
        raise ParseFault(
            f"{name} is mislabelled: its name says {said} and its bytes are {found}",
            next_step=_next_step(found),
        )
    return found


def _text_under_other_name(name: str, said: str | None) -> str:
    if said in (*_FILES, "xml"):
        raise ParseFault(
            f"{name} is mislabelled: its name says {said} and its bytes are neither that nor "
            "any other format known here (perhaps its first part is missing)",
            next_step="fetch it again, or give it the ending of its real format",
        )
    return said or "txt"


def _next_step(found: str) -> str:
    if found in _BY_ENDING.values():
        return f"fetch the right file, or name it .{found} if its content is what you want"
    return "convert it to PDF, DOCX, EPUB, HTML, Markdown or plain text"


def _format_by_bytes(content: bytes, name: str) -> str | None:
    """What the bytes say, or nothing where they are text of some kind."""
    head = content[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # the second: an empty archive
        return _format_of_zip(content, name)
    for signature, said in _SIGNATURES:
        if head.startswith(signature):
            is_protected = signature == _OLD_OFFICE and _ENCRYPTED_OFFICE in content
            return "an encrypted Office file" if is_protected else said
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML_START.match(text) or _HTML_FRAGMENT.match(text):
        return "html"
    if _XML_START.match(text) or text.removeprefix(head[:2]).startswith(_WIDE_XML):
        return "xml"
    has_text_mark = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[1:8:2]
    return "binary" if is_binary(content) and not has_text_mark else None


def _format_of_zip(content: bytes, name: str) -> str:
    archive = open_zip(content, name)
    names = [one for one in archive.namelist() if not one.endswith("/")]
    if "word/document.xml" in names:
        return "docx"
    if "META-INF/container.xml" in names or _mimetype(archive, name) == b"application/epub+zip":
        return "epub"
    if names and all(one.lower().endswith((".html", ".htm", ".xhtml")) for one in names):
        return PAGES
    return "a zip archive"


def _mimetype(archive: zipfile.ZipFile, name: str) -> bytes:
    if "mimetype" not in archive.namelist():
        return b""
    return read_member(archive, "mimetype", name)[:100].strip()
