"""The chapter about people: who speaks, about whom, and who is absent."""

from __future__ import annotations

from reports.chapters.group_figures import (
    RARE_SHARE,
    Rows,
    draw_group_countries,
    draw_group_years,
    draw_groups,
    list_absent,
    list_sentences,
    name_groups,
    read_groups,
)
from reports.chapters.speaker_figures import draw_actors, draw_gainers, draw_speakers, list_bodies
from reports.figures import Chapter, percent
from reports.year import FEW_DOCUMENTS, Year, explain_silence

KEY, TITLE = "voices", "Who speaks, about whom, and who is absent"

_ABOUT = (
    "Three things are counted. Who issues the documents; who acts in their sentences, and who is "
    "said to gain; and which groups of people are named at all. For the last, a declared list of "
    "groups with words in every language (data/named_groups.yml) is looked for in all sentences "
    "about data and technology."
)
_LIMITS = (
    "To be named is little: it says nothing of being asked. A group counts as absent only if none "
    "of its declared words is found; words that are not on the list are missed, and who is not on "
    "the list is not looked for."
)


def build_voices(year: Year) -> Chapter:
    """Speakers, actors, those said to gain, and groups that are named often, rarely or never."""
    if year.document_count == 0:
        return Chapter(KEY, TITLE, missing=(explain_silence(year, "speakers"),))
    missing: list[str] = []
    rows = read_groups(year)
    own = [row for row in rows if row["year"] == year.year]
    told, lead, figures = [_ABOUT], "", []
    if own:
        lead = _lead(year, own)
        told += [lead, *_tell_absent(year, own)]
        by_country = draw_group_countries(year)
        over_years = draw_group_years(year, rows)
        figures += [one for one in (draw_groups(year, own), by_country, over_years) if one]
        if by_country is None and len(year.countries) > 1:
            missing.append(
                "Countries are not compared by whom they name: fewer than two have "
                f"{FEW_DOCUMENTS} documents of {year.year} that could be judged."
            )
    else:
        missing.append(
            f"Which groups are named in {year.year} is not known: run `imaginaries compare` first."
        )
    actors, acting = draw_actors(year)
    speakers, gainers = draw_speakers(year), draw_gainers(year)
    told += [acting, _LIMITS]
    figures += [one for one in (speakers, actors, gainers) if one]
    if actors is None:
        missing.append(f"Who is said to act cannot be shown: no sentence of {year.year} is coded.")
    if gainers is None:
        missing.append(f"Nobody is said to gain in a coded sentence of {year.year}.")
    tables = [list_absent(year), list_bodies(year), list_sentences(year) if own else None]
    return Chapter(
        KEY,
        TITLE,
        tuple(paragraph for paragraph in told if paragraph),
        tuple(figures),
        tuple(table for table in tables if table and table.rows),
        tuple(missing),
        lead=lead,
        key_figure="groups" if own else "",
    )


def _lead(year: Year, own: Rows) -> str:
    documents = max(row["document_count"] for row in own)
    if documents < FEW_DOCUMENTS:
        return (
            f"Only {documents} documents of {year.year} could be judged: too few to say who is "
            "absent."
        )
    most = max(row["share"] for row in own)
    leading = name_groups([row for row in own if row["share"] == most])
    absent = [row for row in own if not row["naming_document_count"]]
    said = (
        f"In {year.year}, {leading} are named in {percent(most)} of the {documents:,} documents; "
    )
    if absent:
        return f"{said}{len(absent)} of the {len(own)} groups looked for are named in none."
    return f"{said}each of the {len(own)} groups looked for is named in one at least."


def _tell_absent(year: Year, own: Rows) -> list[str]:
    if max(row["document_count"] for row in own) < FEW_DOCUMENTS:
        return []
    absent = [row for row in own if not row["naming_document_count"]]
    rare = [row for row in own if 0 < row["share"] < RARE_SHARE]
    told = []
    if absent:
        told.append(f"Named in no document of {year.year}: {name_groups(absent)}.")
    if rare:
        told.append(f"Named in fewer than one document of ten: {name_groups(rare)}.")
    return told
