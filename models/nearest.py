"""Finds the coded sentences that a text is most like, by the words that the coder goes by."""

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


@dataclass(frozen=True, slots=True)
class Shelf:
    """Coded sentences with their word features: a row each, its squares summing to one."""

    coded: tuple[CodedText, ...]
    features: sparse.csr_matrix


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A coded sentence and its likeness: the cosine of the two sentences' word features, 0 to 1."""

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
    placed = [_direction(coder, readers[one.language], one.text) for one in kept.values()]
    ends = np.cumsum([0, *(len(rows) for rows, _ in placed)])
    columns = np.concatenate([np.zeros(0, dtype=np.int32), *(rows for rows, _ in placed)])
    values = np.concatenate([np.zeros(0, dtype=np.float32), *(sizes for _, sizes in placed)])
    shape = (len(placed), len(coder.kept))
    return Shelf(tuple(kept.values()), sparse.csr_matrix((values, columns, ends), shape=shape))


def find_nearest(
    shelf: Shelf,
    coder: Coder,
    reader: WordReader,
    text: str,
    language: str,
    in_language: int,
    in_others: int,
) -> list[Neighbour]:
    """The nearest sentences in the text's language, then the nearest in the other languages.

    A sentence that shares nothing with the text is none of them.
    """
    rows, sizes = _direction(coder, reader, text)
    wanted = np.zeros(len(coder.kept), dtype=np.float32)
    wanted[rows] = sizes
    likeness = (shelf.features @ wanted).tolist()
    found = [Neighbour(*pair) for pair in zip(shelf.coded, likeness, strict=True) if pair[1] > 0]
    found.sort(key=lambda one: (-one.likeness, one.coded.text))
    same = [one for one in found if one.coded.language == language]
    others = [one for one in found if one.coded.language != language]
    return [*same[:in_language], *others[:in_others]]


def _direction(coder: Coder, reader: WordReader, text: str) -> tuple[NDArray[np.int32], Numbers]:
    """Rows and sizes of a text's word features, their squares summing to one."""
    rows, sizes = place_words(coder.rows, coder.rarity, reader.read(text, ""))
    length = float(np.sqrt(sizes @ sizes))
    return rows, sizes / np.float32(length or 1)
