from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import UsageError
from data.settings import Home, load_settings
from data.store_place import Lake, read_lake

PASSWORD = "s3cret-of-ours"


@pytest.mark.parametrize(
    ("setting", "catalogue", "files"),
    [
        (
            "ducklake:postgres:dbname=talk host=db.example;data=s3://bucket/lake",
            "postgres:dbname=talk host=db.example",
            "s3://bucket/lake/",
        ),
        (
            " ducklake:postgres:postgresql://user@db.example/talk; data=/mnt/lake/ ",
            "postgres:postgresql://user@db.example/talk",
            "/mnt/lake/",
        ),
        ("ducklake:/srv/talk.ducklake;data=/mnt/lake", "/srv/talk.ducklake", "/mnt/lake/"),
    ],
)
def test_a_lake_is_its_catalogue_and_its_files(setting: str, catalogue: str, files: str) -> None:
    assert read_lake(setting) == Lake(catalogue, files)


@pytest.mark.parametrize(
    "setting",
    [
        f"postgres:dbname=talk password={PASSWORD};data=/mnt/lake",
        f"ducklake:postgres:dbname=talk password={PASSWORD}",
        f"ducklake:postgres:dbname=talk password={PASSWORD};data=",
        "ducklake:;data=/mnt/lake",
    ],
)
def test_another_form_is_refused_without_repeating_it(setting: str) -> None:
    with pytest.raises(UsageError, match="ducklake:postgres:") as refused:
        read_lake(setting)
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize(
    "told",
    [
        f"dbname=talk password={PASSWORD} host=db.example",
        f"dbname=talk password = '{PASSWORD}'",
        f"postgresql://user:{PASSWORD}@db.example/talk",
    ],
)
def test_no_message_has_the_password(told: str) -> None:
    lake = Lake(f"postgres:{told}", "/mnt/lake/")
    settings = Home(Path("/home/talk"), lake)
    assert PASSWORD not in f"{lake} {lake!r} {settings!r}"
    doubled = told.replace("'", "''")
    for said in (told, doubled, f"password={PASSWORD}", f"x://user:{PASSWORD}@other/db"):
        cleaned = lake.without_secrets(f"Unable to connect at {said} refused")
        assert PASSWORD not in cleaned
        assert cleaned.startswith("Unable to connect at ")
        assert cleaned.endswith(" refused")


def test_the_store_is_a_file_of_the_home_or_the_lake_that_is_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("IMAGINARIES_STORE", raising=False)
    assert load_settings(tmp_path).home.work_database == tmp_path / "work.duckdb"
    monkeypatch.setenv("IMAGINARIES_STORE", "ducklake:postgres:dbname=talk;data=/mnt/lake")
    home = load_settings(tmp_path).home
    assert home.work_database == Lake("postgres:dbname=talk", "/mnt/lake/")
    assert home.published_database.is_relative_to(tmp_path)
