"""The demo: its publisher's site served on this machine and collected as any other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from data.register import load_registers
from data.settings import DATA_FOLDER
from data.source import load_sources
from flows.collecting.network import find_addresses
from flows.launch import launch
from flows.scope import Scope
from flows.stage import StageOutcome

DEMO = DATA_FOLDER / "demo"


class _QuietHandler(SimpleHTTPRequestHandler):
    """Serves files, and says nothing about each."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Serve a folder on the loopback address for the time of the block; yields its address."""
    handler = partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def run_demo(home: Path | None) -> tuple[Scope, list[StageOutcome]]:
    """Run everything on the demo's declarations, with their host served from `data/demo/site`."""
    with serve_folder(DEMO / "site") as address:
        scope = Scope(
            home=home,
            declarations=DEMO,
            hosts=dict.fromkeys(declared_hosts(), address),
            contact="the demo asks only this machine",
        )
        return scope, launch("everything", scope)


def declared_hosts() -> set[str]:
    """The fictional hosts that the demo's declarations name."""
    sources = load_sources(DEMO / "sources").values()
    registers = load_registers(DEMO / "registers").values()
    urls = [address for source in sources for address in find_addresses(source)]
    urls += [str(register.url) for register in registers]
    return {urlsplit(url).netloc for url in urls}
