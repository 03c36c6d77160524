"""The chapter about images: data as a gold mine, the ecosystem, the race, by year and country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reports.chapters.count_charts import draw_count_grid
from reports.chapters.mention_quotes import read_facet_quotes
from reports.figures import Chapter, Figure, Table, build_table, draw_svg
from reports.quotes import Quote
from reports.year import (
    FEW_DOCUMENTS,
    LONGEST_SPAN,
    Year,
    explain_silence,
    name_country,
)

KEY, TITLE = "images", "Images"

_MOST_IMAGES = 16
_MOST_COUNTRIES = 12
_MOST_QUOTES = 12
_TREASURE = ("gold_mine", "oil", "fuel", "raw_material", "treasure")
"""Images that make data a thing to be mined, burned or harvested."""

_COUNTED = """
    select metaphor, country, year, count(distinct sentence_id)::integer as image_sentence_count,
           count(distinct case when is_negated then sentence_id end)::integer as negated_count
    from out_metaphor_sentence where not is_excerpt and year <= ? and year > ? - ?
    group by metaphor, country, year order by all
"""
_WITH_ANY = """
    select count(distinct sentence_id) as image_sentence_count
    from out_metaphor_sentence where not is_excerpt and year = ?
"""
_SIZES = """
    select d.country, d.year, count(*) as sentence_count,
           count(distinct d.document_id) as document_count
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year <= ? and d.year > ? - ?
    group by d.country, d.year
"""
_SENTENCES = """
    select metaphor, code, quote, is_negated, country, title, page, claim_id, document_id, link,
           archived_as
    from out_metaphor_sentence where year = ? and not is_excerpt
    qualify row_number() over (partition by metaphor, sentence_id order by claim_id) = 1
    order by metaphor, country, title, page, claim_id
