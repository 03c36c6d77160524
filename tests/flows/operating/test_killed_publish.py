"""A run that is killed while it publishes: the next one finishes what it made."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from data.records import Edition, EditionCount
from data.store import Store, open_published
from flows.operating.gates import count_edition, note_edition
from flows.publish import finish_edition
from flows.stage import Stage
from reports import publish as publishing
from reports.publish import publish_edition
from tests.flows.operating.homes import START, add_documents, open_home

WANTED = Edition("one", START + timedelta(days=1), "content", "0", False)


class KilledError(BaseException):
    """The end of a run that can do nothing more."""


def publish(stage: Stage, edition: Edition) -> None:
    count_edition(stage.store, edition.edition_id)
    publish_edition(stage.store, stage.settings.home.published, edition)
    note_edition(stage.store, edition.edition_id, START)


def die(*_: object, **__: object) -> None:
    raise KilledError


@pytest.mark.parametrize(
    ("moment", "is_first"),
    [("before the link", True), ("before the row", False), ("before the counts", True)],
)
def test_an_edition_that_was_made_is_put_in_place_and_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, is_first: bool
) -> None:
    with open_home(tmp_path, "publish") as stage:
        if not is_first:
            publish(stage, Edition("zero", START, "older", "0", False))
        add_documents(stage.store, "XN", 3)
        with monkeypatch.context() as patch, pytest.raises(KilledError):
            if moment == "before the link":
                patch.setattr(publishing, "point_at", die)
            elif moment == "before the row":
                patch.setattr(Store, "append", _die_at(Edition))
            else:
                patch.setattr(publishing, "_remove_old", die)
            publish(stage, WANTED)
        assert finish_edition(stage, WANTED)
        home = stage.settings.home
        with open_published(home.published_database) as published:
            assert published.query("select count(*) from document").rows == [(3,)]
        ids = [row.edition_id for row in stage.store.read(Edition, "true order by published_at")]
        assert ids == ["one"] if is_first else ["zero", "one"]
        counts = stage.store.read(EditionCount, "edition_id = 'one'")
        assert counts
        assert all(row.published_at for row in counts)
        assert not finish_edition(stage, WANTED)  # once is enough


def _die_at(record_type: type) -> object:
    append = Store.append

    def appended(store: Store, kind: type, rows: object) -> int:
        if kind is record_type and store.path.name == ":memory:":  # not the edition's own row
            raise KilledError
        return append(store, kind, rows)  # type: ignore[arg-type]

    return appended


def test_another_edition_that_lies_there_is_left_alone(tmp_path: Path) -> None:
    with open_home(tmp_path, "publish") as stage:
        publish(stage, Edition("zero", START, "older", "0", False))
        stage.store.query("delete from edition")  # as in a work database that was made anew
        other = stage.settings.home.root / "editions" / "notes"
        other.mkdir()
        (other / "imaginaries.duckdb").write_text("no database")
        assert not finish_edition(stage, WANTED)
        assert other.exists()
        assert stage.settings.home.published.resolve().name == "zero"
        assert [row.edition_id for row in stage.store.read(Edition)] == ["zero"]
