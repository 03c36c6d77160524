"""Registers from a folder: one that fails keeps its rows, marked stale; the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from data.errors import WorkerFault
from data.register import load_registers
from data.study import LITERATURE, load_studies
from flows import stage as stage_module
from flows.lanes import Lanes
from flows.recording.register_loading import load_literature, load_register
from flows.recording.register_reading import RegisterWorkers
from flows.recording.register_tables import drop_register, held_registers
from flows.scope import Scope
from flows.stage import Stage, open_stage
from flows.work import DeploymentsJob
from reports.questions import open_questions
from tests.flows.operating.homes import START

HEADER = "No,System,Body,About,Stage"
ROWS = ("1,Sorter,Post Office,Sorts letters,In use", "2,Chatbot,Mint,,")

DECLARATION: dict[str, Any] = {
    "title": "Systems of Eastland",
    "publisher": "Office of Lists",
    "country": "XN",
    "language": "en",
    "licence": "CC0",
    "url": "https://lists.example/systems.csv",
    "edition": {"pattern": r"(?P<date>\d{4}-\d{2}-\d{2})"},
    "format": {"type": "csv"},
    "columns": {"id": "No", "name": "System", "organisation": "Body", "description": "About"},
    "status_column": "Stage",
    "statuses": {"In use": "production", "Ended": "retired"},
    "bounds": {"least": 1, "most": 5},
}


class OneLane:
    """Workers that work here and count the texts they are given."""

    def __init__(self) -> None:
        self.text_count = 0

    def run(self, work: Callable[[Sequence[Any]], list[Any]], items: Sequence[Any]) -> list[Any]:
        self.text_count += sum(
            len(job.deployments) for job in items if isinstance(job, DeploymentsJob)
        )
        return work(items)


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Two registers of one edition each, east and west, and a study."""
    for name in ("east", "west"):
        declared = {**DECLARATION, "files": [f"{name}/*.csv"]}
        declare(tmp_path, name, declared)
        write(tmp_path, name, "2024-01-01", *ROWS)
    study = {
        "citation": "A study of sorting letters by machine (2024). Journal of Posts.",
        "url": "https://studies.example/1",
        "published_on": "2024",
        "counts": {
            "mint": {
                "organisation": "Mint",
                "country": "XN",
                "technology": "chatbots",
                "status": "production",
                "system_count": 7,
                "stated_on": "2023",
            }
        },
    }
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "letters-2024.yml").write_text(yaml.safe_dump(study))
    return tmp_path


def declare(world: Path, name: str, declaration: dict[str, Any]) -> None:
    (world / "registers").mkdir(exist_ok=True)
    (world / "registers" / f"{name}.yml").write_text(yaml.safe_dump(declaration))


def write(world: Path, name: str, on: str, *rows: str, header: str = HEADER) -> None:
    folder = world / "files" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{on}.csv").write_text("\n".join((header, *rows)), encoding="utf-8")


@contextmanager
def loaded(world: Path, lanes: OneLane | None = None) -> Iterator[Stage]:
    """The store after a run over the folder."""
    scope = Scope(home=world / "home", registers=world / "files", declarations=world)
    with open_stage(scope, "registers", "") as stage:
        load_literature(stage, load_studies(world / "studies"))
        for register_id, register in load_registers(world / "registers").items():
            worker = cast("Lanes", lanes or OneLane())
            workers = RegisterWorkers(worker, worker)
            load_register.fn(stage, scope, None, workers, register_id, register)
        yield stage


BAD: dict[str, tuple[list[str], str, str]] = {
    "asleep": (
        ["1,Sorter,Post Office,,Asleep"],
        HEADER,
        "'Asleep' (row 1): status without a mapping",
    ),
    "coloured": (["1,Sorter,Post Office,,In use,x"], HEADER + ",Colour", "new column 'Colour'"),
    "headless": (["Sorter,Post Office,,In use"], HEADER[3:], "missing column 'No'"),
    "swollen": (
        [f"{one},S,B,," for one in range(9)],
        HEADER,
        "9 rows, where 1 to 5 are expected",
    ),
}


