"""Names of systems in quotation marks."""

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
        ("“Harbour Watch” follows “Harbour Watch”.", ("Harbour Watch",)),
        ("The system “eSkjema” is in use.", ("eSkjema",)),
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
