from __future__ import annotations

import os
from pathlib import Path

from flows.operating.run_log import RunLog, list_logs, open_log, read_log
from tests.flows.operating.homes import START


def test_events_come_back_and_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    log = open_log(tmp_path, "r1")
    log.write(START, "fault", "parse", document_id="d1", reason="æ\nø")
    log.write_all(START, "worked_on", "parse", [{"subject": "d2"}, {"subject": "d3"}])
    file = tmp_path / "r1.jsonl"
    with file.open("a") as stream:
        stream.write('{"event": "wor')
    events = read_log(file)
    assert [event["event"] for event in events] == ["fault", "worked_on", "worked_on"]
    assert events[0] == {
        "at": START.isoformat(),
        "run_id": "r1",
        "stage": "parse",
        "event": "fault",
        "document_id": "d1",
        "reason": "æ\nø",
    }


def test_the_oldest_logs_go_and_a_log_goes_on(tmp_path: Path) -> None:
    for number in range(5):
        open_log(tmp_path, f"r{number}", kept=3).write(START, "started", "parse")
        os.utime(tmp_path / f"r{number}.jsonl", (number, number))
    assert [file.stem for file in list_logs(tmp_path)] == ["r4", "r3", "r2"]
    open_log(tmp_path, "r2", kept=3).write(START, "finished", "parse")
    assert len(read_log(tmp_path / "r2.jsonl")) == 2


def test_without_a_file_nothing_is_kept() -> None:
    RunLog().write(START, "started", "parse")
