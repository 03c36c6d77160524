"""Compounds and the words they are made of, where a language writes them as one word.

"Helseregister" tells of registers too: texts on one matter meet where compounds are opened. The
parts are words that the texts themselves use often; no dictionary is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

LANGUAGES = frozenset({"nb", "nn", "no", "sv", "da", "de", "nl", "fi", "is"})
"""Languages that write compounds as one word."""

_LEAST_LENGTH = 4  # of a part: shorter ones are endings as often as words
_LEAST_TEXTS = 3  # that have a part as a word of its own
_JOINTS = ("", "s", "e")  # what may stand between the parts


def split_compound(word: str, parts: AbstractSet[str]) -> tuple[str, str] | None:
    """Cut a stem into two of the parts, the longest last one first; `None` where it is no compound.

    The last part says what the thing is, so a longer one is the safer reading.
    """
    for cut in range(_LEAST_LENGTH, len(word) - _LEAST_LENGTH + 1):
        last = word[cut:]
        if last not in parts:
            continue
        for joint in _JOINTS:
            first = word[:cut].removesuffix(joint) if joint else word[:cut]
            if len(first) >= _LEAST_LENGTH and first in parts:
                return first, last
    return None


def find_parts(split: Sequence[Sequence[str]], language: str) -> list[str]:
    """The words that compounds may be made of: those that several texts use by themselves.

    None in a language that does not write compounds as one word.
    """
    if language not in LANGUAGES:
        return []
    frequency = Counter(word for listed in split for word in set(listed))
    return sorted(
        word
        for word, count in frequency.items()
        if count >= _LEAST_TEXTS and len(word) >= _LEAST_LENGTH
    )


def open_compounds(split: list[list[str]], parts: Sequence[str]) -> list[list[str]]:
    """Put the two parts of each compound after it."""
    if not parts:
        return split
    known = frozenset(parts)
    opened = {word: (word,) + (split_compound(word, known) or ()) for word in set().union(*split)}
    return [[part for word in listed for part in opened[word]] for listed in split]
