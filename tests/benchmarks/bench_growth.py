"""What a document costs as the corpus grows: the whole run on 1,000 documents and on 20,000.

`python -m tests.benchmarks.bench_growth --documents 1000 5000 20000 --home DIR` prints a row per
size and stage; each size is run in a process of its own, in a home that is new.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.settings import DATA_FOLDER, Home
from data.store import Store, open_published, open_reading
from flows.launch import launch
from flows.scope import Scope
from reports.questions import load_questions
from reports.ten_questions import TEN
from tests.benchmarks.__main__ import render_table
from tests.benchmarks.growing_corpus import write_corpus
from tests.benchmarks.process_tree import Look, TreeWatch

MODULE = "tests.benchmarks.bench_growth"
SIZES = (1_000, 5_000)
SEED = 20
TRIES = 3
LIMIT_SECONDS = 0.1
DEMO = DATA_FOLDER / "demo"


@dataclass(frozen=True, slots=True)
class Asked:
    """One query of the edition: what, the best time of a few tries, and how many rows came."""

    name: str
    seconds: float
    row_count: int


def measure(shared: Path) -> list[dict[str, object]]:
    """The usual sizes, below a folder that is removed."""
    with tempfile.TemporaryDirectory() as place:
        return measure_sizes(Path(place), SIZES)


def measure_sizes(place: Path, sizes: Sequence[int]) -> list[dict[str, object]]:
    """For each size a row of the whole run, one per stage, and one for queries of its edition.

    CPU is user and system time of the run and of all processes below it. Memory is the sum of
    their proportional set sizes (PSS, in which a page shared by several counts once) at the worst
    of two looks a second, and the sum of their resident sets for comparison.
    """
    rows: list[dict[str, object]] = []
    for size in sizes:
        corpus, home = place / f"corpus-{size}", Home(place / f"home-{size}")
        if not corpus.exists():
            write_corpus(corpus, size, SEED)
        looks, exit_code = run_all(corpus, home.root)
        told = tell_stages(size, home, looks, exit_code)
        if home.published_database.exists():  # a run that fails has none, and its stages tell where
            told.append(tell_queries(size, ask_edition(home.published_database)))
        print(render_table(told), file=sys.stderr, flush=True)
        rows += told
    return rows


def run_all(corpus: Path, home: Path) -> tuple[list[Look], int]:
    """Run everything in a process of its own, looking at it and at those below it."""
    command = [sys.executable, "-m", MODULE, "--run", str(corpus), "--home", str(home)]
    home.mkdir(parents=True)
    with (home / "said.txt").open("w", encoding="utf-8") as said:
        running = subprocess.Popen(command, stdout=said, stderr=said)
        watch = TreeWatch(running.pid)
        while running.poll() is None:
            watch.look()
            time.sleep(0.5)
    return watch.looks, running.returncode


def run_here(corpus: Path, home: Path) -> int:
    """All stages on the corpus, with the demo's registers."""
    scope = Scope(
        home=home, corpus=corpus, registers=DEMO / "site" / "registers", declarations=DEMO
    )
    outcomes = launch("everything", scope)
    return int(any(outcome.faults for outcome in outcomes))


def tell_stages(
    size: int, home: Home, looks: Sequence[Look], exit_code: int
) -> list[dict[str, object]]:
    """The whole run and its stages: clock, CPU, milliseconds per document, memory, disk."""
    with open_reading(home.work_database) as store:
        stages = store.query("select stage, started_at, finished_at from run order by 2").rows
        sentences, claims = store.query(
            "select (select count(*) from sentence), (select count(*) from claim)"
        ).rows[0]
    whole = ("all", looks[0].at, looks[-1].at)
    rows = []
    for stage, start, end in [whole, *((s, stamp(a), stamp(b)) for s, a, b in stages)]:
        cpu = cpu_until(looks, end) - cpu_until(looks, start)
        inside = [look for look in looks if start <= look.at <= end] or [looks[-1]]
        rows.append(
            {
                "documents": size,
                "what": stage,
                "seconds": round(end - start, 1),
                "CPU s": round(cpu, 1),
                "ms per document": round(1000 * (end - start) / size, 1),
                "CPU ms per document": round(1000 * cpu / size, 1),
                "peak PSS, MiB": round(max(look.proportional_bytes for look in inside) / 2**20),
                "peak RSS, MiB": round(max(look.resident_bytes for look in inside) / 2**20),
            }
        )
    rows[0] |= {
        "sentences": sentences,
        "claims": claims,
        "exit code": exit_code,
        "disk, MB": round(disk_bytes(home.root) / 1e6),
        "edition, MB": round(disk_bytes(home.published.resolve()) / 1e6),
        "work database, MB": round(home.work_database.stat().st_size / 1e6),
    }
    return rows


