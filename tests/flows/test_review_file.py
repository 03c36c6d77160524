"""Files that people decide in may be damaged by the program that saved them: a line says where."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given

from data.errors import UsageError
from flows.cli.evaluate_verbs import read_lines
from flows.comparing import promise_review
from flows.comparing.promise_review import ReviewRow, read_review
from flows.modelling import labels
from flows.recording import link_review
from flows.recording.link_review import LinkReviewRow, read_link_review
from tests.extractors.test_fuzz import FUZZ, damage

KINDS: dict[str, tuple[type, Path, Callable[[Path], object]]] = {
    "promises": (ReviewRow, promise_review.FILE, read_review),
    "links": (LinkReviewRow, link_review.FILE, read_link_review),
    "labels": (labels.LabelRow, labels.FILE, labels.read_topic_labels),
}


@pytest.fixture(autouse=True)
def _usual_limit() -> Iterator[None]:
    """The csv module has one limit for all, which reading a register raises."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


def written(row_type: type) -> bytes:
    """A file of two lines, one of them decided."""
    names = [field.name for field in fields(row_type)]
    lines = [["same", *(f"of {name}" for name in names[1:])], ["", *['"a ""b"", c"'] * len(names)]]
    return "\n".join(",".join(line[: len(names)]) for line in [names, *lines]).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_told(kind: str, tmp_path: Path) -> None:
    row_type, file, read = KINDS[kind]
    (tmp_path / file).parent.mkdir()

    @FUZZ
    @given(damage(written(row_type)))
    def fuzz(content: bytes) -> None:
        (tmp_path / file).write_bytes(content)
        with suppress(UsageError):
            read(tmp_path)

    fuzz()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("damage", "said"),
    [(b"\xe5", "not UTF-8"), (b"x" * 200_000, "not readable as CSV"), (b"", "columns are missing")],
)
def test_what_is_wrong_is_told(kind: str, damage: bytes, said: str, tmp_path: Path) -> None:
    row_type, file, read = KINDS[kind]
    (tmp_path / file).parent.mkdir()
    (tmp_path / file).write_bytes(written(row_type) + b"\n" + damage if damage else b"")
    with pytest.raises(UsageError, match=said):
        read(tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"text": "\xe5"}', "2: not JSON"),
        (b'{"text": ' + b"[" * 100_000, "2: not JSON"),
        (b'["text"]', "2: expected a JSON object"),
        (b'{"id": 1}', "2: no field 'text'"),
    ],
)
def test_a_damaged_line_of_a_list_for_measuring_is_named(
    line: bytes, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "true.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"text": "One."}\n' + line)
    with pytest.raises(UsageError, match=f"true.jsonl:{said}"):
        read_lines(file, ("text",))
