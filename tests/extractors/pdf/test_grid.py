from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber import table

from extractors.pdf.grid import find_cells


def edge(is_level: bool, at: int, start: int, length: int) -> dict[str, float | str]:
    end = start + length
    x0, x1, top, bottom = (start, end, at, at) if is_level else (at, at, start, end)
    return {
        "x0": 20.0 * x0,
        "x1": 20.0 * x1,
        "top": 20.0 * top,
        "bottom": 20.0 * bottom,
        "width": 20.0 * (x1 - x0),
        "height": 20.0 * (bottom - top),
        "orientation": "h" if is_level else "v",
    }


PLACE = st.integers(0, 5)


@given(st.lists(st.builds(edge, st.booleans(), PLACE, PLACE, st.integers(1, 5)), max_size=24))
def test_the_cells_are_those_that_pdfplumber_finds(edges: list[dict[str, float | str]]) -> None:
    crossings = table.edges_to_intersections(table.merge_edges(edges, 3, 3, 3, 3), 3, 3)
    assert find_cells(crossings) == table.intersections_to_cells(crossings)
