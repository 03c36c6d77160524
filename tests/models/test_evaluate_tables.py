from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import UsageError
from models.evaluate_tables import Box, GoldCell, ReadStretch, read_cells, score_tables

PLACE: Box = (100, 500, 140, 510)
CELL = GoldCell(1, "Harbour fees", PLACE)
ROUND_IT: Box = (90, 480, 300, 520)
ELSEWHERE: Box = (90, 100, 300, 140)


def prose(text: str, box: Box | None = None, page: int = 1) -> ReadStretch:
    return ReadStretch(page, text, is_prose=True, box=box)


def table(text: str, box: Box | None = None) -> ReadStretch:
    return ReadStretch(1, text, is_prose=False, box=box)


@pytest.mark.parametrize(
    ("read", "found", "in_prose"),
    [
        ([table("Harbour fees | 12", ROUND_IT)], 1, 0),
        ([prose("We pay HARBOUR fees (12) in May.", ROUND_IT)], 1, 1),
        ([prose("Harbour fees", ROUND_IT)], 1, 0),  # alone: no other words around it
        ([prose("Harbour feeshare of all.", ROUND_IT)], 1, 0),  # not at word boundaries
        ([prose("Nothing is said of it.", ROUND_IT)], 0, 0),
        # The same words in the text beside the table are not the cell.
        ([table("Harbour fees | 12", ROUND_IT), prose("We pay harbour fees.", ELSEWHERE)], 1, 0),
        ([prose("We pay harbour fees.", ROUND_IT, page=2)], 1, 0),
        # Without places the words are counted: once in prose, and that must be the cell …
        ([prose("Harbour fees 12 rents 4.")], 1, 1),
        # … and here one of the two may be the text's own.
        ([table("Harbour fees | 12"), prose("We pay harbour fees.")], 1, 0),
        ([prose("Harbour fees 12."), prose("We pay harbour fees.")], 1, 1),
    ],
)
def test_a_cell_is_in_prose_when_it_stands_there_itself(
    read: list[ReadStretch], found: int, in_prose: int
) -> None:
    scores = score_tables([CELL], read)
    assert (scores.cell_count, scores.found_count, scores.in_prose_count) == (1, found, in_prose)


def test_short_cells_are_not_compared() -> None:
    cells = [GoldCell(1, "12", PLACE), GoldCell(1, "12 %", PLACE), GoldCell(1, "– 3 –", PLACE)]
    assert score_tables(cells, [table("12 % of 3")]).cell_count == 1


GOLD = """<document><table id="1"><region id="1" page="3">
<cell id="1"><bounding-box x1="10" y1="30" x2="50" y2="20"/><content>Old
machines</content></cell>
<cell id="2"><bounding-box x1="1O" y1="30" x2="50" y2="20"/><content>7</content></cell>
</region></table></document>"""


def test_gold_is_read_with_pages_and_places(tmp_path: Path) -> None:
    path = tmp_path / "a-str.xml"
    path.write_text(GOLD, encoding="utf-8")
    assert read_cells(path) == [
        GoldCell(3, "Old\nmachines", (10, 20, 50, 30)),
        GoldCell(3, "7", None),  # its place is misspelt
    ]


@pytest.mark.parametrize("text", ["no XML", GOLD.replace('page="3"', "")])
def test_what_is_no_gold_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong-str.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="wrong-str"):
        read_cells(path)
