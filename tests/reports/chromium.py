"""Drives headless Chromium over its DevTools protocol, and notes what a page must not do."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 30
"""How long a start or a page may take, on a machine with much else to do."""
OWN_SCHEMES = ("file:", "data:", "about:", "blob:")
LOUD = frozenset({"error", "warning", "assert"})

_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # CI runs as root, where Chromium refuses its sandbox
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-port=0",
)


def find_chromium() -> str | None:
    """Where Chromium is installed, if it is."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def open_chromium(path: str, profile: Path) -> Iterator[Browser]:
    """A browser with one empty page; it ends with the block."""
    command = [path, *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            port, address = _read_address(profile / "DevToolsActivePort")
            at = f"ws://127.0.0.1:{port}{address}"
            with connect(at, max_size=None, proxy=None, open_timeout=SECONDS) as socket:
                yield _open_page(socket)
        finally:
            process.terminate()


def _read_address(path: Path) -> list[str]:
    """Port and address, which Chromium writes once it listens."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        lines = path.read_text().split() if path.exists() else []
        if len(lines) == 2:
            return lines
        time.sleep(0.05)
    raise TimeoutError(f"Chromium did not start within {SECONDS} seconds")


def _open_page(socket: ClientConnection) -> Browser:
    browser = Browser(socket)
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    attached = browser.call("Target.attachToTarget", targetId=target, flatten=True)
    browser.session = attached["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.call(f"{domain}.enable")
    return browser


@dataclass
class Browser:
    """One page of a browser; `problems` are errors in its console and requests to the outside."""

    socket: ClientConnection
    session: str = ""
    problems: list[str] = field(default_factory=list)
    _last: int = 0
    _loads: int = 0

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        self.socket.send(
            json.dumps({**message, "sessionId": self.session} if self.session else message)
        )
        while True:
            answer = self._receive()
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result

    def go(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        before = self._loads
        self.call("Page.navigate", url=address)
        self.wait_for_load(before)

    def wait_for_load(self, before: int) -> None:
        """Wait for a page that an action has opened; `before` is `loads` as it was before."""
        while self._loads == before:
            self._receive()

    @property
    def loads(self) -> int:
        """How many pages were loaded."""
        return self._loads

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page; promises are waited for."""
        told = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"]["exception"].get("description"))
        return told["result"].get("value")

    def show(self, width: int, *, is_dark: bool = False) -> None:
        """Set the width of the window in pixels, and the colours that the reader prefers."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def click(self, selector: str) -> None:
        """Click the middle of the first element that is shown and matches."""
        x, y = self.evaluate(
            f"""(() => {{
              const all = [...document.querySelectorAll({json.dumps(selector)})];
              const shown = all.find((one) => one.getClientRects().length);
              shown.scrollIntoView({{ block: "center", behavior: "instant" }});
              const box = shown.getBoundingClientRect();
              return [box.left + box.width / 2, box.top + box.height / 2];
            }})()"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def photograph(self, path: Path, most: int = 3000) -> None:
        """Save what the page shows, down to `most` pixels, as PNG."""
        width, height = self.evaluate("[innerWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, most), "scale": 1}
        taken = self.call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip
        )
        path.write_bytes(base64.b64decode(taken["data"]))

    def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self.socket.recv(timeout=SECONDS))
        problem = find_problem(message.get("method", ""), message.get("params", {}))
        if problem:
            self.problems.append(problem)
        self._loads += message.get("method") == "Page.loadEventFired"
        return message


def find_problem(method: str, params: dict[str, Any]) -> str | None:
    """What is wrong about an event: an error in the console, or a request that leaves the site."""
    if method == "Runtime.exceptionThrown":
        return f"exception: {params['exceptionDetails']}"
    if method == "Runtime.consoleAPICalled" and params["type"] in LOUD:
        return f"console: {params['args']}"
    if method == "Log.entryAdded" and params["entry"]["level"] in LOUD:
        return f"log: {params['entry']['text']} {params['entry'].get('url', '')}"
    if method == "Network.requestWillBeSent":
        address = params["request"]["url"]
        return None if address.startswith(OWN_SCHEMES) else f"request: {address}"
    return None
