"""`imaginaries status` tells the truth after each kind of fault: its lines, its JSON, its code."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from typer.testing import CliRunner

from data.errors import CheckError, StoreError, UsageError, WorkerFault
from data.records import Document, Edition, FaultRecord, Run, Sighting
from data.settings import Home
from data.store import open_work
from extractors.document import ReadDocument
from flows.check import check_home
from flows.cli.main import app
from flows.everything import run_stages
from flows.lanes import open_lanes
from flows.operating import run_log
from flows.operating.gates import check_before_publishing
from flows.scope import Scope
from flows.stage import Stage, StageOutcome, now, open_stage, outcome_of
from flows.work import ParseJob, parse_batch
from reports.publish import publish_edition
from tests.conftest import PROJECT
from tests.flows.collecting.homes import make_document
from tests.flows.collecting.office import collect_office, declare, open_office, scope_for
from tests.flows.operating.homes import START, add_documents, settings_of
from tests.flows.operating.sound import add_archived
from tests.sites.server import Reply, serve
from tests.soak.full_disk import can_mount, set_size, small_disk
from tests.soak.working import die_at_once

RUNNER = CliRunner()
NO_SERVER = "http://127.0.0.1:9/api"

DYING = """
import os, signal, sys
from pathlib import Path
from flows.everything import run_stages
from flows.operating import watch
from flows.scope import Scope
from flows.stage import open_stage, outcome_of
from tests.flows.operating.homes import add_documents

for name in ("create_table_artifact", "create_markdown_artifact"):
    setattr(watch, name, lambda **_: None)

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def run(root, moment):
    def parse(scope, run_id):
        with open_stage(scope, "parse", run_id) as stage:
            add_documents(stage.store, "XN", 3)
            if moment == "in a stage":
                die()
            return outcome_of(stage)

    if moment == "before the first stage":
        watch.count_rows = die
    run_stages(Scope(home=Path(root)), "run-9", [parse, die])

for line in sys.stdin:
    child = os.fork()
    if not child:
        run(*line.rstrip().split(chr(9)))
    os.waitpid(child, 0)
    print(child, flush=True)
"""
"""Runs that are killed, each a child of one process that has imported everything."""


@pytest.fixture(scope="module")
def kill_run() -> Iterator[Callable[[Home, str], int]]:
    """Has a run of this home killed at this moment; answers with its process."""
    with subprocess.Popen(
        [sys.executable, "-c", DYING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    ) as process:

        def kill(home: Home, moment: str) -> int:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{home.root}\t{moment}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield kill


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", NO_SERVER)
    for name in ("create_table_artifact", "create_markdown_artifact"):
        monkeypatch.setattr(f"flows.operating.watch.{name}", lambda **_: None)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in which a run of all stages went well."""
    root = tmp_path / "home"
    run_stages(Scope(home=root), "run-1", [stage_that(name) for name in ("parse", "publish")])
    return Home(root)


def stage_that(
    name: str, work: Callable[[Stage], object] | None = None
) -> Callable[[Scope, str], StageOutcome]:
    """A stage that does this work."""

    def stage_of(scope: Scope, run_id: str) -> StageOutcome:
        with open_stage(scope, name, run_id) as stage:
            if work is not None:
                work(stage)
            return outcome_of(stage)

    return stage_of


def status(home: Home) -> tuple[int, str, dict[str, Any]]:
    """The exit code, the screen, and what machines are told."""
    screen = RUNNER.invoke(app, ["status", "--home", str(home.root)])
    told = RUNNER.invoke(app, ["status", "--home", str(home.root), "--json"])
    assert screen.exit_code == told.exit_code, screen.output
    return screen.exit_code, screen.stdout, json.loads(told.stdout)


def test_a_home_where_all_went_well_ends_with_0(home: Home) -> None:
    code, screen, state = status(home)
    assert code == 0
    assert (state["faults"], state["last_failure"], state["killed_holder"]) == ([], None, None)
    assert "failed" not in screen
    assert "at work   nobody" in screen


