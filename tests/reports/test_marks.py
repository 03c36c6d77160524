"""What a point, a bar or a cell tells, and where it leads."""

from __future__ import annotations

from typing import Any

import pytest

from reports.bars import draw_stack
from reports.charts import TYPE_COLOURS
from reports.figures import draw_svg
from reports.marks import link_marks, tip_of


@pytest.mark.parametrize(
    ("row", "tip"),
    [
        (
            {"label": "Trust", "year": 2024, "share": 0.2, "low": 0.1, "high": 0.3},
            "Trust · 2024 · 20% (10% to 30%)",
        ),
        (
            {"label": "Trust", "share": 0.5, "claim_count": 1, "sentence_count": 2, "part": "x"},
            "Trust · x · 50% · 1 of 2 sentences",
        ),
        ({"label": "a", "count": 1200}, "a · 1,200"),
        ({"label": "a", "share": 0.5, "document_count": 1}, "a · 50% · 1 document"),
        ({"label": "a", "share": None}, ""),
        ({"label": "a", "share": 0.5, "tip": "Said otherwise"}, "Said otherwise"),
    ],
)
def test_a_row_in_words(row: dict[str, Any], tip: str) -> None:
    assert tip_of(row) == tip


def test_a_drawing_tells_its_rows_and_escapes_them() -> None:
    rows = [
        {"label": '<b>"x"</b>', "part": "vision", "share": 0.4, "code": "trust", "year": 2024},
        {"label": '<b>"x"</b>', "part": "result", "share": 0.6},
    ]
    for row in rows:
        row["has_few_documents"] = False
    spec = draw_stack(rows, "label", ['<b>"x"</b>'], TYPE_COLOURS, 300)
    svg = draw_svg(spec, "k")
    assert svg.count("data-tip=") == 2
    assert "<b>" not in svg
    assert "aria-label" not in svg
    assert svg.count("data-to=") == 1
    linked = link_marks(svg, lambda target: "there.html" if target[0] == "trust" else None)
    assert linked.count(' data-href="there.html"') == 1
    assert "data-to" not in linked
    assert "data-href" not in link_marks(svg, lambda target: None)
