"""What the nightly check finds, on homes that are damaged on purpose."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.records import Claim, Run
from flows.check import check_home, record
from flows.operating import findings
from flows.operating.findings import (
    count_strays,
    find_archive_damage,
    find_contradictions,
    find_edition_damage,
    find_shortage,
    find_stale,
    reads_compared,
)
from flows.stage import Stage
from reports.freeze import freeze_edition
from tests.flows.comparing.ledger_store import blank
from tests.flows.operating.homes import START, open_home, settings_of
from tests.flows.operating.sound import add_archived


def ran(stage: Stage, name: str, days: int) -> None:
    """A stage that went well so many days after the start."""
    at = START + timedelta(days=days)
    stage.store.append(Run, [Run("run", name, at, at, 1, 0, 0, "")])


def test_a_sound_archive_has_no_findings(tmp_path: Path) -> None:
    with open_home(tmp_path, "check") as stage:
        add_archived(stage.store, stage.settings.home, b"a letter", "letter.txt")
        assert find_archive_damage(stage.store, stage.settings.home) == (1, [])


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda file: file.write_bytes(b"a lettre"), "its bytes are not those of its name"),
        (lambda file: file.unlink(), "cannot be read"),
    ],
)
def test_changed_and_lost_bytes_are_found(tmp_path: Path, harm: object, reason: str) -> None:
    with open_home(tmp_path, "check") as stage:
        home = stage.settings.home
        harm(add_archived(stage.store, home, b"a letter", "letter.txt"))  # type: ignore[operator]
        add_archived(stage.store, home, b"a sound one", "sound.txt")
        checked, (found,) = find_archive_damage(stage.store, home)
    assert checked == 2
    assert found.document_id == "letter.txt"
    assert reason in found.fault.reason


def test_files_that_no_table_names_are_counted(tmp_path: Path) -> None:
    with open_home(tmp_path, "check") as stage:
        file = add_archived(stage.store, stage.settings.home, b"a letter", "letter.txt")
        file.with_name("stray.pdf").write_bytes(b"left by a broken run")
        assert count_strays(stage.store, stage.settings.home) == 1


def test_a_check_of_publishing_that_fails_is_found(tmp_path: Path) -> None:
    with open_home(tmp_path, "check") as stage:
        assert list(find_contradictions(stage.store)) == []
        stage.store.append(Claim, [blank(Claim, claim_id="c", sentence_id="nowhere")])
        found = {one.subject for one in find_contradictions(stage.store)}
    assert "every_claim_has_its_sentence" in found


def test_checks_of_compare_wait_while_it_is_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "waiting_shares_never_rise"
    assert reads_compared(name)
    assert not reads_compared("every_claim_has_its_sentence")
    failed = findings.run_checks.__globals__["FailedCheck"](name, "a reason", 1, ("a row",))
    monkeypatch.setattr(findings, "run_checks", lambda store: [failed])
    with open_home(tmp_path, "check") as stage:
        ran(stage, "code", 1)
        assert list(find_contradictions(stage.store)) == []
        ran(stage, "compare", 2)
        assert [one.subject for one in find_contradictions(stage.store)] == [name]
        ran(stage, "parse", 3)
        assert list(find_contradictions(stage.store)) == []


def test_a_broken_and_a_changed_edition_are_found(tmp_path: Path) -> None:
    home = settings_of(tmp_path).home
    assert list(find_edition_damage(home)) == []
    edition = tmp_path / "editions" / "2026.03.02"
    edition.mkdir(parents=True)
    (edition / "README.md").write_text("an edition")
    home.published.symlink_to(edition)
    freeze_edition(edition)
    assert [one.subject for one in find_edition_damage(home)] == ["published"]
    (edition / "README.md").chmod(0o644)
    (edition / "README.md").write_text("changed")
    found = [one.subject for one in find_edition_damage(home)]
    assert found == ["published", "editions/2026.03.02"]


def test_stages_and_editions_that_are_old_are_found(tmp_path: Path) -> None:
    with open_home(tmp_path, "check", stale_days=10) as stage:
        ran(stage, "collect", 0)
        ran(stage, "publish", 0)
        watch = stage.settings.watch
        assert list(find_stale(stage.store, watch, START + timedelta(days=9))) == []
        found = list(find_stale(stage.store, watch, START + timedelta(days=11)))
    assert [one.subject for one in found] == ["age of collect", "age of the edition"]


def test_a_disk_without_room_for_a_run_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = settings_of(tmp_path).home
    monkeypatch.setattr(findings, "LEAST_FREE_BYTES", 0)
    assert list(find_shortage(home)) == []
    monkeypatch.setattr(findings, "LEAST_FREE_BYTES", 10**18)
    (found,) = find_shortage(home)
    assert "GB are free" in found.fault.reason


def test_findings_are_faults_until_they_are_gone(tmp_path: Path) -> None:
    with open_home(tmp_path, "check") as stage:
        file = add_archived(stage.store, stage.settings.home, b"a letter", "letter.txt")
        file.write_bytes(b"a lettre")
        check_home(stage)
        (fault,) = stage.faults()
        assert (fault.document_id, fault.tries) == ("letter.txt", 1)
        assert stage.detail.startswith("1 archived files")
        file.write_bytes(b"a letter")
        check_home(stage)
        assert stage.faults() == []
        record(stage, [])
