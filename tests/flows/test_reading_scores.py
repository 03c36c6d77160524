"""`evaluate tables`, `evaluate languages`, and the README's tables of parsing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from data.errors import UsageError
from flows.cli.evaluate_verbs import app
from flows.table_reading import evaluate_tables
from tests.benchmarks.bench_parse import PARSING, PARSING_END, write_readme
from tests.conftest import PROJECT
from tests.extractors.pdf_pages import LEFT, draw_lines, draw_table, write_pdf

ROWS = [["System", "Status"], ["Chat service", "In pilot"], ["Old maps", "In use"]]


def gold_of(rows: list[list[str]], y: float) -> str:
    """The gold of a table that `draw_table` has drawn at this height."""
    cells = ""
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            x, low = LEFT + 150 * column + 4, int(y) - 22 * row - 15
            place = f'x1="{x}" x2="{x + 36}" y1="{low}" y2="{low + 8}"'
            cells += f"<cell><bounding-box {place}/><content>{text}</content></cell>"
    return f'<document><table><region page="1">{cells}</region></table></document>'


def test_tables_are_scored_beside_peers(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas, ROWS, y=500)
        draw_lines(canvas, ["The chat service is one of two, and the old maps come next."], y=300)

    (tmp_path / "a.pdf").write_bytes(write_pdf(draw))
    (tmp_path / "a-str.xml").write_text(gold_of(ROWS, 500), encoding="utf-8")
    (tmp_path / "b-str.xml").write_text(gold_of(ROWS, 500), encoding="utf-8")  # no PDF: left out
    result = CliRunner().invoke(app, ["tables", "--folder", str(tmp_path), "--json"])
    answer = json.loads(result.stdout)
    assert (answer["cells"], answer["cells_found"], answer["cells_in_prose"]) == (6, 1.0, 0.0)
    plain = answer["peers"]["pypdfium2 plain"]
    assert (plain["cells"], plain["cells_found"], plain["cells_in_prose"]) == (6, 1.0, 1.0)


def test_a_refused_file_is_read_without_a_word(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "a-str.xml").write_text(gold_of(ROWS, 500), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.table_reading.find_peers", dict)
        answer = evaluate_tables(tmp_path)
    assert (answer["faults"], answer["cells_found"]) == (1, 0.0)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no PDF with its gold"):
        evaluate_tables(tmp_path)


def test_languages_are_counted_and_short_sentences_left_out(tmp_path: Path) -> None:
    sentences = [
        ("nn", "Dei som treng hjelp med skjemaet, kan ringje til kontoret kvar tysdag."),
        ("en", "Dei som treng hjelp med skjemaet, kan ringje til kontoret kvar tysdag."),
        ("en", "Too short to say."),
    ]
    path = tmp_path / "sentences.jsonl"
    rows = [json.dumps({"language": language, "text": text}) for language, text in sentences]
    path.write_text("\n".join(rows), encoding="utf-8")
    result = CliRunner().invoke(app, ["languages", "--sentences", str(path), "--json"])
    assert json.loads(result.stdout) == {
        "en": {"sentences": 1, "told_right": 0.0, "taken_for": {"nn": 1}},
        "nn": {"sentences": 1, "told_right": 1.0, "taken_for": {}},
    }


def test_tables_take_the_place_of_tables_and_nothing_else(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"Before.\n\n{PARSING}\nold\n{PARSING_END}\n\nAfter.\n", encoding="utf-8")
    write_readme(readme, "| new |")
    assert readme.read_text(encoding="utf-8") == (
        f"Before.\n\n{PARSING}\n\n| new |\n\n{PARSING_END}\n\nAfter.\n"
    )
    readme.write_text("Before.", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        write_readme(readme, "| new |")


def test_the_readme_has_the_measured_tables() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    tables = text.partition(PARSING)[2].partition(PARSING_END)[0]
    readers = [line.split("|")[1].strip() for line in tables.splitlines() if line.startswith("| ")]
    assert {"imaginaries", "pypdfium2 plain", "pdfplumber", "pypdf"} <= set(readers)
    assert "\nMeasured 20" in tables
