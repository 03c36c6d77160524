"""Unpacks gzip and deflate piece by piece, so that what swells is stopped while it swells."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

PIECE_BYTES = 1024 * 1024
"""The most that is unpacked at once."""
GZIP = zlib.MAX_WBITS | 16
DEFLATE = zlib.MAX_WBITS
"""With the header of zlib or bare, as some servers send it: the first bytes tell."""
GZIP_MAGIC = b"\x1f\x8b"
_BARE = -zlib.MAX_WBITS


class BrokenPackingError(Exception):
    """The packed data is damaged, or was never packed."""


class CutPackingError(BrokenPackingError):
    """The packed data ends too early."""


class SwollenError(Exception):
    """What is packed is larger than it may be."""


def inflate(content: bytes, packing: int, max_bytes: int) -> bytes:
    """All that is packed in these bytes.

    Raises:
        SwollenError: more than `max_bytes`.
        BrokenPackingError: damaged, or cut off.
    """
    unpacked = bytearray()
    for piece in inflate_pieces([content], packing):
        unpacked += piece
        if len(unpacked) > max_bytes:
            raise SwollenError(f"more than {max_bytes} bytes when unpacked")
    return bytes(unpacked)


def inflate_pieces(
    chunks: Iterable[bytes], packing: int, piece_bytes: int = PIECE_BYTES
) -> Iterator[bytes]:
    """What is packed in a stream, in pieces of `piece_bytes` at most.

    A gzip file may have several members; whatever else follows the last of them is padding. It is
    for the caller to stop where the sum becomes too large.

    Raises:
        BrokenPackingError: damaged, or cut off.
    """
    head = b""
    stream = (chunk for chunk in chunks if chunk)
    for chunk in stream:
        head += chunk
        if len(head) > 1:
            break
    if not head:
        return
    if packing == DEFLATE and not has_zlib_header(head):
        packing = _BARE
    yield from _inflate_members(chain([head], stream), packing, piece_bytes)


def has_zlib_header(content: bytes) -> bool:
    """Whether the first two bytes are those of zlib's own format (RFC 1950, 2.2)."""
    return len(content) > 1 and content[0] & 15 == 8 and (content[0] << 8 | content[1]) % 31 == 0


def _inflate_members(chunks: Iterator[bytes], packing: int, piece_bytes: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(packing)
    pending = b""
    for chunk in chunks:
        data, pending = pending + chunk, b""
        while True:
            if inflater.eof:
                if len(data) < len(GZIP_MAGIC):
                    pending = data  # perhaps the first byte of another member
                    break
                if packing != GZIP or not data.startswith(GZIP_MAGIC):
                    return
                inflater = zlib.decompressobj(packing)
            piece = _inflate_piece(inflater, data, piece_bytes)
            if piece:
                yield piece
            data = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            if not inflater.eof and not data and len(piece) < piece_bytes:
                break
    if not inflater.eof:
        raise CutPackingError("the packed data breaks off")


def _inflate_piece(inflater: zlib._Decompress, data: bytes, piece_bytes: int) -> bytes:
    try:
        return inflater.decompress(data, piece_bytes)
    except zlib.error as error:
        raise BrokenPackingError(f"damaged packed data: {error}") from error
