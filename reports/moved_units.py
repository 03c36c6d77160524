"""Which documents and systems differ between two editions, by how much, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.edition_units import EditionUnits, HeldDocument, HeldSentence, HeldSystem

NEW, REMOVED, REDECLARED = "new documents", "removed documents", "documents declared otherwise"
OTHER_BYTES, REPARSED = "documents with other bytes", "re-parsed"
CODEBOOK, MODEL, CODEBOOK_AND_MODEL = "codebook", "model", "codebook and model"
REGISTER, LINKING, REMAINDER = "register", "linking", "remainder"
CAUSES = (
    NEW,
    REMOVED,
    REDECLARED,
    OTHER_BYTES,
    REPARSED,
    CODEBOOK,
    MODEL,
    CODEBOOK_AND_MODEL,
    REGISTER,
    LINKING,
    REMAINDER,
)

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Change:
    """What one document or system adds to a country's counts, and takes from them, per code.

    `carriers` are sentences or systems with the code, `hits` those of them that hope or are in
    production. `subject` is a document_id, or register_id/deployment_id.
    """

    country: str
    is_talk: bool
    cause: str
    subject: str
    title: str
    carriers: Counts
    hits: Counts


def compare_documents(
    before: EditionUnits, after: EditionUnits, codes: Sequence[str]
) -> Iterator[Change]:
    """The documents that count differently, each with its causes.

    In a document of both editions, sentences with the same words are the same sentence: what
    became of them is the coder's doing, and what came and went is the parser's, or the publisher's
    where the bytes are others. Where only the parser or the bytes changed, the coder has seen
    other neighbours, and recoding counts with them.
    """
    touched = [
        document_id
        for document_id in sorted(before.documents.keys() | after.documents.keys())
        if before.documents.get(document_id) != after.documents.get(document_id)
    ]
    said_before, said = before.sentences(touched), after.sentences(touched)
    for document_id in touched:
        old, new = before.documents.get(document_id), after.documents.get(document_id)
        old_said, new_said = said_before.get(document_id, []), said.get(document_id, [])
        if old and new and old.country == new.country and old.is_counted == new.is_counted:
            if new.is_counted and old.content != new.content:
                yield from _compare_document(old, new, _match(old_said, new_said), codes)
            continue
        whole = REDECLARED if old and new else NEW if new else REMOVED
        if old and old.is_counted:
            yield _talk_change(old, whole, [], old_said, codes)
        if new and new.is_counted:
            yield _talk_change(new, whole, new_said, [], codes)


@dataclass(frozen=True, slots=True)
class _Matched:
    """The sentences of a document in two editions: the same words, and what came and went."""

    old: list[HeldSentence]
    new: list[HeldSentence]
    gone: list[HeldSentence]
    come: list[HeldSentence]


def _match(old: Iterable[HeldSentence], new: Iterable[HeldSentence]) -> _Matched:
    waiting: dict[int, list[HeldSentence]] = defaultdict(list)
    for sentence in old:
        waiting[sentence.text].append(sentence)
    matched = _Matched([], [], [], [])
    for sentence in new:
        if waiting[sentence.text]:
            matched.old.append(waiting[sentence.text].pop(0))
            matched.new.append(sentence)
        else:
            matched.come.append(sentence)
    matched.gone.extend(sentence for held in waiting.values() for sentence in held)
    return matched


def _compare_document(
    old: HeldDocument, new: HeldDocument, matched: _Matched, codes: Sequence[str]
) -> Iterator[Change]:
    reread = REMAINDER
    if old.sha256 != new.sha256:
        reread = OTHER_BYTES
    elif old.parser_version != new.parser_version:
        reread = REPARSED
    recoded = _recoding(
        (old.codebook_hash, old.coder_version), (new.codebook_hash, new.coder_version)
    )
    if recoded == REMAINDER:
        recoded = reread
    for change in (
        _talk_change(new, reread, matched.come, matched.gone, codes),
        _talk_change(new, recoded, matched.new, matched.old, codes),
    ):
        if change.carriers.any() or change.hits.any():
            yield change


def _recoding(before: tuple[str | None, str | None], after: tuple[str | None, str | None]) -> str:
    """Which of codebook and coder differs; with both their shares cannot be told apart."""
    has_codebook, has_coder = before[0] != after[0], before[1] != after[1]
    if has_codebook and has_coder:
        return CODEBOOK_AND_MODEL
    if has_codebook:
        return CODEBOOK
    return MODEL if has_coder else REMAINDER


def _talk_change(
    document: HeldDocument,
    cause: str,
    come: Iterable[HeldSentence],
    gone: Iterable[HeldSentence],
    codes: Sequence[str],
) -> Change:
    carriers, hits = Counter[str](), Counter[str]()
    for sign, sentences in ((1, come), (-1, gone)):
        for sentence in sentences:
            for code in sentence.codes:
                carriers[code] += sign
                hits[code] += sign * sentence.is_hope
    return Change(
        document.country,
        True,
        cause,
        document.document_id,
        document.title,
        np.array([carriers[code] for code in codes], np.int64),
        np.array([hits[code] for code in codes], np.int64),
    )


def compare_systems(
    before: EditionUnits, after: EditionUnits, codes: Sequence[str]
) -> Iterator[Change]:
    """The systems that count differently, each with its cause.

    Systems of both editions that share register rows are looked at together. Where a row came,
    went, or reads otherwise, the register moved them, whatever else did; with the same rows the
    linking did where it groups them otherwise; else codebook and coder.
    """
    same = set(before.systems) & set(after.systems)
    recoded = _recoding(before.coded_by, after.coded_by)
    gone = [system for system in before.systems if system not in same]
    come = [system for system in after.systems if system not in same]
    for olds, news in _components(gone, come):
        old_rows = {row for system in olds for row in system.rows}
        new_rows = {row for system in news for row in system.rows}
        if old_rows != new_rows:
            cause, shown = REGISTER, min(old_rows ^ new_rows)
        elif {system.rows for system in olds} != {system.rows for system in news}:
            cause, shown = LINKING, min(new_rows)
        elif [_coded(system) for system in olds] != [_coded(system) for system in news]:
            cause, shown = recoded, min(new_rows)
        else:
            cause, shown = REGISTER, min(new_rows)  # an edition's date now puts another row first
        subject = "/".join(shown[:2])
        for country in sorted({system.country for system in (*olds, *news)}):
            yield _record_change(country, cause, subject, (olds, news), codes)


def _coded(system: HeldSystem) -> tuple[list[tuple[str, str, int]], frozenset[str]]:
    return sorted(system.rows), system.codes


def _components(
    olds: Sequence[HeldSystem], news: Sequence[HeldSystem]
) -> Iterator[tuple[list[HeldSystem], list[HeldSystem]]]:
    """Systems of both sides that share a register row, however many steps away."""
    by_row: dict[tuple[str, str], list[tuple[bool, HeldSystem]]] = defaultdict(list)
    for is_new, systems in ((False, olds), (True, news)):
        for system in systems:
            for row in system.rows:
                by_row[row[:2]].append((is_new, system))
    seen: set[tuple[bool, HeldSystem]] = set()
    for start in [*((False, system) for system in olds), *((True, system) for system in news)]:
        if start in seen:
            continue
        seen.add(start)
        waiting, found = [start], [start]
        while waiting:
            _, system = waiting.pop()
            for row in system.rows:
                for other in by_row[row[:2]]:
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
                        found.append(other)
        yield (
            sorted((s for is_new, s in found if not is_new), key=lambda s: sorted(s.rows)),
            sorted((s for is_new, s in found if is_new), key=lambda s: sorted(s.rows)),
        )


def _record_change(
    country: str,
    cause: str,
    subject: str,
    systems: tuple[Sequence[HeldSystem], Sequence[HeldSystem]],
    codes: Sequence[str],
) -> Change:
    carriers, hits = Counter[str](), Counter[str]()
    name = ""
    for sign, held in zip((-1, 1), systems, strict=True):
        for system in held:
            if system.country == country:
                name = system.name
                for code in system.codes:
                    carriers[code] += sign
                    hits[code] += sign * system.is_production
    return Change(
        country,
        False,
        cause,
        subject,
        name,
        np.array([carriers[code] for code in codes], np.int64),
        np.array([hits[code] for code in codes], np.int64),
    )
