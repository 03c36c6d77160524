"""The whole run on the shared corpus, and again with nothing changed: seconds and memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from data.settings import Home
from data.store import open_published

SECONDS_BETWEEN_LOOKS = 0.5


def measure(shared: Path) -> list[dict[str, object]]:
    """One row for the first run and one for the second; memory is that of all its processes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        return [time_run(shared, home, name) for name in ("first run", "nothing changed")]


def time_run(shared: Path, home: Path, name: str) -> dict[str, object]:
    """Run everything as a person would and watch its memory."""
    command = [
        Path(sys.executable).with_name("imaginaries"),
        *("run", "--corpus", shared / "corpus", "--registers", shared / "registers"),
        *("--home", home),
    ]
    started = time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while running.poll() is None:
        peak = max(peak, tree_memory(running.pid))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    seconds = time.perf_counter() - started
    with open_published(Home(home).published_database) as store:
        documents = store.query("select count(*) from document").rows[0][0]
        sentences = store.query("select count(*) from sentence").rows[0][0]
    return {
        "run": name,
        "exit code": running.returncode,
        "documents": documents,
        "sentences": sentences,
        "seconds": round(seconds, 1),
        "peak memory, MiB": round(peak / 2**20),
    }


def tree_memory(root: int) -> int:
    """Resident bytes of a process and all below it; shared pages count once per process."""
    parents: dict[int, list[int]] = {}
    resident: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = status.read_text(encoding="utf-8").splitlines()
        except OSError:
            continue  # it has ended since it was listed
        fields = dict(line.split(":", 1) for line in lines if ":" in line)
        pid = int(fields["Pid"])
        parents.setdefault(int(fields["PPid"]), []).append(pid)
        resident[pid] = int(fields.get("VmRSS", "0 kB").split()[0]) * 1024
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        total += resident.get(pid, 0)
        waiting += parents.get(pid, [])
    return total
