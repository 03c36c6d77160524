"""Readers that look at the published edition in a loop while others take its place."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from data.records import Document, Edition
from data.store import open_memory
from reports.publish import publish_edition
from tests.conftest import PROJECT
from tests.flows.comparing.ledger_store import blank
from tests.flows.operating.homes import START

READING = """
import json, sys
from pathlib import Path
from data.store import open_published
published, stop = Path(sys.argv[1]), Path(sys.argv[2])
reads, last, faults = 0, 0, []
print("reading", flush=True)
while not stop.exists():
    try:
        with open_published(published / "imaginaries.duckdb") as store:
            (first,), = store.query("select count(*) from document").rows
            ((again, kinds),) = store.query(
                "select count(*), count(distinct title) from document"
            ).rows
    except Exception as error:
        faults.append(f"{type(error).__name__}: {error}")
        continue
    if first != again or kinds != 1 or first < last:
        faults.append(f"{last} documents, then {first} and {again} of {kinds} editions")
    reads, last = reads + 1, first
print(json.dumps({"reads": reads, "last": last, "faults": faults[:5]}))
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader met: how often it read, the edition it read last, and what went wrong."""

    reads: int
    last: int
    faults: tuple[str, ...]


def read_through_publishes(folder: Path, readers: int, editions: int) -> list[Reading]:
    """Publish editions of 1, 2, 3 … documents below so many readers, each a process."""
    published, stop = folder / "published", folder / "stop"
    with open_memory() as store:

        def publish(number: int) -> None:
            rows = [
                blank(Document, document_id=f"d{at}", title=f"edition {number}", country="XN")
                for at in range(number)
            ]
            store.replace_all(Document, rows)
            edition = replace(blank(Edition, edition_id=f"e{number}"), published_at=START)
            publish_edition(store, published, edition)

        publish(1)
        command = [sys.executable, "-c", READING, str(published), str(stop)]
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
            for _ in range(readers)
        ]
        try:
            for reader in running:
                assert reader.stdout is not None
                assert reader.stdout.readline() == "reading\n"
            for number in range(2, editions + 1):
                publish(number)
        finally:
            stop.touch()
            told = [json.loads(reader.communicate(timeout=120)[0]) for reader in running]
    return [Reading(one["reads"], one["last"], tuple(one["faults"])) for one in told]
