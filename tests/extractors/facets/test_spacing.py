"""White space inside a sentence leaves its facets as they are, and a heading its own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facets.spacing import is_single_spaced, space_singly
from tests.extractors.facet_reading import read

SENTENCES = [
    ("en", "By 2030 the tax office may use AI to [save time] for patients and nurses."),
    ("nb", "Regjeringen vil innen 2028 bruke 4 000 timer på å [spare tid]."),
    ("nn", "Det blir hevda at registeret ikkje [sparer tid] for legane."),
    ("sv", "Skatteverket har sedan 2020 [sparat tid] med robotar."),
    ("da", "Kommunerne skal, ifølge planerne, [spare tid] fra 1. januar 2027."),
]

Told = list[tuple[str, str, str | None, int | None, str | None]]


def told(marked: str, language: str) -> Told:
    """The facets, with their words as if in small letters and single spaces."""
    text = re.sub(r"[\[\]]", "", marked)
    found: Told = []
    for one in read(marked, language):
        assert one.quote is None or one.quote == text[one.start_char : one.end_char]
        words = " ".join(one.quote.split()).lower() if one.quote else None
        found.append((one.facet, one.value, one.organisation_id, one.year, words))
    return found


@pytest.mark.parametrize("blank", ["\n", "  ", "\u00a0", " \n\u202f", "\t"])
@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_blanks_of_any_kind_do_not_disturb(language: str, sentence: str, blank: str) -> None:
    assert told(sentence.replace(" ", blank), language) == told(sentence, language)


@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_a_heading_in_capitals_has_the_same_facets(language: str, sentence: str) -> None:
    assert told(sentence.upper(), language) == told(sentence, language)


@given(st.text(alphabet="ab \n\u00a0\t", max_size=40))
def test_every_word_keeps_its_place(text: str) -> None:
    spaced = space_singly(text)
    assert spaced.text == " ".join(text.split())
    assert is_single_spaced(spaced.text)
    for found in re.finditer(r"\S+", text):
        start, end = spaced.inward(found.start()), spaced.inward(found.end())
        assert spaced.text[start:end] == found.group()
        assert spaced.outward(start, end) == found.span()
