"""Case pages: one declared system each, told from register rows, statuses, claims and letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from data.case import Case, load_cases
from data.study import LITERATURE
from reports.chapters.body_documents import LETTER, BodyDocument, read_body_documents
from reports.chapters.case_charts import draw_spans
from reports.chapters.case_tables import (
    list_contradictions,
    list_counted,
    list_documents,
    list_rows,
    name_source,
)
from reports.charts import NARROW, STATUS_COLOURS, WIDE
from reports.figures import Chapter, Figure, build_table, draw_svg
from reports.links import web_address
from reports.quotes import Quote, build_quote, mark_cues
from reports.register_rows import RegisterRow
from reports.year import Year, name_country

KEY, TITLE = "cases", "Cases"
MOST_QUOTES = 12
_WHAT = (
    "Shares and gaps say how much, and not how it went. Each case follows one system through all "
    "that is held of it: its rows in the registers and their statuses over the editions, what "
    "research states, the sentences that name it, and the mandate letters to its body and the "
    "body’s reports. Which systems are cases is declared by hand, one file each in data/cases."
)

_ROWS = """
    with named as (
        select distinct system_key from out_system_record
        where lower(name) in (select unnest(?)) and coalesce(body_country, country) = ?
    )
    select k.register_id, k.deployment_id, k.name, k.organisation, k.status, k.status_raw,
           k.status_basis, k.year, k.year_basis, k.edition_id, k.system_key, k.is_national, k.url,
           r.citation, r.kind, d.description, d.start_on, d.record_on, d.is_from_strategy
    from named
    join out_system_record k using (system_key)
    join deployment d using (register_id, deployment_id)
    left join register r using (register_id)
    order by k.is_national desc, k.register_id, k.deployment_id
"""
_STATUSES = """
    select s.register_id, s.deployment_id, s.status, s.status_raw, s.edition_on
    from deployment_status s
    where (s.register_id, s.deployment_id) in (select (unnest(?), unnest(?)))
    order by s.register_id, s.deployment_id, s.edition_on, s.edition_id
"""
_SENTENCES = """
    select s.sentence_id, s.text as sentence, s.language, s.type, s.page, s.in_scope, d.title,
           d.publisher, d.country, d.year, d.is_excerpt, d.archived_as,
           case when d.format = 'pdf' and s.page is not null then d.link || '#page=' || s.page
                else d.link end as link,
           (select min(c.claim_id) from claim c where c.sentence_id = s.sentence_id) as claim_id
    from sentence s join out_document d using (document_id)
    where d.country = ? and regexp_matches(s.text, ?, 'i')
    order by d.year desc, s.in_scope desc, d.title, s.position
    limit ?
"""


def build_cases(year: Year) -> tuple[Chapter, ...]:
    """The list of cases, then a page for each of which a record or a document is held."""
    cases = load_cases()
    documents = read_body_documents(year)
    pages = [_build_case(year, key, case, documents) for key, case in cases.items()]
    told = tuple(page for page in pages if page is not None)
    return (_build_list(told, len(cases)), *told)


def _build_list(pages: Sequence[Chapter], declared: int) -> Chapter:
    if not pages:
        reason = (
            f"None of the {declared} declared cases can be told: no register row and no document "
            "of their bodies is held."
        )
        return Chapter(KEY, TITLE, (_WHAT,), missing=(reason,))
    rows = [{"case": page.title, "found": page.lead} for page in pages]
    table = build_table(
        "cases", "The cases of this report", rows, {"case": "Case", "found": "What is on record"}
    )
    lead = f"{pages[0].title}. {pages[0].lead}"
    return Chapter(KEY, TITLE, (_WHAT,), tables=(table,), lead=lead)


def _build_case(
    year: Year, key: str, case: Case, documents: Sequence[BodyDocument]
) -> Chapter | None:
    rows = year.rows(_ROWS, [name.lower() for name in case.systems], case.country)
    own = [one for one in documents if _is_of(one, case)]
    if not rows and not own:
        return None
    statuses = _read_statuses(year, rows)
    figure = _draw(key, case, rows, statuses)
    lead = _tell(case, rows)
    quotes = _read_quotes(year, case)
    tables = (
        *list_rows(key, rows, statuses),
        *list_contradictions(year, key, rows),
        *list_counted(year, key, case),
        *list_documents(key, own),
    )
    return Chapter(
        f"case-{key}",
        case.title,
        (lead, *case.standing, *_cite(rows), *_tell_quotes(quotes)),
        (figure,) if figure else (),
        tables,
        missing=_name_missing(case, rows, own, quotes),
        quotes=quotes,
        lead=lead,
    )


def _is_of(one: BodyDocument, case: Case) -> bool:
    if one.country != case.country:
        return False
    names = {name.casefold() for name in case.bodies}
    return one.body_key == case.organisation_id or one.body.casefold() in names


def _tell(case: Case, rows: Sequence[dict[str, Any]]) -> str:
    """What each source says of the status, one after the other."""
    if not rows:
        return (
            f"No register that is loaded has a row on this system ({name_country(case.country)})."
        )
    said = "; ".join(f"{name_source(row)}: {_say_status(row)}" for row in rows)
    return f"{len(rows)} records are of this system. {said}."


def _say_status(row: dict[str, Any]) -> str:
    return f"{row['status']} (“{row['status_raw']}”)" if row["status_raw"] else "status blank"


def _cite(rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The publications behind what stands under “research”."""
    cited = dict.fromkeys(row["citation"] for row in rows if row["register_id"] == LITERATURE)
    return tuple(f"Research: {citation}" for citation in cited if citation)


