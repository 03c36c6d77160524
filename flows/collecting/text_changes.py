"""What changed in the words of a document whose bytes changed: one row for each new version."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from data.errors import Fault, WorkerFault
from data.records import DocumentRef, Snapshot, TextChange
from extractors.document import ReadDocument
from extractors.pdf.ocr import Tesseract, find_tesseract
from flows.scans import read_scans
from flows.stage import Stage
from flows.versions import parser_version
from flows.work import ParseJob, parse_batch
from flows.workers import Workers

UNCOMPARED_KINDS = ("running_head", "contents", "pull_quote")
"""Passages that say again what stands elsewhere: a new page number is no new sentence."""

_MOST_CELLS = 400_000_000
"""Sentences before times sentences after that are aligned: a bit each, so some 50 MB."""
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Version:
    """Two snapshots of a document, one fetched after the other, with different bytes."""

    ref: DocumentRef
    before: Snapshot
    after: Snapshot


def compare_versions(stage: Stage, workers: Workers) -> int:
    """Compare the text of every version with the one before; tells how many were compared.

    What the parser that we have has compared already is left as it is. A pair whose worker died
    or took too long is left for the next run, as in parsing.
    """
    version, tesseract = parser_version(), find_tesseract()
    pairs = find_versions(stage, version)

    def compare(pair: Version) -> bool:
        change = compare_version(stage, workers, pair, version, tesseract)
        if change is None:
            return False
        with stage.lock, stage.store.transaction():
            stage.store.replace(TextChange, "snapshot_id", [change.snapshot_id], [change])
        return True

    # Threads only wait here: the reading is done by the workers.
    with ThreadPoolExecutor(stage.settings.workers) as threads:
        try:
            return sum(threads.map(compare, pairs))
        except BaseException:
            workers.kill()  # or the threads would wait for what nobody wants any more
            raise


def find_versions(stage: Stage, version: str) -> list[Version]:
    """The pairs of snapshots that this parser has not compared yet, oldest first."""
    done = {
        (row.before_snapshot_id, row.snapshot_id)
        for row in stage.store.read(TextChange, "parser_version = ?", [version])
    }
    refs = {ref.document_id: ref for ref in stage.store.read(DocumentRef, "alternative_of is null")}
    several = """document_id in (select document_id from snapshot group by all having count(*) > 1)
        order by document_id, fetched_at, snapshot_id"""
    return [
        Version(refs[before.document_id], before, after)
        for before, after in pairwise(stage.store.read(Snapshot, several))
        if before.document_id == after.document_id
        and before.document_id in refs
        and before.sha256 != after.sha256
        and (before.snapshot_id, after.snapshot_id) not in done
    ]


def compare_version(
    stage: Stage, workers: Workers, pair: Version, version: str, tesseract: Tesseract | None
) -> TextChange | None:
    """Read both versions in a worker and compare them; nothing where the worker was lost."""
    root = stage.settings.home.root
    jobs = [
        ParseJob(pair.ref, one.url, root / one.archived_as, one.size_bytes, version)
        for one in (pair.before, pair.after)
    ]
    results = read_scans(workers, jobs, workers.run(parse_batch, jobs), tesseract)
    if any(isinstance(result, WorkerFault) for result in results):
        return None
    return build_text_change(pair, results, version)


def build_text_change(
    pair: Version, results: Sequence[ReadDocument | Fault], version: str
) -> TextChange:
    """The row for two versions that were read, or for the reason why one could not be."""
    faults = [
        f"the version {which} could not be read: {result.reason}"
        for which, result in zip(("before", "after"), results, strict=True)
        if isinstance(result, Fault)
    ]
    before, after = (
        [] if isinstance(result, Fault) else list(compared_sentences(result)) for result in results
    )
    lines = [] if faults else list(find_difference(before, after))
    added = sum(line.startswith("+") for line in lines)
    removed = len(lines) - added
    kept = len(after) - added
    everything = kept + added + removed
    return TextChange(
        document_id=pair.ref.document_id,
        before_snapshot_id=pair.before.snapshot_id,
        snapshot_id=pair.after.snapshot_id,
        added_sentence_count=added,
        removed_sentence_count=removed,
        kept_share=None if faults else kept / everything if everything else 1.0,
        difference="; ".join(faults) or "\n".join(lines),
        parser_version=version,
    )


def compared_sentences(read: ReadDocument) -> Iterator[str]:
    """The sentences of a document in reading order, without running heads and contents."""
    kinds = {passage.passage_id: passage.kind for passage in read.passages}
    for sentence in read.sentences:
        if kinds[sentence.passage_id] not in UNCOMPARED_KINDS:
            yield sentence.text


def find_difference(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The sentences that one of two texts lacks, in reading order, each after "+ " or "- ".

    Spaces, line ends and forms of the same letter do not count, nor does a sentence that only
    stands elsewhere: it is in both. Time and memory are near-linear for texts that are much alike;
    where too much differs to align, what is gone is told before what is new.
    """
    keys_before, keys_after = [plain_key(s) for s in before], [plain_key(s) for s in after]
    gone = Counter(keys_before) - Counter(keys_after)
    new = Counter(keys_after) - Counter(keys_before)
    if not gone and not new:
        return
    for from_before, from_after in _find_gaps(keys_before, keys_after):
        for at in from_before:
            if gone[keys_before[at]] > 0:
                gone[keys_before[at]] -= 1
                yield f"- {_one_line(before[at])}"
        for at in from_after:
            if new[keys_after[at]] > 0:
                new[keys_after[at]] -= 1
                yield f"+ {_one_line(after[at])}"


def plain_key(sentence: str) -> str:
    """The sentence without what a new layout changes: spaces, soft hyphens, forms of letters."""
    return _one_line(unicodedata.normalize("NFKC", sentence).replace("\u00ad", ""))


def _one_line(sentence: str) -> str:
    return _SPACE.sub(" ", sentence).strip()


def _find_gaps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[range, range]]:
    """Where two texts part: places of the one and of the other between sentences they share."""
    numbers: dict[str, int] = {}
    first, second = (
        [numbers.setdefault(key, len(numbers)) for key in keys] for keys in (before, after)
    )
    start, end = _shared_ends(first, second)
    core_first, core_second = first[start : len(first) - end], second[start : len(second) - end]
    if len(core_first) * len(core_second) > _MOST_CELLS:
        yield range(start, len(first) - end), range(start, len(second) - end)
        return
    at_first = at_second = 0
    for step in LCSseq.opcodes(core_first, core_second):
        if step.tag == "equal":
            yield (
                range(start + at_first, start + step.src_start),
                range(start + at_second, start + step.dest_start),
            )
            at_first, at_second = step.src_end, step.dest_end
    yield range(start + at_first, len(first) - end), range(start + at_second, len(second) - end)


def _shared_ends(first: Sequence[int], second: Sequence[int]) -> tuple[int, int]:
    """How many sentences two texts share at the beginning and, of the rest, at the end."""
    least = min(len(first), len(second))
    start = next((i for i in range(least) if first[i] != second[i]), least)
    most = least - start
    end = next((i for i in range(most) if first[-1 - i] != second[-1 - i]), most)
    return start, end
