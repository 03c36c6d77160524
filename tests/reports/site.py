"""A rendered report as tests read it: its pages, and what each of them holds and leads to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

from data.store import Store
from reports.chapters.order import CHAPTERS
from reports.render import RenderedReport, WantedReport, render_report

MADE_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC).replace(tzinfo=None)


class Page(HTMLParser):
    """Ids, addresses and element names of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.names: list[str] = []
        self.alternatives: list[str] = []
        self.evidence: dict[str, int] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.names.append(tag)
        if "id" in values:
            self.ids.append(values["id"])
        if values.get("role") == "img":
            self.alternatives.append(values["aria-label"])
        if tag == "figure" and values.get("id", "").startswith("figure-"):
            self.evidence[values["id"]] = 0
        is_evidence = tag == "blockquote" or values.get("class") == "row tag"
        if is_evidence and self.evidence:
            self.evidence[list(self.evidence)[-1]] += 1
        self.addresses += [values[name] for name in ("href", "src", "xlink:href") if name in values]


def render_site(
    store: Store, year: int, tmp_path: Path, keys: Sequence[str] = (), **wanted: str
) -> RenderedReport:
    """Render the report of a year; with keys only these chapters, which is faster."""
    report = WantedReport(year, MADE_AT, "2026.03.01", **wanted)
    entries = tuple(entry for entry in CHAPTERS if not keys or entry.key in keys)
    return render_report(store, report, tmp_path / str(year), entries=entries)


def read_pages(index: Path) -> dict[str, str]:
    """The pages of a site by name, without the script and the style that all of them carry."""
    pages = {}
    for path in sorted(index.parent.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        pages[path.name] = re.sub(r"<(script|style)>.*?</\1>", "", text, flags=re.DOTALL)
    return pages