def test_registers_that_fail_keep_their_rows_marked_stale_and_the_others_go_on(
    world: Path,
) -> None:
    for name in BAD:
        declare(world, name, {**DECLARATION, "files": [f"{name}/*.csv"]})
        write(world, name, "2024-01-01", *ROWS)
    with loaded(world):
        pass
    for name, (rows, header, _) in BAD.items():
        write(world, name, "2024-02-02", *rows, header=header)
    write(world, "west", "2024-02-02", *ROWS, "3,Scale,Mint,,Ended")
    with loaded(world) as stage:
        open_questions(stage.store)
        sql = """select register_id, edition_id, row_count, is_stale, stale_since_at is not null,
                     reason from out_register where kind <> 'literature'"""
        found = {row[0]: row[1:] for row in stage.store.query(sql).rows}
        next_steps = {fault.subject: fault.next_step for fault in stage.faults()}
    for name, (_, _, reason) in BAD.items():
        assert found[name][:4] == ("2024-01-01", 2, True, True)
        assert reason in found[name][4]
        assert f"data/registers/{name}.yml" in next_steps[name]
    assert found["east"] == ("2024-01-01", 2, False, False, None)
    assert found["west"] == ("2024-02-02", 3, False, False, None)
    for name in BAD:
        write(world, name, "2024-02-02", *ROWS)
    with loaded(world) as stage:
        sql = "select distinct is_stale, stale_since_at from register"
        assert stage.store.query(sql).rows == [(False, None)]
        assert stage.faults() == []


def test_going_back_to_the_old_files_ends_the_stale_mark(world: Path) -> None:
    with loaded(world):
        pass
    write(world, "east", "2024-02-02", "1,Sorter,Post Office,,Asleep")
    with loaded(world):
        pass
    (world / "files" / "east" / "2024-02-02.csv").unlink()
    with loaded(world) as stage:
        assert not stage.store.query("select * from register where is_stale").rows


def test_what_changed_between_editions_is_kept(world: Path) -> None:
    write(world, "east", "2024-02-02", "1,Sorter,Post Office,,Ended", "3,Scale,Mint,,In use")
    with loaded(world) as stage:
        open_questions(stage.store)
        changes = stage.store.query(
            """select change, name, status_before, status from out_edition_change
               where country = 'XN' order by change"""
        ).rows
        states = stage.store.query(
            "select register_id, last_change_on from out_register_coverage order by 1"
        ).rows
    assert changes == [
        ("appeared", "Scale", None, "production"),
        ("moved", "Sorter", "production", "retired"),
        ("vanished", "Chatbot", "unknown", None),
    ]
    assert states == [("east", "2024-02-02"), (LITERATURE, "2024"), ("west", "2024-01-01")]


def test_texts_that_were_coded_are_not_coded_again(world: Path) -> None:
    first, second = OneLane(), OneLane()
    with loaded(world, first) as stage:
        claims = stage.store.query("select * exclude (score) from deployment_claim").rows
    assert first.text_count == 4  # two systems in each of two registers
    write(world, "east", "2024-02-02", ROWS[0], "9,Scale,Mint,Weighs coins,In use")
    with loaded(world, second) as stage:
        again = stage.store.query("select * exclude (score) from deployment_claim").rows
    assert second.text_count == 1
    assert set(claims) <= set(again)


def test_a_count_without_names_stands_beside_the_registers(world: Path) -> None:
    with loaded(world) as stage:
        open_questions(stage.store)
        counts = stage.store.query(
            """select organisation, stated_count, recorded_count, without_status_count, finding
               from out_stated_count"""
        ).rows
        assert counts == [("Mint", 7, 0, 2, "fewer on record than stated")]
        drop_register(stage, "east")
        drop_register(stage, "west")
        nothing = stage.store.query("select recorded_count, finding from out_stated_count").rows
        assert nothing == [(None, "no register loaded")]
        assert held_registers(stage) == {LITERATURE}


class DeadLane(OneLane):
    """Workers that die of every edition."""

    def run(self, work: Callable[[Sequence[Any]], list[Any]], items: Sequence[Any]) -> list[Any]:
        self.text_count += 1
        return [WorkerFault("the worker died", next_step="look") for _ in items]


def test_a_register_that_kills_its_reader_is_tried_less_and_less_often(
    world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with loaded(world):
        pass
    write(world, "east", "2024-02-02", *ROWS)
    dead = DeadLane()
    for day in (0, 0, 0, 1, 1, 2, 3):
        monkeypatch.setattr(stage_module, "now", lambda day=day: START + timedelta(days=day))
        with loaded(world, dead) as stage:
            (fault,) = stage.faults()
            assert stage.store.query(
                "select register_id, edition_id from register where is_stale"
            ).rows == [("east", "2024-01-01")]
    assert (dead.text_count, fault.tries) == (4, 4)  # at once, then after a day, then after two
    with loaded(world) as stage:
        assert [row.subject for row in stage.faults()] == ["east"]
    write(world, "east", "2024-03-03", *ROWS)  # other bytes: at once
    with loaded(world) as stage:
        assert stage.faults() == []
