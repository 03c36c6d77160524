"""Pages a second of the parser beside its peers, on the same real PDFs in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from extractors.document import read_file_blocks
from extractors.plain import PEERS

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


def measure(shared: Path) -> list[dict[str, object]]:
    """One row per reader: pages a second over the sample, and how often pdfplumber's that is.

    Ours includes everything that the parse stage does: layout, tables, language, sentences.
    """
    files = [(shared / "corpus" / name).read_bytes() for name in SAMPLE]
    page_counts = [read_file_blocks(content, "a.pdf")[0].page_count or 0 for content in files]
    readers: dict[str, Callable[[bytes], object]] = {
        "imaginaries": lambda content: read_file_blocks(content, "a.pdf"),
        **PEERS,
    }
    seconds = {name: _time(read, files) for name, read in readers.items()}
    slowest = seconds["pdfplumber plain"]
    return [
        {
            "reader": name,
            "pages": sum(page_counts),
            "seconds": round(taken, 2),
            "pages_per_second": round(sum(page_counts) / taken, 1),
            "times_pdfplumber": round(slowest / taken, 1),
        }
        for name, taken in seconds.items()
    ]


def run() -> list[dict[str, object]]:
    """Measure on the shared folder beside the project and print the rows."""
    rows = measure(Path(__file__).resolve().parents[3] / "shared")
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()))
    return rows


def _time(read: Callable[[bytes], object], files: list[bytes]) -> float:
    started = time.perf_counter()
    for content in files:
        read(content)
    return time.perf_counter() - started


if __name__ == "__main__":
    run()
