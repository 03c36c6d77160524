"""Which tags are taken for a language's."""

import pytest

from data.language_code import ISO_639_1, is_language_code
from data.settings import DATA_FOLDER


@pytest.mark.parametrize("tag", ["en", "nb", "se", "sme", "fi"])
def test_a_language_has_two_letters_of_the_list_or_three(tag: str) -> None:
    assert is_language_code(tag)


@pytest.mark.parametrize("tag", ["xx", "", "e", "EN", "nb-NO", "english", "e1", "en "])
def test_other_tags_are_none(tag: str) -> None:
    assert not is_language_code(tag)


def test_every_declared_language_is_in_the_list_and_no_code_twice() -> None:
    codes = ISO_639_1.split()
    assert len(codes) == len(set(codes)) == 184  # 183, and one withdrawn
    declared = {file.stem for file in (DATA_FOLDER / "languages").glob("*.yml")}
    assert declared
    assert declared <= set(codes)
