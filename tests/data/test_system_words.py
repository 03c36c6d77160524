"""The words of systems in several languages, and that the file is strict."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import DeclarationError
from data.settings import DATA_FOLDER
from data.system_words import load_system_words


def test_no_word_of_a_language_is_listed_twice_under_one_meaning() -> None:
    for meaning, by_language in load_system_words(DATA_FOLDER).items():
        for language, words in by_language.items():
            listed = words.split()
            assert len(listed) == len(set(listed)), (meaning, language)


def test_every_meaning_has_an_english_word() -> None:
    words = load_system_words(DATA_FOLDER)
    assert [meaning for meaning, listed in words.items() if "en" not in listed] == []


@pytest.mark.parametrize(
    "content",
    [
        "predict: {en: Predict*, nb: prediks*}",
        "predict: {en: predict*, xx: prediks*}",
        "predict: {en: predict*}",
        "predict: {en: predict*, nb: 'læring'}",
    ],
)
def test_a_word_that_could_never_be_found_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "system_words.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DeclarationError):
        load_system_words(tmp_path)
