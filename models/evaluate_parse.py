"""How much of a publisher's own text a parser gives back, sentence by sentence and in order."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

MIN_RATIO = 0.95
"""A truth sentence is found when rapidfuzz calls one parsed sentence this similar to it."""

_WORD = re.compile(r"[^\W_]+")
_NOT_COMPARED = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ParseScores:
    """Shares from 0 to 1; `order` is `None` where no two neighbours were found.

    `found_in_two_count` are the truth sentences that two neighbouring parsed ones make up together.
    """

    sentence_recall: float
    order: float | None
    found_count: int
    truth_count: int
    running_heads_leaked: int
    found_in_two_count: int


def score_parse(
    sentences: Sequence[str], truth: Sequence[str], running_heads: Sequence[str] = ()
) -> ParseScores:
    """Compare parsed sentences with a publisher's own.

    `sentence_recall` is the share of truth sentences that one parsed sentence equals (a ratio of
    at least MIN_RATIO on the text in lower case with all but a–z and 0–9 collapsed). `order` is
    the share of neighbouring truth sentences, both found, whose matches stand in that order.
    `running_heads_leaked` counts parsed sentences that hold a running head of three words or more,
    letter for letter, and other words besides. `found_in_two_count` tells how many truth sentences
    are there in two pieces: a truth without marks for headings has them run into the sentences that
    follow, and a parser that keeps a heading apart cannot find those whole.
    """
    parsed = [collapse(sentence) for sentence in sentences]
    wanted = [collapse(sentence) for sentence in truth]
    places = _find_places(parsed, wanted)
    found = sum(1 for place in places if place is not None)
    pairs = [
        (before, after)
        for before, after in itertools.pairwise(places)
        if before is not None and after is not None
    ]
    in_order = sum(1 for before, after in pairs if before < after)
    missed = [text for text, place in zip(wanted, places, strict=True) if place is None]
    twos = [" ".join(two) for two in itertools.pairwise(parsed)]
    return ParseScores(
        sentence_recall=found / len(wanted) if wanted else 0.0,
        order=in_order / len(pairs) if pairs else None,
        found_count=found,
        truth_count=len(wanted),
        running_heads_leaked=_count_leaks(sentences, running_heads),
        found_in_two_count=sum(1 for place in _find_places(twos, missed) if place is not None),
    )


def word_recall(text: str, truth: str) -> float:
    """The share of the true words that the text has, each as often as it stands in the truth.

    Words are letters and digits in lower case; where they stand does not count.
    """
    wanted = Counter(_WORD.findall(truth.lower()))
    found = wanted & Counter(_WORD.findall(text.lower()))
    return found.total() / wanted.total() if wanted else 0.0


def collapse(text: str) -> str:
    """Lower case, and everything but a–z and 0–9 to single spaces."""
    return _NOT_COMPARED.sub(" ", text.lower()).strip()


def _find_places(parsed: Sequence[str], wanted: Sequence[str]) -> list[int | None]:
    """For each truth sentence the parsed one that equals it, nearest after the last match."""
    places: list[int | None] = []
    last = -1
    for text in wanted:
        found = process.extract(
            text, parsed, scorer=fuzz.ratio, score_cutoff=MIN_RATIO * 100, limit=None
        )
        exact = [place for _, score, place in found if score == 100]
        place = _nearest(exact or [place for _, _, place in found], last)
        places.append(place)
        last = place if place is not None else last
    return places


def _nearest(places: Sequence[int], last: int) -> int | None:
    """The first place after the last match, or else the closest before it."""
    return min(places, key=lambda place: (place <= last, abs(place - last)), default=None)


def _count_leaks(sentences: Sequence[str], running_heads: Sequence[str]) -> int:
    heads = {" ".join(head.split()) for head in running_heads if len(head.split()) >= 3}
    return sum(
        1
        for sentence in sentences
        if any(head in sentence and len(sentence) > len(head) + 3 for head in heads)
    )
