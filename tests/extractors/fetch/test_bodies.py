from __future__ import annotations

import gzip
import zlib

import pytest

from data.errors import CollectFault
from extractors.fetch.bodies import BrokenBodyError, Limits, read_pieces

URL = "https://tides.example/dump"
TEXT = b"The tide office will share its gauges. " * 40
LIMITS = Limits(64 * 1024 * 1024, 10.0, "ask for less")
GZIP = {"content-encoding": "gzip"}


def pieces_of(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
@pytest.mark.parametrize("padding", [b"", b"\0", b"\0" * 40])
def test_members_are_joined_wherever_the_line_cuts_them(size: int, padding: bytes) -> None:
    data = gzip.compress(TEXT) + gzip.compress(b"More.") + padding
    assert b"".join(read_pieces(URL, iter(pieces_of(data, size)), GZIP, LIMITS)) == TEXT + b"More."


@pytest.mark.parametrize("size", [1, 5, 10_000])
@pytest.mark.parametrize("window_bits", [15, -15])
def test_both_kinds_of_deflate_are_read(size: int, window_bits: int) -> None:
    data = zlib.compress(TEXT, wbits=window_bits)
    headers = {"content-encoding": "Deflate"}
    assert b"".join(read_pieces(URL, iter(pieces_of(data, size)), headers, LIMITS)) == TEXT


@pytest.mark.parametrize("kept", [1, 5, 30, -1])
def test_compressed_data_that_ends_early_is_broken(kept: int) -> None:
    with pytest.raises(BrokenBodyError):
        list(read_pieces(URL, iter([gzip.compress(TEXT)[:kept]]), GZIP, LIMITS))


def test_a_piece_is_never_larger_than_a_mebibyte() -> None:
    data = gzip.compress(bytes(9 * 1024 * 1024))
    pieces = list(read_pieces(URL, iter([data]), GZIP, LIMITS))
    assert sum(map(len, pieces)) == 9 * 1024 * 1024
    assert max(map(len, pieces)) <= 1024 * 1024


def test_what_compresses_well_is_no_bomb() -> None:
    rows = b"".join(b"(%d, 'letter', 2021)," % number for number in range(700_000))
    assert len(rows) > 10 * 1024 * 1024
    data = gzip.compress(rows)
    assert b"".join(read_pieces(URL, iter(pieces_of(data, 65_536)), GZIP, LIMITS)) == rows


def test_an_empty_body_is_an_empty_body() -> None:
    assert list(read_pieces(URL, iter([]), GZIP, LIMITS)) == []


def test_two_compressions_at_once_are_refused() -> None:
    with pytest.raises(CollectFault, match="gzip, gzip"):
        list(read_pieces(URL, iter([b"x"]), {"content-encoding": "gzip, gzip"}, LIMITS))
