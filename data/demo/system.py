"""The systems of the demo's two registers, and the register files that list them."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Literal

from data.declaration import Declaration, load_declaration

REGISTER_IDS = {"national": "demo-national", "oversight": "demo-oversight"}
OVERSIGHT_EDITION = "2025-03-31"


class System(Declaration):
    """One system as one register has it, and what its status means."""

    id: str
    name: str
    body: str
    what: str
    purpose: str
    technology: str
    start: str
    record: str
    status_raw: str
    status: Literal["idea", "planned", "development", "pilot", "production", "retired", "unknown"]

    @property
    def year(self) -> int:
        """The year of the start where it is known, else of the record."""
        return int((self.start or self.record)[:4])


class Systems(Declaration):
    """The rows of both registers."""

    national: tuple[System, ...]
    oversight: tuple[System, ...]


def load_systems(path: Path) -> Systems:
    """Read the rows of both registers.

    Raises:
        DeclarationError: names file, line and key.
    """
    return load_declaration(path, Systems)


def write_national(systems: Systems) -> bytes:
    """The ministry's register: CSV with English columns."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(
        [
            "System ID",
            "System name",
            "Responsible body",
            "What it does",
            "Expected benefit",
            "Technique",
            "Phase",
            "In use from",
            "Last updated",
            "Fictional",
        ]
    )
    for system in systems.national:
        writer.writerow(
            [
                system.id,
                system.name,
                system.body,
                system.what,
                system.purpose,
                system.technology,
                system.status_raw,
                system.start,
                system.record,
                "yes",
            ]
        )
    return file.getvalue().encode()


def write_oversight(systems: Systems) -> bytes:
    """The oversight board's register: JSON with bokmål keys and a vocabulary of its own."""
    rows = [
        {
            "nr": system.id,
            "systemnavn": system.name,
            "virksomhet": system.body,
            "beskrivelse": system.what,
            "formaal": system.purpose or None,
            "teknologi": system.technology,
            "tilstand": system.status_raw or None,
            "tatt_i_bruk": int(system.start) if system.start else None,
            "registrert": system.record,
            "fiktiv": True,
        }
        for system in systems.oversight
    ]
    register = {
        "merknad": "Nordavia finnes ikke: registeret er fiktivt og skrevet for en demo.",
        "utgave": OVERSIGHT_EDITION,
        "systemer": rows,
    }
    return (json.dumps(register, ensure_ascii=False, indent=1) + "\n").encode()
