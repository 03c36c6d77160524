"""Records a sample at a publisher's live door, and compares its shape with the shipped one's."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from data.errors import CollectFault, UsageError
from data.settings import DATA_FOLDER
from data.source import Source, load_sources
from extractors.discover.door import Answer, Ask, Found
from extractors.discover.doors import find_documents
from extractors.discover.saved import SavedFiles
from extractors.fetch.destinations import Destinations
from extractors.fetch.fetcher import Fetcher
from flows.collecting.network import allowed_places, open_fetcher
from flows.collecting.sample import (
    ANSWERS,
    SampleAsk,
    describe,
    suffix_of,
    write_answers,
    write_expected,
)
from flows.collecting.sample_shape import ShapeDifference, compare_shapes, read_shape
from flows.scope import Scope, read_hosts

SHIPPED_SAMPLES = DATA_FOLDER.parent / "tests" / "samples"
RECORDED_DOCUMENTS = 10
"""A recording stops here: it is to show the answers' shape, not to collect the series."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A live sample: where it lies, what was found in it, how it differs from the shipped one."""

    source_id: str
    folder: Path
    answers: int
    documents: int
    faults: tuple[str, ...]
    difference: ShapeDifference | None
    """None where no sample is shipped, or nothing was answered."""

    @property
    def is_broken(self) -> bool:
        """Whether the door's reader will miss something in such answers."""
        return self.difference is not None and self.difference.is_broken


@dataclass(frozen=True, slots=True)
class LiveAsk:
    """Asks a publisher through the polite fetcher, and files saved by hand before that."""

    fetcher: Fetcher
    allowed: Destinations
    delay_seconds: float
    saved: SavedFiles

    def __call__(self, url: str) -> Answer:
        """The publisher's answer.

        Raises:
            CollectFault: refused, not there, too large, or outside the source's hosts.
        """
        file = self.saved.find(url)
        if file is not None:
            return Answer(url, url, None, False, file.read_bytes)
        fetched = self.fetcher.fetch(url, allowed=self.allowed, delay_seconds=self.delay_seconds)
        content = fetched.content or b""
        return Answer(url, fetched.final_url, fetched.media_type, False, lambda: content)

    @contextmanager
    def stream(self, url: str) -> Iterator[Iterator[bytes]]:
        """The answer's bytes as they come."""
        with self.fetcher.stream(
            url, allowed=self.allowed, delay_seconds=self.delay_seconds
        ) as streamed:
            yield iter(streamed.chunks)


class RecordingAsk:
    """Asks the publisher and writes each answer down as a sample's."""

    def __init__(self, ask: Ask, folder: Path) -> None:
        self.ask = ask
        self.folder = folder
        self.names: dict[str, str] = {}

    def __call__(self, url: str) -> Answer:
        """Ask and keep the answer."""
        answer = self.ask(url)
        if url not in self.names:
            name = f"{len(self.names) + 1:03}{suffix_of(answer.media_type)}"
            (self.folder / name).write_bytes(answer.read())
            self.names[url] = name
        return answer

    @contextmanager
    def stream(self, url: str) -> Iterator[Iterator[bytes]]:
        """Ask; what is too large for the archive is too large for a sample."""
        with self.ask.stream(url) as pieces:
            yield pieces


def record_sample(source_id: str, home: Path | None, hosts: Sequence[str]) -> Recording:
    """Record a declared source's sample into the folder `samples` of the home.

    Raises:
        UsageError: no such source, a host that is no HOST=ADDRESS, or nobody to write to is set.
    """
    scope = Scope(home=home, hosts=read_hosts(hosts))
    declared = load_sources(scope.declarations / "sources")
    if source_id not in declared:
        raise UsageError(
            f"no source {source_id!r} is declared; declared are: {', '.join(declared)}"
        )
    source, places = declared[source_id], scope.settings().home
    allowed = allowed_places(source)
    with open_fetcher(scope, allowed.hosts, threading.Event()) as fetcher:
        saved = SavedFiles(places.saved / source_id)
        ask = LiveAsk(fetcher, allowed, source.delay_seconds, saved)
        return record(source_id, source, ask, places.root / "samples" / source_id)


def record(
    source_id: str,
    source: Source,
    ask: Ask,
    folder: Path,
    *,
    limit: int = RECORDED_DOCUMENTS,
    shipped: Path = SHIPPED_SAMPLES,
) -> Recording:
    """Ask the door until `limit` documents are found, and write answers and findings to `folder`.

    A listing that cannot be had or read is told as a fault; what had been answered is kept. The
    recording before this one is replaced, unless nothing is answered now.
    """
    partial = folder.with_name(f".{folder.name}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    recorder = RecordingAsk(ask, partial)
    found: list[Found | CollectFault] = []
    try:
        found.extend(islice(find_documents(source_id, source, recorder), limit))
    except CollectFault as fault:
        found.append(fault)
    told = describe(found)
    write_answers(partial, recorder.names)
    write_expected(partial, told)
    if recorder.names or not folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    else:
        shutil.rmtree(partial)
    live = [(folder / name).read_bytes() for name in recorder.names.values()]
    return Recording(
        source_id=source_id,
        folder=folder,
        answers=len(live),
        documents=len(told["documents"]),
        faults=tuple(told["faults"]),
        difference=_compare(source_id, source, shipped / source_id, live) if live else None,
    )


def show_recording(recording: Recording) -> Iterator[str]:
    """What a person wants to know of a recording, line by line."""
    yield f"{recording.source_id}: {recording.answers} answers, {recording.documents} documents"
    yield f"recorded in {recording.folder}"
    for reason in recording.faults:
        yield f"fault: {reason}"
    difference = recording.difference
    if difference is None:
        yield "not compared: nothing was answered, or no sample is shipped"
        return
    yield from (f"missing: {place}" for place in difference.missing)
    yield from (f"new: {place}" for place in difference.added)
    if difference.links_shipped or difference.links_live:
        yield (
            f"links found per page: {_numbers(difference.links_live)} "
            f"(in the sample: {_numbers(difference.links_shipped)})"
        )
    yield (
        "the shape has changed: the reader of this door may miss something"
        if difference.is_broken
        else "all that the sample has is there"
    )


def _compare(
    source_id: str, source: Source, shipped: Path, live: list[bytes]
) -> ShapeDifference | None:
    if not (shipped / ANSWERS).exists():
        return None
    sample = SampleAsk(shipped)
    for _ in find_documents(source_id, source, sample):
        pass  # so that `asked` has what discovery needs, and no document's bytes
    before = [sample.files[url].read_bytes() for url in dict.fromkeys(sample.asked)]
    return compare_shapes(read_shape(source, before), read_shape(source, live))


def _numbers(counts: tuple[int, ...]) -> str:
    return ", ".join(str(count) for count in counts) or "none"
