"""How names of bodies are made comparable, on names of our own."""

from __future__ import annotations

import pytest

from data.organisation_name import NameForms, name_key, words_of

FORMS = NameForms(
    home=(words_of("Lakish"), words_of("of Lakeland"), words_of("Lakeland"), words_of("U.S.")),
    municipal=(words_of("kommune"), words_of("City of"), words_of("Municipality of")),
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Board", "HARBOUR  board"),
        ("Harbour Board", "Harbour\N{NO-BREAK SPACE}Board"),
        ("Ministry of Boats, Bridges and Locks", "Ministry of Boats, Bridges & Locks"),
        ("Ministry of Boats, Bridges and Locks", "Ministry of Boats Bridges, and Locks"),
        ("Department of Tides", "Tides, Department of"),
        ("Department of the Tides", "Department of Tides"),
        ("Department of Tides", "U.S. Department of Tides"),
        ("Lakish Tide Agency", "Tide Agency"),
        ("Tide Research Council", "Tide Research Council of Lakeland"),
        ("Sluice AS", "Sluice"),
        ("Sluice", "Sluice N.V."),
        ("Pilot's Office", "Pilot’s Office"),
        ("Vik kommune", "Municipality of Vik"),
        ("Vik kommune", "City of Vik"),
        ("Viks kommune", "Vik Kommune"),
        ("Båt- og brodirektoratet", "BÅT - OG BRODIREKTORATET"),
    ],
)
def test_one_name_in_two_writings_has_one_key(one: str, other: str) -> None:
    assert name_key(one, FORMS) == name_key(other, FORMS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Department of Tides", "Department of Tide Tables"),
        ("Vik kommune", "Vik"),  # the town, and whatever else is called so
        ("Våg kommune", "Vag kommune"),
        ("Harbour Board North", "Harbour Board"),
        ("Lakish", "Lakeland"),  # nothing would be left
        ("AS", "NV"),
    ],
)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert name_key(one, FORMS) != name_key(other, FORMS)


def test_no_name_becomes_nothing() -> None:
    assert name_key("Lakeland", FORMS) == "lakeland"
    assert name_key("City of", FORMS) == "city of"
    assert name_key("The", FORMS) == ""  # an article is no name