def test_a_dead_site_is_a_fault_of_its_source_until_it_answers_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.fetch.fetcher.TRIES", 1)  # else it waits between tries
    home, office = Home(tmp_path), open_office(2)
    with serve(office) as site:
        scope = scope_for(tmp_path, site)
        assert collect_office(scope, declare()).faults == 0
        office.instead["/notices/"] = Reply(b"gone", 404)
        collect_office(scope, declare())
        code, screen, state = status(home)
        assert code == 1
        (fault,) = state["faults"]
        assert fault["stage"] == "collect"
        assert "404" in fault["reason"]
        assert fault["then"] == "tried again in every run"
        assert fault["subject"] in screen
        del office.instead["/notices/"]
        collect_office(scope, declare())
        assert status(home)[0] == 0
    collect_office(scope, declare())  # nobody is at its address now
    code, screen, state = status(home)
    assert code == 1
    assert {fault["stage"] for fault in state["faults"]} == {"collect"}
    assert state["counts"]["fault"] == len(state["faults"])


def test_a_bad_document_is_a_fault_beside_those_that_were_read(home: Home) -> None:
    good = "The agency will share its data with all other agencies before the year ends. " * 3
    jobs = [
        write_file(home, "good.md", good.encode()),
        write_file(home, "bad.pdf", b"%PDF-1.7 and no more"),
    ]
    with open_stage(Scope(home=home.root), "parse", "run-2") as stage:
        for job, result in zip(jobs, parse_batch(jobs), strict=True):
            if isinstance(result, ReadDocument):
                stage.store.append(Document, [result.document])
            else:
                stage.fault(job.name, result, job.ref.document_id)
    code, screen, state = status(home)
    assert code == 1
    (fault,) = state["faults"]
    assert (fault["stage"], fault["subject"], fault["tries"]) == ("parse", "bad.pdf", 1)
    assert fault["then"] == "tried again when its bytes or the parser change"
    assert state["counts"]["document"] == 1
    assert state["last_failure"] is None
    assert "fault     " in screen
    assert fault["next_step"] in screen


def write_file(home: Home, name: str, content: bytes) -> ParseJob:
    file = home.root / name
    file.write_bytes(content)
    return ParseJob(make_document(name), name, file, len(content), "v1")


def test_a_killed_worker_is_a_fault_with_a_date_and_at_last_given_up(home: Home) -> None:
    with open_lanes(1, seconds_per_item=60) as lanes:
        (fault,) = lanes.run(die_at_once, ["a.pdf"])
    assert isinstance(fault, WorkerFault)
    meet(home, fault, times=1)
    code, screen, state = status(home)
    assert code == 1
    (told,) = state["faults"]
    assert "the worker process died" in told["reason"]
    assert (told["tries"], told["given_up_at"]) == (1, None)
    assert told["then"].startswith("tried again from 20")
    assert "fault     " in screen

    meet(home, fault, times=2)
    code, screen, state = status(home)
    assert code == 1
    (told,) = state["faults"]
    assert told["then"].startswith("given up after 3 tries: imaginaries retry --stage parse")
    assert told["retry_at"] is None
    assert "given up  " in screen
    assert "fault     " not in screen


def meet(home: Home, fault: WorkerFault, times: int) -> None:
    """The same fault at the same document so many times."""
    with open_work(home.work_database) as store:
        stage = Stage("parse", settings_of(home.root, max_tries=3), store, now())
        stage.changed({"d1": "hash"})
        for _ in range(times):
            stage.fault("a.pdf", fault, "d1")


@pytest.mark.parametrize("moment", ["before the first stage", "in a stage", "between two stages"])
def test_a_killed_run_is_told_until_the_next_one_is_done(
    home: Home, kill_run: Callable[[Home, str], int], moment: str
) -> None:
    killed = kill_run(home, moment)
    code, screen, state = status(home)
    assert code == 1
    failure = state["last_failure"]
    assert failure["error"] == "killed"
    assert failure["stage"] == ("start" if moment == "before the first stage" else "parse")
    assert "failed    " in screen
    assert state["holder"] is None  # its lock is nobody's now,
    assert state["killed_holder"]["pid"] == killed  # and says whose it was
    assert f"process {killed} " in screen
    assert state["counts"]["document"] == (3 if moment != "before the first stage" else 0)

    run_stages(Scope(home=home.root), "run-n", [stage_that("check")])  # the same night
    expected = None if moment == "before the first stage" else "parse"
    assert (status(home)[2]["last_failure"] or {}).get("stage") == expected
    run_stages(Scope(home=home.root), "run-2", [stage_that("parse"), stage_that("publish")])
    code, _, state = status(home)
    assert (code, state["last_failure"], state["killed_holder"]) == (0, None, None)


