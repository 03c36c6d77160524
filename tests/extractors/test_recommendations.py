"""Numbered recommendations: a made-up report in three ways of printing, and a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.recommendations import (
    Item,
    PrintedSentence,
    find_recommendations,
    is_labelled,
    read_action,
    read_addressees,
)


def printed(*lines: tuple[str, str] | tuple[str, str, str]) -> list[PrintedSentence]:
    """Sentences of a document from (kind, text) or (kind, text, heading above it)."""
    return [
        PrintedSentence(
            f"s{at}", at, None, f"p{at}", line[0], line[2] if len(line) > 2 else "", line[1]
        )
        for at, line in enumerate(lines)
    ]


def numbers(items: list[Item]) -> list[str]:
    return [item.number for item in items]


def test_labelled_sentences_are_items_and_mentions_of_them_are_not() -> None:
    items = find_recommendations(
        printed(
            ("prose", "Recommendation 1: The harbour board should count its gulls."),
            ("prose", "Recommendation 2 – Publish the tables every spring."),
            ("prose", "Recommendation 1 of the last report was never read."),
            ("prose", "We come back to recommendation 2 below."),
        )
    )
    assert numbers(items) == ["1", "2"]
    assert items[0].text == "The harbour board should count its gulls."
    assert items[1].text == "Publish the tables every spring."


def test_a_recommendation_printed_twice_is_one_in_its_fullest_wording() -> None:
    items = find_recommendations(
        printed(
            ("prose", "Recommendation 7: The board should count its gulls and"),
            ("prose", "Recommendation 7: The board should count its gulls and publish the count."),
        )
    )
    assert [(one.text, one.printed_count, one.series) for one in items] == [
        ("The board should count its gulls and publish the count.", 2, 1)
    ]


def test_a_number_that_comes_again_with_other_words_is_of_another_series() -> None:
    items = find_recommendations(
        printed(
            ("prose", "Anbefaling 1: Styret bør telle måkene."),
            ("prose", "Anbefaling 1: Alle havner bør få en ny brygge."),
        )
    )
    assert [(one.series, one.number) for one in items] == [(1, "1"), (2, "1")]


def test_a_label_that_stands_alone_takes_the_text_below_it() -> None:
    items = find_recommendations(
        printed(
            ("heading", "Recommendation 3"),
            ("prose", "2.14 The committee asks that nets be mended."),
            ("prose", "It should be done by spring."),
            ("heading", "Rekommendation 4: Nät"),
            ("prose", "Nämnden bör laga näten."),
            ("heading", "Conclusion"),
            ("prose", "That is all."),
        )
    )
    assert [(one.number, one.text) for one in items] == [
        ("3", "The committee asks that nets be mended. It should be done by spring."),
        ("4", "Nämnden bör laga näten."),
    ]


def test_a_list_counts_only_under_a_heading_of_recommendations() -> None:
    items = find_recommendations(
        printed(
            ("list_item", "1. Buy a boat for the board.", "Costs"),
            ("list_item", "1. Count all gulls at dawn.", "Report > Our recommendations"),
            ("list_item", "2. Mend every net by hand.", "Report > Our recommendations"),
            ("list_item", "7. Seven is out of order here.", "Report > Our recommendations"),
        )
    )
    assert [(one.number, one.text) for one in items] == [
        ("1", "Count all gulls at dawn."),
        ("2", "Mend every net by hand."),
    ]


def test_a_line_cut_by_the_page_goes_on() -> None:
    items = find_recommendations(
        printed(
            ("prose", "Recommendation 1: The board should count gulls with the"),
            ("prose", "Lighthouse Office."),
        )
    )
    assert items[0].text.endswith("with the Lighthouse Office.")


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("The Harbour Board should count gulls.", ("The Harbour Board",)),
        ("The U.S. Government should count gulls.", ("The U.S. Government",)),
        ("To save fish, the board must mend nets.", ("the board",)),
        ("Boards that own boats should mend nets.", ("Boards",)),
        ("Styret og havnene bør telle måker.", ("Styret og havnene",)),
        ("Publish the count each spring.", ()),
    ],
)
def test_who_is_to_act_stands_before_the_modal(text: str, addressees: tuple[str, ...]) -> None:
    assert read_addressees(text) == addressees


def test_what_is_to_be_done_stands_behind_the_modal() -> None:
    assert read_action("The Harbour Board should count gulls.") == "count gulls."
    assert read_action("Count the gulls.") == "Count the gulls."


def test_a_reprint_is_told_from_an_answer() -> None:
    assert is_labelled("Recommendation 4: Count gulls.")
    assert not is_labelled("We have counted gulls, as recommendation 4 asked.")


def test_all_23_of_a_real_report_are_found_once_each_though_printed_twice(shared: Path) -> None:
    """The report of 2016 on preparing for AI prints each in its chapter and in a closing list."""
    path = next((shared / "corpus" / "usa" / "report").glob("*Preparing_For_the_Future_of_AI.txt"))
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    items = find_recommendations(printed(*(("prose", line) for line in lines)))
    assert [(one.series, one.number) for one in items] == [
        (1, str(number)) for number in range(1, 24)
    ]
    assert {one.printed_count for one in items} == {2}


def test_the_excerpt_of_the_data_sharing_report_has_none_of_its_16(shared: Path) -> None:
    """Of that report the corpus holds only the start of its summary: nothing is made up from it."""
    (path,) = (shared / "corpus" / "uk" / "report").glob("2023_osr_data-sharing*")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert find_recommendations(printed(*(("prose", line) for line in lines if line))) == []