def _read_statuses(year: Year, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spells of one status in one row: from the first to the last edition that states it."""
    found = year.rows(
        _STATUSES, [row["register_id"] for row in rows], [row["deployment_id"] for row in rows]
    )
    spells: list[dict[str, Any]] = []
    for row in found:
        last = spells[-1] if spells else None
        is_same = last is not None and all(
            last[name] == row[name] for name in ("register_id", "deployment_id", "status")
        )
        if last is not None and is_same:
            last["until_on"] = row["edition_on"]
            last["edition_count"] += 1
        else:
            spells.append(
                {**row, "from_on": row["edition_on"], "until_on": row["edition_on"],
                 "edition_count": 1}
            )  # fmt: skip
    return spells


def _draw(
    key: str, case: Case, rows: Sequence[dict[str, Any]], spells: Sequence[dict[str, Any]]
) -> Figure | None:
    if not spells:
        return None
    names = {(row["register_id"], row["deployment_id"]): name_source(row) for row in rows}
    marks = [
        {
            "label": names[spell["register_id"], spell["deployment_id"]],
            "part": spell["status"],
            "begin": _as_year(spell["from_on"]),
            "end": _as_year(spell["until_on"]),
            "tip": f"{names[spell['register_id'], spell['deployment_id']]} · {spell['status']} "
            f"(“{spell['status_raw'] or 'blank'}”) · {spell['from_on']} to {spell['until_on']}",
        }
        for spell in spells
    ]
    order = list(dict.fromkeys(mark["label"] for mark in marks))
    name = f"case-{key}-statuses"
    return Figure(
        key=name,
        title="Status by register, over its editions",
        description="Bars of statuses over time, one row by register: "
        + "; ".join(mark["tip"] for mark in marks)
        + ".",
        note=f"n = {len(rows)} records, {sum(spell['edition_count'] for spell in spells)} "
        "editions with a row. A bar runs from the first to the last edition that states a "
        "status; a dot alone is one edition. “Unknown”: the register leaves it blank.",
        wide_svg=draw_svg(draw_spans(marks, order, STATUS_COLOURS, WIDE), f"{name}-w"),
        narrow_svg=draw_svg(draw_spans(marks, order, STATUS_COLOURS, NARROW), f"{name}-n"),
        table=build_table(
            name,
            f"{case.title}: statuses over editions",
            spells,
            {
                "register_id": "Register",
                "status": "Status",
                "status_raw": "In its own words",
                "from_on": "From edition",
                "until_on": "To edition",
                "edition_count": "Editions",
            },
        ),
        register_rows=tuple(
            RegisterRow(
                name=row["name"],
                organisation=row["organisation"],
                register_id=row["register_id"],
                status=row["status"],
                status_raw=row["status_raw"],
                year=row["year"],
                link=web_address(row["url"]),
            )
            for row in rows
        ),
    )


def _as_year(date: str) -> float:
    """A date at any grain as a year with its fraction: 2023-07-01 is about 2023.5."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] - 1 if len(parts) > 1 else 0
    day = parts[2] - 1 if len(parts) > 2 else 0
    return round(parts[0] + month / 12 + day / 365, 3)


def _read_quotes(year: Year, case: Case) -> tuple[Quote, ...]:
    """Sentences that name the system, newest first."""
    if not case.mentions:
        return ()
    pattern = _pattern(case.mentions)
    found = re.compile(pattern, re.IGNORECASE)
    rows = year.rows(_SENTENCES, case.country, pattern, MOST_QUOTES)
    return tuple(
        build_quote(
            row,
            "names it" if row["in_scope"] else "names it, not in scope",
            mark_cues(row["sentence"], [match.span() for match in found.finditer(row["sentence"])]),
        )
        for row in rows
    )


def _pattern(mentions: Sequence[str]) -> str:
    """Any of the words, whole; both DuckDB's and Python's expressions read it alike."""
    words = "|".join(re.escape(word).replace(r"\ ", " ") for word in mentions)
    return rf"\b(?:{words})\b"


def _tell_quotes(quotes: Sequence[Quote]) -> tuple[str, ...]:
    if not quotes:
        return ()
    count = f"{len(quotes)} or more" if len(quotes) == MOST_QUOTES else str(len(quotes))
    return (f"Sentences of the country’s documents that name it: {count}; they stand below.",)


def _name_missing(
    case: Case,
    rows: Sequence[dict[str, Any]],
    own: Sequence[BodyDocument],
    quotes: Sequence[Quote],
) -> tuple[str, ...]:
    told = []
    if not rows:
        told.append("No register row is linked to any name of the system.")
    if case.mentions and not quotes:
        words = ", ".join(f"“{word}”" for word in case.mentions)
        told.append(f"No sentence of {name_country(case.country)}’s documents says {words}.")
    letters = sorted({one.year for one in own if one.kind == LETTER})
    reports = sorted({one.year for one in own if one.kind != LETTER})
    if not letters:
        told.append("No mandate letter to the body is held.")
    if not reports:
        told.append("No report of the body is held.")
    return tuple(told)
