from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language import load_language_words
from extractors.sentences import MAX_SENTENCE_CHARS, find_sentences


def cut(text: str, language: str) -> list[str]:
    short = load_language_words().abbreviations[language]
    return [text[span.start : span.end] for span in find_sentences(text, language, short)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("nb", ["Etaten skal levere, jf. kap. 3.2.", "Fristen er 1. mars."]),
        ("nb", ["Det følger av Meld. St. 22 (2020–2021) at data skal deles.", "Vi følger opp."]),
        ("nb", ["Vi bruker bl.a. språkmodeller, jf. § 8-7 a i loven.", "Det virker."]),
        ("nb", ["Tiltaket gjelder skoler, barnehager m.m.", "Neste år kommer flere."]),
        ("nn", ["Etaten nyttar t.d. register og kart.", "Det held fram."]),
        ("sv", ["Myndigheten ska t.ex. dela data enligt prop. 2023/24:10.", "Uppdraget är nytt."]),
        ("da", ["Styrelsen bruger bl.a. Open Data.", "Det sker i 2025."]),
        ("en", ["We rely on shared tools, e.g. a common API.", "See No. 5 of the plan."]),
        ("en", ["The U.K. Cabinet Office leads.", "Costs fell by 3.5 per cent in 2024.", "Good."]),
        ("en", ["1. Deliver four services by March.", "Users will choose them."]),
        ("en", ["The aim (see Box 2. It explains more) is plain.", "It stands."]),
        ("en", ["“We will begin. We will not stop.”", "So says the plan."]),
        ("en", ["Is it safe?", "It is!", "Then go on…", "Done."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language: str, sentences: list[str]) -> None:
    assert cut(" ".join(sentences), language) == sentences


def test_leader_dots_are_one_stretch() -> None:
    assert len(cut("Overview . . . . . . . . . 5 Methods . . . . . . . 9", "en")) == 1


def test_a_text_without_full_stops_is_cut_at_spaces() -> None:
    text = "word " * 200_000
    spans = find_sentences(text, "en")
    assert max(span.end - span.start for span in spans) <= MAX_SENTENCE_CHARS
    assert sum(text[span.start : span.end].count("word") for span in spans) == 200_000


@given(st.text(alphabet="ab .!?()“”«»\n1A§", max_size=300))
def test_sentences_lose_and_invent_nothing(text: str) -> None:
    spans = find_sentences(text, "en")
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in spans)
