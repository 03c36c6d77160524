"""A disk that fills: it is said, the last edition stays, and the next one is whole."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.errors import StoreError
from data.records import Edition
from data.store import open_published
from flows.cli import main as cli
from reports import publish as publishing
from reports.publish import publish_edition
from tests.flows.operating.homes import START, add_documents, open_home

FULL = OSError(errno.ENOSPC, "No space left on device", "/data/work.duckdb")


def fill_after(calls: int) -> Callable[..., Any]:
    """Something that writes so often, and then finds the disk full."""
    write, left = publishing._write, [calls]

    def writing(*given: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise FULL
        write(*given)

    return writing


def test_a_full_disk_leaves_the_last_edition_and_nothing_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_home(tmp_path, "publish") as stage:
        published = stage.settings.home.published
        publish_edition(stage.store, published, Edition("one", START, "a", "0", False))
        add_documents(stage.store, "XN", 3)
        two = Edition("two", START, "b", "0", False)
        for name, replacement in (
            ("write_parquet", fill_after(0)),
            ("_write", fill_after(5)),
        ):
            with monkeypatch.context() as patch:
                patch.setattr(publishing, name, replacement)
                with pytest.raises(StoreError, match=r"cannot publish two .*No space left"):
                    publish_edition(stage.store, published, two)
            assert published.resolve().name == "one"
            assert [folder.name for folder in (tmp_path / "editions").iterdir()] == ["one"]
        publish_edition(stage.store, published, two)
        with open_published(stage.settings.home.published_database) as edition:
            assert edition.query("select count(*) from document").rows == [(3,)]


def test_the_command_line_says_it_and_ends_with_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise FULL

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 3
    said = capsys.readouterr().err
    assert said == (
        "imaginaries: No space left on device (/data/work.duckdb); nothing was published\n"
    )
