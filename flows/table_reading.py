"""Tables as the parser and its peers read them, compared with gold: `evaluate tables`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from data.errors import ParseFault, UsageError
from data.records import DocumentRef, Sentence, SentenceBox
from extractors.document import read_document
from extractors.plain import find_peers, plain_sentences
from models.evaluate_tables import (
    Box,
    GoldCell,
    ReadStretch,
    TableScores,
    read_cells,
    score_tables,
)

PROSE = ("prose", "list_item", "footnote")
"""Kinds whose sentences are read as running text and may make claims."""

NAME = "table.pdf"
REF = DocumentRef(NAME, "gold", NAME, None, None, "", "other", None, None, None, None, False)

Reader = Callable[[bytes], list[ReadStretch]]


@dataclass(frozen=True, slots=True)
class GoldFile:
    """A PDF and the cells of its tables."""

    content: bytes
    cells: list[GoldCell]


def evaluate_tables(folder: Path) -> dict[str, Any]:
    """The figures over all PDFs below a folder that have gold beside them, peers in `peers`.

    Raises:
        UsageError: there is no such PDF.
    """
    files = list(find_gold(folder))
    if not files:
        raise UsageError(f"{folder} holds no PDF with its gold (NAME.pdf and NAME-str.xml)")
    answer = measure(read_ours, files)
    answer["peers"] = {
        name: measure(partial(read_plain, reader), files) for name, reader in find_peers().items()
    }
    return answer


def find_gold(folder: Path) -> Iterator[GoldFile]:
    """The PDFs with gold, in the order of their names."""
    for gold in sorted(folder.rglob("*-str.xml")):
        pdf = gold.with_name(gold.name.replace("-str.xml", ".pdf"))
        if pdf.exists():
            yield GoldFile(pdf.read_bytes(), read_cells(gold))


def measure(reader: Reader, files: list[GoldFile]) -> dict[str, Any]:
    """One reader's figures; a file that it refuses counts as read without a word."""
    scores: list[TableScores] = []
    faults, began = 0, time.perf_counter()
    for file in files:
        try:
            read = reader(file.content)
        except ParseFault:
            read, faults = [], faults + 1
        scores.append(score_tables(file.cells, read))
    total = sum(score.cell_count for score in scores)
    return {
        "cells": total,
        "cells_found": sum(score.found_count for score in scores) / total,
        "cells_in_prose": sum(score.in_prose_count for score in scores) / total,
        "faults": faults,
        "seconds": time.perf_counter() - began,
    }


def read_ours(content: bytes) -> list[ReadStretch]:
    """The sentences of a PDF as the parse stage reads them, with their places."""
    read = read_document(content, NAME, REF, parser_version="")
    kinds = {passage.passage_id: passage.kind for passage in read.passages}
    boxes: dict[str, list[SentenceBox]] = {}
    for box in read.boxes:
        boxes.setdefault(box.sentence_id, []).append(box)
    return [
        ReadStretch(page, sentence.text, kinds[sentence.passage_id] in PROSE, place)
        for sentence in read.sentences
        for page, place in _places(sentence, boxes.get(sentence.sentence_id, ()))
    ]


def _places(sentence: Sentence, boxes: Sequence[SentenceBox]) -> list[tuple[int, Box | None]]:
    """Page and box of each of a sentence's stretches."""
    found: list[tuple[int, Box | None]] = [
        (box.page, (box.left_points, box.low_points, box.right_points, box.high_points))
        for box in boxes
    ]
    return found or [(sentence.page or 0, None)]


def read_plain(reader: Callable[[bytes], list[str]], content: bytes) -> list[ReadStretch]:
    """The sentences of another tool's plain text, page by page: to it everything is prose."""
    return [
        ReadStretch(page, sentence, is_prose=True)
        for page, text in enumerate(reader(content), start=1)
        for sentence in plain_sentences([text], "en")
    ]
