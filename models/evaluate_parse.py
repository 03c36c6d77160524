"""How much of a publisher's own text a parser gives back, sentence by sentence and in order."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MIN_RATIO = 0.95
"""A truth sentence is found when one parsed sentence is this similar to it, as `ratio` says."""

_NOT_COMPARED = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ParseScores:
    """Shares from 0 to 1; `order` is `None` where no two neighbours were found."""

    sentence_recall: float
    order: float | None
    found_count: int
    truth_count: int
    running_heads_leaked: int


def score_parse(
    sentences: Sequence[str], truth: Sequence[str], running_heads: Sequence[str] = ()
) -> ParseScores:
    """Compare parsed sentences with a publisher's own.

    `sentence_recall` is the share of truth sentences that one parsed sentence equals (`ratio` of
    at least MIN_RATIO on the text in lower case with all but a–z and 0–9 collapsed). `order` is
    the share of neighbouring truth sentences, both found, whose matches stand in that order.
    `running_heads_leaked` counts parsed sentences that hold a running head of three words or more,
    letter for letter, and other words besides.
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
    return ParseScores(
        sentence_recall=found / len(wanted) if wanted else 0.0,
        order=in_order / len(pairs) if pairs else None,
        found_count=found,
        truth_count=len(wanted),
        running_heads_leaked=_count_leaks(sentences, running_heads),
    )


def collapse(text: str) -> str:
    """Lower case, and everything but a–z and 0–9 to single spaces."""
    return _NOT_COMPARED.sub(" ", text.lower()).strip()


def ratio(first: str, second: str) -> float:
    """Similarity from 0 to 1: 2 × longest common subsequence / summed length.

    The same as rapidfuzz's `fuzz.ratio` / 100. The row-wise bit-parallel algorithm of Hyyrö
    (2004) takes one step a character, with Python's long integers as the row.
    """
    if not first or not second:
        return float(first == second)
    masks: dict[str, int] = {}
    for position, sign in enumerate(first):
        masks[sign] = masks.get(sign, 0) | (1 << position)
    full = (1 << len(first)) - 1
    row = full
    for sign in second:
        matched = row & masks.get(sign, 0)
        row = ((row + matched) | (row - matched)) & full
    common = len(first) - row.bit_count()
    return 2 * common / (len(first) + len(second))


def _find_places(parsed: Sequence[str], wanted: Sequence[str]) -> list[int | None]:
    """For each truth sentence the parsed one that equals it, nearest after the last match."""
    by_text: dict[str, list[int]] = {}
    for position, text in enumerate(parsed):
        by_text.setdefault(text, []).append(position)
    by_length = sorted(range(len(parsed)), key=lambda position: len(parsed[position]))
    lengths = [len(parsed[place]) for place in by_length]
    letters = [Counter(text) for text in parsed]
    places: list[int | None] = []
    last = -1
    for text in wanted:
        same = by_text.get(text)
        if same is None:
            # Lengths further apart than this cannot reach the ratio.
            low = bisect.bisect_left(lengths, len(text) * MIN_RATIO / (2 - MIN_RATIO))
            high = bisect.bisect_right(lengths, len(text) * (2 - MIN_RATIO) / MIN_RATIO)
            same = _similar(text, by_length[low:high], parsed, letters)
        place = _nearest(same, last)
        places.append(place)
        last = place if place is not None else last
    return places


def _nearest(places: Sequence[int], last: int) -> int | None:
    """The first place after the last match, or else the closest before it."""
    return min(places, key=lambda place: (place <= last, abs(place - last)), default=None)


def _similar(
    text: str, candidates: Sequence[int], parsed: Sequence[str], letters: Sequence[Counter[str]]
) -> list[int]:
    counted = Counter(text)
    found = []
    for place in candidates:
        # Shared letters in any order bound the ratio from above, and are cheap.
        shared = sum((counted & letters[place]).values())
        if 2 * shared < MIN_RATIO * (len(text) + len(parsed[place])):
            continue
        if ratio(text, parsed[place]) >= MIN_RATIO:
            found.append(place)
    return sorted(found)


def _count_leaks(sentences: Sequence[str], running_heads: Sequence[str]) -> int:
    heads = {" ".join(head.split()) for head in running_heads if len(head.split()) >= 3}
    return sum(
        1
        for sentence in sentences
        if any(head in sentence and len(sentence) > len(head) + 3 for head in heads)
    )