"""
_ABOUT = (
    "An image says what data is by what it is not: a gold mine, oil, a bridge, a race. The coder "
    "looks for the images that the codebook declares, in sentences that carry the image’s code; "
    "other images are not seen. An image that is denied is counted too, and shown as denied in the "
    "table."
)
_HEADINGS = {
    "label": "Image",
    "image_sentence_count": "Sentences",
    "negated_count": "Of them denied",
    "per_thousand": "Per 1,000 sentences in scope",
    "sentence_count": "Sentences in scope",
    "document_count": "Documents",
}

Rows = list[dict[str, Any]]


def build_images(year: Year) -> Chapter:
    """How often each image is used, by year and country, with every sentence of the year."""
    if year.document_count == 0:
        return Chapter(KEY, TITLE, missing=(explain_silence(year, "images"),))
    span = (year.year, year.year, LONGEST_SPAN)
    rows, sizes = year.rows(_COUNTED, *span), year.rows(_SIZES, *span)
    if not rows:
        text = f"No declared image is used in the documents up to {year.year}."
        return Chapter(KEY, TITLE, (_ABOUT,), missing=(text,))
    figures = [_draw_years(year, rows, sizes)]
    missing: list[str] = []
    by_country = None if year.country else _draw_countries(year, rows, sizes)
    figures += [by_country] if by_country else []
    if by_country is None and len({row["country"] for row in sizes}) > 1:
        missing.append(
            "Countries are not compared by their images: fewer than two have "
            f"{FEW_DOCUMENTS} documents."
        )
    own = [row for row in rows if row["year"] == year.year]
    if not own:
        missing.append(f"No declared image is used in the documents of {year.year}.")
    lead = _lead(year, own)
    told = (lead, _tell_treasure(year, rows), _ABOUT)
    return Chapter(
        KEY,
        TITLE,
        tuple(text for text in told if text),
        tuple(figures),
        (_list_sentences(year),) if own else (),
        tuple(missing),
        lead=lead,
        key_figure="images",
    )


def _draw_years(year: Year, rows: Rows, sizes: Rows) -> Figure:
    shown = _most_used(rows)
    cells = _add_up(rows, sizes, lambda row: str(row["year"]))
    years = sorted({str(row["year"]) for row in sizes})
    return _draw(
        "images",
        "Images over the years",
        _name_columns(cells, years),
        shown,
        f"{len(_images(rows)):,} images are used from {years[0]} to {years[-1]}; the "
        f"{len(shown)} most frequent are drawn, and the table has all.",
        _quote(year, rows),
    )


def _draw_countries(year: Year, rows: Rows, sizes: Rows) -> Figure | None:
    documents: Counter[str] = Counter()
    for row in sizes:
        documents[row["country"]] += row["document_count"]
    enough = [name for name, count in documents.items() if count >= FEW_DOCUMENTS]
    if len(enough) < 2:
        return None
    largest = sorted(enough, key=lambda name: (-documents[name], name))[:_MOST_COUNTRIES]
    labels = {name: f"{name_country(name)} ({documents[name]})" for name in documents}
    cells = _add_up(rows, sizes, lambda row: labels[row["country"]])
    first = min(row["year"] for row in sizes)
    return _draw(
        "images-by-country",
        f"Images by country, {first} to {year.year}",
        _name_columns(cells, [labels[name] for name in largest]),
        _most_used(rows),
        f"In brackets: documents. Countries with fewer than {FEW_DOCUMENTS} documents are in the "
        "table only.",
        _quote(year, rows),
    )


def _draw(
    key: str,
    title: str,
    named: tuple[Rows, Sequence[str]],
    shown: Sequence[str],
    note: str,
    quotes: tuple[Quote, ...],
) -> Figure:
    cells, columns = named
    drawn = [row for row in cells if row["metaphor"] in shown and row["column"] in columns]
    lines = [_label(name) for name in shown]
    return Figure(
        key=key,
        title=title,
        description=f"A grid of {len(lines)} images by {len(columns)} columns; each cell has the "
        "number of sentences. The table below has every number.",
        note="Numbers: sentences that use the image. The darker, the more per 1,000 sentences in "
        f"scope. Empty: none. {note}",
        wide_svg=draw_svg(draw_count_grid(drawn, columns, lines), key),
        narrow_svg="",
        table=build_table(
            key,
            title,
            sorted(cells, key=lambda row: (row["label"], row["column"])),
            {"column": "Where or when", **_HEADINGS},
        ),
        quotes=quotes,
    )


def _add_up(
    rows: Rows, sizes: Rows, column_of: Callable[[Mapping[str, Any]], str]
) -> dict[tuple[str, str], dict[str, Any]]:
    """Sentences with each image in each column, and how many sentences in scope the column has."""
    sentences: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for row in sizes:
        sentences[column_of(row)] += row["sentence_count"]
        documents[column_of(row)] += row["document_count"]
    cells: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        column = column_of(row)
        cell = cells.setdefault(
            (row["metaphor"], column),
            {
                "metaphor": row["metaphor"],
                "label": _label(row["metaphor"]),
                "column": column,
                "image_sentence_count": 0,
                "negated_count": 0,
                "sentence_count": sentences[column],
                "document_count": documents[column],
            },
        )
        cell["image_sentence_count"] += row["image_sentence_count"]
        cell["negated_count"] += row["negated_count"]
    return cells


def _name_columns(
    cells: Mapping[tuple[str, str], dict[str, Any]], columns: Sequence[str]
) -> tuple[Rows, Sequence[str]]:
    rows = []
    for cell in cells.values():
        rate = 1000 * cell["image_sentence_count"] / cell["sentence_count"]
        tip = (
            f"{cell['label']} · {cell['column']} · {cell['image_sentence_count']:,} of "
            f"{cell['sentence_count']:,} sentences · {cell['document_count']:,} documents"
        )
        rows.append(
            {
                **cell,
                "count": cell["image_sentence_count"],
                "rate": rate,
                "per_thousand": f"{rate:.2f}",
                "tip": tip,
            }
        )
    return rows, columns


def _list_sentences(year: Year) -> Table:
    rows = year.rows(_SENTENCES, year.year)
    for row in rows:
        row["label"] = _label(row["metaphor"])
        row["denied"] = "denied" if row["is_negated"] else ""
    return build_table(
        "image-sentences",
        f"Every sentence with an image, {year.year}",
        rows,
        {
            "label": "Image",
            "quote": "In the words",
            "denied": "",
            "country": "Country",
            "title": "Document",
            "page": "Page",
        },
        ("metaphor", "code", "quote", "is_negated", "country", "title", "page", "claim_id"),
    )


def _lead(year: Year, own: Rows) -> str:
    if not own:
        return f"In {year.year} no declared image is used."
    most = _most_used(own)[0]
    count = sum(row["image_sentence_count"] for row in own if row["metaphor"] == most)
    every = year.rows(_WITH_ANY, year.year)[0]["image_sentence_count"]
    return (
        f"In {year.year}, {every:,} of {year.sentence_count:,} sentences in scope use a declared "
        f"image; the most frequent is “{_label(most).lower()}”, in {count:,}."
    )


def _tell_treasure(year: Year, rows: Rows) -> str:
    """The gold mine and its kin, which the report always tells of, also where there is none."""
    kin = [row for row in rows if row["metaphor"] in _TREASURE]
    own = [row for row in kin if row["year"] == year.year]
    gold = sum(row["image_sentence_count"] for row in kin if row["metaphor"] == "gold_mine")
    names = ", ".join(_label(name).lower() for name in sorted(_images(kin))) or "none"
    return (
        "Images that make data a thing to be mined, burned or refined are used "
        f"{sum(row['image_sentence_count'] for row in own):,} times in {year.year} and "
        f"{sum(row['image_sentence_count'] for row in kin):,} times since "
        f"{year.year - LONGEST_SPAN + 1}, a gold mine {gold:,} times. Found of this kind: {names}."
    )


def _quote(year: Year, rows: Rows) -> tuple[Quote, ...]:
    """A sentence of the year for each of its most used images."""
    of_year = _most_used([row for row in rows if row["year"] == year.year])
    labels = {name: _label(name) for name in of_year}
    return read_facet_quotes(year, "metaphor", of_year, labels)[:_MOST_QUOTES]


def _most_used(rows: Rows) -> list[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["metaphor"]] += row["image_sentence_count"]
    return sorted(counts, key=lambda name: (-counts[name], name))[:_MOST_IMAGES]


def _images(rows: Rows) -> set[str]:
    return {row["metaphor"] for row in rows}


def _label(metaphor: str) -> str:
    return metaphor.replace("_", " ").capitalize()
