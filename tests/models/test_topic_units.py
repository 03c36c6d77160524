from __future__ import annotations

import pytest

from models.topic_units import REASONS, Candidate, find_exclusions, find_repeated
from reports.chapters.topic_tables import REASON_WORDS

PROSE = "The harbour office will lend every parish a boat and a map of the new quays this year."


def candidate(
    text: str,
    number: int = 0,
    *,
    document: str = "d",
    publisher: str = "Harbour office",
    kind: str = "prose",
    heading: str = "",
    grade: float = 1.0,
) -> Candidate:
    return Candidate(f"{document}{number}", document, publisher, kind, heading, text, grade)


def reason_of(one: Candidate, language: str = "en") -> str | None:
    return find_exclusions([one], language)[0]


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (candidate(PROSE), None),
        (candidate(PROSE, kind="list_item"), None),
        (candidate(PROSE, kind="heading"), "not_prose"),
        (candidate(PROSE, kind="contents"), "not_prose"),
        (candidate(PROSE, grade=0.4), "poorly_read"),
        (candidate("12 403 88 91 12 4 5 55 901 of a b 7 44 12 87 3 1 0 9"), "few_letters"),
        (candidate("More boats for every parish"), "few_words"),
        (candidate(PROSE, heading="Part 2 > References"), "references"),
        (candidate(PROSE, heading="Vedlegg > Litteraturliste"), "references"),
        (candidate(PROSE, heading="References to the sea in the harbour law"), None),
        (
            candidate("Harbour Office (2019), Boats and Quays, Island Press, https://a.example/b"),
            "references",
        ),
        (
            candidate("Source: Survey of boats by the office, 2020, see www.boats.example"),
            "references",
        ),
        (
            candidate(
                "As the survey (2019) of the office says, most parishes have lent their boats to "
                "others for a week or more and have been glad of it, and so the office will go on."
            ),
            None,
        ),
        (
            candidate("Harbour Office Island Council Quay Board Boat Union Sea School of Maps"),
            "names",
        ),
        (candidate(PROSE, heading="Annex > Acknowledgements"), "names"),
        (candidate(PROSE.upper()), None),
        (
            candidate("Das Amt wird jeder Gemeinde ein Boot und eine Karte der neuen Kais leihen."),
            None,
        ),
    ],
)
def test_the_first_reason_that_holds_is_given(one: Candidate, reason: str | None) -> None:
    language = "de" if one.text.startswith("Das ") else "en"
    assert reason_of(one, language) == reason
    assert reason is None or reason in REASONS


def test_boilerplate_is_what_three_documents_of_a_publisher_say_whatever_the_numbers() -> None:
    letters = [candidate(f"{PROSE[:-1]}, by {year}.", document=str(year)) for year in (2019, 2020)]
    assert find_repeated(letters) == [False, False]
    letters.append(candidate(f"{PROSE[:-1]},  BY 2021!", document="2021"))
    assert find_repeated(letters) == [True, True, True]


def test_a_changed_name_does_not_save_boilerplate_and_another_publisher_does() -> None:
    long = f"{PROSE} {PROSE.replace('boat', 'cart')} {PROSE.replace('parish', 'school')}"
    letters = [
        candidate(long.replace("harbour office", name, 1), document=name)
        for name in ("ferry board", "map board", "sea board")
    ]
    assert find_repeated(letters) == [True] * 3
    apart = [
        candidate(long, document=str(number), publisher=f"Office {number}") for number in range(3)
    ]
    assert find_repeated(apart) == [False] * 3


def test_words_that_stand_thrice_in_one_document_are_repeated_and_twice_are_not() -> None:
    form = [candidate(PROSE, number) for number in range(3)]
    assert find_repeated(form) == [True] * 3
    assert find_repeated(form[:2]) == [False] * 2


def test_every_passage_is_judged_and_none_is_lost() -> None:
    passages = [
        candidate(PROSE.replace("map", f"map {word}"), number, kind=kind)
        for number, (word, kind) in enumerate(
            (word, kind) for word in ("new", "old", "wet") for kind in ("prose", "heading", "table")
        )
    ]
    reasons = find_exclusions(passages, "en")
    assert len(reasons) == len(passages)
    assert reasons.count("not_prose") == 6
    assert find_exclusions([], "en") == []
    assert find_exclusions([candidate("…", kind="prose")], "xx") == ["few_letters"]


def test_the_report_has_words_for_every_reason() -> None:
    assert set(REASON_WORDS) == set(REASONS)
