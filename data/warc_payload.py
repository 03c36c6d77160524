"""The payload of an archived answer: out of its chunks and unpacked, within a limit."""

from __future__ import annotations

import re

from data.errors import CollectFault
from data.inflating import (
    DEFLATE,
    GZIP,
    GZIP_MAGIC,
    BrokenPackingError,
    CutPackingError,
    SwollenError,
    has_zlib_header,
    inflate,
)

_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_MOST_CODINGS = 3


def decode_payload(
    body: bytes, transfer_encoding: str, content_encoding: str, max_bytes: int
) -> bytes:
    """The bytes that a reader would see of what came over the wire.

    Headers of web archives are often left from the wire when the bytes are not: a body that is
    plainly not in chunks or not packed is taken as it is.

    Raises:
        CollectFault: damaged, packed in a way that we cannot unpack, or larger than `max_bytes`.
    """
    if "chunked" in transfer_encoding.lower():
        body = join_chunks(body)
    codings = [name.strip().lower() for name in content_encoding.split(",") if name.strip()]
    if len(codings) > _MOST_CODINGS:
        raise _damaged(f"packed {len(codings)} times over")
    for coding in reversed(codings):
        body = _unpack(body, coding, max_bytes)
    if len(body) > max_bytes:
        raise too_large(max_bytes)
    return body


def join_chunks(body: bytes) -> bytes:
    """A body without the sizes between its chunks (RFC 9112, 7.1).

    Raises:
        CollectFault: it begins in chunks and breaks off.
    """
    joined = bytearray()
    at = 0
    while True:
        size_line = _CHUNK_SIZE.match(body, at)
        if size_line is None:
            if at == 0:
                return body
            raise _damaged("its chunks break off")
        start = size_line.end()
        size = int(size_line[1], 16)
        if size == 0:
            return bytes(joined)
        if body[start + size : start + size + 2] != b"\r\n":
            if at == 0:
                return body
            raise _damaged("its chunks break off")
        joined += body[start : start + size]
        at = start + size + 2


def too_large(max_bytes: int) -> CollectFault:
    """What to say of a payload beyond the limit."""
    return CollectFault(
        f"more than {max_bytes} bytes", next_step="raise IMAGINARIES_MAX_FILE_MB if it is wanted"
    )


def _unpack(body: bytes, coding: str, max_bytes: int) -> bytes:
    if coding == "identity":
        return body
    if coding in ("gzip", "x-gzip"):
        return _inflate(body, GZIP, max_bytes) if body.startswith(GZIP_MAGIC) else body
    if coding == "deflate":
        return _inflate(body, DEFLATE, max_bytes)
    raise _damaged(f"packed as {coding[:20]!r}, which cannot be unpacked here")


def _inflate(body: bytes, packing: int, max_bytes: int) -> bytes:
    try:
        return inflate(body, packing, max_bytes)
    except SwollenError as error:
        raise too_large(max_bytes) from error
    except CutPackingError as error:
        raise _damaged("what is packed breaks off") from error
    except BrokenPackingError as error:
        if packing == DEFLATE and not has_zlib_header(body):
            return body  # said to be packed, and is not
        raise _damaged(f"cannot be unpacked: {error}") from error


def _damaged(reason: str) -> CollectFault:
    return CollectFault(reason, next_step="get the page anew: this copy of it is damaged")
