"""All of the corpus through the parse stage's workers: what is read, what is a fault, and why."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from pathlib import Path

from data.errors import Fault
from extractors.discover.folder import FolderDocument, find_files
from extractors.document import ReadDocument
from flows.lanes import open_lanes
from flows.parse import MEMORY_MIB, SECONDS_PER_DOCUMENT
from flows.work import ParseJob, parse_batch

_PARTICULARS = re.compile(r"\d+|\(.*")


def measure(shared: Path) -> list[dict[str, object]]:
    """One row per format, and one per reason of faults; a crash or a hang is a WorkerFault.

    `ungraded` counts passages whose grade is not within 0 and 1: none may be.
    """
    jobs = [_job_of(found) for found in find_files(shared / "corpus")]
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    faults: Counter[str] = Counter()
    with open_lanes(1, seconds_per_item=SECONDS_PER_DOCUMENT, memory_mib=MEMORY_MIB) as lanes:
        for job in jobs:
            began = time.perf_counter()
            (result,) = lanes.run(parse_batch, [job])
            row = rows[Path(job.name).suffix]
            row["milliseconds"] += round(1000 * (time.perf_counter() - began))
            row["documents"] += 1
            if isinstance(result, ReadDocument):
                _count(result, row)
            else:
                row["faults"] += 1
                faults[_reason_of(result, job.name)] += 1
    columns = ("documents", "faults", "pages", "passages", "sentences", "ungraded")
    table: list[dict[str, object]] = [
        {"what": f"files named {suffix}", **{name: row[name] for name in columns},
         "seconds": round(row["milliseconds"] / 1000, 1)}
        for suffix, row in sorted(rows.items())
    ]  # fmt: skip
    return [*table, *({"what": reason, "faults": count} for reason, count in faults.most_common())]


def _job_of(found: object) -> ParseJob:
    assert isinstance(found, FolderDocument), found
    size = found.path.stat().st_size
    return ParseJob(found.ref, found.path.name, found.path, size, "bench")


def _count(read: ReadDocument, row: Counter[str]) -> None:
    row["pages"] += read.document.page_count or 0
    row["passages"] += len(read.passages)
    row["sentences"] += len(read.sentences)
    row["ungraded"] += sum(not 0.0 <= passage.grade <= 1.0 for passage in read.passages)


def _reason_of(fault: Fault, name: str) -> str:
    """The reason without the file's name and numbers, so that like ones are counted together."""
    said = _PARTICULARS.sub("", fault.reason.replace(name, "it")).strip()
    return f"{type(fault).__name__}: {said}"
