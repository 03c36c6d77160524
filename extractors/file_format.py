"""What a file is: decided by its bytes, and by its name only where bytes cannot tell."""

from __future__ import annotations

import io
import re
import zipfile

from data.errors import ParseFault
from extractors.decoding import is_binary

_BY_ENDING = {
    "pdf": "pdf",
    "htm": "html",
    "html": "html",
    "xhtml": "html",
    "docx": "docx",
    "md": "md",
    "markdown": "md",
    "txt": "txt",
    "text": "txt",
    "csv": "csv",
}
_TEXT_FORMATS = ("md", "txt", "csv")
_HTML_START = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.{0,2000}?-->\s*)*<(!doctype\s+html|html[\s>])", re.I | re.S
)
_HTML_FRAGMENT = re.compile(rb"\s*<(head|body|div|p|h1|article|main|section|table)[\s>]", re.I)
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
)


def find_format(content: bytes, name: str) -> str:
    """One of pdf, html, docx, md, txt or csv.

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
    found = _format_by_bytes(content)
    if found is None:
        return said if said in _TEXT_FORMATS else _text_under_other_name(name, said)
    if found == "html" and said in ("md", "txt") and not _HTML_START.match(content[:4096]):
        return said  # Markdown may begin with a tag
    if said not in (None, found):
        raise ParseFault(
            f"{name} is mislabelled: its name says {said} and its bytes are {found}",
            next_step=_next_step(found),
        )
    if found not in _BY_ENDING.values():
        raise ParseFault(f"{name} is {found}, which is not read", next_step=_next_step(found))
    return found


def _text_under_other_name(name: str, said: str | None) -> str:
    if said in ("pdf", "docx"):
        raise ParseFault(
            f"{name} is mislabelled: its name says {said} and its bytes are neither that nor "
            "any other format known here (perhaps its first part is missing)",
            next_step="fetch it again, or give it the ending of its real format",
        )
    return said or "txt"


def _next_step(found: str) -> str:
    if found in _BY_ENDING.values():
        return f"fetch the right file, or name it .{found} if its content is what you want"
    return "convert it to PDF, DOCX, HTML, Markdown or plain text"


def _format_by_bytes(content: bytes) -> str | None:
    """What the bytes say, or nothing where they are text of some kind."""
    head = content[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _format_of_zip(content)
    for signature, said in _SIGNATURES:
        if head.startswith(signature):
            return said
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML_START.match(text) or _HTML_FRAGMENT.match(text):
        return "html"
    has_text_mark = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[1:8:2]
    return "binary" if is_binary(content) and not has_text_mark else None


def _format_of_zip(content: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return "a broken zip archive"
    return "docx" if "word/document.xml" in names else "a zip archive"
