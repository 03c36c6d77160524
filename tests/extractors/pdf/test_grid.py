from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber import table

from extractors.pdf.grid import find_cells, find_crossings, find_grids
from extractors.pdf.rulings import Ruling

PLACE = st.integers(0, 5)
NEAR = st.sampled_from([0.0, 0.0, 0.7, 1.3, 2.9, -1.1])


def ruling(is_level: bool, at: int, start: int, length: int, shift: float) -> Ruling:
    return Ruling(is_level, 20.0 * at + shift, 20.0 * start - shift, 20.0 * (start + length))


def edge(line: Ruling) -> dict[str, float | str]:
    """A line as pdfplumber describes it, whose y counts downwards."""
    if line.is_horizontal:
        x0, x1, top, bottom = line.start, line.end, -line.at, -line.at
    else:
        x0, x1, top, bottom = line.at, line.at, -line.end, -line.start
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if line.is_horizontal else "v",
    }


LINES = st.lists(
    st.builds(ruling, st.booleans(), PLACE, PLACE, st.integers(1, 5), NEAR), max_size=24
)


@given(LINES)
def test_crossings_and_cells_are_those_that_pdfplumber_finds(lines: list[Ruling]) -> None:
    edges = table.merge_edges([edge(line) for line in lines], 3, 3, 3, 3)
    upright = [(e["x0"], e["top"], e["bottom"]) for e in edges if e["orientation"] == "v"]
    level = [(e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h"]
    theirs = table.edges_to_intersections(edges, 3, 3)
    crossings = find_crossings(upright, level)
    assert crossings.keys() == theirs.keys()
    assert find_cells(crossings) == table.intersections_to_cells(theirs)


@given(LINES)
def test_grids_are_pdfplumbers_tables(lines: list[Ruling]) -> None:
    edges = table.merge_edges([edge(line) for line in lines], 3, 3, 3, 3)
    theirs = table.edges_to_intersections(edges, 3, 3)
    expected = table.cells_to_tables(table.intersections_to_cells(theirs))
    assert find_grids(lines) == (expected if len(theirs) >= 6 else [])
