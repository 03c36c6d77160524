"""Parsing beside its peers: sentences, order, running heads, speed, tables; then scans, languages.

Every figure comes from `imaginaries evaluate`, as anyone can run it. `write_readme` puts the tables
into the README.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from extractors.document import read_file_blocks
from extractors.plain import find_peers
from flows.cli.evaluate_verbs import app

SAMPLE = (
    "uk/digital_strategy/moj2012_moj-digital-strategy.pdf",
    "norway/report/Innbyggerundersøkelsen_om_digitalisering_i_helse.pdf",
    "canada/digital_strategy/The_government_of_Canada_s_digital_ambition.pdf",
    "usa/other/DOC_AI_Use_Case_Inventory.pdf",
    "usa/data_strategy/use-case-summaries.pdf",
    "uae/report/DFF_Steering-the-GENAI-Ship-Policy-Considerations-for-a-Smart-and-Resilient-Future.pdf",
    "eu/other/EU_Main-2021-09-28-EU-Artificial-Intelligence-Act-The-European-Approach-to-AI.pdf",
)
"""Columns, a survey with figures, tables, slides and notes: about 200 pages, half a minute."""
PARSING, PARSING_END = "<!-- parsing -->", "<!-- /parsing -->"
"""What the tables stand between in the README."""
OURS, SLOWEST = "imaginaries", "pdfplumber"

Row = dict[str, object]


def measure(shared: Path) -> list[Row]:
    """One row per reader.

    Pages a second are those of one core over SAMPLE, everything included that the parse stage does
    with a page: layout, tables, language, sentences. The peers give plain text, cut by our splitter
    for the other columns.
    """
    folder = shared / "benchmarks"
    parsed = by_reader(
        *("parse", "--pdf", folder / "parse" / "moj2012_moj-digital-strategy.pdf"),
        *("--truth", folder / "parse" / "moj2012_truth.jsonl"),
    )
    tables = by_reader("tables", "--folder", folder / "tables")
    speeds = pages_per_second([(shared / "corpus" / name).read_bytes() for name in SAMPLE])
    return [
        {
            "reader": name,
            "sentences whole": share(found["sentence_recall"]),
            "or in two pieces": share(found["recall_in_one_or_two"]),
            "neighbours in order": share(found["order"]),
            "running heads in sentences": found["running_heads_leaked"],
            "pages/s, the same file": round(found["pages_per_second"]),
            "times pdfplumber": times(found, parsed[SLOWEST]),
            "pages/s, seven files": round(speeds[name]),
            "table cells found": share(tables[name]["cells_found"]),
            "table cells in prose": share(tables[name]["cells_in_prose"]),
        }
        for name, found in parsed.items()
    ]


def measure_reading(shared: Path) -> list[Row]:
    """Words of a scan that OCR finds, and sentences whose language is told, one figure a row."""
    folder = shared / "benchmarks" / "parse"
    scan = CliRunner().invoke(
        app,
        [
            *("scan", "--pdf", str(folder / "moj2012_pages_9-16_scanned.pdf")),
            *("--text", str(folder / "moj2012_pages_9-16.txt"), "--json"),
        ],
    )
    words = share(json.loads(scan.stdout)["word_recall"]) if scan.exit_code == 0 else "no tesseract"
    told = evaluate("languages", "--sentences", shared / "gold" / "dev.jsonl")
    return [
        {"what": "words of eight scanned pages found by OCR", "share": words, "n": "8 pages"},
        *(
            {
                "what": f"sentences told to be in their language: {language}",
                "share": share(found["told_right"]),
                "n": f"{found['sentences']:,}",
            }
            for language, found in told.items()
        ),
    ]


def write_readme(readme: Path, tables: str) -> None:
    """Put the tables in the place of those that the README has.

    Raises:
        ValueError: it has no place for them.
    """
    before, start, rest = readme.read_text(encoding="utf-8").partition(PARSING)
    _, end, after = rest.partition(PARSING_END)
    if not (start and end):
        raise ValueError(f"no place in {readme}: write {PARSING} and {PARSING_END} where they go")
    readme.write_text(f"{before}{PARSING}\n\n{tables}\n\n{PARSING_END}{after}", encoding="utf-8")


def pages_per_second(files: list[bytes]) -> dict[str, float]:
    """By reader, over all files, the best of two times; pdfplumber is timed once."""
    pages = sum(read_file_blocks(content, "a.pdf")[0].page_count or 0 for content in files)
    readers: dict[str, Callable[[bytes], object]] = {
        OURS: lambda content: read_file_blocks(content, "a.pdf"),
        **find_peers(),
    }
    return {
        name: pages / min(_time(read, files) for _ in range(1 if name == SLOWEST else 2))
        for name, read in readers.items()
    }


def by_reader(*arguments: object) -> dict[str, Any]:
    """The answer of a verb that measures peers too: ours first, then each of them."""
    answer = evaluate(*arguments)
    return {OURS: answer, **answer["peers"]}


def evaluate(*arguments: object) -> dict[str, Any]:
    """What `imaginaries evaluate … --json` answers."""
    result = CliRunner().invoke(app, [*map(str, arguments), "--json"], catch_exceptions=False)
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def times(found: dict[str, Any], slowest: dict[str, Any]) -> str:
    """How often the slowest reader's speed this is."""
    return f"{found['pages_per_second'] / slowest['pages_per_second']:.1f}"


def share(value: float | None) -> str:
    """Three digits without the leading zero."""
    return "–" if value is None else f"{value:.3f}".removeprefix("0")


def _time(read: Callable[[bytes], object], files: list[bytes]) -> float:
    started = time.perf_counter()
    for content in files:
        read(content)
    return time.perf_counter() - started
