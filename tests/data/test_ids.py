from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ids import bytes_sha256, content_id, files_version


@pytest.mark.parametrize(
    ("first", "second"),
    [(("ab", "c"), ("a", "bc")), (("a",), ("a", "")), ((1, 2), (12,)), (("é",), ("e",))],
)
def test_parts_that_join_alike_have_different_ids(
    first: tuple[object, ...], second: tuple[object, ...]
) -> None:
    assert content_id(*first) != content_id(*second)


@given(st.lists(st.text()))
def test_the_same_parts_always_have_the_same_id(parts: list[str]) -> None:
    assert content_id(*parts) == content_id(*parts)
    assert len(content_id(*parts)) == 16


def test_a_known_hash() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert bytes_sha256(b"") == empty


def test_a_version_follows_the_bytes_and_not_the_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    one.write_text("a = 1\n")
    two.write_text("b = 2\n")
    before = files_version([one, two])
    assert before == files_version([two, one])
    two.write_text("b = 3\n")
    assert before != files_version([one, two])
