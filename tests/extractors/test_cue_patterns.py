"""Cues compared by what they find, and all forms of a word by their lemma."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.cue_patterns import can_touch, expand_lemmas, is_within, read_cue
from extractors.cues import Match, Matcher, drop_masked
from extractors.lemmas import find_forms, has_lemmas


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ("cost*", "cost saving*"),
        ("cost*", "costs"),
        ("*gevinst*", "effektiviseringsgevinst*"),
        ("*gevinst", "tidsgevinst"),
        ("sav* ... time", "saving time"),
        ("sav* ... time", "saving some time"),
        ("sav* ... time", "saving ... time"),
        ("save|saves", "saves"),
        ("build", "^ build"),
        ("^ build", "^ build data"),
        ("big data", "big-data"),
    ],
)
def test_one_cue_is_within_the_other(shorter: str, longer: str) -> None:
    assert is_within(read_cue(shorter), read_cue(longer))
    assert can_touch(read_cue(shorter), read_cue(longer))


@pytest.mark.parametrize(
    ("shorter", "longer"),
    [
        ("cost saving*", "cost*"),
        ("costs", "cost*"),
        ("gevinst*", "effektiviseringsgevinst*"),
        ("saving time", "sav* ... time"),
        ("sav* ... time", "saving ... some ... time"),
        ("saves", "save|saves"),
        ("^ build", "build"),
        ("^ data", "^ build data"),
        ("*gevinst", "*gevinst*"),
    ],
)
def test_one_cue_is_not_within_the_other(shorter: str, longer: str) -> None:
    assert not is_within(read_cue(shorter), read_cue(longer))


def test_alternatives_in_another_order_are_the_same_cue() -> None:
    one, other = read_cue("a|b data"), read_cue("b|a data")
    assert is_within(one, other)
    assert is_within(other, one)


def test_cues_without_a_common_word_cannot_touch() -> None:
    assert not can_touch(read_cue("brott*"), read_cue("genombrott*"))
    assert can_touch(read_cue("*brott*"), read_cue("genombrott*"))
    assert can_touch(read_cue("brott*"), read_cue("*brott"))


WORDS = st.sampled_from(["a", "ab", "abc", "b", "bc", "c", "a*", "*b", "*b*", "a|b", "ab*|c"])
CUES = st.lists(WORDS, min_size=1, max_size=3).flatmap(
    lambda words: st.sampled_from([" ".join(words), " ... ".join(words)])
)
TEXTS = st.lists(st.sampled_from(["a", "ab", "abc", "b", "bc", "c", "x"]), max_size=9).map(" ".join)


def overlaps(match: Match, others: list[Match]) -> bool:
    """Whether the match shares a character with any of the others, one by one."""
    return any(
        match.start_char < other.end_char and other.start_char < match.end_char for other in others
    )


@given(CUES, CUES, TEXTS)
def test_where_a_longer_cue_is_found_a_cue_within_it_is_found_too(
    shorter: str, longer: str, text: str
) -> None:
    if is_within(read_cue(shorter), read_cue(longer)):
        found = Matcher({"longer": [longer], "shorter": [shorter]}, "en").find(text)
        inner = [match for match in found if match.group == "shorter"]
        for match in found:
            assert overlaps(match, inner)


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9)).map(
        lambda span: Match("g", "c", span[0], span[0] + span[1])
    ),
    max_size=8,
)


@given(SPANS, SPANS)
def test_masked_matches_are_those_that_overlap_a_mask(
    matches: list[Match], masks: list[Match]
) -> None:
    assert drop_masked(matches, masks) == [one for one in matches if not overlaps(one, masks)]


@pytest.mark.parametrize(
    ("language", "word", "forms"),
    [
        ("en", "company", {"company", "companies"}),
        ("en", "laws", {"law", "laws"}),
        ("nb", "gevinst", {"gevinst", "gevinsten", "gevinster", "gevinstene"}),
        ("sv", "lag", {"lag", "lagen", "lagarna"}),
        ("da", "barn", {"barn", "barnet", "børn", "børnene"}),
    ],
)
def test_a_word_stands_for_its_forms(language: str, word: str, forms: set[str]) -> None:
    assert forms <= set(find_forms({word}, language)[word])


def test_an_unknown_word_and_a_language_without_a_table_stand_for_themselves() -> None:
    assert find_forms({"xyzzy"}, "en") == {"xyzzy": ("xyzzy",)}
    assert find_forms({"gevinst"}, "nn") == {"gevinst": ("gevinst",)}
    assert has_lemmas("nb")
    assert not has_lemmas("nn")


def test_a_marked_word_is_found_in_all_forms_and_others_as_written() -> None:
    matcher = Matcher({"group": ["company~ law", "risk~|duty~"]}, "en")
    text = "Companies law, company laws, risks, duties"
    quotes = [text[match.start_char : match.end_char] for match in matcher.find(text)]
    assert quotes == ["Companies law", "risks", "duties"]


def test_marked_words_are_expanded_in_their_place() -> None:
    pattern = expand_lemmas(read_cue("law~|act of"), {"law": ("law", "laws")})
    assert pattern.places == (("law", "laws", "act"), ("of",))
