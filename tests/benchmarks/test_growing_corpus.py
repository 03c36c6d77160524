"""The corpus that growth is measured on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from data.demo.text import load_texts
from extractors.discover.folder import find_files
from tests.benchmarks.growing_corpus import (
    SENTENCES_PER_DOCUMENT,
    TEXTS,
    YEARS,
    build_stocks,
    name_of,
    vary_texts,
    write_corpus,
)


def test_every_document_is_listed_with_what_is_known_of_it(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", 30, seed=3)
    found = [item.ref for item in find_files(tmp_path / "corpus")]  # type: ignore[union-attr]
    assert len(found) == 30
    assert {ref.country for ref in found} == {"XN"}
    assert {ref.language for ref in found} == {"en", "nb", "nn", "sv"}
    assert {ref.year for ref in found} <= set(YEARS)
    assert all((tmp_path / "corpus" / ref.url).stat().st_size > 1000 for ref in found)


def test_a_document_is_the_same_in_a_larger_corpus_and_no_passage_is_another(
    tmp_path: Path,
) -> None:
    texts = load_texts(TEXTS)
    stocks = build_stocks(texts)
    few, many = (list(vary_texts(texts, stocks, count, 3)) for count in (20, 60))
    assert many[:20] == few
    passages = Counter(
        block.text
        for text in many
        for block in text.blocks
        if block.kind in ("paragraph", "list_item")
    )
    assert max(passages.values()) == 1
    counts = [sum(len(block.sentences) for block in text.blocks) for text in many]
    assert min(counts) >= SENTENCES_PER_DOCUMENT
    assert max(counts) < SENTENCES_PER_DOCUMENT + 10


def test_places_have_names_of_their_own() -> None:
    assert len({name_of(number) for number in range(50_000)}) == 50_000
