"""What stops an edition: checks, too many faults, and falls against the last one; what may pass."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import CheckError, Fault, UsageError
from data.records import CheckAcceptance, EditionCount, Run
from data.settings import WatchSettings
from data.store import Store
from flows.operating import gates
from flows.operating.gates import (
    FAULT_SHARE,
    accept_checks,
    acceptable_checks,
    check_before_publishing,
    count_edition,
    find_fault_share,
    find_stale_stages,
    note_edition,
)
from flows.operating.run_log import read_log
from flows.stage import Stage
from reports.questions import FailedCheck, run_checks
from tests.flows.operating.homes import START, add_documents, open_home

HALF, EMPTIED = "a_country_keeps_half_its_claims", "no_table_has_emptied"


def falls_only(store: Store) -> list[FailedCheck]:
    """What the checks about falls find; the rows of these tests are in other ways incomplete."""
    return [check for check in run_checks(store) if check.name in (HALF, EMPTIED)]


def publish(stage: Stage, edition_id: str, day: int = 0) -> None:
    """An edition as it would be made, without its files."""
    count_edition(stage.store, edition_id)
    note_edition(stage.store, edition_id, START + timedelta(days=day))


def keep_claims(store: Store, country: str, count: int) -> None:
    store.query(
        "delete from claim where document_id like ? and claim_id not in "
        "(select claim_id from claim where document_id like ? limit ?)",
        [f"{country}-%", f"{country}-%", count],
    )


@pytest.mark.parametrize(("left", "stops"), [(40, False), (20, False), (19, True), (0, True)])
def test_a_country_whose_claims_fell_by_half_stops_it(
    tmp_path: Path, left: int, stops: bool
) -> None:
    with open_home(tmp_path, "publish") as stage:
        add_documents(stage.store, "XN", 4, 10)
        add_documents(stage.store, "XS", 1, 19)  # too few to judge by
        publish(stage, "one")
        keep_claims(stage.store, "XN", left)
        keep_claims(stage.store, "XS", 0)
        count_edition(stage.store, "two")
        found = [check for check in falls_only(stage.store) if check.name == HALF]
    assert bool(found) == stops
    if stops:
        (row,) = found[0].examples
        assert "'XN'" in row
        assert "claims_then 40" in row
        assert f"claims_now {left}" in row


def test_a_table_that_has_emptied_stops_it_and_few_rows_or_faults_do_not(tmp_path: Path) -> None:
    with open_home(tmp_path, "publish") as stage:
        add_documents(stage.store, "XN", 12, 1)
        stage.store.append(Run, [Run("r", "parse", START, START, 1, 0, 0, "")] * 9)
        for number in range(12):
            stage.fault(f"f{number}", Fault("no", next_step="look"))
        publish(stage, "one")
        for table in ("claim", "run", "fault"):
            stage.store.query(f"delete from {table}")
        count_edition(stage.store, "two")
        (found,) = (one for one in falls_only(stage.store) if one.name == EMPTIED)
    assert found.examples == ("table_name 'claim', last_edition 'one', rows_then 12",)


def test_a_first_edition_is_compared_with_nothing(tmp_path: Path) -> None:
    with open_home(tmp_path, "publish") as stage:
        add_documents(stage.store, "XN", 4, 10)
        count_edition(stage.store, "one")
        assert falls_only(stage.store) == []


def test_the_last_edition_counts_and_not_the_one_before(tmp_path: Path) -> None:
    with open_home(tmp_path, "publish") as stage:
        add_documents(stage.store, "XN", 4, 10)
        publish(stage, "one")
        keep_claims(stage.store, "XN", 25)
        publish(stage, "two", day=7)
        keep_claims(stage.store, "XN", 15)
        count_edition(stage.store, "three")
        assert falls_only(stage.store) == []


def test_a_person_may_accept_a_fall_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "run_checks", falls_only)
    with open_home(tmp_path, "publish") as stage:
        store = stage.store
        add_documents(store, "XN", 4, 10)
        publish(stage, "one")
        keep_claims(store, "XN", 10)
        with pytest.raises(CheckError, match=f"publish --accept {HALF}"):
            check_before_publishing(stage, "two")
        accept_checks(store, [HALF], START)
        accept_checks(store, [HALF], START)
        check_before_publishing(stage, "two")
        note_edition(store, "two", START + timedelta(days=7))
        assert store.read(CheckAcceptance) == [CheckAcceptance(HALF, START, "two")]
        check_before_publishing(stage, "three")  # the fall is the new state of things
        keep_claims(store, "XN", 0)
        with pytest.raises(CheckError):
            check_before_publishing(stage, "three")


def test_only_falls_can_be_accepted(tmp_path: Path) -> None:
    assert acceptable_checks() == [FAULT_SHARE, HALF, EMPTIED]
    with open_home(tmp_path, "publish") as stage:
        with pytest.raises(UsageError, match=HALF):
            accept_checks(stage.store, ["every_claim_has_its_sentence"], START)
        assert stage.store.read(CheckAcceptance) == []


def test_contradictions_stop_it_with_their_rows_in_message_and_log(tmp_path: Path) -> None:
    with open_home(tmp_path, "publish") as stage:
        add_documents(stage.store, "XN", 2, 4)
        with pytest.raises(CheckError) as stopped:
            check_before_publishing(stage, "one")
        (file,) = stage.settings.home.logs.iterdir()
    message = str(stopped.value)
    assert "every_claim_has_its_sentence: A claim without its sentence" in message
    assert "claim_id 'XN-0/0'" in message
    assert "and 3 more" in message
    assert "--accept" not in message
    assert "every_claim_has_its_sentence" in {event.get("check") for event in read_log(file)}


@pytest.mark.parametrize(
    ("documents", "faulty", "stops"),
    [(30, 10, False), (30, 11, True), (9, 10, False), (0, 20, True), (0, 19, False)],
)
def test_too_many_faults_stop_it_but_not_among_a_handful(
    tmp_path: Path, documents: int, faulty: int, stops: bool
) -> None:
    with open_home(tmp_path, "parse") as stage:
        add_documents(stage.store, "XN", documents)
        for number in range(faulty):
            for step in ("collect", "parse"):  # a document with two faults is one
                stage.name = step
                stage.fault(f"{number}.pdf", Fault("no", next_step="look"), f"bad-{number}")
        stage.fault("source", Fault("no", next_step="look"))
        found = find_fault_share(stage.store, WatchSettings(max_fault_share=0.25))
        assert (found is not None) == stops
        if found:
            assert found.row_count == faulty
            assert f"of {documents + faulty} documents {faulty}" in found.reason
            accept_checks(stage.store, [FAULT_SHARE], START)
            assert find_fault_share(stage.store, WatchSettings(max_fault_share=0.25)) is None


def test_a_stage_that_has_not_gone_well_for_long_is_told_and_stops_nothing(
    tmp_path: Path,
) -> None:
    def run(stage: str, day: int) -> Run:
        at = START + timedelta(days=day)
        return Run("r", stage, at, at, 1, 0, 0, "")

    with open_home(tmp_path, "publish") as stage:
        stage.store.append(Run, [run("collect", 0), run("collect", 30), run("parse", 1)])
        stage.store.append(Run, [run("import", 0)])
        watch = WatchSettings(stale_days=40)
        assert find_stale_stages(stage.store, watch, START + timedelta(days=41)) == []
        (line,) = find_stale_stages(stage.store, watch, START + timedelta(days=50))
        assert line.startswith("parse last went well on 2026-03-03")


def test_counts_are_of_every_table_and_of_claims_by_country(tmp_path: Path) -> None:
    with open_home(tmp_path, "publish") as stage:
        add_documents(stage.store, "XN", 2, 3)
        count_edition(stage.store, "one")
        count_edition(stage.store, "two")
        rows = stage.store.read(EditionCount)
    assert {row.edition_id for row in rows} == {"two"}
    assert {(row.relation, row.country): row.row_count for row in rows}["claim", "XN"] == 6
    assert sum(row.relation == "document" for row in rows) == 1
    assert all(row.published_at is None for row in rows)
