"""Zip archives of strangers: opened within limits, read with one kind of fault."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from data.errors import ParseFault

MAX_MEMBERS = 10_000
MAX_UNPACKED_BYTES = 500_000_000
MAX_MARKUP_BYTES = 100_000_000
"""Of XML and HTML, which take several times their size in memory; the Bible has four million."""
MAX_RATIO = 200
"""How far an archive may unpack: markup of one repeated table reaches a hundred, a bomb 1,000."""

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a compression that is not known
    RuntimeError,  # encrypted
    ValueError,
    OverflowError,
    OSError,
)
"""What zipfile raises on damaged archives; OSError where lengths make it seek below zero."""

_MARKUP = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx")
_RATIO_FROM_BYTES = 10_000_000
_ENCRYPTED = 0x1
_NEXT_STEP = "check where the file comes from; no text document is like that"


def open_zip(content: bytes, name: str) -> zipfile.ZipFile:
    """Open an archive if it may be unpacked: few enough members, small enough, not encrypted.

    The sizes that it declares can be believed: zipfile gives no more of a member than that.

    Raises:
        ParseFault: broken, encrypted, or beyond a limit.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN_ZIP as error:
        raise ParseFault(
            f"{name} is a broken zip archive: {error}", next_step="fetch it again"
        ) from error
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    markup = sum(
        member.file_size for member in members if member.filename.lower().endswith(_MARKUP)
    )
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise ParseFault(f"{name} is encrypted", next_step="save it without a password")
    if len(members) > MAX_MEMBERS:
        raise ParseFault(
            f"{name} holds {len(members)} files, more than the {MAX_MEMBERS} allowed",
            next_step=_NEXT_STEP,
        )
    limit = MAX_MARKUP_BYTES if markup > MAX_MARKUP_BYTES else MAX_UNPACKED_BYTES
    if max(size, markup) > limit:
        raise ParseFault(
            f"{name} unpacks to {size} bytes, {markup} of them markup: no more than "
            f"{MAX_UNPACKED_BYTES} and {MAX_MARKUP_BYTES} are allowed",
            next_step=_NEXT_STEP,
        )
    if size > _RATIO_FROM_BYTES and size > len(content) * MAX_RATIO:
        raise ParseFault(
            f"{name} unpacks to {size / len(content):.0f} times its size, more than the "
            f"{MAX_RATIO} times allowed",
            next_step=_NEXT_STEP,
        )
    return archive


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """The bytes of one file of the archive.

    Raises:
        ParseFault: it is not there or damaged.
    """
    try:
        return archive.read(member)
    except KeyError as error:
        raise ParseFault(f"{name} has no {member} in it", next_step="fetch it again") from error
    except BROKEN_ZIP as error:
        raise ParseFault(
            f"{name} is damaged at {member}: {error}", next_step="fetch it again"
        ) from error
