"""Finds the coded sentences that a text is most like, by the words that the coder goes by.

A word counts by how much it says for the code that it says most for: what speaks for no code, such
as "is" or "according to", makes no two sentences alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.classify import Coder, Numbers, place_words
from models.words import WordReader


@dataclass(frozen=True, slots=True)
class CodedText:
    """A sentence that somebody has coded, and where it stands."""

    source: str
    language: str
    text: str
    codes: tuple[str, ...]
    type: str


NEAR = 0.3
"""Likeness from which on a sentence is near.

Of the two nearest gold sentences in the language, those as near as this shared a code with 100
sentences of others about every second time, those less near one time in seven.
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Coded sentences with their word features: a row each, its squares summing to one.

    `telling` (word features) is what each feature is weighed by: how much it says for a code.
    """

    coded: tuple[CodedText, ...]
    features: sparse.csr_matrix
    telling: Numbers


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A coded sentence and its likeness: the cosine of both sentences' weighed words, 0 to 1."""

    coded: CodedText
    likeness: float


def build_shelf(
    coder: Coder, readers: Mapping[str, WordReader], coded: Iterable[CodedText]
) -> Shelf:
    """The sentences in languages that have a reader, each text once."""
    kept: dict[tuple[str, str], CodedText] = {}
    for one in coded:
        if one.language in readers:
            kept.setdefault((one.language, one.text), one)
    for_codes = coder.readers["words"][:, : len(coder.codes)]
    telling = np.sqrt(for_codes.max(axis=1, initial=0.0))
    placed = [_direction(coder, telling, readers[one.language], one.text) for one in kept.values()]
    ends = np.cumsum([0, *(len(rows) for rows, _ in placed)])
    columns = np.concatenate([np.zeros(0, dtype=np.int32), *(rows for rows, _ in placed)])
    values = np.concatenate([np.zeros(0, dtype=np.float32), *(sizes for _, sizes in placed)])
    shape = (len(placed), len(coder.kept))
    features = sparse.csr_matrix((values, columns, ends), shape=shape)
    return Shelf(tuple(kept.values()), features, telling)


def find_nearest(
    shelf: Shelf,
    coder: Coder,
    reader: WordReader,
    text: str,
    language: str,
    in_language: int,
    in_others: int,
) -> list[Neighbour]:
    """Near sentences, the nearest first: so many in the text's language, so many in others.

    Only sentences that are as near as `NEAR` are told, so that there may be none.
    """
    rows, sizes = _direction(coder, shelf.telling, reader, text)
    wanted = np.zeros(len(coder.kept), dtype=np.float32)
    wanted[rows] = sizes
    likeness = (shelf.features @ wanted).tolist()
    found = [
        Neighbour(*pair) for pair in zip(shelf.coded, likeness, strict=True) if pair[1] >= NEAR
    ]
    found.sort(key=_by_likeness)
    same = [one for one in found if one.coded.language == language]
    others = [one for one in found if one.coded.language != language]
    return sorted([*same[:in_language], *others[:in_others]], key=_by_likeness)


def _by_likeness(one: Neighbour) -> tuple[float, str]:
    return -one.likeness, one.coded.text


def _direction(
    coder: Coder, telling: Numbers, reader: WordReader, text: str
) -> tuple[NDArray[np.int32], Numbers]:
    """Rows and sizes of a text's word features, weighed, their squares summing to one."""
    rows, sizes = place_words(coder.rows, coder.rarity, reader.read(text, ""))
    sizes = sizes * telling[rows]
    length = float(np.sqrt(sizes @ sizes))
    return rows, sizes / np.float32(length or 1)
