"""Declarations of studies: ours load, and wrong ones are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from data.errors import DeclarationError
from data.settings import DATA_FOLDER
from data.study import Study, load_studies

MINIMAL: dict[str, Any] = {
    "citation": "A study of sorting letters by machine (2024). Journal of Posts.",
    "url": "https://studies.example/1",
    "published_on": "2024",
    "counts": {
        "post-office": {
            "organisation": "Post Office",
            "country": "XN",
            "technology": "machine learning",
            "status": "production",
            "system_count": 0,
            "stated_on": "2023-05",
        }
    },
}


def load(folder: Path, **changes: Any) -> Study:
    text = yaml.safe_dump({**MINIMAL, **changes}, sort_keys=False)
    (folder / "letters-2024.yml").write_text(text, encoding="utf-8")
    return load_studies(folder)["letters-2024"]


def test_a_count_of_none_is_a_statement(tmp_path: Path) -> None:
    assert load(tmp_path).counts["post-office"].system_count == 0


def test_a_folder_that_is_not_there_has_no_studies(tmp_path: Path) -> None:
    assert load_studies(tmp_path / "none") == {}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"counts": {}}, "states nothing"),
        ({"citation": "unknown"}, "citation"),
        ({"published_on": "last year"}, "published_on"),
        ({"counts": {"Post Office": MINIMAL["counts"]["post-office"]}}, "counts"),
        (
            {"counts": {"a": {**MINIMAL["counts"]["post-office"], "system_count": -1}}},
            "system_count",
        ),
        ({"systems": {"a": {"name": "Sorter"}}}, r"systems\.a"),
    ],
)
def test_a_wrong_study_is_refused_by_name(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(DeclarationError, match=message):
        load(tmp_path, **changes)


def test_the_norwegian_study_counts_seven_systems_and_none() -> None:
    study = load_studies(DATA_FOLDER / "studies")["reutter-2022"]
    assert {(one.organisation, one.system_count) for one in study.counts.values()} == {
        ("Skatteetaten", 7),
        ("NAV", 0),
    }
    systems = {one.organisation: one for one in study.systems.values()}
    assert (systems["Skatteetaten"].status, systems["Skatteetaten"].start) == ("production", "2013")
    assert (systems["NAV"].status, systems["NAV"].start) == ("development", "2018")
