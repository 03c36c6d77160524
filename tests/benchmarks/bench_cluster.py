"""Two Dask workers against one, reading and coding the same documents; start-up is left out.

`python -m tests.benchmarks.bench_cluster --documents 300` tries it on less work. A worker is as
`dask worker` starts it, with one thread; both clusters have read and coded a few documents before
the clock starts, so that imports, models and processes are there.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.settings import DATA_FOLDER, Home
from data.store import open_reading
from flows.launch import prepare_prefect, run_flow
from flows.scope import Scope
from tests.benchmarks.__main__ import render_table
from tests.benchmarks.growing_corpus import write_corpus
from tests.benchmarks.process_tree import TreeWatch

DOCUMENTS = 9000
"""Some five minutes of work for one worker: 271 to 312 seconds on two cores in November 2026."""

WARMING = 24
BATCH_SIZE = 256
"""Documents sent at a time: each message costs the same, however many it carries."""

BAR = 1.7
SEED = 20
DEMO = DATA_FOLDER / "demo"


@dataclass(frozen=True, slots=True)
class Timing:
    """What a stage took: clock, CPU of the workers, and CPU of all else in the run."""

    seconds: float
    workers_cpu: float
    rest_cpu: float


def measure(shared: Path) -> list[dict[str, object]]:
    """One worker, two workers, and how much sooner two are done."""
    if importlib.util.find_spec("prefect_dask") is None:
        return [{"workers": "the extra `cluster` is not installed"}]
    return measure_workers(DOCUMENTS, (1, 2))


def measure_workers(documents: int, counts: Sequence[int]) -> list[dict[str, object]]:
    """A row for each number of workers, and one for the last against the first."""
    rows, sums = [], []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        prepare_prefect(Home(place / "prefect-home"))
        os.environ.setdefault("IMAGINARIES_BATCH_SIZE", str(BATCH_SIZE))
        few, many = (
            collect(place / name, n) for name, n in (("few", WARMING), ("many", documents))
        )
        for count in counts:
            with workers_at_hand(count) as pids:
                for name in ("parse", "code"):
                    work(few, place / f"warm-{count}", name, pids)
                timings = {name: work(many, place / f"{count}", name, pids) for name in STAGES}
            rows.append(tell(count, documents, place / f"{count}", timings))
            sums.append(sum(one.seconds for one in timings.values()))
            print(rows[-1], file=sys.stderr, flush=True)
    gain = sums[0] / sums[-1]
    rows.append({"workers": f"{counts[-1]} : {counts[0]}", "seconds": f"{gain:.2f}× (bar {BAR}×)"})
    return rows


STAGES = ("parse", "code")


def collect(place: Path, documents: int) -> Scope:
    """A home with so many documents collected and none read."""
    write_corpus(place / "corpus", documents, SEED)
    scope = Scope(home=place / "home", corpus=place / "corpus", declarations=DEMO)
    run_flow("collect", scope, {})
    return scope


def work(scope: Scope, home: Path, stage: str, pids: Sequence[int]) -> Timing:
    """One stage on a copy of the home, which the first stage makes."""
    assert scope.home is not None
    if not home.exists():
        shutil.copytree(scope.home, home)
    workers, everything = [TreeWatch(pid) for pid in pids], TreeWatch(os.getpid())
    before = [cpu_of(watch) for watch in (*workers, everything)]
    began = time.perf_counter()
    run_flow(stage, scope.model_copy(update={"home": home}), {})
    seconds = time.perf_counter() - began
    used = [
        cpu_of(watch) - held for watch, held in zip((*workers, everything), before, strict=True)
    ]
    return Timing(seconds, sum(used[:-1]), used[-1] - sum(used[:-1]))


def cpu_of(watch: TreeWatch) -> float:
    """CPU seconds that a process and those below it have used by now."""
    watch.look()
    return watch.looks[-1].cpu_seconds


@contextmanager
def workers_at_hand(count: int) -> Iterator[list[int]]:
    """A cluster for the runs of the block to use; yields its workers' processes."""
    import distributed  # noqa: PLC0415 — of the extra `cluster`

    with (
        distributed.LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            memory_limit=0,
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        asking: Any = client
        os.environ["IMAGINARIES_CLUSTER"] = cluster.scheduler_address
        yield list(asking.run(os.getpid).values())
        del os.environ["IMAGINARIES_CLUSTER"]


def tell(count: int, documents: int, home: Path, timings: dict[str, Timing]) -> dict[str, object]:
    """The figures of one number of workers."""
    with open_reading(Home(home).work_database) as store:
        sentences, claims, faults = store.query(
            """select (select count(*) from sentence), (select count(*) from claim),
                (select count(*) from fault)"""
        ).rows[0]
    return {
        "workers": count,
        "documents": documents,
        "sentences": sentences,
        "claims": claims,
        "faults": faults,
        "seconds": round(sum(one.seconds for one in timings.values()), 1),
        **{f"{name}, s": round(one.seconds, 1) for name, one in timings.items()},
        "CPU of workers, s": round(sum(one.workers_cpu for one in timings.values()), 1),
        "CPU of all else, s": round(sum(one.rest_cpu for one in timings.values()), 1),
    }


def main(arguments: Sequence[str]) -> int:
    """Measure as many documents and workers as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--workers", type=int, nargs="+", default=(1, 2))
    given = parser.parse_args(arguments)
    print(render_table(measure_workers(given.documents, given.workers)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
