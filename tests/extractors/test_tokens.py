"""Cutting texts into words: the same as spaCy, whatever is remembered."""

from __future__ import annotations

import pytest

from extractors.tokens import MAX_LETTERS, Cutter, build_pipeline, cutter_for

STRETCHES = (
    "data", "Data,", "(AI)", "«gull»", "cannot", "U.S.", "don't", "d.v.s.", "osv.", "e.g.", "AI:s",
    "ole-data", "data/AI", "2024–2026", "1.000", "50%", "tidsbesparelse", "Größe", "数据", "dataª",
    "https://example.org/a-b", "a\nb", "\n", "...", "…", "gonna", "ca", "kl.", "3kr", "t.ex.",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "nb", "sv", "da"])
@pytest.mark.parametrize("stretch", STRETCHES)
def test_words_are_those_of_spacy(language: str, stretch: str) -> None:
    wanted = [
        (token.text.lower(), token.idx, token.idx + len(token))
        for token in build_pipeline(language).tokenizer(stretch)
    ]
    cutter = cutter_for(language)
    assert list(cutter.cut(stretch)) == wanted
    assert list(cutter.cut(stretch)) == wanted  # and when it is known


def test_what_is_too_long_is_no_word() -> None:
    assert all(not word.strip() for word, _, _ in Cutter("en").cut("x" * MAX_LETTERS))


def test_words_met_long_ago_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.tokens.MAX_KEPT", 5)
    cutter = Cutter("en")
    tokenizer = cutter._tokenizer
    for number in range(9):
        assert len(cutter.cut(f"word{number},")) == 2
        assert len(cutter._known) <= 5
    assert cutter._tokenizer is not tokenizer  # spaCy's own store of words is let go too
