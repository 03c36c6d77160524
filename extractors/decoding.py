"""Bytes of a text file to text, whatever encoding they are in, without losing letters."""

from __future__ import annotations

import codecs
import re

from data.errors import ParseFault

MAX_TEXT_BYTES = 64_000_000
"""Of one text file: fifteen Bibles. Beyond it a file is a data set or hostile."""

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_BINARY_BYTES = bytes(code for code in range(32) if code not in (8, 9, 10, 11, 12, 13, 27))
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_DECLARED = re.compile(
    rb"<\?xml[^>]{1,200}encoding=[\"']([\w.:-]+)|<meta[^>]{1,200}charset=[\"']?\s*([\w.:-]+)", re.I
)
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN_SHARE = 0.25
"""Of the letters: Western text in CP1252 has at most one in eight beyond ASCII."""


def decode_text(content: bytes, name: str) -> str:
    """Decode UTF-8, UTF-16, what the page itself declares, CP1252, or UTF-8 with CP1252 in it.

    Raises:
        ParseFault: the bytes are no text in any of them, or more than a text has.
    """
    if len(content) > MAX_TEXT_BYTES:
        raise ParseFault(
            f"{name} holds {len(content)} bytes of text, more than the {MAX_TEXT_BYTES} allowed",
            next_step="look at the file: if it is a document, divide it",
        )
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_marked(content.removeprefix(codecs.BOM_UTF8), encoding, name)
    unmarked = _utf16_without_mark(content)
    if unmarked:
        return _decode_marked(content, unmarked, name)
    if is_binary(content):
        raise ParseFault(
            f"{name} is mislabelled: its name says text and its bytes are binary",
            next_step="find out what the file is and give it the ending of its real format",
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_declared(content) or _decode_western(content, name)


def is_binary(content: bytes) -> bool:
    """Whether more than one byte in 200 is a control code that no text has."""
    head = content[:65536]
    return len(head) - len(head.translate(None, _BINARY_BYTES)) > len(head) / 200


def _decode_marked(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _decode_western(content, name)
        raise ParseFault(
            f"{name} says it is {encoding} and is not: {error.reason} at byte {error.start}",
            next_step="save the file again as UTF-8",
        ) from error


def _decode_declared(content: bytes) -> str | None:
    """The text in the encoding that a page or XML file names, if its bytes agree."""
    match = _DECLARED.search(content[:4096])
    if match is None:
        return None
    encoding = (match.group(1) or match.group(2)).decode("ascii")
    told = match.group()
    try:
        # In UTF-16, say, the declaration could not have been found as it was.
        return content.decode(encoding) if told.decode(encoding) == told.decode("ascii") else None
    except (UnicodeError, LookupError):  # the last: unknown, or no encoding of text
        return None


def _decode_western(content: bytes, name: str) -> str:
    """Decode as CP1252, unless the letters would then be nonsense.

    Raises:
        ParseFault: more letters lie beyond ASCII than any Western language has.
    """
    text = _decode_mixed(content)
    sample = text[:65536]
    letters = _LETTER.findall(sample)
    high = sum(1 for letter in letters if "\x80" <= letter <= "\u02af")
    if high > len(letters) * _FOREIGN_SHARE and len(letters) > 40:
        raise ParseFault(
            f"{name} is in an encoding that cannot be told: {high} of its first {len(letters)} "
            "letters would be accented",
            next_step="save the file again as UTF-8",
        )
    return text


def _utf16_without_mark(content: bytes) -> str | None:
    head = content[:4096]
    if len(head) < 8 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.3 and odd == 0 else None


def _decode_mixed(content: bytes) -> str:
    """CP1252 for those runs of high bytes that are not UTF-8; ASCII is the same in both."""
    parts = []
    end = 0
    for run in _HIGH_RUN.finditer(content):
        parts.append(content[end : run.start()].decode("ascii"))
        parts.append(_decode_run(run.group()))
        end = run.end()
    parts.append(content[end:].decode("ascii"))
    return "".join(parts)


def _decode_run(run: bytes) -> str:
    try:
        return run.decode("utf-8")
    except UnicodeDecodeError:
        # Five codes of CP1252 stand for nothing; Latin-1 keeps them as controls, dropped later.
        return "".join(_decode_byte(bytes([code])) for code in run)


def _decode_byte(byte: bytes) -> str:
    try:
        return byte.decode("cp1252")
    except UnicodeDecodeError:
        return byte.decode("latin-1")
