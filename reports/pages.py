"""Writes the pages of a report as HTML: one look, one script, nothing asked for from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from data.errors import Fault
from reports.chapters.order import GROUPS, PlacedChapter, replace_chapter
from reports.evidence_pages import EvidenceSite
from reports.explorer import Explorer
from reports.figures import Chapter, Figure, Table
from reports.links import name_link
from reports.marks import link_marks
from reports.words import Words
from reports.year import Year, name_code, name_country

TEMPLATES = Path(__file__).with_name("templates")
PDF = "report.pdf"
"""The report on paper, beside the first page."""
LONGEST_SKETCH, LONGEST_BROAD_SKETCH = 460, 330
"""Height in pixels up to which the first page shows a chapter's drawing, in each of its widths."""

_HEIGHT = re.compile(r'<svg [^>]*?\bheight="([\d.]+)"')
_SCRIPT_TEXTS = (
    "All countries",
    "All kinds of document",
    "All languages",
    "Country",
    "Kind",
    "Language",
    "of {b} sentences",
    "documents",
    "Hollow: fewer than three documents. Bars: Wilson’s 95% intervals, too narrow where sentences "
    "resemble each other.",
    "No sentence in scope for this choice.",
    "Open the sentences",
    "The sentences of this year are in that year’s report.",
    "Find on this page",
    "All types",
    "Type",
    "shown",
    "Arrow keys go from point to point.",
)

Render = Callable[[], str]
Attempt = Callable[[Render], str | Fault]
"""Renders a page; what goes wrong with it alone comes back as a fault."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that the pages are made of."""

    year: Year
    numbers: PlacedChapter
    chapters: list[PlacedChapter]
    site: EvidenceSite
    is_fictional: bool
    has_pdf: bool = False
    """Whether the report on paper could be set, and may be linked."""

    @property
    def place(self) -> str:
        """The one country that the report is about, before the year; else nothing."""
        return f"{name_country(self.year.country)} " if self.year.country else ""

    @property
    def countries(self) -> list[str]:
        """Names of the countries that the documents of the year are from."""
        return sorted(name_country(code) for code in self.year.countries)

    @property
    def groups(self) -> list[tuple[str, list[PlacedChapter]]]:
        """The chapters as the guide lists them."""
        grouped = (
            (title, [placed for placed in self.chapters if placed.group == group])
            for group, title in GROUPS.items()
        )
        return [(title, chapters) for title, chapters in grouped if chapters]

    @property
    def keys(self) -> frozenset[str]:
        """The chapters that have a page."""
        return frozenset(placed.chapter.key for placed in self.chapters)

    @property
    def files(self) -> Iterator[tuple[PlacedChapter, Table]]:
        """Every table that has a file, with its chapter."""
        for placed in self.chapters:
            yield from ((placed, figure.table) for figure in placed.chapter.figures)
            yield from ((placed, table) for table in placed.chapter.tables)


def render_pages(
    report: Report, words: Words, attempt: Attempt
) -> tuple[dict[str, str], list[PlacedChapter]]:
    """Every page by its file name, and the chapters whose page could not be made."""
    environment = _environment(report, words)
    failed = []

    def render(template: str, name: str, **values: Any) -> str:
        words.begin_page()
        return environment.get_template(template).render(current=name, **values)

    pages = {}
    for number, placed in enumerate(report.chapters):
        around = {
            "before": report.chapters[number - 1] if number else None,
            "after": report.chapters[number + 1] if number + 1 < len(report.chapters) else None,
        }
        values: dict[str, Any] = {"name": placed.page, "placed": placed, **around}
        made = attempt(partial(render, "chapter.html.j2", **values))
        if isinstance(made, Fault):
            chapter = placed.chapter
            failed.append(replace_chapter(chapter.key, chapter.title, placed.group, made))
            made = render("chapter.html.j2", **{**values, "placed": failed[-1]})
        pages[placed.page] = made
    for page in report.site.pages:
        pages[page.name] = render("evidence.html.j2", "evidence.html", page=page)
    pages["evidence.html"] = render("evidence_index.html.j2", "evidence.html")
    pages["data.html"] = render("data.html.j2", "data.html", files=list(report.files))
    pages["index.html"] = render("index.html.j2", "index.html")
    return pages, failed


def _environment(report: Report, words: Words) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(link_name=name_link, country_name=name_country, code_name=name_code)
    site = report.site
    style = (TEMPLATES / "site.css").read_text(encoding="utf-8")
    script = (TEMPLATES / "site.js").read_text(encoding="utf-8")

    def draw(svg: str) -> Markup:
        # The drawings are our own markup; vl-convert escapes the texts in them.
        return Markup(words.drawing(link_marks(svg, site.find)))

    def say_count(count: int, noun: str) -> str | Markup:
        return words.marked(f"{count} {noun}{'' if count == 1 else 's'}")

    environment.globals.update(
        report=report,
        site=site,
        words=words,
        say=words.marked,
        plain=words.plain,
        value=words.value,
        term=words.term,
        number=lambda count: words.value(f"{count:,}"),
        counted=say_count,
        drawing=draw,
        find_sketch=_find_sketch,
        evidence_links=lambda figure: _link_evidence(figure, report),
        explorer_data=lambda explorer: _explain_explorer(explorer, words, site),
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        script_words={text: words.plain(text) for text in _SCRIPT_TEXTS},
    )
    return environment


def _hash(text: str) -> str:
    """The source expression of a Content Security Policy for this text inside its element."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@dataclass(frozen=True, slots=True)
class Sketch:
    """The drawing by which the first page shows a chapter; a broad one takes the whole width."""

    figure: Figure
    is_broad: bool


def _find_sketch(chapter: Chapter) -> Sketch | None:
    """The figure that the chapter names, or its first, where the first page has room for it."""
    named = [figure for figure in chapter.figures if figure.key == chapter.key_figure]
    for figure in named or chapter.figures[:1]:
        narrow, wide = (_HEIGHT.search(svg) for svg in (figure.narrow_svg, figure.wide_svg))
        if narrow and float(narrow[1]) <= LONGEST_SKETCH:
            return Sketch(figure, is_broad=False)
        if wide and (named or float(wide[1]) <= LONGEST_BROAD_SKETCH):
            return Sketch(figure, is_broad=True)
    return None


def _link_evidence(figure: Figure, report: Report) -> list[tuple[str, str, int]]:
    """Code, address and count of the sentences of the year behind a figure."""
    codes = figure.codes
    if not codes and "code" in figure.table.columns:
        column = figure.table.columns.index("code")
        codes = tuple(dict.fromkeys(row[column] for row in figure.table.rows))
    found = [(code, report.site.by_code[code]) for code in codes if code in report.site.by_code]
    return [(code, pages[0].name, pages[0].sentence_count) for code, pages in found]


def _explain_explorer(explorer: Explorer, words: Words, site: EvidenceSite) -> dict[str, Any]:
    """The counts for the script, with labels in the report's language and the pages to open."""
    told = asdict(explorer)
    told["labels"] = [words.value(label) for label in explorer.labels]
    for name in ("countries", "kinds", "languages"):
        told[name] = [[code, words.value(label)] for code, label in told[name]]
    told["year"] = site.year
    told["pages"] = {
        code: {
            "": site.by_code[code][0].name,
            **{country: at for (of, country), at in site.countries.items() if of == code},
        }
        for code in explorer.codes
        if code in site.by_code
    }
    return told