def test_a_refused_edition_is_told_whatever_other_stages_do(home: Home) -> None:
    scope = Scope(home=home.root)

    def refuse(stage: Stage) -> None:
        add_documents(stage.store, "XN", 1, claims_each=2)  # claims of sentences that are not there
        check_before_publishing(stage, "one")

    with pytest.raises(CheckError):
        run_stages(scope, "run-2", [stage_that("parse"), stage_that("publish", refuse)])
    run_stages(scope, "run-3", [stage_that("check")])
    code, screen, state = status(home)
    assert code == 1
    failure = state["last_failure"]
    assert (failure["stage"], failure["error"], failure["run_id"]) == (
        "publish",
        "CheckError",
        "run-2",
    )
    assert "every_claim_has_its_sentence" in failure["reason"]
    assert "not published, the last edition stays" in screen
    run_stages(scope, "run-4", [stage_that("publish")])
    assert status(home)[0] == 0


def test_a_mistake_of_whoever_asked_is_told_until_anything_else_runs(home: Home) -> None:
    def refuse(stage: Stage) -> NoReturn:
        raise UsageError("no document is of 1066")

    with pytest.raises(UsageError):
        stage_that("report", refuse)(Scope(home=home.root), "run-2")
    assert status(home)[2]["last_failure"]["reason"] == "no document is of 1066"
    stage_that("parse")(Scope(home=home.root), "run-3")
    assert status(home)[0] == 0


def test_ctrl_c_is_told_as_what_it_is(home: Home) -> None:
    def stop(stage: Stage) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_stages(Scope(home=home.root), "run-2", [stage_that("parse", stop)])
    code, screen, _ = status(home)
    assert code == 1
    assert "in parse: stopped by a person or the system" in screen


def test_what_was_not_seen_for_long_is_stale(home: Home) -> None:
    long_ago = now() - timedelta(days=90)
    with open_work(home.work_database) as store:
        store.append(Sighting, [Sighting("d1", "plans", long_ago, long_ago, None)])
        store.append(Run, [Run("run-0", "code", long_ago, long_ago, 1, 0, 0, "1 coded")])
    code, screen, state = status(home)
    assert code == 0  # nothing has failed; it is for a person to see
    assert [source["name"] for source in state["stale_sources"]] == ["plans"]
    assert f"stale     plans: last seen {long_ago:%Y-%m-%d}" in screen
    assert "1 coded  STALE" in screen
    assert {one["stage"]: one["is_stale"] for one in state["last_runs"]}["parse"] is False


def test_a_run_at_work_is_named_and_is_no_failure(home: Home) -> None:
    """While it writes nobody can read its tables, and there is no edition yet to answer."""
    with holding(home) as holder:
        screen = RUNNER.invoke(app, ["status", "--home", str(home.root)])
        assert isinstance(screen.exception, StoreError)
        assert f"the first run on {home.root} is at work (process {holder} " in str(
            screen.exception
        )
    code, _, state = status(home)  # that run was killed
    assert (code, state["holder"], state["killed_holder"]["pid"]) == (1, None, holder)


def test_beside_a_run_at_work_the_edition_answers(home: Home) -> None:
    with open_work(home.work_database) as store:
        add_documents(store, "XN", 3)
        publish_edition(store, home.published, Edition("one", START, "a", "0", False))
        add_documents(store, "XS", 4)  # not published yet
    with holding(home) as holder:
        log = run_log.open_log(home.logs, "run-2")
        log.write(now(), run_log.RUN_STARTED, "everything")
        log.write(now(), "started", "parse")
        code, screen, state = status(home)
        assert code == 0
        assert (state["holder"]["pid"], state["killed_holder"]) == (holder, None)
        assert state["counts"]["document"] == 3
        assert state["last_failure"] is None
        assert f"at work   process {holder} " in screen
        assert "what follows is of the published edition" in screen
    code, _, state = status(home)
    assert (code, state["last_failure"]["stage"]) == (1, "parse")
    assert state["counts"]["document"] == 7


