"""What the audit of the lock says, with pip-audit's answers put in its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from subprocess import CompletedProcess

import pytest

from flows import audit as auditing
from flows.audit import Verdict, audit

SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "CVE-0000-1", "fix_versions": ["2.1"]}]}


@pytest.mark.parametrize(
    ("answer", "error", "verdict"),
    [
        ([SOUND], "", Verdict("1 packages without a known weakness", True)),
        ([SOUND, WEAK], "", Verdict("b 2: CVE-0000-1, mended in 2.1", False)),
        (None, "trace\nrequests.exceptions.ConnectionError: no", None),
        (
            None,
            "usage\nerror: no such option",
            Verdict("pip-audit failed: error: no such option", False),
        ),
        (None, "", Verdict("pip-audit failed: it ended with 1", False)),
    ],
)
def test_it_tells_weak_from_sound_and_from_offline(
    monkeypatch: pytest.MonkeyPatch, answer: object, error: str, verdict: Verdict | None
) -> None:
    asked: list[str] = []

    def run(command: Sequence[str]) -> CompletedProcess[str]:
        asked.extend(command)
        said = json.dumps({"dependencies": answer, "fixes": []}) if answer else ""
        return CompletedProcess(command, 1, said, error)

    monkeypatch.setattr(auditing, "find_program", lambda: ["pip-audit"])
    offline = Verdict("skipped: the database of vulnerabilities cannot be reached", True)
    assert audit(run=run) == (verdict or offline)
    assert asked[asked.index("--vulnerability-service") + 1] == "osv"


def test_without_the_program_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "find_program", lambda: None)
    assert audit() == Verdict("skipped: pip-audit is not installed", True)
