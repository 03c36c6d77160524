"""Asks for one source: saved files first, then the archive, and the publisher where it must."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from data.errors import CollectFault, RefusedFault, StoppedError
from data.ids import content_id
from data.records import Response
from extractors.discover.door import Answer
from extractors.discover.saved import SavedFiles
from extractors.fetch.answers import Fetched
from extractors.fetch.destinations import Destinations, parse_address
from extractors.fetch.fetcher import Fetcher
from flows.collecting.answers import (
    find_good,
    find_refused,
    find_streamed,
    kept_of,
    listing_hash,
    read_kept,
)
from flows.collecting.intake import Kept, keep_bytes, read_file
from flows.collecting.journal import Journal
from flows.collecting.patience import PATIENCE, Patience
from flows.stage import Stage, now

CHUNK_BYTES = 1 << 20


class GivenUpFault(CollectFault):
    """Not asked, since its host has refused too often in this run; it is left for the next."""


class UnchangedListing(Exception):
    """The publisher says that what lists the whole series has not changed since it was read."""


@dataclass(frozen=True, slots=True)
class Network:
    """The way to the publisher: where requests may go, at what pace, and when to stop."""

    fetcher: Fetcher
    allowed: Destinations
    delay_seconds: float
    stop: threading.Event = field(default_factory=threading.Event)
    patience: Patience = field(default_factory=Patience)
    """Shared by the sources of a run."""


@dataclass(slots=True)
class Asker:
    """Asks addresses for one source and writes each answer down; offline if it has no network.

    No address is asked twice in one collection, one that broke off and goes on included.
    """

    stage: Stage
    journal: Journal
    saved: SavedFiles
    network: Network | None
    series: str = ""
    """How the listing is read: the declaration and the release."""
    given_up: set[str] = field(default_factory=set)
    """Hosts that are asked no more, and that the source would have asked."""
    _failed: dict[str, CollectFault] = field(default_factory=dict)
    _streamed: Response | None = None
    _held: dict[str, Response | None] = field(default_factory=dict)
    _refused: dict[str, Response] = field(default_factory=dict)

    def __call__(self, url: str) -> Answer:
        """Ask one address, as doors do.

        Raises:
            CollectFault: refused, not there, outside the source's hosts, or offline and not kept.
        """
        kept, is_unchanged = self.ask(url)
        root = self.stage.settings.home.root
        return Answer(
            url=url,
            final_url=kept.final_url or url,
            media_type=kept.media_type,
            is_unchanged=is_unchanged,
            read=lambda: read_kept(root, kept),
        )

    def ask(self, url: str) -> tuple[Kept, bool]:
        """The bytes that stand for an address, and whether they are those had before.

        Raises:
            CollectFault: refused, not there, outside the source's hosts, or offline and not kept.
        """
        if self.network is not None and self.network.stop.is_set():
            raise StoppedError("the collection was broken off")
        if url in self._failed:
            raise self._failed[url]
        file = self.saved.find(url)
        if file is not None:
            return self._keep_saved(file, url), False
        before = self._find_before(url)
        is_answered = before is not None and before.response_id in self.journal.asked_ids
        if before is not None and (is_answered or self.network is None):
            return kept_of(before), before.http_status == 304
        return self._ask_publisher(url, before)

    @contextmanager
    def stream(self, url: str) -> Iterator[Iterator[bytes]]:
        """The bytes of an address as they come; they are not kept.

        Raises:
            CollectFault: refused, not there, outside the source's hosts, or offline.
            UnchangedListing: they are those that the last listing was read from.
        """
        if url in self._failed:
            raise self._failed[url]
        file = self.saved.find(url)
        if file is not None:
            with file.open("rb") as opened:
                yield iter(lambda: opened.read(CHUNK_BYTES), b"")
            return
        network, host, asked_at = self._network_for(url), urlsplit(url).netloc, now()
        before = find_streamed(self.stage, self.journal.source_id, url, self.series)
        with ExitStack() as stack:
            try:
                streamed = stack.enter_context(
                    network.fetcher.stream(
                        url,
                        allowed=network.allowed,
                        delay_seconds=network.delay_seconds,
                        etag=before.etag if before else None,
                        last_modified=before.last_modified if before else None,
                        answered_by=before.final_url if before else None,
                    )
                )
            except CollectFault as fault:
                self._note_failure(url, host, fault, asked_at)
                raise
            network.patience.note_served(host)
            self._streamed = self._note(url, streamed.head, asked_at, before=before)
            if streamed.head.status == 304:
                raise UnchangedListing(url)
            yield _until_stopped(streamed.chunks, network.stop)

    def remember_listing(self) -> None:
        """Note what the whole listing was read from, if it came as a stream."""
        source_id, streamed = self.journal.source_id, self._streamed
        with self.stage.lock:
            if streamed is None:
                self.stage.forget([source_id])
            else:
                self.stage.remember({source_id: listing_hash(streamed, self.series)})

    def prepare(self, urls: Sequence[str]) -> None:
        """Look up what is held of addresses that will be asked next, in one question."""
        held: dict[str, Response | None] = dict.fromkeys(urls)
        held.update(find_good(self.stage, self.journal.source_id, urls))
        recent = {row.url: row for row in self.journal.recent() if row.archived_as is not None}
        held.update({url: recent[url] for url in urls if url in recent})
        self._held = held
        self._refused = find_refused(self.journal, urls) if self.journal.is_continued else {}

    def is_passing(self, fault: CollectFault) -> bool:
        """Whether this fault is that a request went unanswered, and may go better later."""
        if isinstance(fault, GivenUpFault):
            return True
        is_refusal = isinstance(fault, RefusedFault)
        return fault in self._failed.values() and not is_refusal and _is_unserved(fault)

    def _find_before(self, url: str) -> Response | None:
        if url not in self._held:
            self.prepare([url])
        return self._held[url]

    def _keep_saved(self, file: Path, url: str) -> Kept:
        settings = self.stage.settings
        content = read_file(file, str(file), settings.max_file_bytes)
        return keep_bytes(settings.home.archive, content, url, file.name)

    def _network_for(self, url: str) -> Network:
        """The network, if this address may be asked there."""
        host = urlsplit(url).netloc
        if self.network is None:
            saved = self.stage.settings.home.saved / self.journal.source_id
            raise CollectFault(
                f"{url}: neither in the archive nor saved, and the run is offline",
                next_step=f"run without --offline, or save it in {saved}",
            )
        self.network.allowed.check(parse_address(url))
        if self.network.patience.is_over(host):
            self._give_up(host)
            raise GivenUpFault(
                f"{url}: not asked, since {host} did not serve {PATIENCE} requests in a row",
                next_step="run again later",
            )
        if url in self._refused:
            status = self._refused[url].http_status
            raise RefusedFault(
                f"{url}: HTTP {status} when it was asked before this collection broke off",
                next_step="run again when the collection has ended: it is asked once in each",
                http_status=status,
            )
        return self.network

    def _ask_publisher(self, url: str, before: Response | None) -> tuple[Kept, bool]:
        network, host, asked_at = self._network_for(url), urlsplit(url).netloc, now()
        try:
            fetched = network.fetcher.fetch(
                url,
                allowed=network.allowed,
                delay_seconds=network.delay_seconds,
                etag=before.etag if before else None,
                last_modified=before.last_modified if before else None,
                answered_by=before.final_url if before else None,
            )
        except CollectFault as fault:
            self._note_failure(url, host, fault, asked_at)
            raise
        network.patience.note_served(host)
        if fetched.content is None:
            if before is None:
                raise CollectFault(
                    f"{url}: HTTP {fetched.status} to a request without conditions",
                    next_step="run again later; if it stays so, tell the publisher",
                    http_status=fetched.status,
                )
            row = self._note(url, fetched, asked_at, kept_of(before), before)
        else:
            archive = self.stage.settings.home.archive
            row = self._note(url, fetched, asked_at, keep_bytes(archive, fetched.content, url))
        self._held[url] = row
        return kept_of(row), before is not None and before.sha256 == row.sha256

    def _note(
        self,
        url: str,
        fetched: Fetched,
        asked_at: datetime,
        kept: Kept | None = None,
        before: Response | None = None,
    ) -> Response:
        """Write an answer down; one of "not modified" keeps the conditions of the one before."""
        row = Response(
            response_id=content_id("response", self.journal.source_id, url, asked_at.isoformat()),
            source_id=self.journal.source_id,
            url=url,
            final_url=fetched.final_url,
            http_status=fetched.status,
            sha256=kept.sha256 if kept else None,
            archived_as=kept.archived_as if kept else None,
            size_bytes=kept.size_bytes if kept else None,
            media_type=fetched.media_type or (before.media_type if before else None),
            etag=fetched.etag or (before.etag if before else None),
            last_modified=fetched.last_modified or (before.last_modified if before else None),
            headers_json=json.dumps(dict(fetched.headers), ensure_ascii=False),
            asked_at=asked_at,
        )
        self.journal.add_response(row)
        return row

    def _note_failure(self, url: str, host: str, fault: CollectFault, asked_at: datetime) -> None:
        self._failed[url] = fault
        status = fault.http_status
        if status is not None:
            self._note(url, Fetched(url, url, status, None, None, None, None, {}), asked_at)
        assert self.network is not None, "nothing is asked offline"
        patience = self.network.patience
        if isinstance(fault, RefusedFault) or _is_unserved(fault):
            patience.note_unserved(host)
        else:
            patience.note_served(host)
        if patience.is_over(host):
            self._give_up(host)

    def _give_up(self, host: str) -> None:
        if host not in self.given_up:
            self.given_up.add(host)
            self.journal.note_given_up(now())


def _is_unserved(fault: CollectFault) -> bool:
    """Whether there was no answer, or one that says to come again later."""
    status = fault.http_status
    return status is None or status == 429 or status >= 500


def _until_stopped(chunks: Iterator[bytes], stop: threading.Event) -> Iterator[bytes]:
    for chunk in chunks:
        if stop.is_set():
            raise StoppedError("the collection was broken off")
        yield chunk
