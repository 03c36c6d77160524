"""What a soak has found: kept while it goes, and told as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.files import compare_files, keep_steady
from tests.soak.results import (
    SOAK,
    SOAK_END,
    Result,
    add_result,
    read_results,
    render_results,
    write_readme,
)

RESULTS = (
    Result("kill 0", "moment", "parse", "killed in parse, without reports", (), 0, 4.2),
    Result("kill 1", "gap", "parse", "killed after parse", ("claim: 3 rows and 2",), 1, 5.0),
    Result("disk 0", "disk", "code", "1 MiB left, ended with 3", (), 0, 6.0),
)


def test_they_are_kept_line_by_line_and_told_by_stage(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    assert read_results(file) == []
    for one in RESULTS:
        add_result(file, one)
    found = read_results(file)
    assert tuple(found) == RESULTS
    assert [one.is_good for one in found] == [True, False, True]
    told = render_results(found, ["parse", "code"], "on a day").splitlines()
    assert told[2:5] == [
        "| parse | 1 | 0 | 1 | 1 of 2 | 1 |",
        "| code | 0 | 0 | 0 | 0 of 0 | 0 |",
        "| **all** | 1 | 0 | 1 | 1 of 2 | 1 |",
    ]
    assert any("left out of 1 of these runs" in line for line in told)
    assert any("1 of 1 runs whose disk filled" in line for line in told)
    assert told[-1] == "Measured on a day."


def test_the_readme_takes_them_in_their_place_alone(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{SOAK}\nold\n{SOAK_END}\nafter\n")
    write_readme(readme, "new")
    assert readme.read_text() == f"before\n{SOAK}\n\nnew\n\n{SOAK_END}\nafter\n"
    readme.write_text("no place")
    with pytest.raises(ValueError, match="no place"):
        write_readme(readme, "new")


def test_files_are_the_same_where_two_undisturbed_runs_agree() -> None:
    steady = keep_steady(
        {"raw/a": "1", "log": "2", "parquet/run.parquet": "3"},
        {"raw/a": "1", "log": "4", "parquet/run.parquet": "3"},
    )
    assert compare_files(steady, {"raw/a": "1", "log": "9", "parquet/run.parquet": "5"}) == []
    for found in (
        {"raw/a": "0", "log": "2", "parquet/run.parquet": "3"},
        {"raw/a": "1", "parquet/run.parquet": "3"},
        {"raw/a": "1", "log": "2", "parquet/run.parquet": "3", "raw/.partial-x": "1"},
    ):
        assert len(compare_files(steady, found)) == 1
