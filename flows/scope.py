"""What a run covers: the home it writes to, and the folders or sources it collects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from data.declaration import Declaration
from data.errors import UsageError
from data.settings import DATA_FOLDER, Settings, load_settings

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
_ADDRESS = re.compile(r"https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?/?")


class Scope(Declaration):
    """The parameters of every flow; a person writes them in `prefect.yaml` or on the command line.

    With `corpus` or `registers` only those folders are collected: no declared source is asked,
    and a register is loaded only if `registers` is given.
    """

    home: Path | None = None
    corpus: Path | None = None
    registers: Path | None = None
    sources: tuple[str, ...] = ()
    offline: bool = False
    declarations: Path = DATA_FOLDER
    """Folder with `sources/` and `registers/`."""
    hosts: dict[str, str] = Field(default_factory=dict)
    """Declared host to the address asked instead, such as a mirror or the demo's own server."""

    contact: str | None = None
    """Whom publishers can write to; the environment's IMAGINARIES_CONTACT if not given."""

    @property
    def has_folders(self) -> bool:
        """Whether folders on disk are collected in place of declared sources."""
        return self.corpus is not None or self.registers is not None

    @property
    def is_demo(self) -> bool:
        """Whether the declarations are those of the fictional country."""
        return self.declarations == DATA_FOLDER / "demo"

    def settings(self) -> Settings:
        """The settings of this run, with its home."""
        return load_settings(self.home)


def read_hosts(pairs: Sequence[str]) -> dict[str, str]:
    """What `--host HOST=ADDRESS` says: declared host, with its port if it has one, to address.

    Raises:
        UsageError: names the pair and what is wrong with it.
    """
    hosts: dict[str, str] = {}
    for pair in pairs:
        host, sign, address = pair.partition("=")
        if not sign or not _HOST.fullmatch(host) or not _ADDRESS.fullmatch(address):
            raise UsageError(
                f"--host {pair!r}: give a declared host and where to ask instead, such as "
                "www.gov.uk=http://127.0.0.1:9001"
            )
        if host in hosts:
            raise UsageError(f"--host {host} is given twice: {hosts[host]} and {address}")
        hosts[host] = address.rstrip("/")
    return hosts


DECLARED = Scope()
"""All declared sources and registers, below the usual home."""
