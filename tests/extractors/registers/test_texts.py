from __future__ import annotations

import pytest

from extractors.registers.texts import (
    REMOVED_ADDRESS,
    cell_text,
    clean_text,
    first_link,
    readable_slug,
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (
            "<p>Sorts&nbsp;letters.</p><p>Then <b>files</b> them.</p>",
            "Sorts letters.\nThen files them.",
        ),
        ("one<br/>two<br>three", "one\ntwo\nthree"),
        (
            "counts <includes two counties> and x < y > z",
            "counts <includes two counties> and x < y > z",
        ),
        ("Research &amp; development", "Research & development"),
        ("first\r\n\r\n  second\u00a0line ", "first\nsecond line"),
        ("a\u030a", "\u00e5"),
        (None, ""),
        (["text", "vision"], "text; vision"),
        (7, "7"),
        ({"b": 1, "a": "é"}, '{"a": "é", "b": 1}'),
    ],
)
def test_cells_become_plain_text(cell: object, text: str) -> None:
    assert clean_text(cell) == text


def test_addresses_of_people_are_taken_out_and_other_signs_stay() -> None:
    text = clean_text("Write to front.desk@lists.example. Or search for DATA@WORK, step @ 2.")
    assert text == f"Write to {REMOVED_ADDRESS}. Or search for DATA@WORK, step @ 2."


def test_a_cell_keeps_its_text_as_it_stands() -> None:
    assert cell_text(" <b>In  use</b>") == " <b>In  use</b>"


def test_slugs_become_names() -> None:
    assert readable_slug("office-for-lists-and-tables") == "Office for Lists and Tables"


@pytest.mark.parametrize(
    ("cell", "link"),
    [
        ("see https://lists.example/a?b=1, or call", "https://lists.example/a?b=1"),
        ("Project (lists.example)", None),
        ("", None),
    ],
)
def test_only_web_addresses_are_links(cell: str, link: str | None) -> None:
    assert first_link(cell) == link
