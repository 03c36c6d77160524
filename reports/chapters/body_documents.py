"""Which documents are held of each public body: the letters to it, and its own reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.year import Year

LETTER, REPORT = "mandate_letter", "annual_report"
REPORT_KINDS = (REPORT, "report")
STRATEGY_KINDS = ("ai_strategy", "data_strategy", "digital_strategy")
SHORTEST_NAME = 3

_DOCUMENTS = """
    select document_id, title, publisher, country, kind, year, in_scope_count, claim_count,
           is_excerpt, link, archived_as
    from out_document where year <= ? and kind in (select unnest(?))
    order by country, year, title, document_id
"""
_CODES = """
    select c.document_id, c.code, count(distinct c.sentence_id) as claim_count
    from claim c join document d using (document_id)
    join sentence s using (sentence_id, document_id)
    where s.in_scope and d.kind in (select unnest(?))
    group by all order by c.document_id, claim_count desc, c.code
"""
_NAMES = """
    with own as (select * from organisation where kind <> 'international')
    select country, name, organisation_id, name as body from own
    union
    select m.country, m.name, o.organisation_id, o.name
    from organisation_name_match m join own o using (organisation_id, country)
    union
    select d.country, d.publisher, d.publisher, d.publisher
    from document d
    where d.publisher is not null and d.kind in (select unnest(?))
      and d.publisher not in (select name from organisation_name_match
                              where organisation_id is not null)
"""
"""Names of bodies of their own country; a body above countries is nobody's agency. A publisher
that is no declared body is a body by its name."""


@dataclass(frozen=True, slots=True)
class BodyDocument:
    """A document about one body: what it is, where it is, and the codes in it."""

    body_key: str
    body: str
    country: str
    year: int
    kind: str
    document_id: str
    title: str
    link: str | None
    archived_as: str | None
    in_scope_count: int
    codes: tuple[tuple[str, int], ...]
    """Codes of its sentences in scope with their number, the most frequent first."""
    is_excerpt: bool


def read_body_documents(year: Year) -> list[BodyDocument]:
    """The letters and reports up to the year that one declared body, or their publisher, has.

    A letter belongs to the body that its title names, a report to that body or else to its
    publisher. A document whose body is not known is left out.
    """
    kinds = [LETTER, *REPORT_KINDS]
    finders = _find_names(year.rows(_NAMES, list(REPORT_KINDS)))
    codes = _read_codes(year, kinds)
    held = []
    for row in year.rows(_DOCUMENTS, year.year, kinds):
        finder = finders.get(row["country"])
        found = finder.find(row["title"]) if finder else None
        if found is None and row["kind"] != LETTER and finder and row["publisher"]:
            found = finder.find(row["publisher"])
        if found is not None:
            held.append(_as_document(row, found, codes))
    return held


def read_strategies(year: Year) -> list[BodyDocument]:
    """The strategies up to the year; they are of the country and of no body."""
    codes = _read_codes(year, STRATEGY_KINDS)
    rows = year.rows(_DOCUMENTS, year.year, list(STRATEGY_KINDS))
    return [_as_document(row, (row["country"], ""), codes) for row in rows]


@dataclass(frozen=True, slots=True)
class NameFinder:
    """Finds the body that a text names: the longest name that stands in it."""

    pattern: re.Pattern[str]
    bodies: Mapping[str, tuple[str, str]]

    def find(self, text: str) -> tuple[str, str] | None:
        """Key and name of the body; `None` where the text names none."""
        found = self.pattern.search(text.casefold())
        return self.bodies[found[1]] if found else None


def _find_names(rows: Iterable[Mapping[str, Any]]) -> dict[str, NameFinder]:
    bodies: dict[str, dict[str, tuple[str, str]]] = {}
    for row in rows:
        name = row["name"].casefold().strip()
        if len(name) >= SHORTEST_NAME and row["organisation_id"]:
            own = bodies.setdefault(row["country"], {})
            own.setdefault(name, (row["organisation_id"], row["body"] or row["name"]))
    return {country: NameFinder(_compile(own), own) for country, own in bodies.items()}


def _compile(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)({'|'.join(re.escape(name) for name in longest_first)})(?!\w)")


def _read_codes(year: Year, kinds: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    codes: dict[str, list[tuple[str, int]]] = {}
    for row in year.rows(_CODES, list(kinds)):
        codes.setdefault(row["document_id"], []).append((row["code"], row["claim_count"]))
    return codes


def _as_document(
    row: Mapping[str, Any], body: tuple[str, str], codes: Mapping[str, list[tuple[str, int]]]
) -> BodyDocument:
    return BodyDocument(
        body_key=body[0],
        body=body[1],
        country=row["country"],
        year=row["year"],
        kind=row["kind"],
        document_id=row["document_id"],
        title=row["title"],
        link=row["link"],
        archived_as=row["archived_as"],
        in_scope_count=row["in_scope_count"] or 0,
        codes=tuple(codes.get(row["document_id"], ())),
        is_excerpt=row["is_excerpt"],
    )
