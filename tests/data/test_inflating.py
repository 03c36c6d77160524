"""What is packed comes out whole, within its limit, or not at all."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from data.inflating import (
    DEFLATE,
    GZIP,
    BrokenPackingError,
    CutPackingError,
    SwollenError,
    inflate,
    inflate_pieces,
)

TEXT = b"The tide office will share its gauges. " * 40


@pytest.mark.parametrize(
    ("packed", "packing"),
    [
        (gzip.compress(TEXT), GZIP),
        (gzip.compress(TEXT[:50]) + gzip.compress(TEXT[50:]) + bytes(9), GZIP),
        (zlib.compress(TEXT), DEFLATE),
        (zlib.compress(TEXT, wbits=-15), DEFLATE),
    ],
    ids=["gzip", "gzip in two members and padding", "zlib", "bare deflate"],
)
@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_it_comes_out_whole_wherever_it_is_cut(packed: bytes, packing: int, size: int) -> None:
    chunks = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert b"".join(inflate_pieces(chunks, packing, 100)) == TEXT
    assert max(map(len, inflate_pieces(chunks, packing, 100))) <= 100
    assert inflate(packed, packing, len(TEXT)) == TEXT


def test_what_swells_is_stopped_while_it_swells() -> None:
    bomb = gzip.compress(bytes(50_000_000), 1)
    tracemalloc.start()
    with pytest.raises(SwollenError, match="more than 1000 bytes"):
        inflate(bomb, GZIP, 1000)
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("kept", [1, 5, 30, -1])
def test_what_breaks_off_is_told_from_what_is_damaged(kept: int) -> None:
    with pytest.raises(CutPackingError):
        inflate(gzip.compress(TEXT)[:kept], GZIP, 10_000)
    with pytest.raises(BrokenPackingError, match="damaged"):
        inflate(gzip.compress(TEXT)[:-8] + bytes(8), GZIP, 10_000)


def test_nothing_packed_is_nothing() -> None:
    assert inflate(b"", GZIP, 0) == b""
