"""The chapter of stalls: which constraints are named where systems stall or are retired."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.bars import draw_pairs
from reports.chapters.record import name_missing_registers
from reports.charts import NARROW, WIDE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg, percent
from reports.intervals import wilson_interval
from reports.quotes import Quote, build_quote, mark_cues
from reports.register_rows import RegisterRow
from reports.year import Year, name_code, name_countries, name_country

KEY, TITLE = "stalls", "Constraints where systems stall"
MOST_PANELS, MOST_ROWS = 4, 8
FEW_CLAIMS = 30

_SHARES = """
    select s.country, s.place, s.organisation_id, o.name as body, s.code, s.system_count,
           s.retired_count, s.stalled_count, s.near_claim_count, s.near_all_count, s.near_share,
           s.other_claim_count, s.other_all_count, s.other_share
    from out_stalled_constraint s left join organisation o using (organisation_id)
    where s.place = ? order by s.country, body, s.code
"""
_SYSTEMS = """
    select country, organisation, name, status, kind, year, year_basis, register_id, deployment_id
    from out_stalled_system
    order by kind = 'no longer listed', country, year desc, organisation, name, deployment_id
"""
_CLAIMS = """
    select c.claim_id, c.code, c.sentence, c.year, c.country, t.type, s.language, d.title,
           d.publisher, s.page, d.archived_as, d.is_excerpt,
           case when d.format = 'pdf' and s.page is not null then d.link || '#page=' || s.page
                else d.link end as link,
           coalesce(q.spans, []) as spans
    from (select distinct on (claim_id) * from out_stalled_constraint_claim
          where place = 'country' order by claim_id) c
    join claim t using (claim_id)
    join sentence s on s.sentence_id = c.sentence_id and s.document_id = c.document_id
    join out_document d on d.document_id = c.document_id
    left join (select claim_id, list([start_char, end_char] order by start_char) as spans
               from claim_cue group by claim_id) q using (claim_id)
    where c.country in (select unnest(?))
    qualify row_number() over (partition by c.code order by t.score desc, c.claim_id) = 1
    order by c.code
"""
_CHAIN = {
    "organisation": "organisation",
    "legal": "law",
    "infrastructure": "infrastructure",
    "skills": "practice",
    "finance": "beside the chain",
    "ethics": "beside the chain",
}
"""The link of Reutter's chain that each constraint of the codebook is about, in her order."""
_SIDES = ("elsewhere", "near a stall")
_WHAT = (
    "Reutter’s study of two Norwegian agencies follows what constrains data work along a chain: "
    "policy, organisation, law, infrastructure and practice. Policy is what the chapters about the "
    "talk measure; the codebook has a constraint for each other link, practice being named as "
    "skills, and two beside the chain. Which of them do documents name where the registers show "
    "systems that stall: retired, gone back to an earlier stage, or three years after their start "
    "not in production? Claims within two years of a stall in the country are set beside all its "
    "other documents and years. That is nearness in time and place and not a cause: seldom does a "
    "sentence name the system that stalled."
)


def build_stalls(year: Year) -> Chapter:
    """The shares near stalls and elsewhere by country, the bodies, and the systems themselves."""
    rows = year.rows(_SHARES, "country")
    systems = year.rows(_SYSTEMS)
    missing = name_missing_registers(year)
    if not systems:
        missing.append(
            "No system is on record as stalled or retired, so that nothing can be set beside it."
        )
        return Chapter(KEY, TITLE, (_WHAT,), missing=tuple(missing))
    tables = (*_list_bodies(year), _list_systems(systems))
    shown = [row for row in rows if row["near_all_count"]]
    if not shown:
        missing.append("No constraint is claimed within two years of a stall.")
        return Chapter(KEY, TITLE, (_WHAT,), tables=tables, missing=tuple(missing))
    lead = _tell(shown)
    few = sorted({row["country"] for row in shown if row["near_all_count"] < FEW_CLAIMS})
    if few:
        missing.append(
            f"Fewer than {FEW_CLAIMS} claims of a constraint stand near a stall in "
            f"{name_countries(few)}: too few to compare."
        )
    figure = _draw(year, shown, systems)
    return Chapter(
        KEY,
        TITLE,
        (lead, _WHAT),
        (figure,),
        tables,
        missing=tuple(missing),
        lead=lead,
    )


def _tell(rows: Sequence[dict[str, Any]]) -> str:
    """The largest difference in the country with most claims near a stall."""
    place = max(rows, key=lambda row: (row["near_all_count"], row["country"]))["country"]
    own = [row for row in rows if row["country"] == place and row["other_share"] is not None]
    if not own:
        return ""
    most = max(own, key=lambda row: (row["near_share"] - row["other_share"], row["code"]))
    return (
        f"{name_country(place)}: within two years of the stall of one of its "
        f"{most['system_count']:,} stalled or retired systems {percent(most['near_share'])} of "
        f"{most['near_all_count']:,} claims of a constraint are of {name_code(most['code'])}, "
        f"elsewhere {percent(most['other_share'])} of {most['other_all_count']:,}."
    )


