"""Finds systems on record that a promise may speak of, and says how sure that is and why.

Four kinds of evidence, the surest first: the quoted name is the record's name; it stands within the
record's name; the record's name stands in the sentence; or the texts are alike. Likeness is weak:
of 9 records most like promises of the real corpus one was the promised system. So it counts only
where the promise says that a system is built or used, nothing that started before the promise
answers it, and it never decides: it puts the record before a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.promise_records import (
    Likenesses,
    PromiseText,
    RecordText,
    measure_likeness,
    normal_name,
)
from models.shared_words import SharedWords

DECIDES = 0.75
"""From this score on a record is taken as the promised system; below it a person must judge."""
DOUBTFUL = 0.45
"""Below this score a record is no candidate."""
MOST_CANDIDATES = 5
"""Records in doubt that are kept of one promise."""

SAME_NAME = "same name"
WITHIN = "name within the record's name"
IN_SENTENCE = "record's name in the sentence"
SIMILAR = "similar text"
SAME, OTHER, UNKNOWN = "same", "other", "not known"

_NAME_SCORES = {
    (SAME_NAME, SAME): 1.0, (SAME_NAME, UNKNOWN): 0.95, (SAME_NAME, OTHER): 0.7,
    (WITHIN, SAME): 0.95, (WITHIN, UNKNOWN): 0.85, (WITHIN, OTHER): 0.5,
    (IN_SENTENCE, SAME): 0.9, (IN_SENTENCE, UNKNOWN): 0.65, (IN_SENTENCE, OTHER): 0.0,
}  # fmt: skip
_LEAST_LETTERS = 5  # of a name sought within another; shorter ones stand in unlike names
_LEAST_RARE = 3
_LEAST_COSINE = 0.20  # where the body that is to act reports the record
_FULL_COSINE = 0.40
_BEST_BY_TEXT = 0.70  # below what decides
_LEAST_COSINE_ANY_BODY = 0.30
_COINED_SHARE = 0.002
"""A word of a record's name that at most this share of all promises has is no everyday word."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A system on record for a promise, with its score from 0 to 1."""

    promise_id: str
    record: RecordText
    score: float
    basis: str
    body: str
    text_score: float
    reasons: tuple[str, ...]


def find_candidates(
    promises: Sequence[PromiseText], records: Sequence[RecordText], words: SharedWords
) -> dict[str, list[Candidate]]:
    """Candidates of each promise that has any, best first; only records of its own country."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    everyday = _everyday_words(promises)
    for country in sorted({promise.country for promise in promises}):
        ours = [promise for promise in promises if promise.country == country]
        theirs = [record for record in records if record.country == country]
        if not theirs:
            continue
        likeness = measure_likeness(
            [(promise.language, promise.text) for promise in ours],
            [(record.language, record.text) for record in theirs],
            words,
        )
        names = [normal_name(record.name) for record in theirs]
        for at, promise in enumerate(ours):
            best: dict[int, Candidate] = {}
            for candidate_at, candidate in (
                *_by_name(at, promise, theirs, names, likeness, everyday),
                *_by_text(at, promise, theirs, likeness),
            ):
                known = best.get(candidate_at)
                if known is None or candidate.score > known.score:
                    best[candidate_at] = candidate
            kept = sorted(best.values(), key=_order)
            if kept:
                found[promise.promise_id] = kept[:MOST_CANDIDATES]
    return dict(found)


def _order(candidate: Candidate) -> tuple[float, float, str, str]:
    record = candidate.record
    return (-candidate.score, -candidate.text_score, record.register_id, record.deployment_id)


def _everyday_words(promises: Sequence[PromiseText]) -> frozenset[str]:
    """Words that so many promises hold that they make no name."""
    counts: dict[str, int] = defaultdict(int)
    for promise in promises:
        for word in set(normal_name(promise.text).split()):
            counts[word] += 1
    most = max(3, _COINED_SHARE * len(promises))
    return frozenset(word for word, count in counts.items() if count > most)


def _by_name(
    at: int,
    promise: PromiseText,
    records: Sequence[RecordText],
    names: Sequence[str],
    likeness: Likenesses,
    everyday: frozenset[str],
) -> Iterator[tuple[int, Candidate]]:
    sentence = f" {normal_name(promise.text)} "
    quoted = [normal_name(name) for name in promise.names]
    within: dict[str, list[int]] = defaultdict(list)
    for record_at, name in enumerate(names):
        for sought in quoted:
            if name and name == sought:
                yield record_at, _named(at, promise, record_at, records, likeness, SAME_NAME)
            elif len(sought) >= _LEAST_LETTERS and f" {sought} " in f" {name} ":
                within[sought].append(record_at)
        if f" {name} " in sentence and _is_told_apart(records[record_at], promise, everyday):
            yield record_at, _named(at, promise, record_at, records, likeness, IN_SENTENCE)
    for found in within.values():
        if len({_system_of(records[one]) for one in found}) == 1:  # else the name is a common word
            for one in found:
                yield one, _named(at, promise, one, records, likeness, WITHIN)


def _system_of(record: RecordText) -> str:
    return record.key or normal_name(record.name)


def _is_told_apart(record: RecordText, promise: PromiseText, everyday: frozenset[str]) -> bool:
    """Whether a record's name is a name and no plain words: written alike, with a rare word."""
    words = normal_name(record.name).split()
    if len("".join(words)) < _LEAST_LETTERS or record.name.strip() not in promise.text:
        return False
    coined = [word for word in words if word not in everyday and not word.isdecimal()]
    return bool(coined) and any(letter.isupper() for letter in record.name)


