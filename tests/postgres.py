"""PostgreSQL for the tests: Debian's, in a folder of its own, on a socket that only it has."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"
USER = "imaginaries"
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its folder, which has the socket, and its programs."""

    folder: Path
    programs: Path

    def conninfo(self, database: str) -> str:
        """What a client is told."""
        return f"dbname={database} host={self.folder} user={USER}"

    def create(self, database: str, template: str = "template0") -> None:
        """Make a database, as a copy of another where one is given."""
        connect = ["-h", str(self.folder), "-U", USER]
        _run([str(self.programs / "createdb"), *connect, "-T", template, database], as_root=True)

    def drop(self, database: str) -> None:
        """Remove a database."""
        connect = ["-h", str(self.folder), "-U", USER]
        _run([str(self.programs / "dropdb"), *connect, "--force", database], as_root=True)


def find_programs() -> Path | None:
    """The folder of the newest PostgreSQL that Debian's packages have put here."""
    found = sorted(PROGRAMS.glob("*/bin/pg_ctl"), key=lambda file: float(file.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def run_postgres(programs: Path) -> Iterator[Server]:
    """A server without durability and without a network, gone with its folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path has to be short
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
    data, log = str(folder / "data"), str(folder / "log")
    control = str(programs / "pg_ctl")
    try:
        initdb = [str(programs / "initdb"), "-D", data, "-U", USER, "--auth=trust"]
        _run([*initdb, "--encoding=UTF8", "--locale=C", "--no-sync"])
        told = f"-k {folder} -F -c listen_addresses='' -c max_connections=50"
        _run([control, "-D", data, "-l", log, "-o", told, "-w", "start"])
        try:
            yield Server(folder, programs)
        finally:
            _run([control, "-D", data, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str], *, as_root: bool = False) -> None:
    """PostgreSQL refuses to be run by root: then as Debian's own account for it."""
    account = ACCOUNT if os.geteuid() == 0 and not as_root else None
    # Files in place of pipes: the server keeps what it is given, and a pipe would never end.
    subprocess.run(
        list(command),
        check=True,
        cwd="/",
        user=account,
        group=account,
        extra_groups=[] if account else None,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
    )
