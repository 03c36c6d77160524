"""The chapter about words: those that rose and fell, and those that set countries apart."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from reports.chapters.count_charts import draw_words
from reports.chapters.mention_quotes import read_word_quotes
from reports.charts import NARROW, WIDE
from reports.compare import EVERYWHERE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg
from reports.languages import name_language, name_languages
from reports.year import Year, explain_silence, name_country

KEY, TITLE = "words", "Words that rose and fell"

_SHOWN = 14
"""Words drawn of each direction."""
_LISTED = 12
"""Words named for a country."""
_MOST_QUOTES = 6

_CHANGES = """
    select * from out_word_change where country = ? and year = ?
    order by language, direction desc, place
"""
_COUNTRY_WORDS = """
    select * from out_country_word where year <= ?
    qualify year = max(year) over (partition by country, language)
    order by country, language, place
"""
_LANGUAGES = """
    select s.language, count(distinct d.document_id) as document_count
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year = ?
    group by s.language order by document_count desc, s.language
"""
_HOW = (
    "Each language by itself. Words of the year’s sentences about data and technology are set "
    "against those of all years before by weighted log-odds with an informative Dirichlet prior "
    "(Monroe, Colaresi and Quinn 2008); countries against all others of the language by "
    "log-likelihood (Dunning 1993). Forms of one stem count together, and a sentence that several "
    "documents of a year have word for word counts once."
)
_LEFT_OUT = (
    "Left out: stop words, months, addresses, names of public bodies, and every word that is "
    "written with a capital nearly always and is no term of the codebook, so that no person is "
    "named. A word is shown only if three documents of its side have it and none of them has more "
    "than half of its mentions. The scores order words; they take mentions as independent, which "
    "those of one text are not, and a change may be a different mix of documents."
)
_HEADINGS = {
    "word": "Word",
    "direction": "Direction",
    "z": "z-score",
    "rate": "Per 10,000 words",
    "earlier_rate": "Before",
    "word_count": "Mentions",
    "document_count": "Documents with it",
    "all_document_count": "Documents",
    "earlier_word_count": "Mentions before",
    "earlier_document_count": "Documents with it before",
    "earlier_all_document_count": "Documents before",
}
_COLUMNS = (
    "language",
    "year",
    "word",
    "direction",
    "z_score",
    "log_odds_ratio",
    "word_count",
    "all_word_count",
    "document_count",
    "all_document_count",
    "earlier_word_count",
    "earlier_all_word_count",
    "earlier_document_count",
    "earlier_all_document_count",
)

Rows = list[dict[str, Any]]


def build_words(year: Year) -> Chapter:
    """Words of the year against the years before, and words of each country against the others."""
    if year.document_count == 0:
        return Chapter(KEY, TITLE, missing=(explain_silence(year, "words"),))
    changes: defaultdict[str, Rows] = defaultdict(list)
    for row in year.rows(_CHANGES, EVERYWHERE, year.year):
        changes[row["language"]].append(row)
    spoken = [row["language"] for row in year.rows(_LANGUAGES, year.year)]
    moved = [language for language in spoken if language in changes]
    still = [language for language in spoken if language not in changes]
    figures = [_draw_changes(year, language, changes[language]) for language in moved]
    missing = []
    if still:
        missing.append(
            f"No word of {year.year} can be said to have risen or fallen in "
            f"{name_languages(still)}: too few documents of the year or before it, or no word that "
            "is spread over three documents and moved clearly."
        )
    tables = [table for table in (_list_country_words(year),) if table]
    if not tables:
        missing.append(
            "No country is set apart by its words: none has three documents beside three of other "
            "countries in its language."
        )
    lead = _lead(year, changes[moved[0]], moved[0]) if moved else ""
    return Chapter(
        KEY,
        TITLE,
        tuple(text for text in (lead, _HOW, _LEFT_OUT) if text),
        tuple(figures),
        tuple(tables),
        tuple(missing),
        lead=lead,
        key_figure=figures[0].key if figures else "",
    )


def _draw_changes(year: Year, language: str, rows: Rows) -> Figure:
    name = name_language(language)
    for row in rows:
        row["label"] = row["word"]
        row["z"] = f"{row['z_score']:+.1f}"
        row["rate"] = _rate(row["word_count"], row["all_word_count"])
        row["earlier_rate"] = _rate(row["earlier_word_count"], row["earlier_all_word_count"])
        row["tip"] = (
            f"{row['word']} · {row['rate']} per 10,000 words, {row['earlier_rate']} before · "
            f"{row['document_count']} of {row['all_document_count']} documents, "
            f"{row['earlier_document_count']} of {row['earlier_all_document_count']} before"
        )
    drawn = [row for row in rows if row["place"] <= _SHOWN]
    rose = [row for row in drawn if row["direction"] == "rose"]
    fell = [row for row in drawn if row["direction"] == "fell"]
    first = rows[0]
    told = "; ".join(
        f"{direction}: {', '.join(row['word'] for row in part)}"
        for direction, part in (("rose", rose), ("fell", fell))
        if part
    )
    key = f"words-{language}"
    return Figure(
        key=key,
        title=f"Words that rose and fell in {name}, {year.year}",
        description="Bars to the right for words that rose, to the left for words that fell. "
        f"{told}.",
        note=f"n = {first['all_word_count']:,} words in {first['all_document_count']:,} documents "
        f"of {year.year}, {first['earlier_all_word_count']:,} words in "
        f"{first['earlier_all_document_count']:,} documents before. Length: z-score of the "
        "log-odds; beyond 1.96 a word stands out from chance by itself, and hundreds were tried.",
        wide_svg=draw_svg(draw_words([*rose, *fell[::-1]], WIDE), f"{key}-w"),
        narrow_svg=draw_svg(draw_words([*rose, *fell[::-1]], NARROW), f"{key}-n"),
        table=build_table(key, f"Words that rose and fell in {name}", rows, _HEADINGS, _COLUMNS),
        quotes=_quotes(year, language, rows),
    )


def _quotes(year: Year, language: str, rows: Rows) -> tuple[Any, ...]:
    words = [row["word"] for row in rows if row["direction"] == "rose"][:_MOST_QUOTES]
    return read_word_quotes(year, language, words)


def _list_country_words(year: Year) -> Table | None:
    found = year.rows(_COUNTRY_WORDS, year.year)
    if not found:
        return None
    words: defaultdict[tuple[str, str], Rows] = defaultdict(list)
    for row in found:
        words[row["country"], row["language"]].append(row)
    rows = [
        {
            "country": country,
            "language_name": name_language(language),
            "language": language,
            "until_year": of[0]["year"],
            "all_document_count": of[0]["all_document_count"],
            "words": ", ".join(row["word"] for row in of[:_LISTED]),
            "scores": ", ".join(f"{row['word']} {row['g_squared']:.1f}" for row in of),
        }
        for (country, language), of in words.items()
    ]
    rows.sort(key=lambda row: (name_country(row["country"]), row["language"]))
    return build_table(
        "country-words",
        "Words that set a country’s documents apart, strongest first",
        rows,
        {
            "country": "Country",
            "language_name": "Language",
            "all_document_count": "Documents",
            "until_year": "Up to year",
            "words": "Words",
        },
        ("country", "language", "until_year", "all_document_count", "scores"),
    )


def _lead(year: Year, rows: Rows, language: str) -> str:
    name, first = name_language(language), rows[0]
    rose = [row["word"] for row in rows if row["direction"] == "rose"][:3]
    fell = [row["word"] for row in rows if row["direction"] == "fell"][:3]
    base = f"{first['all_document_count']} documents of {year.year} in {name}"
    if rose and fell:
        return f"In the {base}, {_join(rose)} rose most, and {_join(fell)} fell most."
    if rose:
        return f"In the {base}, {_join(rose)} rose most."
    return f"In the {base}, {_join(fell)} fell most."


def _join(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _rate(count: int, total: int) -> str:
    return f"{10_000 * count / total:.1f}"