def _named(
    at: int,
    promise: PromiseText,
    record_at: int,
    records: Sequence[RecordText],
    likeness: Likenesses,
    basis: str,
) -> Candidate:
    record = records[record_at]
    body = _body(promise, record)
    cosine = float(likeness.cosine[at, record_at])
    reasons = [basis, *_body_reason(body)]
    if _is_earlier(promise, record):
        reasons.append(f"on record since {record.start_year}, before the promise")
    return Candidate(
        promise.promise_id,
        record,
        _NAME_SCORES[basis, body],
        basis,
        body,
        round(cosine, 4),
        tuple(reasons),
    )


def _by_text(
    at: int, promise: PromiseText, records: Sequence[RecordText], likeness: Likenesses
) -> Iterator[tuple[int, Candidate]]:
    if not promise.is_of_system:
        return
    row = likeness.cosine[[at], :].tocoo()
    for record_at, cosine in zip(row.col.tolist(), row.data.tolist(), strict=True):
        if cosine < _LEAST_COSINE:
            continue
        record = records[record_at]
        body = _body(promise, record)
        rare = int(likeness.shared_rare[at, record_at])
        if body == OTHER or rare < _LEAST_RARE or _is_earlier(promise, record):
            continue
        if body == UNKNOWN and cosine < _LEAST_COSINE_ANY_BODY:
            continue
        score = _text_score(cosine, body)
        reasons = (f"texts alike ({cosine:.2f}), {rare} telling words shared", *_body_reason(body))
        yield (
            record_at,
            Candidate(promise.promise_id, record, score, SIMILAR, body, round(cosine, 4), reasons),
        )


def _text_score(cosine: float, body: str) -> float:
    """From 0.45 at the least cosine up to 0.7: likeness never decides."""
    least = _LEAST_COSINE if body == SAME else _LEAST_COSINE_ANY_BODY
    reached = (cosine - least) / (_FULL_COSINE - _LEAST_COSINE)
    return round(min(DOUBTFUL + (_BEST_BY_TEXT - DOUBTFUL) * reached, _BEST_BY_TEXT), 4)


def _body(promise: PromiseText, record: RecordText) -> str:
    if not promise.bodies or not record.bodies:
        return UNKNOWN
    return SAME if promise.bodies & record.bodies else OTHER


def _body_reason(body: str) -> Iterable[str]:
    told: Mapping[str, str] = {
        SAME: "the body that is to act reports it",
        OTHER: "another body reports it",
        UNKNOWN: "who is to act is not known",
    }
    return (told[body],)


def _is_earlier(promise: PromiseText, record: RecordText) -> bool:
    return (
        promise.year is not None
        and record.start_year is not None
        and record.start_year < promise.year
    )
