"""Web archive files, our own and others', taken into the archive."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin

from data.errors import CollectFault, UsageError
from data.ids import content_id
from data.records import Response
from data.register import load_registers
from data.settings import DATA_FOLDER
from data.source import load_sources
from data.warc_reading import Captured, PassedOver, read_warc
from extractors.fetch.answers import kept_headers, media_type_of
from extractors.fetch.error_pages import find_error_page
from flows.collecting.intake import keep_bytes
from flows.stage import Stage, now

GOOD = (200, 203)
"""A part of a document (206) is none."""

REDIRECTS = (301, 302, 303, 307, 308)
_BATCH = 500
_MOST_MOVES = 5


@dataclass(slots=True)
class ImportCount:
    """What an import took in, and what it did not."""

    added: int = 0
    known: int = 0
    """Answers that had been taken in before."""
    redirects: int = 0
    """Addresses that the file answers by way of another."""
    unresolved: int = 0
    """Revisits of answers that neither the file nor the archive holds."""
    passed_over: Counter[str] = field(default_factory=Counter)
    faults: list[CollectFault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Held:
    """Bytes that a revisit may refer to, with what their answer said of them."""

    sha256: str
    archived_as: str
    size_bytes: int | None
    media_type: str | None
    etag: str | None
    last_modified: str | None


def import_warc(stage: Stage, file: Path, source_id: str | None) -> ImportCount:
    """Take the answers of a file into archive and log, so that an offline collection finds them.

    They become answers to `source_id`, or to the declared source that a record of ours names.
    What was taken in before is not taken in again, and error pages and answers of the future are
    not taken in at all.

    Raises:
        UsageError: no source is given, and the file names none.
    """
    importing = _Importing(stage, file, source_id, declared_ids())
    try:
        for item in read_warc(file, stage.settings.max_file_bytes):
            importing.take(item)
    except CollectFault as damage:
        importing.count.faults.append(damage)
    importing.store_rows()
    importing.add_redirects()
    return importing.count


def declared_ids() -> frozenset[str]:
    """The sources and registers that a file of ours may name."""
    sources, registers = (DATA_FOLDER / name for name in ("sources", "registers"))
    return frozenset({*load_sources(sources), *load_registers(registers)})


@dataclass(slots=True)
class _Importing:
    """A file that is being taken in: what later records of it refer to."""

    stage: Stage
    file: Path
    source_id: str | None
    declared: frozenset[str]
    count: ImportCount = field(default_factory=ImportCount)
    _undeclared: set[str] = field(default_factory=set)
    _rows: list[Response] = field(default_factory=list)
    _by_address: dict[tuple[str, str], _Held] = field(default_factory=dict)
    _by_digest: dict[str, _Held] = field(default_factory=dict)
    _redirects: list[Response] = field(default_factory=list)

    def take(self, item: Captured | PassedOver | CollectFault) -> None:
        if isinstance(item, CollectFault):
            self.count.faults.append(item)
        elif isinstance(item, PassedOver):
            self.count.passed_over[item.kind] += 1
        elif item.asked_at > now():
            self.count.faults.append(
                CollectFault(
                    f"{item.url} (at byte {item.offset} of the unpacked file): its date lies in "
                    f"the future: {item.asked_at:%Y-%m-%d %H:%M}",
                    next_step="set the clock right; if it is right, leave the record",
                )
            )
        elif self._is_undeclared(item):
            self.count.passed_over["of an undeclared source"] += 1
        elif _is_error_page(item):
            self.count.passed_over["error page"] += 1
        else:
            row = self._build_row(item, self._source_of(item))
            if row is not None and row.http_status in REDIRECTS:
                target = _join_address(row.url, item.headers.get("location", ""))
                self._redirects.append(replace(row, final_url=target))
            elif row is not None:
                self._rows.append(row)
        if len(self._rows) >= _BATCH:
            self.store_rows()

    def store_rows(self) -> None:
        """Add the rows that are new."""
        ids = [row.response_id for row in self._rows]
        sql = "select response_id from response where response_id in (select unnest(?))"
        with self.stage.lock, self.stage.store.transaction():
            known = {row[0] for row in self.stage.store.query(sql, [ids]).rows}
            fresh = {row.response_id: row for row in self._rows if row.response_id not in known}
            self.stage.store.append(Response, fresh.values())
        self.count.added += len(fresh)
        self.count.known += len(self._rows) - len(fresh)
        self._rows = []

    def add_redirects(self) -> None:
        """Have each address that redirects answered by where it leads."""
        leads_to = {(row.source_id, row.url): row.final_url for row in self._redirects}
        for row in self._redirects:
            target = row.final_url
            for _ in range(_MOST_MOVES):
                if (row.source_id, target) in self._by_address:
                    break
                target = leads_to.get((row.source_id, target), target)
            held = self._by_address.get((row.source_id, target))
            if held is None:
                self.count.passed_over["redirect"] += 1
                continue
            self._rows.append(
                replace(
                    row,
                    final_url=target,
                    http_status=GOOD[0],
                    sha256=held.sha256,
                    archived_as=held.archived_as,
                    size_bytes=held.size_bytes,
                    media_type=held.media_type,
                    etag=held.etag,
                    last_modified=held.last_modified,
                )
            )
            self.count.redirects += 1
        self.store_rows()

    def _is_undeclared(self, item: Captured) -> bool:
        """Whether the file names a source that is not declared; the first time it is a fault."""
        named = item.source_id
        if self.source_id is not None or named is None or named in self.declared:
            return False
        if named not in self._undeclared:
            self._undeclared.add(named)
            self.count.faults.append(
                CollectFault(
                    f"{self.file} has answers for a source {named[:80]!r}, which is not declared",
                    next_step="declare it, or say with --source what the answers are for",
                )
            )
        return True

    def _source_of(self, item: Captured) -> str:
        source_id = self.source_id or item.source_id
        if source_id is None:
            raise UsageError(f"{self.file} does not name the source of {item.url}: give --source")
        return source_id

    def _build_row(self, item: Captured, source_id: str) -> Response | None:
        is_good = item.status in GOOD
        if item.is_revisit:
            held = self._find_revisited(item, source_id)
            if held is None:
                self.count.unresolved += 1
                return None
        else:
            held = self._keep(item) if is_good else None
        if held is not None:
            self._by_address[source_id, item.url] = held
            for digest in filter(None, (item.digest, f"sha256:{held.sha256}")):
                self._by_digest[digest] = held
        asked_at = item.asked_at
        return Response(
            response_id=content_id("response", source_id, item.url, asked_at.isoformat()),
            source_id=source_id,
            url=item.url,
            final_url=item.final_url or item.url,
            http_status=item.status,
            sha256=held.sha256 if held else item.sha256 if is_good else None,
            archived_as=held.archived_as if held else None,
            size_bytes=held.size_bytes if held else None,
            media_type=held.media_type if held else media_type_of(item.headers),
            etag=held.etag if held else item.headers.get("etag"),
            last_modified=held.last_modified if held else item.headers.get("last-modified"),
            headers_json=json.dumps(kept_headers(item.headers), ensure_ascii=False),
            asked_at=asked_at,
        )

    def _keep(self, item: Captured) -> _Held | None:
        if item.content is None:
            return None
        kept = keep_bytes(self.stage.settings.home.archive, item.content, item.url)
        held = _Held(kept.sha256, kept.archived_as, kept.size_bytes, None, None, None)
        return _held_by(item, held)

    def _find_revisited(self, item: Captured, source_id: str) -> _Held | None:
        """The answer whose bytes still stood: by digest, else by address."""
        before = self._by_address.get((source_id, item.url))
        if before is not None and item.digest in (None, f"sha256:{before.sha256}"):
            return _held_by(item, before)
        same = self._by_digest.get(item.digest or "")
        if same is None and item.refers_to:
            same = self._by_address.get((source_id, item.refers_to))
        if same is None:
            return self._find_stored(item, source_id)
        return _held_by(item, same)

    def _find_stored(self, item: Captured, source_id: str) -> _Held | None:
        where = """archived_as is not null and (sha256 = ? or (source_id = ? and url = ?))
            and asked_at <= ? order by sha256 = ? desc, asked_at desc limit 1"""
        address = item.refers_to or item.url
        values = [item.sha256, source_id, address, item.asked_at, item.sha256]
        rows = self.stage.store.read(Response, where, values)
        if not rows:
            return None
        (row,) = rows
        return _Held(
            row.sha256, row.archived_as, row.size_bytes, row.media_type, row.etag, row.last_modified
        )


def _is_error_page(item: Captured) -> bool:
    if item.content is None or item.status not in GOOD:
        return False
    return find_error_page(item.url, media_type_of(item.headers), item.content) is not None


def _held_by(item: Captured, before: _Held) -> _Held:
    """What an answer says of bytes; where it is silent, what the answer before said."""
    return replace(
        before,
        media_type=media_type_of(item.headers) or before.media_type,
        etag=item.headers.get("etag") or before.etag,
        last_modified=item.headers.get("last-modified") or before.last_modified,
    )


def _join_address(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:  # what stands there is no address
        return url
