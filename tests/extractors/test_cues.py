"""The grammar of cues, and that finding them is exact, bounded and never fails."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.cues import Match, Matcher, drop_contained, drop_masked


def found(cue: str, text: str, language: str = "en") -> list[str]:
    matches = Matcher({"group": [cue]}, language).find(text)
    return [text[match.start_char : match.end_char] for match in matches]


@pytest.mark.parametrize(
    ("language", "cue", "text", "words"),
    [
        ("en", "data", "Data is data, not metadata.", ["Data", "data"]),
        ("en", "analys*", "They analyse; an analysis, no psychoanalysis.", ["analyse", "analysis"]),
        ("en", "*data", "Open metadata and a database.", ["metadata"]),
        ("nb", "*gevinst*", "Store produktivitetsgevinster venter.", ["produktivitetsgevinster"]),
        (
            "en",
            "big|large data",
            "Big data or large data or small data.",
            ["Big data", "large data"],
        ),
        ("en", "free ... time", "It will free some of our time.", ["free some of our time"]),
        ("en", "free ... time", "It will free one two three four five time.", []),
        ("en", "save time", "We save, time flies.", []),
        ("en", "save ... time", "We save, in time.", ["save, in time"]),
        ("en", "^ build", "1. Build a portal.", ["Build"]),
        ("en", "^ build", "We build a portal.", []),
        ("en", "^ build", "Action 3: Build a portal.", ["Build"]),
        ("en", "^ build", "• Build a portal.", ["Build"]),
        ("sv", "ai", "AI:s roll, inte aids.", ["AI:s"]),
        ("nb", "e-helse*", "Direktoratet for e-helse.", ["e-helse"]),
        ("nb", "ki", "KI/AI-løsninger.", ["KI"]),
    ],
)
def test_a_cue_finds_these_words(language: str, cue: str, text: str, words: list[str]) -> None:
    assert found(cue, text, language) == words


def test_hyphens_and_quotation_marks_do_not_part_a_pattern() -> None:
    text = "A data-driven state with “big” data."
    assert found("data driven", text) == ["data-driven"]
    assert found("big data", text) == ["big” data"]


def test_the_nearest_end_of_a_gap_counts() -> None:
    assert found("we ... will", "We all will, and will again.") == ["We all will"]


def test_matches_come_in_order_with_group_and_cue() -> None:
    matcher = Matcher({"a": ["time"], "b": ["save ... time"]}, "en")
    groups = [(match.group, match.cue) for match in matcher.find("Save time")]
    assert groups == [("b", "save ... time"), ("a", "time")]


def test_words_of_a_longer_match_are_not_counted_again() -> None:
    long, inner, later = Match("g", "a b", 0, 9), Match("g", "b", 5, 9), Match("g", "c", 7, 12)
    assert drop_contained([inner, later, long]) == [long, later]


def test_a_mask_that_only_touches_a_match_leaves_it() -> None:
    touching, covering = Match("g", "a", 0, 4), Match("g", "a", 0, 5)
    assert drop_masked([touching, covering], [Match("g", "b", 4, 8)]) == [touching]


@pytest.mark.parametrize(
    "text", ["", "   ", "\n\n", "😀😀", "数据 данные data", "(" * 50, "a" * 500, "\u0130 data"]
)
def test_odd_texts_are_no_trouble(text: str) -> None:
    assert len(found("data", text)) == text.count("data")


@given(st.text(alphabet="data bigBIG-/'’“\u00ad:.,\u0130é ", max_size=60))
def test_a_match_lies_inside_the_text_and_holds_a_word(text: str) -> None:
    for match in MATCHER.find(text):
        assert 0 <= match.start_char < match.end_char <= len(text)
        assert any(letter.isalnum() for letter in text[match.start_char : match.end_char])


MATCHER = Matcher({"group": ["data", "big ... data", "d*|b*"]}, "en")


@pytest.mark.parametrize("piece", ["data ", "big ", "(", "a", "we-", "«a»,", "😀"])
def test_a_very_long_sentence_takes_bounded_time(piece: str) -> None:
    matcher = Matcher({"group": ["big ... big ... big ... data", "we ... we ... data"]}, "en")
    began = time.process_time()
    matcher.find(piece * (50_000 // len(piece)))
    assert time.process_time() - began < 20  # a blow-up takes hours: this is no stopwatch


def test_a_matcher_that_lets_its_words_go_finds_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.cues.MAX_KEPT", 3)
    matcher = Matcher({"group": ["data"]}, "en")
    for number in range(9):
        assert len(matcher.find(f"word{number} Data data{number} data, metadata")) == 2
        assert len(matcher._forms) <= 3 + 6
        assert len(matcher._stretches) <= 3 + 6
