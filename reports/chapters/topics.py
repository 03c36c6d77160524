"""The chapter about topics: what the passages of each language are about, and how that moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from reports.chapters.topic_figures import HEADINGS, Rows, draw_codes, draw_years
from reports.chapters.topic_tables import build_topic_tables, describe_lineage, describe_omissions
from reports.figures import Chapter, Figure, Table, build_table, interval, percent
from reports.languages import name_language, name_languages
from reports.year import LONGEST_SPAN, Year

_SHARES = """
    select * from out_topic_share where year <= ? and year > ? - ?
    order by language, position, topic_id, year
"""
_COUNTRY_SHARES = """
    select p.*, s.words from out_topic_part_share p
    join out_topic_share s using (topic_id, model_id, language, year)
    where p.part_by = 'country' and p.part = ? and p.year <= ? and p.year > ? - ?
    order by p.language, p.position, p.topic_id, p.year
"""
_CHANGES = "select * from out_topic_change where is_change and year <= ? order by language, year"
_TESTED = "select language from out_topic group by language having bool_or(is_tested)"
_ABOUT = (
    "A topic is a group of passages that use the same words, found anew in each language; its name "
    "is made of its strongest words unless a person has named it. Shares are of a year’s passages "
    "in one language and add up to one there. Languages are never added together, because their "
    "documents and their topics differ."
)
_HOW_SURE = (
    "Arrows in the figures mark years from which a topic is on another level: so clearly as "
    "documents in random order would show it in at most one of twenty cases. What moves may also "
    "be which documents there are, and not what they say."
)
_IN_ALL_COUNTRIES = (
    "The topics are those of all countries together. Moves from one level to another are looked "
    "for in all countries only: the documents of one are too few for that."
)
_MOST_MOVES = 4
"""Named in sentences; the figures show all."""


def build_topics(year: Year) -> Chapter:
    """What the passages are about: over the years, beside the imaginaries, and since the last fit.

    Languages without a document of the year are named, and those whose years all have few documents
    are listed and not drawn.
    """
    span = (year.year, year.year, LONGEST_SPAN)
    rows = (
        year.rows(_COUNTRY_SHARES, year.country, *span)
        if year.country
        else year.rows(_SHARES, *span)
    )
    if not rows:
        text = f"No topics are known up to {year.year}: no language had enough passages."
        return Chapter("topics", "Topics", missing=(text,))
    by_language: defaultdict[str, Rows] = defaultdict(list)
    for row in rows:
        by_language[row["language"]].append(row)
    sizes = {
        language: max((row["document_count"] for row in of if row["year"] == year.year), default=0)
        for language, of in by_language.items()
    }
    own = sorted((one for one in sizes if sizes[one]), key=lambda one: (-sizes[one], one))
    drawn = [one for one in own if not all(row["has_few_documents"] for row in by_language[one])]
    changes = [] if year.country else year.rows(_CHANGES, year.year)
    moves = [_IN_ALL_COUNTRIES] if year.country else _tell_moves(changes, drawn)
    tested = {row["language"] for row in year.rows(_TESTED)}
    figures: list[Figure] = []
    missing = _name_absent(year, sorted(set(sizes) - set(own)))
    for language in drawn:
        figures.append(draw_years(year, language, by_language[language], changes, tested))
        codes = draw_codes(year, language)
        figures += [codes] if codes else []
        if codes is None:
            missing.append(
                f"Topics in {name_language(language)} are not set beside the imaginaries: too few "
                "of their sentences could be coded."
            )
    listed = [one for one in own if one not in drawn]
    tables = list(build_topic_tables(year, own))
    if listed:
        few = [row for one in listed for row in by_language[one]]
        tables.insert(0, _list_few(few))
        missing.append(
            f"Topics in {name_languages(listed)} are listed and not drawn: no year has 3 documents."
        )
    leading = _lead(year, by_language[drawn[0]], drawn[0]) if drawn else ""
    told = [leading, _ABOUT, *moves, *describe_lineage(year, own)]
    missing += describe_omissions(year, own)
    return Chapter(
        "topics",
        "Topics",
        tuple(paragraph for paragraph in told if paragraph),
        tuple(figures),
        tuple(tables),
        tuple(missing),
        lead=leading,
        key_figure=figures[0].key if figures else "",
    )


def _lead(year: Year, rows: Rows, language: str) -> str:
    own = [row for row in rows if row["year"] == year.year]
    documents = own[0]["document_count"]
    if own[0]["has_few_documents"]:
        return (
            f"Only {documents} documents in {name_language(language)} are of {year.year}: too few "
            "to name a largest topic."
        )
    largest = max(own, key=lambda row: row["share"])
    return (
        f"In the {documents} documents of {year.year} in {name_language(language)}, the largest "
        f"topic is “{largest['label']}” with {percent(largest['share'])} of the passages (95% "
        f"interval {interval(largest['share_low'], largest['share_high'])})."
    )


def _tell_moves(changes: Rows, drawn: Sequence[str]) -> list[str]:
    """The clearest moves between levels in words, the latest first among equals."""
    of = [row for row in changes if row["language"] in drawn]
    if not of:
        text = "No topic has moved to another level so clearly that chance can be ruled out."
        return [text] if drawn else []
    clearest = sorted(of, key=lambda row: (row["chance_share"], -row["year"]))[:_MOST_MOVES]
    return [*map(_tell_move, clearest), _HOW_SURE]


def _tell_move(row: dict[str, Any]) -> str:
    doubt = (
        "no other year comes near"
        if row["year_low"] == row["year_high"]
        else f"it may also have been another year from {row['year_low']} to {row['year_high']}"
    )
    return (
        f"“{row['label']}” ({name_language(row['language'])}) is on another level from "
        f"{row['year']} on: {percent(row['share_after'])} of the passages after "
        f"{percent(row['share_before'])} before; {doubt}."
    )


def _name_absent(year: Year, absent: list[str]) -> list[str]:
    if not absent:
        return []
    return [
        f"There is no topic share of {year.year} for {name_languages(absent)}: no document of the "
        "year in the language has enough text."
    ]


def _list_few(rows: Rows) -> Table:
    listed = [
        {
            **row,
            "name": name_language(row["language"]),
            "range": interval(row["share_low"], row["share_high"]),
        }
        for row in rows
    ]
    listed.sort(key=lambda row: (row["name"], -row["year"], -row["share"], row["position"]))
    return build_table(
        "topics-few",
        "Topics in languages with few documents",
        listed,
        {"name": "Language", **HEADINGS},
    )
