"""The journal of a collection under way: what survives when it is broken off, however.

Every answer is a line of JSON in HOME/journals/SOURCE_ID.jsonl as soon as it has come, and a row
of `response` some hundred answers later. A journal that is there when a collection begins was
left by one that broke off: it goes on from there.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from data.records import Response, Snapshot
from flows.stage import Stage

LONGEST = timedelta(hours=20)
"""A collection that broke off longer ago begins anew, so that a daily run asks for the listing."""

ROWS_PER_BATCH = 500


@dataclass(frozen=True, slots=True)
class JournalText:
    """What a journal on disk says, up to the last line that was written whole."""

    began_at: datetime | None = None
    given_up_at: datetime | None = None
    responses: tuple[Response, ...] = ()
    whole_bytes: int = 0


@dataclass(slots=True)
class Journal:
    """A journal that is written: lines to its file at once, rows to the tables in batches."""

    stage: Stage
    source_id: str
    began_at: datetime
    given_up_at: datetime | None
    """When the collection that this one continues stopped asking a host that refused."""
    is_continued: bool
    _stream: BinaryIO | None
    """`None` offline, where no answers come."""

    asked_ids: set[str] = field(default_factory=set)
    """The answers of this collection; what was imported meanwhile is none of them."""
    _responses: list[Response] = field(default_factory=list)
    _snapshots: list[Snapshot] = field(default_factory=list)

    def add_response(self, response: Response) -> None:
        """Write the answer down; it is safe from now on."""
        self._write(_as_plain(response))
        self.asked_ids.add(response.response_id)
        self._responses.append(response)
        if len(self._responses) >= ROWS_PER_BATCH:
            self.take_in()

    def add_snapshot(self, snapshot: Snapshot) -> None:
        """Have the snapshot stored with the next batch.

        One that is lost is made again from the answers, which are not.
        """
        self._snapshots.append(snapshot)
        if len(self._snapshots) >= ROWS_PER_BATCH:
            self.take_in()

    def recent(self) -> list[Response]:
        """The answers that are not in the tables yet."""
        return self._responses

    def take_in(self) -> None:
        """Bring what was written down into the tables."""
        with self.stage.lock, self.stage.store.transaction():
            self.stage.store.append(Response, self._responses)
            self.stage.store.append(Snapshot, self._snapshots)
        self._responses, self._snapshots = [], []

    def note_given_up(self, when: datetime) -> None:
        """Note that the rest is left for the next run, which may ask again what was refused."""
        self._write({"given_up_at": when.isoformat()})

    def finish(self) -> None:
        """The collection has ended well: all is in the tables, nothing is left to do."""
        self.take_in()
        self.close()
        if self._stream is not None:
            Path(self._stream.name).unlink()

    def close(self) -> None:
        """Let go of the file; the next collection goes on from it."""
        if self._stream is not None:
            self._stream.close()

    def _write(self, line: dict[str, Any]) -> None:
        assert self._stream is not None, "no answers come offline"
        self._stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self._stream.flush()


def open_journal(
    stage: Stage, source_id: str, when: datetime, *, is_offline: bool = False
) -> Journal:
    """The journal that a collection left when it broke off, or a new one.

    Rows that had not reached the tables are brought there, also those of a journal that is too
    old to go on from. Offline, a journal that is there stays for the next run with a network.
    """
    folder = stage.settings.home.journals
    file = folder / f"{source_id}.jsonl"
    left = read_journal(file)
    _take_in_missing(stage, source_id, left)
    if is_offline:
        return Journal(stage, source_id, when, None, is_continued=False, _stream=None)
    folder.mkdir(parents=True, exist_ok=True)
    is_continued = left.began_at is not None and when - left.began_at <= LONGEST
    stream = file.open("r+b" if is_continued else "wb")
    stream.truncate(left.whole_bytes if is_continued else 0)
    stream.seek(0, 2)
    began_at = left.began_at if is_continued and left.began_at else when
    journal = Journal(
        stage=stage,
        source_id=source_id,
        began_at=began_at,
        given_up_at=left.given_up_at if is_continued else None,
        is_continued=is_continued,
        _stream=stream,
        asked_ids={one.response_id for one in left.responses} if is_continued else set(),
    )
    if not is_continued:
        journal._write({"began_at": began_at.isoformat()})
    return journal


def read_journal(file: Path) -> JournalText:
    """What is in the file; it ends before the first line that is not whole."""
    began_at = given_up_at = None
    responses: list[Response] = []
    whole_bytes = 0
    for line in file.read_bytes().splitlines(keepends=True) if file.exists() else ():
        if not line.endswith(b"\n"):
            break
        try:
            read = json.loads(line)
            if "began_at" in read:
                began_at = datetime.fromisoformat(read["began_at"])
            elif "given_up_at" in read:
                given_up_at = datetime.fromisoformat(read["given_up_at"])
            else:
                asked_at = datetime.fromisoformat(read.pop("asked_at"))
                responses.append(Response(**read, asked_at=asked_at))
        except (ValueError, TypeError, KeyError):
            break
        whole_bytes += len(line)
    return JournalText(began_at, given_up_at, tuple(responses), whole_bytes)


def _take_in_missing(stage: Stage, source_id: str, left: JournalText) -> None:
    if not left.responses:
        return
    sql = "select response_id from response where source_id = ? and asked_at >= ?"
    since = min(response.asked_at for response in left.responses)
    with stage.lock, stage.store.transaction():
        known = {row[0] for row in stage.store.query(sql, [source_id, since]).rows}
        missing = [one for one in left.responses if one.response_id not in known]
        stage.store.append(Response, missing)


def _as_plain(response: Response) -> dict[str, Any]:
    return dataclasses.asdict(response) | {"asked_at": response.asked_at.isoformat()}
