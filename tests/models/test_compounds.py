from __future__ import annotations

import pytest

from models.compounds import find_parts, open_compounds, split_compound
from models.embed import TfidfSvdEmbedder

PARTS = {"register", "hels", "arbeid", "plan", "skog", "person", "teknik", "utveckling", "ning"}


@pytest.mark.parametrize(
    ("stem", "parts"),
    [
        ("helsregister", ("hels", "register")),
        ("helseregister", ("hels", "register")),
        ("arbeidsplan", ("arbeid", "plan")),
        ("teknikutveckling", ("teknik", "utveckling")),
        ("register", None),
        ("registrer", None),
        ("skogbruk", None),
        ("er", None),
    ],
)
def test_compounds_are_cut_where_both_parts_are_words(stem, parts):
    assert split_compound(stem, PARTS) == parts


def test_parts_are_words_that_several_texts_use():
    split = [["skog", "plan", "to"], ["skog", "plan", "to"], ["skog", "skog", "to"], ["plan"]]
    assert find_parts(split, "nb") == ["plan", "skog"]
    assert find_parts(split, "en") == []


def test_the_parts_stand_after_their_compound():
    assert open_compounds([["skogplan", "og"], []], ["plan", "skog"]) == [
        ["skogplan", "skog", "plan", "og"],
        [],
    ]
    split = [["skogplan"]]
    assert open_compounds(split, []) is split


@pytest.mark.parametrize(("language", "is_known"), [("nb", True), ("en", False)])
def test_a_compound_that_was_never_seen_is_known_by_its_parts(language, is_known):
    texts = ["skog furu", "skog gran", "skog bjørk", "ferje plan", "ferje kai", "plan brygge plan"]
    texts += ["plan kai"]
    space = TfidfSvdEmbedder(language).fit(texts)
    assert space.embed(["skogplan"]).any() == is_known