def _draw(year: Year, rows: list[dict[str, Any]], systems: Sequence[dict[str, Any]]) -> Figure:
    sizes = {row["country"]: (-row["near_all_count"], row["country"]) for row in rows}
    shown = sorted(sizes, key=lambda country: sizes[country])[:MOST_PANELS]
    codes = year.codes_of("constraint")
    order = [name_code(code) for code in _CHAIN if code in codes]
    order += [name_code(code) for code in codes if code not in _CHAIN]
    marks = [mark for row in rows if row["country"] in shown for mark in _marks(row)]
    columns = 2 if len(shown) > 1 else 1
    first = "; ".join(mark["tip"] for mark in marks if mark["country"] == shown[0])
    for row in rows:
        row["chain_part"] = _CHAIN.get(row["code"], "")
    return Figure(
        key="stalls",
        title="Constraints named near a stall, and elsewhere",
        description=f"Pairs of dots by constraint. {first}.",
        note="Shares of the constraint claims within two years of a stall, and of all others of "
        "the country. Lines: Wilson’s 95% intervals, which take claims of one document as "
        f"independent and are too narrow. Hollow: from fewer than {FEW_CLAIMS} claims. From "
        "above in the order of the chain.",
        wide_svg=draw_svg(draw_pairs(marks, order, WIDE, columns, _SIDES), "stalls-w"),
        narrow_svg=draw_svg(draw_pairs(marks, order, NARROW, 1, _SIDES), "stalls-n"),
        table=build_table(
            "stalls", "Constraints near a stall and elsewhere", rows,
            {"country": "Country", "code": "Code", "chain_part": "Part of the chain", **_NUMBERS},
        ),
        quotes=_read_quotes(year, shown),
        register_rows=_read_rows(year, systems, shown),
        codes=tuple(year.codes_of("constraint")),
    )  # fmt: skip


def _marks(row: dict[str, Any]) -> list[dict[str, Any]]:
    label, country = name_code(row["code"]), name_country(row["country"])
    place = f"{country} ({row['system_count']:,} systems, {row['near_all_count']:,} claims near)"
    marks = []
    for side, part in zip(_SIDES, ("other", "near"), strict=True):
        count, whole = row[f"{part}_claim_count"], row[f"{part}_all_count"]
        if not whole:
            continue
        low, high = wilson_interval(count, whole)
        share = count / whole
        marks.append(
            {
                "label": label,
                "place": place,
                "country": row["country"],
                "code": row["code"],
                "side": side,
                "share": share,
                "low": low,
                "high": high,
                "is_small": whole < FEW_CLAIMS,
                "tip": f"{label} · {country} · {side} · {percent(share)} of {whole:,} claims",
            }
        )
    return marks


def _read_quotes(year: Year, countries: Sequence[str]) -> tuple[Quote, ...]:
    return tuple(
        build_quote(row, name_code(row["code"]), mark_cues(row["sentence"], row["spans"]))
        for row in year.rows(_CLAIMS, list(countries))
    )


def _read_rows(
    year: Year, systems: Sequence[dict[str, Any]], countries: Sequence[str]
) -> tuple[RegisterRow, ...]:
    """A few of the systems, from every country in turn."""
    turns: dict[str, int] = {}
    chosen = []
    for system in systems:
        if system["country"] in countries and system["kind"] != "no longer listed":
            turns[system["country"]] = turn = turns.get(system["country"], 0) + 1
            chosen.append((turn, system["country"], system))
    chosen.sort(key=lambda item: item[:2])
    return tuple(
        RegisterRow(
            name=system["name"],
            organisation=system["organisation"],
            register_id=system["register_id"],
            status=system["status"],
            status_raw=system["kind"],
            year=system["year"],
            link=None,
        )
        for _, _, system in chosen[:MOST_ROWS]
    )


def _list_bodies(year: Year) -> tuple[Table, ...]:
    rows = [row for row in year.rows(_SHARES, "body") if row["near_claim_count"]]
    if not rows:
        return ()
    caption = "Bodies with a stalled or retired system, and the constraints that they name then"
    headings = {"country": "Country", "body": "Body", "code": "Code", **_NUMBERS}
    return (build_table("stalls-by-body", caption, rows, headings),)


def _list_systems(systems: Sequence[dict[str, Any]]) -> Table:
    return build_table(
        "stalled-systems",
        "Systems on record as stalled, retired or no longer listed",
        systems,
        {
            "country": "Country",
            "organisation": "Body",
            "name": "System",
            "status": "Status",
            "kind": "What happened",
            "year": "Year",
            "year_basis": "Dated by",
            "register_id": "Register",
        },
        columns=(
            "country", "organisation", "name", "status", "kind", "year", "year_basis",
            "register_id", "deployment_id",
        ),
    )  # fmt: skip


_NUMBERS = {
    "system_count": "Systems",
    "retired_count": "Retired",
    "stalled_count": "Stalled",
    "near_claim_count": "Claims near",
    "near_all_count": "Of all near",
    "near_share": "Share near",
    "other_claim_count": "Claims elsewhere",
    "other_all_count": "Of all elsewhere",
    "other_share": "Share elsewhere",
}