def stamp(moment: datetime) -> float:
    """Seconds since 1970 of an instant that the tables keep in UTC without saying so."""
    return (moment - datetime(1970, 1, 1)).total_seconds()


def cpu_until(looks: Sequence[Look], moment: float) -> float:
    """CPU seconds that had been used at a moment, drawn straight between two looks."""
    before = [look for look in looks if look.at <= moment]
    after = [look for look in looks if look.at > moment]
    if not before or not after:
        return looks[-1].cpu_seconds if before else 0.0
    first, last = before[-1], after[0]
    share = (moment - first.at) / (last.at - first.at)
    return first.cpu_seconds + share * (last.cpu_seconds - first.cpu_seconds)


def disk_bytes(folder: Path) -> int:
    """What the files below a folder hold."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def ask_edition(database: Path) -> list[Asked]:
    """What an analyst asks: the first rows of each answer, a country's year of it, the ten.

    One of the ten is asked as `imaginaries answers` does not: not one example, but all rows of a
    country and year, best first.
    """
    with open_published(database) as store:
        asked = []
        for question in load_questions():
            view = question.view
            asked.append(ask(store, f"{view}, first", f"from {view} limit 1000"))
            if where := condition_of(store, view):
                asked.append(ask(store, f"{view}, year", f"from {view} where {where} limit 1000"))
        for one in TEN:
            ordered = f"from {one.view} where {one.shown} order by {one.first} limit 100"
            asked.append(ask(store, f"{one.view}, ordered", ordered))
    return asked


def condition_of(store: Store, view: str) -> str:
    """One country's year, as far as the answer has them."""
    columns = {row[0] for row in store.query(f"describe {view}").rows}
    tests = {"country": "country = 'XN'", "year": "year = 2020"}
    return " and ".join(test for name, test in tests.items() if name in columns)


def ask(store: Store, name: str, sql: str) -> Asked:
    """Ask a question a few times and keep the best."""
    taken, count = [], 0
    for _ in range(TRIES):
        started = time.perf_counter()
        count = len(store.query(sql).rows)
        taken.append(time.perf_counter() - started)
    return Asked(name, min(taken), count)


def tell_queries(size: int, asked: Sequence[Asked]) -> dict[str, object]:
    """How long queries of the edition take, and which take longer than they may."""
    slow = sorted(asked, key=lambda one: -one.seconds)
    over = [one for one in slow if one.seconds > LIMIT_SECONDS]
    return {
        "documents": size,
        "what": f"{len(asked)} queries of the edition",
        "median, ms": round(1000 * statistics.median(one.seconds for one in asked), 1),
        "longest, ms": round(1000 * slow[0].seconds, 1),
        "over the limit": "; ".join(f"{one.name} {1000 * one.seconds:.0f} ms" for one in over),
    }


def main(arguments: Sequence[str]) -> int:
    """Measure the sizes that are asked for, or be the run that is measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=SIZES)
    parser.add_argument("--home", type=Path, help="where to write; kept")
    parser.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.run:
        return run_here(given.run, given.home)
    if given.home:
        print(render_table(measure_sizes(given.home, given.documents)))
        return 0
    with tempfile.TemporaryDirectory() as place:
        print(render_table(measure_sizes(Path(place), given.documents)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
