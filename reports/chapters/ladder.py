"""The chapter of the ladder: from vision to production and retired, with the n of each rung."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.chapters.record_charts import RUNGS, draw_ladders
from reports.charts import NARROW, WIDE
from reports.figures import Chapter, Figure, build_table, draw_svg
from reports.quotes import read_quotes
from reports.register_rows import read_rows_by_status
from reports.year import Year, name_code, name_countries, name_country

KEY, TITLE = "ladder", "From vision to production"
MOST_PANELS = 6
OF_TALK = 4
"""Of the rungs, the first so many are of sentences."""

_RUNGS = """
    select country, code, side, case rung when 'idea' then 'planned' else rung end as part,
           count(distinct if(side = 'talk', sentence_id, system_key)) as rung_count,
           count(distinct document_id) as document_count
    from out_rung
    where not coalesce(is_excerpt, false) and (year is null or year <= ?)
    group by all order by country, code, part
"""
_WHAT = (
    "Each rung is counted by itself: nothing climbs here, since a sentence of hope and a system "
    "in use are seldom of the same thing. The first four rungs count sentences in scope, "
    "excerpts left out; the other five count systems of the country’s own registers that are "
    "dated up to the year or not at all, each once, in the status that counts today. An idea on "
    "record stands with the planned. A blank or contradicted status is on no rung, and neither "
    "is a system that the newest edition no longer lists."
)


def build_ladder(year: Year) -> Chapter:
    """The ladder of each country with documents up to the year, and of each imaginary."""
    counted = _count(year)
    registered = [country for country in counted if country in year.registered]
    if not counted:
        reason = f"No ladder up to {year.year}: no sentence in scope and no system is on record."
        return Chapter(KEY, TITLE, missing=(reason,))
    wholes = {country: codes["all"] for country, codes in counted.items() if "all" in codes}
    figures = [_draw_countries(year, wholes)]
    if registered:
        figures.append(_draw_codes(year, {place: counted[place] for place in registered}))
    lacking = sorted(country for country in counted if country not in year.registered)
    missing = (
        (
            f"No register is loaded for {name_countries(lacking)}: the rungs of systems are not "
            "known there, and none is shown as zero.",
        )
        if lacking
        else ()
    )
    lead = _tell(year, {place: wholes[place] for place in registered if place in wholes})
    said = (lead, _WHAT) if lead else (_WHAT,)
    return Chapter(
        KEY, TITLE, said, tuple(figures), missing=missing, lead=lead, key_figure="ladder"
    )


Counts = dict[str, dict[str, dict[str, int]]]
"""By country and code: sentences or systems on each rung."""


def _count(year: Year) -> Counts:
    counted: Counts = {}
    for row in year.rows(_RUNGS, year.year):
        of_code = counted.setdefault(row["country"], {}).setdefault(row["code"], {})
        of_code[row["part"]] = row["rung_count"]
    return counted


def _tell(year: Year, wholes: Mapping[str, Mapping[str, int]]) -> str:
    if not wholes:
        return ""
    place = max(wholes, key=lambda country: (sum(_talk(wholes[country])), country))
    own = wholes[place]
    promised = own.get("commitment", 0) + own.get("mandate", 0)
    return (
        f"{name_country(place)}, up to {year.year}: {own.get('vision', 0):,} sentences hope, "
        f"{promised:,} commit or instruct and {own.get('result', 0):,} report results; "
        f"{own.get('production', 0):,} systems are on record in production, "
        f"{own.get('pilot', 0):,} in a pilot and {own.get('retired', 0):,} retired."
    )


def _talk(own: Mapping[str, int]) -> list[int]:
    return [own.get(rung, 0) for rung in RUNGS[:OF_TALK]]


def _draw_countries(year: Year, wholes: Mapping[str, Mapping[str, int]]) -> Figure:
    order = sorted(
        wholes,
        key=lambda place: (place not in year.registered, -sum(_talk(wholes[place])), place),
    )
    rows = [
        row
        for country in order
        for row in _rungs(name_country(country), wholes[country], country in year.registered)
        if row.update(country=country) is None
    ]
    shown = [name_country(country) for country in order[:MOST_PANELS]]
    return _figure(
        "ladder",
        f"From vision to retired, by country, up to {year.year}",
        f"n beside each bar. Bars show the part of the country’s sentences or systems that stand "
        f"on a rung. The table has all {len(order)} countries.",
        rows,
        shown,
        year,
        "country",
    )


def _draw_codes(year: Year, counted: Counts) -> Figure:
    """Each imaginary over all countries with a register."""
    codes = year.codes_of("imaginary")
    rows = []
    for code in codes:
        total: dict[str, int] = {}
        for of_country in counted.values():
            for rung, count in of_country.get(code, {}).items():
                total[rung] = total.get(rung, 0) + count
        rows += [{**row, "code": code} for row in _rungs(name_code(code), total, True)]
    return _figure(
        "ladder-codes",
        f"From vision to retired, by imaginary, up to {year.year}",
        f"n beside each bar. {name_countries(list(counted))} together: the countries with a "
        "register. A sentence or a system with two codes stands in two panels.",
        rows,
        [name_code(code) for code in codes],
        year,
        "code",
    )


def _rungs(label: str, own: Mapping[str, int], is_registered: bool) -> list[dict[str, Any]]:
    """The rungs of one panel; the share is of all its sentences, or systems, on a rung."""
    rows = []
    for place, rung in enumerate(RUNGS):
        is_talk = place < OF_TALK
        of_side = RUNGS[:OF_TALK] if is_talk else RUNGS[OF_TALK:]
        is_known = is_talk or is_registered
        count = own.get(rung, 0) if is_known else None
        whole = sum(own.get(other, 0) for other in of_side)
        count = count if whole else None
        share = count / whole if count is not None and whole else None
        unit = "sentences" if is_talk else "systems"
        words = ""
        if place == 0:
            words = "no such sentence"
        elif place == OF_TALK:
            words = "no such system" if is_registered else "no register loaded"
        rows.append(
            {
                "label": label,
                "part": rung,
                "side": "talk" if is_talk else "record",
                "rung_count": count,
                "side_count": whole if count is not None else None,
                "share": share,
                "end": share or 0,
                "shown": f"{count:,}" if count is not None else words,
                "tip": f"{label} · {rung} · {count:,} of {whole:,} {unit}"
                if count is not None
                else "",
            }
        )
    return rows


def _figure(
    key: str,
    title: str,
    note: str,
    rows: list[dict[str, Any]],
    panels: Sequence[str],
    year: Year,
    by: str,
) -> Figure:
    drawn = [row for row in rows if row["label"] in panels]
    told = "; ".join(f"{r['part']} {r['shown']}" for r in drawn[: len(RUNGS)] if r["shown"])
    names = {
        "part": "Rung",
        "side": "Side",
        "rung_count": "n",
        "side_count": "Of",
        "share": "Share",
    }
    quoted = year.codes_of("imaginary")[:6]
    return Figure(
        key=key,
        title=title,
        description=f"Small multiples of nine rungs. {panels[0]}: {told}.",
        note=f"{note} Blue: sentences; the other colour: systems on record.",
        wide_svg=draw_svg(draw_ladders(drawn, panels, WIDE, min(3, len(panels))), f"{key}-w"),
        narrow_svg=draw_svg(draw_ladders(drawn, panels, NARROW, 1), f"{key}-n"),
        table=build_table(key, title, rows, {by: by.capitalize(), **names}),
        quotes=read_quotes(
            year.store, year.year, quoted, by="type", each=1, types=list(RUNGS[:OF_TALK])
        ),
        register_rows=read_rows_by_status(year.store),
        codes=tuple(quoted),
    )
