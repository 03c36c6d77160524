"""Collecting from a publisher on this machine, beside a plain httpx loop over the same addresses.

The publisher has a process of its own, and so has each measurement; none waits between requests.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import httpx

from data.settings import Home
from tests.flows.collecting.office import HOST, collect_office, declare, open_office
from tests.sites.server import serve

COUNTS = (5_000, 20_000)

Row = dict[str, object]


def measure(shared: Path) -> list[Row]:
    """Documents a second and peak memory: the first run, a second without news, and the peer."""
    rows = []
    for count in COUNTS:
        with tempfile.TemporaryDirectory() as folder:
            address, publisher = start_publisher(count)
            try:
                plain = in_fresh_process(partial(ask_plainly, address, count))
                rows.append(row_of("plain httpx loop, nothing kept", count, plain, plain))
                for name in ("collect, first run", "collect, nothing new"):
                    ours = in_fresh_process(partial(collect_once, Path(folder), address))
                    rows.append(row_of(name, count, ours, plain))
            finally:
                publisher.kill()
                publisher.join()
    return rows


def row_of(name: str, count: int, ours: Row, plain: Row) -> Row:
    """One line of the table; the ratio is to the plain loop in the same minute."""
    speed, peer = count / float(str(ours["seconds"])), count / float(str(plain["seconds"]))
    return {
        "what": name,
        "documents": f"{count:,}",
        "documents/s": round(speed),
        "of the plain loop": f"{speed / peer:.2f}",
        "CPU s": f"{ours['cpu']:.0f}",
        "peak RSS, MiB": ours["peak"],
        "bytes written to the archive": f"{ours['written']:,}",
    }


def ask_plainly(address: str, count: int) -> int:
    """Every address once, over one connection."""
    with httpx.Client() as client:
        for name in open_office(count).notices:
            client.get(f"{address}/notices/{name}.txt").raise_for_status()
    return 0


def collect_once(home: Path, address: str) -> int:
    """Collect everything; returns how many bytes the archive grew by."""
    from flows.scope import Scope  # noqa: PLC0415 - the plain loop's process does without it

    before = archive_bytes(home)
    outcome = collect_office(Scope(home=home, hosts={HOST: address}), declare())
    assert outcome.faults == 0
    return archive_bytes(home) - before


def archive_bytes(home: Path) -> int:
    """How large the archive is."""
    return sum(file.stat().st_size for file in Home(home).archive.rglob("*") if file.is_file())


def start_publisher(count: int) -> tuple[str, multiprocessing.process.BaseProcess]:
    """An office with so many notices in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=publish, args=(count, theirs), daemon=True)
    process.start()
    address: str = ours.recv()
    return address, process


def publish(count: int, told: Connection) -> None:
    """Serve until the process is ended."""
    with serve(open_office(count)) as site:
        told.send(site.address)
        while True:
            time.sleep(60)


def in_fresh_process(work: Callable[[], int]) -> Row:
    """Seconds, processor seconds and peak memory of the work, and what it returns."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=time_work, args=(work, theirs))
    process.start()
    theirs.close()
    row: Row = ours.recv()
    process.join()
    return row


def time_work(work: Callable[[], int], told: Connection) -> None:
    """Work, and tell what it took."""
    began, cpu = time.perf_counter(), time.process_time()
    written = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told.send(
        {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "peak": round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024)),
            "written": written,
        }
    )
