"""Names of systems in quotation marks."""

import json
from pathlib import Path

import pytest

from extractors.systems import find_system_names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("We will build “Harbour Watch” by next year.", ("Harbour Watch",)),
        ('The agency runs "NATTUGLE2" and "Tax Owl".', ("NATTUGLE2", "Tax Owl")),
        ("Vi tar i bruk «Skogvakt» neste år.", ("Skogvakt",)),
        ("Myndigheten inför ”Isvakten” i höst.", ("Isvakten",)),
        ("Vi bruger „Havnevagt“ til lodser.", ("Havnevagt",)),
        ("»Havnevagt« er i drift.", ("Havnevagt",)),
        ("We test “Harbour Watch”, then launch “Harbour Watch”.", ("Harbour Watch",)),
        ("The system “eSkjema” is in use.", ("eSkjema",)),
        ("The parish opens the “Ask the harbour” portal.", ("Ask the harbour",)),
        ("Etaten skal åpne søketjenesten «Finn fram i havna».", ("Finn fram i havna",)),
    ],
)
def test_a_quoted_name_is_found(sentence: str, names: tuple[str, ...]) -> None:
    assert find_system_names(sentence) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "The so-called “digital first” rule applies.",
        "They call it “This will never work.”",
        "A slogan: “One Two Three Four Five Six Seven”.",
        "Harbour Watch is in use.",
        "An open “quote that never ends",
        "“”",
        "",
    ],
)
def test_other_quoted_words_are_no_names(sentence: str) -> None:
    assert find_system_names(sentence) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "We will build on the “Harbour Data Act”.",
        "The system follows “Schedule B”.",
        "We shall develop the “Tide Strategy” and its systems.",
        "Vi skal bygge videre på «Havneplanen» og systemet.",
        "Myndigheten ska utveckla ”Lag om hamndata” och systemet.",
        "Rådet skal udvikle „Havnestrategien“.",
        "The platform rests on “understandable AI”.",
        "We will extend “Governance” to all harbours.",
        "The system was put before the “Harbour Council”.",
        "We launch the strategy “Harbour 2040”.",
        "We aim to be the “Finest Harbour” in the north.",
    ],
)
def test_laws_plans_bodies_and_concepts_are_no_systems(sentence: str) -> None:
    assert find_system_names(sentence) == ()


def test_every_system_that_the_demo_promises_is_found_where_it_is_promised(
    demo_files: Path,
) -> None:
    planted = json.loads((demo_files / "planted.json").read_text(encoding="utf-8"))
    missed = [
        said["sentence"]
        for promise in planted["promises"]
        for said in promise["sentences"]
        if find_system_names(said["sentence"]) != (promise["name"],)
    ]
    assert planted["promises"]
    assert missed == []
