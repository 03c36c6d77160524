"""The groups whose naming is counted, and that their file is strict."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.codebook import load_codebook
from data.errors import DeclarationError
from data.named_group import load_named_groups
from data.settings import DATA_FOLDER


def test_every_group_has_words_in_every_language_of_the_codebook() -> None:
    languages = set(load_codebook(DATA_FOLDER).languages)
    groups = load_named_groups(DATA_FOLDER)
    assert len(groups) > 15
    assert {name for name, group in groups.items() if set(group.words) != languages} == set()


def test_no_word_names_two_groups() -> None:
    seen: dict[tuple[str, str], str] = {}
    for name, group in load_named_groups(DATA_FOLDER).items():
        for language, words in group.words.items():
            for word in words:
                assert seen.setdefault((language, word), name) == name


def test_no_two_groups_are_called_the_same() -> None:
    labels = [group.label for group in load_named_groups(DATA_FOLDER).values()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    "content",
    [
        "sailors: {label: sailors, words: {en: [Sailor]}}",
        "sailors: {label: sailors, words: {en: []}}",
        "sailors: {label: sailors, words: {}}",
        "sailors: {label: sailors, words: {en: [sailor]}, colour: blue}",
    ],
)
def test_a_group_that_could_never_be_found_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "named_groups.yml").write_text(content, encoding="utf-8")
    with pytest.raises(DeclarationError):
        load_named_groups(tmp_path)
