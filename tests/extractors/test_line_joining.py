from __future__ import annotations

import pytest

from extractors.line_joining import join_lines, stock_words


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            ["The govern-", "ment acts.", "The government knows."],
            "The government acts. The government knows.",
        ),
        (["Direktoratet for e-", "helse svarer."], "Direktoratet for e-helse svarer."),
        (["An AI-", "based service."], "An AI-based service."),
        (["Arbeids-", "og velferdsetaten."], "Arbeids- og velferdsetaten."),
        (
            ["samarbeids\u00ad", "avtale, og samarbeidsavtale"],
            "samarbeidsavtale, og samarbeidsavtale",
        ),
        (
            ["A face-to-", "face meeting; face-to-face again."],
            "A face-to-face meeting; face-to-face again.",
        ),
        (["Two plain", "lines."], "Two plain lines."),
    ],
)
def test_a_line_end_hyphen_goes_or_stays_as_the_document_writes(
    lines: list[str], text: str
) -> None:
    assert join_lines(lines, stock_words(lines)) == text


def test_a_document_that_does_not_hyphenate_keeps_its_hyphens() -> None:
    lines = [
        "It needs higher-",
        "cost channels and higher pay.",
        "The cost is known.",
        "A co-",
        "ordinated plan.",
    ]
    joined = join_lines(lines, stock_words(lines))
    assert "higher-cost" in joined
    assert "co-ordinated" in joined
