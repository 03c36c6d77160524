"""What the printed report says: the chapters of the site, laid out as plain data for a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reports.chapters.order import PlacedChapter
from reports.figures import Cell, Chapter, Figure, Headline, Table
from reports.links import name_link, web_address
from reports.pages import Report
from reports.quotes import Quote
from reports.register_rows import RegisterRow
from reports.words import ENGLISH, Words
from reports.year import name_country

MOST_PRINTED_ROWS = 25
"""Rows of a table on paper: half a page. The file beside the report has all."""
MOST_QUOTES = 3
"""Quotes printed with one figure; the site has the others."""
TEXT_WIDTH, TEXT_HEIGHT = 178.0, 215.0
"""Millimetres that a drawing may take on an A4 page with its title and its note."""
FULL_WIDTH = 750.0
"""Pixels of a drawing that takes the whole width."""

Plain = dict[str, Any]

_STYLE = Path(__file__).with_name("templates") / "site.css"
_COLOUR = re.compile(r"--([a-z]+): (#[0-9a-f]{3,6});")
_VARIABLE = re.compile(r"var\(--([a-z]+)\)")
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_OF_THE_SCREEN = re.compile(r' data-(?:tip|to)="[^"]*"')
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_BREAKABLE = re.compile(r"(?<=[/_.?&=-])(?=\w)")
_PLACE_TO_BREAK = re.compile(rf"\s|{_BREAKABLE.pattern}")
_LINE, _LONGEST_CELL, _LONGEST_WORD, _PADDING = 148, 120, 16, 3
"""Characters of a table's line, of what a cell and a word may want of it, and beside a cell."""
_LONGEST_TEXT = 300
"""Characters of a cell that are printed: a row is never divided between pages."""


def lay_out(report: Report, words: Words) -> str:
    """The whole report as JSON, all texts in its language and none of them markup.

    The template takes texts as values, so that a title which looks like a command is a title.
    """
    year = report.year
    colours = read_print_colours()
    numbers = report.numbers.chapter
    title = f"{report.place}{year.year}"
    return json.dumps(
        {
            "language": words.language,
            "colours": colours,
            "name": _say(words, "Promised and on record"),
            "year": title,
            "title": f"{words.plain('Promised and on record')} {title}",
            "kicker": _say(words, f"Annual discourse report · edition {year.edition}"),
            "standfirst": _say(words, _STANDFIRST),
            "countries": words.value(", ".join(report.countries)) if not year.country else "",
            "fictional": [_say(words, text) for text in _FICTIONAL] if report.is_fictional else [],
            "guide": _say(words, _GUIDE),
            "contents": words.plain("Contents"),
            "not_shown": _say(words, "Not shown."),
            "numbers": _lay_chapter(words, numbers, colours, report.keys),
            "groups": [
                {
                    "title": _say(words, name),
                    "chapters": [_lay_placed(words, placed, colours) for placed in chapters],
                }
                for name, chapters in report.groups
            ],
            "made": _say(
                words,
                f"Made {year.now:%Y-%m-%d %H:%M} UTC by imaginaries from edition {year.edition}.",
            ),
            "belongs": _say(words, _BELONGS),
        },
        ensure_ascii=False,
    )


_STANDFIRST = (
    "What governments say that data and AI will bring, what they commit to, and what their own "
    "registers have on record."
)
_FICTIONAL = (
    "Fictional demo",
    "Every document, body, register and number is invented to show how the report works. None of "
    "it is about a real government.",
)
_GUIDE = (
    "This is the printed form of the report. The site beside it, index.html, has the same chapters "
    "with all their tables and opens every number down to its sentences; the folder data has every "
    "number as a CSV file."
)
_BELONGS = (
    "Quotes are short and belong to their publishers; each leads to its page at the publisher, or "
    "to a public copy on GitHub where it was fetched there."
)


def read_print_colours() -> dict[str, str]:
    """The colours that the site's style has for paper, else for a light screen, by name."""
    style = _STYLE.read_text(encoding="utf-8")
    light, _, _ = style.partition("@media")
    _, _, for_paper = style.partition("@media print")
    return dict(_COLOUR.findall(light) + _COLOUR.findall(for_paper))


def _say(words: Words, text: str) -> Plain:
    """A text in the report's language, or in English and said to be."""
    found = words.find(text)
    return {"text": text if found is None else found, "lang": _language(words, found is not None)}


def _language(words: Words, is_said: bool) -> str:
    return words.language if is_said else ENGLISH


def _lay_placed(words: Words, placed: PlacedChapter, colours: dict[str, str]) -> Plain:
    return _lay_chapter(words, placed.chapter, colours, frozenset())


def _lay_chapter(
    words: Words, chapter: Chapter, colours: dict[str, str], keys: frozenset[str]
) -> Plain:
    """A chapter; its headlines lead to the chapters among `keys`."""
    return {
        "key": chapter.key,
        "title": _say(words, chapter.title),
        "headlines": [_lay_headline(words, one, keys) for one in chapter.headlines],
        "paragraphs": [_say(words, text) for text in chapter.paragraphs],
        "figures": [_lay_figure(words, figure, colours) for figure in chapter.figures],
        "quotes": [_lay_quote(words, quote) for quote in chapter.quotes[: 2 * MOST_QUOTES]],
        "tables": [_lay_table(words, table) for table in chapter.tables],
        "missing": [_say(words, text) for text in chapter.missing],
    }


