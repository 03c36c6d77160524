"""Registers' files that are out to harm: each is a fault of its register, and the run goes on."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data.errors import Fault
from data.organisation import Organisations
from data.register import load_registers
from flows.lanes import Lanes, open_lanes
from flows.recording.incidents import SUBJECT, import_incidents
from flows.recording.register_loading import load_register
from flows.recording.register_reading import (
    DateJob,
    RegisterWorkers,
    ask_worker,
    date_editions,
)
from flows.scope import Scope
from flows.stage import MAX_SAID, open_stage
from tests.extractors.registers.test_fuzz_registers import SHEETS, with_sheet
from tests.extractors.registers.test_incidents import DECLARED as INCIDENTS
from tests.flows.test_registers import DECLARATION, ROWS, declare, write

SECONDS, MEMORY_MIB = 10.0, 768
FILES: dict[str, tuple[dict[str, Any], Callable[[], bytes], str]] = {
    "bomb": ({"type": "xlsx"}, lambda: with_sheet("<a>" * 5_000_000), "times its size"),
    "laughs": ({"type": "xlsx"}, lambda: with_sheet(SHEETS["a billion laughs"]), "damaged"),
    "deep": ({"type": "json"}, lambda: b"[" * 5_000_000, "cannot be read"),
    "swelling": ({"type": "json"}, lambda: "🙂".encode() + b"a" * 140_000_000, "memory|died"),
    "wide": ({"type": "csv"}, lambda: wide(50_000), "new column"),
    "ragged": ({"type": "csv"}, lambda: b"No," + b"x," * 50_000 + b"\n1,2\n", "cells under"),
    "quoted": ({"type": "csv"}, lambda: b'No,System\n1,"' + b"a" * 11_000_000, "not CSV"),
    "page": ({"type": "csv"}, lambda: b"<!DOCTYPE html>\n<p>Not found</p>\n", "missing column"),
    "packed": ({"type": "xlsx"}, lambda: zipped({"a.zip": zipped({"b": b""})}), "not an Excel"),
    "binary": ({"type": "csv"}, lambda: bytes(range(256)) * 1000, "byte"),
}


def wide(count: int) -> bytes:
    """A list with so many columns beside those that are declared."""
    return f"No,System,Body,About,Stage{',x' * count}\n1,S,B,,In use{',y' * count}\n".encode()


def zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


@pytest.fixture(scope="module")
def readers() -> Iterator[Lanes]:
    with open_lanes(1, seconds_per_item=SECONDS, memory_mib=MEMORY_MIB) as opened:
        yield opened


class NoCoders:
    """Coders that find nothing."""

    def run(self, work: object, items: list[Any]) -> list[list[list[object]]]:
        return [[[] for _ in job.deployments] for job in items]


def test_hostile_files_are_faults_of_their_registers_and_the_others_are_loaded(
    tmp_path: Path, readers: Lanes
) -> None:
    for name, (layout, build, _) in FILES.items():
        declare(tmp_path, name, {**DECLARATION, "files": [f"{name}/*"], "format": layout})
        (tmp_path / "files" / name).mkdir(parents=True)
        (tmp_path / "files" / name / "2024-01-01").write_bytes(build())
    declare(tmp_path, "zest", {**DECLARATION, "files": ["zest/*"]})  # the last to be read
    write(tmp_path, "zest", "2024-01-01", *ROWS)
    (tmp_path / "incidents").mkdir()
    (tmp_path / "incidents" / "mishaps.yml").write_text(json.dumps(INCIDENTS))
    (tmp_path / "files" / "mishaps").mkdir()
    (tmp_path / "files" / "mishaps" / "2024.csv").write_bytes(b'"' + b"a," * 6_000_000)
    scope = Scope(home=tmp_path / "home", registers=tmp_path / "files", declarations=tmp_path)
    with open_stage(scope, "registers", "") as stage:
        workers = RegisterWorkers(readers, NoCoders())  # type: ignore[arg-type]
        for register_id, register in load_registers(tmp_path / "registers").items():
            load_register.fn(stage, scope, None, workers, register_id, register)
        import_incidents(stage, scope, readers, Organisations({}, "", {}, {}, frozenset()))
        faults = {fault.subject: fault for fault in stage.faults()}
        assert stage.store.query("select register_id from register").rows == [("zest",)]
    assert set(faults) == {*FILES, SUBJECT + "mishaps"}
    for name, (_, _, said) in FILES.items():
        assert any(word in faults[name].reason for word in said.split("|")), faults[name].reason
        assert len(faults[name].reason) <= MAX_SAID + 50
        assert "defect" not in faults[name].next_step
    assert "characters)" in faults["wide"].reason


def test_a_download_that_must_be_opened_to_date_it_is_opened_by_a_worker(
    tmp_path: Path, readers: Lanes
) -> None:
    told = {"edition": {"pointer": "/stand"}, "format": {"type": "json"}, "files": ["*"]}
    declare(tmp_path, "east", {**DECLARATION, **told})
    register = load_registers(tmp_path / "registers")["east"]
    url = str(register.url)

    def date(content: bytes) -> tuple[str, str]:
        return ask_worker(readers, date_editions, DateJob(register, url, content, "2024-06-01"))

    assert date(b'{"stand": "2023-05-06"}') == ("2023-05-06", "")
    with pytest.raises(Fault, match="cannot be read"):
        date(b'{"stand":' * 100_000)
