"""Lists of incidents in the folder of registers: kept apart from all that is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from data.organisation import Organisations, load_organisations
from data.records import OrganisationRecord
from data.settings import DATA_FOLDER
from flows.lanes import Lanes
from flows.recording.incidents import import_incidents
from flows.scope import Scope
from flows.stage import Stage, open_stage
from reports.questions import open_questions
from tests.extractors.registers.test_incidents import DECLARED, HEADER, ROWS

LINES = ("Banner" + "," * 7, HEADER, "," * 7 + "sub", *ROWS)


@pytest.fixture(scope="module")
def organisations() -> Organisations:
    return load_organisations(DATA_FOLDER)


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A declared list and its file."""
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents" / "mishaps.yml").write_text(yaml.safe_dump(DECLARED))
    (tmp_path / "files" / "mishaps").mkdir(parents=True)
    (tmp_path / "files" / "mishaps" / "2024.csv").write_text("\n".join(LINES), encoding="utf-8")
    return tmp_path


def run(world: Path, organisations: Organisations, *, folder: bool = True) -> list[object]:
    """Import, and return what was said, the incidents' ids, and the faults' subjects."""
    registers = world / "files" if folder else None
    scope = Scope(home=world / "home", registers=registers, declarations=world)
    with open_stage(scope, "registers", "") as stage:
        said = import_incidents(stage, scope, HERE, organisations)
        ids = [row[0] for row in rows(stage, "select incident_id from incident order by 1")]
        return [said, ids, [fault.subject for fault in stage.faults()]]


class NoLane:
    """Workers that work here."""

    def run(self, work: Callable[[Sequence[Any]], list[Any]], items: Sequence[Any]) -> list[Any]:
        return work(items)


HERE = cast("Lanes", NoLane())


def rows(stage: Stage, sql: str) -> list[tuple[object, ...]]:
    return stage.store.query(sql).rows


def test_incidents_are_shown_with_their_bodies_and_counted_nowhere(
    world: Path, organisations: Organisations
) -> None:
    scope = Scope(home=world / "home", registers=world / "files", declarations=world)
    body = OrganisationRecord("no_skatteetaten", "Skatteetaten", "NO", "agency", None, None)
    with open_stage(scope, "registers", "") as stage:
        stage.store.append(OrganisationRecord, [body])
        assert (
            import_incidents(stage, scope, HERE, organisations)
            == "2 incidents of 1 lists beside them"
        )
        open_questions(stage.store)
        sql = "select incident_id, deployers, developers, deployer_ids from out_incident"
        assert sorted(rows(stage, sql)) == [
            ("M1", "Skatteetaten", None, "no_skatteetaten"),
            ("M2", None, "Box Makers", None),
        ]
        assert rows(stage, "select count(*) from deployment") == [(0,)]
        assert rows(stage, "select count(*) from out_system") == [(0,)]


def test_a_list_follows_its_file_and_its_declaration(
    world: Path, organisations: Organisations
) -> None:
    file = world / "files" / "mishaps" / "2024.csv"
    said = "2 incidents of 1 lists beside them"
    assert run(world, organisations) == [said, ["M1", "M2"], []]
    file.write_text("\n".join(LINES[:-1]).replace("Norge", "Atlantis"), encoding="utf-8")
    assert run(world, organisations) == [said, ["M1", "M2"], ["incidents/mishaps"]]
    file.write_text("\n".join(LINES[:-1]), encoding="utf-8")
    assert run(world, organisations)[1:] == [["M1"], []]
    assert run(world, organisations, folder=False)[1:] == [["M1"], []]
    file.unlink()
    assert run(world, organisations) == ["", [], []]
    file.write_text("\n".join(LINES), encoding="utf-8")
    run(world, organisations)
    (world / "incidents" / "mishaps.yml").unlink()
    assert run(world, organisations, folder=False) == ["", [], []]