def _lay_headline(words: Words, headline: Headline, keys: frozenset[str]) -> Plain:
    return {
        "value": words.value(headline.value),
        "label": _say(words, headline.label),
        "note": _say(words, headline.note),
        "withheld": headline.is_withheld,
        "chapter": headline.chapter if headline.chapter in keys else "",
    }


def _lay_figure(words: Words, figure: Figure, colours: dict[str, str]) -> Plain:
    svg = figure.wide_svg or figure.narrow_svg
    return {
        "title": _say(words, figure.title),
        "description": words.plain(figure.description),
        "note": _say(words, figure.note),
        "svg": paint_for_paper(words.drawing(svg), colours),
        "width": _width_on_paper(svg),
        "data": _say(words, f"All numbers: data/{figure.table.key}.csv."),
        "quotes": [_lay_quote(words, quote) for quote in figure.quotes[:MOST_QUOTES]],
        "rows": [_lay_row(words, row) for row in figure.register_rows[:MOST_QUOTES]],
    }


def paint_for_paper(svg: str, colours: dict[str, str]) -> str:
    """A drawing with colours in place of the style's variables and a font of its own."""
    svg = _VARIABLE.sub(lambda name: colours[name[1]], _OF_THE_SCREEN.sub("", svg))
    return svg.replace("<svg ", '<svg font-family="Arimo" ', 1)


def _width_on_paper(svg: str) -> float:
    """Share of the text's width: as broad as drawn, less where it would be higher than a page."""
    size = _SIZE.search(svg)
    if size is None:
        return 1.0
    width, height = float(size[1]), float(size[2])
    share = min(1.0, width / FULL_WIDTH)
    return min(share, TEXT_HEIGHT / (TEXT_WIDTH * height / width))


def _lay_quote(words: Words, quote: Quote) -> Plain:
    is_known = _LANGUAGE.fullmatch(quote.language or "") is not None
    where = [quote.publisher or words.value(name_country(quote.country)), str(quote.year)]
    if quote.page:
        where.append(words.plain(f"page {quote.page}"))
    return {
        "language": quote.language if is_known else words.language,
        "stretches": [[stretch.text, stretch.is_cue] for stretch in quote.stretches],
        "tags": [words.value(tag) for tag in (quote.tag, quote.type) if tag],
        "title": quote.title,
        "where": ", ".join(where),
        "excerpt": words.plain("excerpt") if quote.is_excerpt else "",
        "link": _lay_link(words, web_address(quote.link)),
    }


def _lay_row(words: Words, row: RegisterRow) -> Plain:
    where = [row.organisation, *([str(row.year)] if row.year else [])]
    return {
        "status": words.value(row.status),
        "name": row.name,
        "where": ", ".join(where),
        "told": _say(words, f"Status in {row.register_id}:"),
        "raw": f"“{row.status_raw}”" if row.status_raw else words.plain("blank"),
        "link": _lay_link(words, web_address(row.link), "address in the register"),
    }


def _lay_link(words: Words, address: str | None, name: str = "") -> Plain | None:
    return {"to": address, "name": _say(words, name or name_link(address))} if address else None


def _lay_table(words: Words, table: Table) -> Plain:
    shown = table.cells[:MOST_PRINTED_ROWS]
    is_cut = len(shown) < len(table.cells)
    cut = f"The first {len(shown)} of {len(table.cells)} rows."
    return {
        "caption": _say(words, table.caption),
        "widths": _weigh_columns(table.headings, shown),
        "numbers": [is_number for _, is_number in table.heads],
        "headings": [_say(words, heading) for heading in table.headings],
        "rows": [[_lay_cell(words, cell) for cell in row] for row in shown],
        "cut": _say(words, cut) if is_cut else None,
        "data": _say(words, f"All numbers: data/{table.key}.csv."),
    }


def _weigh_columns(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """How wide each column is beside the others: its words fit, then as much as cells want."""
    columns = [
        [*heading.split(), *(row[place].text for row in rows)]
        for place, heading in enumerate(headings)
    ]
    least = [
        _PADDING + max(_widest_word(heading.split()), min(_LONGEST_WORD, _widest_word(texts)))
        for heading, texts in zip(headings, columns, strict=True)
    ]
    longest = (max((len(text) for text in texts), default=0) for texts in columns)
    wanted = [min(_LONGEST_CELL, _PADDING + long) for long in longest]
    missing = [max(0, want - width) for want, width in zip(wanted, least, strict=True)]
    room = max(0, _LINE - sum(least))
    part = min(1.0, room / max(1, sum(missing)))
    return [width + part * more for width, more in zip(least, missing, strict=True)]


def _widest_word(texts: Iterable[str]) -> int:
    """Characters of the longest word; a path may be broken and counts for its longest part."""
    return max((len(word) for text in texts for word in _PLACE_TO_BREAK.split(text)), default=0)


def _lay_cell(words: Words, cell: Cell) -> Plain:
    is_ours = cell.is_number or cell.is_term
    text = words.value(cell.text) if is_ours else cell.text
    if len(text) > _LONGEST_TEXT:
        text = f"{text[:_LONGEST_TEXT].rsplit(maxsplit=1)[0]} …"
    if cell.has_long_word:
        text = _BREAKABLE.sub("\u200b", text)
    return {"text": text, "link": web_address(cell.link)}
