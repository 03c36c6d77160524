"""Rows that go through Parquet come back as they were, and damage is not taken for rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import fsspec
import pytest

from data.arrow_rows import ArrowRows, join_rows
from data.errors import ParseFault, StoreError, UsageError
from data.records import Document, Sentence, StageInput
from data.store import open_memory
from flows.clustering.parts import (
    Folder,
    Packed,
    drop_files,
    fetch_file,
    is_started,
    open_folder,
    pack,
    send_file,
    start_folder,
    sweep,
    unpack,
)
from tests.flows.comparing.ledger_store import blank


@dataclass(frozen=True, slots=True)
class Answer:
    """As the readers' and the coder's: a record, a list and a tuple of records."""

    document: Document
    sentences: list[Sentence]
    inputs: tuple[StageInput, ...]


def answer(name: str, sentences: int) -> Answer:
    rows = [
        blank(Sentence, sentence_id=f"{name}/{at}", document_id=name, text=f"ø\n{at}", page=None)
        for at in range(sentences)
    ]
    inputs = (StageInput("parse", name, "v", datetime(2026, 1, 2, 3, 4, 5, 678901)),)
    return Answer(blank(Document, document_id=name, year=None), rows, inputs * (sentences % 2))


RESULTS = [
    answer("a", 3),
    ParseFault("no text", next_step="look at it"),
    answer("b", 0),
    answer("c", 1),
]


@pytest.fixture(params=["memory", "file", "path"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Folder]:
    place = {
        "memory": "memory://parts/of-tests",
        "file": f"file://{tmp_path}/parts",
        "path": str(tmp_path / "parts"),
    }
    opened = open_folder(place[request.param])
    yield opened
    sweep(opened)


def names(folder: Folder) -> list[str]:
    found = folder.files.find(folder.path)
    return sorted(Path(name).name for name in found)


def test_rows_come_back_as_they_were_and_leave_nothing(folder: Folder) -> None:
    mine = start_folder(folder, "run-1")
    packed = pack(RESULTS, mine)
    assert {part.field for part in packed.parts} == {"document", "sentences", "inputs"}
    assert len(names(mine)) == 4  # a file for each table, and the mark of the run
    first, fault, second, third = unpack(packed, open_folder(mine.address))
    for read, written in zip((first, second, third), RESULTS[:1] + RESULTS[2:], strict=True):
        assert isinstance(written, Answer)
        assert read.document == written.document
        assert list(read.sentences) == written.sentences
        assert tuple(read.inputs) == written.inputs
        assert len(read.sentences) == len(written.sentences)
    assert fault is packed.faults[1]


def test_rows_are_stored_without_being_made(folder: Folder) -> None:
    mine = start_folder(folder, "run-1")
    read = [one for one in unpack(pack(RESULTS, mine), mine) if isinstance(one, Answer)]
    joined = join_rows(one.sentences for one in read)
    assert isinstance(joined, ArrowRows)
    mixed = join_rows([joined, answer("d", 1).sentences])
    assert [row.sentence_id for row in mixed] == ["a/0", "a/1", "a/2", "c/0", "d/0"]
    with open_memory() as store:
        assert store.append(Sentence, joined) == 4
        assert store.read(Sentence, "true order by sentence_id") == list(joined)
    assert names(mine) == ["run"]


def test_a_batch_of_faults_and_one_without_rows_write_nothing(folder: Folder) -> None:
    mine = start_folder(folder, "run-1")
    for results in ([RESULTS[1]], []):
        packed = pack(results, mine)
        assert unpack(packed, mine) == results
    assert names(mine) == ["run"]


def test_the_same_rows_have_the_same_name_and_are_written_twice_without_harm(
    folder: Folder,
) -> None:
    mine = start_folder(folder, "run-1")
    assert pack(RESULTS, mine) == pack(RESULTS, mine)
    assert len(names(mine)) == 4


def test_damaged_and_lost_parts_are_refused(folder: Folder) -> None:
    mine = start_folder(folder, "run-1")
    packed = pack(RESULTS, mine)
    place = f"{mine.path}/{packed.parts[0].file}"
    mine.files.pipe_file(place, b"PAR1 of somebody else")
    with pytest.raises(StoreError, match="not as its worker wrote it"):
        unpack(packed, mine)
    mine.files.rm_file(place)
    with pytest.raises(StoreError, match="is gone"):
        unpack(packed, mine)


def test_a_folder_is_swept_whole_and_only_a_started_one_is_seen(folder: Folder) -> None:
    mine = start_folder(folder, "run-1")
    pack(RESULTS, mine)
    assert is_started(mine)
    assert not is_started(folder.below("run-2"))
    sweep(folder)
    assert not folder.files.exists(mine.path)
    sweep(folder)  # nothing there is nothing to do


def test_a_file_is_sent_and_fetched(folder: Folder, tmp_path: Path) -> None:
    mine = start_folder(folder, "run-1")
    file = tmp_path / "ab12.pdf"
    file.write_bytes(bytes(range(256)))
    into = tmp_path / "elsewhere"
    into.mkdir()
    sent = [send_file(mine, file) for _ in range(2)]
    drop_files(mine, sent[:1])  # of one batch: that of another stays
    fetched = fetch_file(mine, sent[1], into)
    assert fetched.read_bytes() == file.read_bytes()
    assert fetched.name.endswith("-ab12.pdf")


def test_an_address_that_nothing_knows_is_refused() -> None:
    assert "nowhere" not in fsspec.available_protocols()
    with pytest.raises(UsageError, match="nowhere://bucket"):
        open_folder("nowhere://bucket/parts")


def test_who_only_counts_needs_no_rows(folder: Folder) -> None:
    assert unpack(Packed((), None, ()), folder) == []
