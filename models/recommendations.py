"""Follows recommendations through later texts: taken up, reported done, or silent.

A sentence answers a recommendation when it names its number in a document that cites the report,
or when it says much the same in words that tell. What a result says is reported done, what a
vision, commitment or mandate says is taken up; nobody is said to have refused by being silent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.promise_records import measure_likeness, normal_name
from models.shared_words import SharedWords

FollowState = Literal["reported done", "taken up", "silent", "no later document"]

ANSWERS = 0.45
"""From this score on a sentence is taken as an answer; set by eye on real reports: at 0.39 two
sentences still shared no more than a field and its usual partners."""
RARE_SHARE = 0.03
"""A word that at most this share of later sentences has is telling."""
_LEAST_RARE = 3
_BY_NUMBER = 0.9
_LABEL = re.compile(r"\b(?:recommendation|anbefaling|tilråding|rekommendation)", re.IGNORECASE)
_TAKEN_UP = ("vision", "commitment", "mandate")


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation to one addressee."""

    key: str
    language: str
    number: str
    text: str
    """What is to be done, without the addressee, whose name alone would answer nothing."""
    report_title: str
    documents: frozenset[str]
    """Later documents of the addressee, by id."""
    own_documents: frozenset[str]
    """Of them, those that the addressee publishes or is written to."""
    body_id: str | None
    """The addressee, if a known body: in documents of others only what names it counts."""


@dataclass(frozen=True, slots=True)
class LaterSentence:
    """A sentence that may answer."""

    sentence_id: str
    document_id: str
    year: int
    language: str
    type: str
    text: str
    bodies: frozenset[str]
    """Public bodies that it names."""


@dataclass(frozen=True, slots=True)
class Follow:
    """What became of a recommendation, and the sentence that says so."""

    state: FollowState
    reason: str
    answer: LaterSentence | None = None
    score: float | None = None


def follow_recommendations(
    recommended: Sequence[Recommended], later: Sequence[LaterSentence], words: SharedWords
) -> dict[str, Follow]:
    """The state of each recommendation by its key; of several answers the surest, done first."""
    told = [one for one in later if one.type == "result" or one.type in _TAKEN_UP]
    if not recommended:
        return {}
    if not told:
        return {one.key: _silent(one) for one in recommended}
    likeness = measure_likeness(
        [(one.language, one.text) for one in recommended],
        [(one.language, one.text) for one in told],
        words,
        RARE_SHARE,
    )
    found: dict[str, Follow] = {}
    for at, one in enumerate(recommended):
        row = likeness.cosine[[at], :].toarray()[0]
        answers: list[tuple[float, str, LaterSentence]] = []
        for other, sentence in enumerate(told):
            if sentence.document_id not in one.documents or not _speaks_of(one, sentence):
                continue
            if _names_number(one, sentence.text):
                answers.append((_BY_NUMBER, "it names the recommendation's number", sentence))
            elif row[other] >= ANSWERS and likeness.shared_rare[at, other] >= _LEAST_RARE:
                score = round(float(min(row[other], _BY_NUMBER)), 4)
                answers.append((score, f"it says much the same ({score:.2f})", sentence))
        found[one.key] = _choose(one, answers)
    return found


def _choose(one: Recommended, answers: Sequence[tuple[float, str, LaterSentence]]) -> Follow:
    if not answers:
        return _silent(one)
    done = [answer for answer in answers if answer[2].type == "result"]
    score, reason, sentence = max(
        done or answers, key=lambda answer: (answer[0], -answer[2].year, answer[2].sentence_id)
    )
    state: FollowState = "reported done" if done else "taken up"
    return Follow(state, f"a {sentence.type}: {reason}", sentence, score)


def _silent(one: Recommended) -> Follow:
    if not one.documents:
        return Follow("no later document", "no later document of the addressee is held")
    return Follow("silent", "no sentence of its later documents answers")


def _speaks_of(one: Recommended, sentence: LaterSentence) -> bool:
    return (
        one.body_id is None
        or sentence.document_id in one.own_documents
        or one.body_id in sentence.bodies
    )


def _names_number(one: Recommended, text: str) -> bool:
    """Whether the text names the number beside the report's title."""
    if one.number not in text or not _LABEL.search(text):
        return False
    is_named = re.search(rf"{_LABEL.pattern}\s+{re.escape(one.number)}\b", text, re.IGNORECASE)
    title = normal_name(one.report_title)
    return bool(is_named and title) and title in normal_name(text)
