"""The body of an answer, decompressed piece by piece and never past its limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data.errors import CollectFault
from data.inflating import DEFLATE, GZIP, BrokenPackingError, inflate_pieces

LEAST_SUSPECT_BYTES = 10 * 1024 * 1024
MOST_RATIO = 250.0
"""Text compresses 3 to 30 times, a dump of a database up to 100; deflate can do no more than 1,032,
and reaches that only on filling."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may take: bytes after decompression, and seconds from first to last."""

    max_bytes: int
    seconds: float
    raised_by: str
    """What a person can do to allow more bytes."""


class BrokenBodyError(Exception):
    """The body ends too early or cannot be decompressed; another try may bring it whole."""


def check_declared_size(url: str, headers: Mapping[str, str], limits: Limits) -> None:
    """Refuse an answer by what it says of its size, before any of it is read.

    Raises:
        CollectFault: more bytes than the limit.
    """
    stated = headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and int(stated[:20]) > limits.max_bytes:
        raise CollectFault(
            f"{url} holds {int(stated[:20])} bytes, more than {limits.max_bytes} bytes",
            next_step=limits.raised_by,
        )


def read_pieces(
    url: str, raw: Iterator[bytes], headers: Mapping[str, str], limits: Limits
) -> Iterator[bytes]:
    """The decompressed body, in pieces.

    Raises:
        CollectFault: too large, a decompression bomb, or an unknown compression.
        BrokenBodyError: the compressed data is damaged or ends too early.
    """
    received = _Received(raw)
    size = 0
    for piece in _decompressed(url, received, headers.get("content-encoding", "")):
        size += len(piece)
        if size > limits.max_bytes:
            raise CollectFault(
                f"{url} holds more than {limits.max_bytes} bytes", next_step=limits.raised_by
            )
        if size > LEAST_SUSPECT_BYTES and size > MOST_RATIO * received.size:
            raise CollectFault(
                f"{url} swells from {received.size} to more than {size} bytes when decompressed",
                next_step="look at the file: it may be made to exhaust whoever opens it",
            )
        if piece:
            yield piece


class _Received:
    """Counts the bytes that came over the line."""

    def __init__(self, raw: Iterator[bytes]) -> None:
        self.raw = raw
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.raw:
            self.size += len(chunk)
            yield chunk


def _decompressed(url: str, received: _Received, stated: str) -> Iterator[bytes]:
    encoding = stated.strip().lower()
    if encoding in ("", "identity"):
        return iter(received)
    if encoding in ("gzip", "x-gzip"):
        return _inflated(received, GZIP)
    if encoding == "deflate":
        return _inflated(received, DEFLATE)
    raise CollectFault(
        f"{url} came compressed as {stated!r}, though only gzip and deflate were asked for",
        next_step="tell the publisher, or save the page in a browser and import it",
    )


def _inflated(received: _Received, packing: int) -> Iterator[bytes]:
    try:
        yield from inflate_pieces(received, packing)
    except BrokenPackingError as error:
        raise BrokenBodyError(str(error)) from error
