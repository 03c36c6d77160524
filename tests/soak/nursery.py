"""Runs the demo's stages without Prefect's server, in children that may be killed at any moment.

`python -m tests.soak.nursery` imports everything once and then forks a child for every line of
JSON on its standard input, with `home`, `address` of the demo's site, `log`, and where wanted
`stages`, `years` of reports, `checkpoints` (a folder for a copy of the home after each stage),
`steps_file`, and `die_stage` and `die_at`, the step of a stage that kills it. It answers with the
child's process id, and with its exit status when it has ended. The stages are those of
`imaginaries demo`; their tasks run in threads of ours in place of Prefect's, whose server would
need 15 to 20 seconds for each run.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import flows
from data import store as store_module
from data.errors import ImaginariesError
from data.settings import Home
from flows.demo import DEMO, declared_hosts
from flows.launch import prepare_prefect
from flows.operating.home_lock import hold_home
from flows.scope import Scope

FAILED = 3
"""Exit code of a run that failed, as the command line has it."""

SECONDS_AT_MOST = 3600
"""A run that hangs is ended by the system, and told as a failure."""

THREADS = 16

PATH_STEPS = ("replace", "rename", "symlink_to", "unlink", "mkdir", "write_text", "write_bytes")


class LocalTask:
    """Stands in for a task of Prefect: called at once, or submitted to a thread."""

    def __init__(self, work: Callable[..., Any]) -> None:
        self._work = work

    def __call__(self, *arguments: Any) -> Any:
        return self._work(*arguments)

    def submit(self, *arguments: Any) -> Future[Any]:
        answer: Future[Any] = Future()

        def run() -> None:
            try:
                answer.set_result(self._work(*arguments))
            except BaseException as error:  # noqa: BLE001 - raised where the answer is asked for
                answer.set_exception(error)

        _threads().submit(run)
        return answer


_pool: list[ThreadPoolExecutor] = []


def _threads() -> ThreadPoolExecutor:
    if not _pool:
        _pool.append(ThreadPoolExecutor(THREADS))
    return _pool[0]


def load_stages() -> dict[str, Callable[..., Any]]:
    """The cores of all stages, by name and in order, with tasks that need no server."""
    from prefect import Task  # noqa: PLC0415 - Prefect is set up first

    for found in pkgutil.walk_packages(flows.__path__, "flows."):
        module = importlib.import_module(found.name)
        for name, value in list(vars(module).items()):
            if isinstance(value, Task):
                setattr(module, name, LocalTask(value.fn))
    watch = importlib.import_module("flows.operating.watch")
    for name in ("create_table_artifact", "create_markdown_artifact"):
        setattr(watch, name, lambda **_: None)  # artifacts live in the server
    everything = importlib.import_module("flows.everything")
    return {stage.name: stage.fn for stage in everything.STAGES}


def count_steps(step: Callable[[], None]) -> None:
    """Call `step` before each write: to a table, the end of a transaction, a file's new name."""
    store = store_module.Store
    for owner, name in (
        (store, "_write"),
        (store, "query"),
        (store, "execute_script"),
        *((Path, name) for name in PATH_STEPS),
    ):
        setattr(owner, name, _counted(getattr(owner, name), step))


def _counted(method: Callable[..., Any], step: Callable[[], None]) -> Callable[..., Any]:
    def counted(*arguments: Any, **named: Any) -> Any:
        step()
        return method(*arguments, **named)

    return counted


class StepCount:
    """Counts the steps of each stage; ends this process at one of them, or fills its disk there."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.stage, self.steps = "", dict[str, int]()
        self._death = (told.get("die_stage"), told.get("die_at"))
        self._lock = threading.Lock()

    def step(self) -> None:
        """One more; the last, if this is where it ends."""
        with self._lock:
            self.steps[self.stage] = self.steps.get(self.stage, 0) + 1
            if (self.stage, self.steps[self.stage]) == self._death:
                os.kill(os.getpid(), signal.SIGKILL)


def run_child(stages: dict[str, Callable[..., Any]], told: dict[str, Any]) -> int:
    """One run of the stages that are asked for; the exit code of the command line."""
    from flows.everything import run_stages  # noqa: PLC0415 - imports Prefect

    scope = Scope(
        home=Path(told["home"]),
        declarations=DEMO,
        hosts=dict.fromkeys(declared_hosts(), told["address"]),
        contact="the soak asks only this machine",
    )
    home, count = scope.settings().home, StepCount(told)
    count_steps(count.step)

    def followed(name: str) -> Callable[[Scope, str], Any]:
        def run(scope: Scope, run_id: str) -> Any:
            count.stage = name
            options = {"years": told["years"]} if name == "report" and told.get("years") else {}
            outcome = stages[name](scope, run_id, **options)
            if told.get("checkpoints"):
                keep = Path(told["checkpoints"]) / name
                shutil.copytree(home.root, keep, symlinks=True)
            return outcome

        return run

    try:
        with hold_home(home):
            run_stages(scope, "", [followed(name) for name in told.get("stages") or stages])
    except (ImaginariesError, OSError) as error:
        print(f"imaginaries: {error}", file=sys.stderr, flush=True)
        return FAILED
    if told.get("steps_file"):
        Path(told["steps_file"]).write_text(json.dumps(count.steps), encoding="utf-8")
    return 0


def fork_child(stages: dict[str, Callable[..., Any]], told: dict[str, Any]) -> int:
    """Start a run; returns its process id."""
    child = os.fork()
    if child:
        return child
    code = FAILED
    try:
        signal.alarm(SECONDS_AT_MOST)
        os.setsid()  # what a killed run leaves behind can be found by its session
        log = os.open(told["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        code = run_child(stages, told)
    except BaseException:  # noqa: BLE001 - the child ends here, whatever it is
        traceback.print_exc()
        code = 4
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Answer one line of JSON after the other until there are no more."""
    prepare_prefect(Home(Path(sys.argv[1])))
    stages = load_stages()
    print(json.dumps({"stages": list(stages)}), flush=True)
    for line in sys.stdin:
        child = fork_child(stages, json.loads(line))
        print(json.dumps({"pid": child}), flush=True)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"code": os.waitstatus_to_exitcode(status)}), flush=True)


if __name__ == "__main__":
    main()