@contextmanager
def holding(home: Home) -> Iterator[int]:
    """Another process that holds the home; killed at the end of the block."""
    holds = (
        "import sys, time; from pathlib import Path; from data.settings import Home\n"
        "from flows.operating.home_lock import hold_home\n"
        "with hold_home(Home(Path(sys.argv[1]))): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", holds, str(home.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process.pid
        finally:
            process.kill()


def test_damaged_bytes_of_the_archive_are_told_after_the_nightly_check(home: Home) -> None:
    with open_work(home.work_database) as store:
        file = add_archived(store, home, b"a letter", "letter.txt")
    scope = Scope(home=home.root)
    run_stages(scope, "run-2", [stage_that("check", check_home)])
    assert damaged(home) == []
    file.write_bytes(b"a lettre")
    run_stages(scope, "run-3", [stage_that("check", check_home)])
    code, screen, _ = status(home)
    assert code == 1
    (told,) = damaged(home)
    assert told["subject"] == file.relative_to(home.root).as_posix()
    assert told["subject"] in screen
    assert "from a copy of the home" in screen


def damaged(home: Home) -> list[dict[str, Any]]:
    """What is told of the archive, whatever the disk of these tests has too little of."""
    return [fault for fault in status(home)[2]["faults"] if fault["subject"].startswith("raw/")]


def test_a_run_that_could_not_even_write_its_log_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    def fill(stage: Stage) -> NoReturn:
        def write(*_: object, **__: object) -> NoReturn:
            raise full

        monkeypatch.setattr(run_log.RunLog, "write", write)
        raise full

    with monkeypatch.context(), pytest.raises(OSError, match="No space left"):
        run_stages(Scope(home=home.root), "run-2", [stage_that("parse", fill)])
    code, screen, state = status(home)
    assert code == 1
    assert (state["last_failure"]["stage"], state["last_failure"]["run_id"]) == ("parse", "run-2")
    assert "the disk gave out" in screen


@pytest.mark.skipif(not can_mount(), reason="a small file system needs root")
def test_a_full_disk_is_told_and_the_tables_are_still_read(tmp_path: Path) -> None:
    home = Home(tmp_path / "disk" / "home")
    scope = Scope(home=home.root)

    def fill(stage: Stage) -> None:
        for number in range(100):
            add_documents(stage.store, f"X{number}", 2000)

    with small_disk(tmp_path / "disk"):
        run_stages(scope, "run-1", [stage_that("parse", lambda s: add_documents(s.store, "XN", 3))])
        used = shutil.disk_usage(tmp_path / "disk").used
        set_size(tmp_path / "disk", used + 512 * 1024)
        with pytest.raises((StoreError, OSError)):
            run_stages(scope, "run-2", [stage_that("code", fill)])
        code, screen, state = status(home)
        assert code == 1
        assert state["last_failure"]["stage"] == "code"
        assert "TOO LITTLE ROOM: 0.0 GB are free" in screen
        assert state["counts"]["document"] >= 3
        assert [run["stage"] for run in state["last_runs"]] == ["parse"]
        set_size(tmp_path / "disk", 64 * 1024 * 1024)
        run_stages(scope, "run-3", [stage_that("code")])
        assert status(home)[2]["last_failure"] is None


def test_a_fault_that_went_away_is_told_no_more(home: Home) -> None:
    with open_work(home.work_database) as store:
        stage = Stage("parse", settings_of(home.root), store, now())
        stage.fault("a.pdf", WorkerFault("died", next_step="look"), "d1")
        assert store.read(FaultRecord)
    assert status(home)[0] == 1
    with open_work(home.work_database) as store:
        Stage("parse", settings_of(home.root), store, now()).clear_faults(["a.pdf"])
    assert status(home)[0] == 0
