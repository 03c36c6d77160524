"""Audits the lock for known weaknesses: pip-audit, where it is there and a network allows."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.licences import LOCK

MINUTES = 10
OFFLINE = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "ProxyError", "ServiceError")
"""What pip-audit's last words hold when nobody answered."""

Runner = Callable[[Sequence[str]], subprocess.CompletedProcess[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the audit says, and whether `make check` may go on."""

    says: str
    is_passed: bool


def audit(lock: Path = LOCK, *, run: Runner | None = None) -> Verdict:
    """Ask the database of open-source vulnerabilities about every locked version.

    Names and versions go there, and nothing else; no package registry is asked.
    """
    program = find_program()
    if program is None:
        return Verdict("skipped: pip-audit is not installed", True)
    options = ("--disable-pip", "--require-hashes", "--progress-spinner", "off")
    asked = ("--vulnerability-service", "osv", "--format", "json", "--requirement", str(lock))
    done = (run or _run)([*program, *options, *asked])
    try:
        found = json.loads(done.stdout)
    except ValueError:
        return without_answer(done)
    return judge(found["dependencies"])


def find_program() -> list[str] | None:
    """How to call pip-audit: of this environment, else of this machine."""
    if importlib.util.find_spec("pip_audit") is not None:
        return [sys.executable, "-m", "pip_audit"]
    found = shutil.which("pip-audit")
    return [found] if found else None


def without_answer(done: subprocess.CompletedProcess[str]) -> Verdict:
    """No answer: a skip where the network is away, else a failure with what was said."""
    lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
    if any(word in lines[-1] for word in OFFLINE):
        return Verdict("skipped: the database of vulnerabilities cannot be reached", True)
    return Verdict(f"pip-audit failed: {lines[-1]}", False)


def judge(dependencies: Sequence[dict[str, object]]) -> Verdict:
    """Passed where no version has a known weakness; else each with its versions that are mended."""
    lines = []
    for one in dependencies:
        for weakness in one.get("vulns") or ():  # type: ignore[attr-defined]
            mended = ", ".join(weakness.get("fix_versions") or ()) or "no version yet"
            lines.append(f"{one['name']} {one['version']}: {weakness['id']}, mended in {mended}")
    if lines:
        return Verdict("\n".join(lines), False)
    return Verdict(f"{len(dependencies)} packages without a known weakness", True)


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=MINUTES * 60
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", "ReadTimeout")


if __name__ == "__main__":
    verdict = audit()
    print(f"audit: {verdict.says}")
    sys.exit(0 if verdict.is_passed else 1)
