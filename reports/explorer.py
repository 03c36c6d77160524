"""What a reader may choose among: counts of codes by country, kind and language of document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.languages import name_language
from reports.year import FEW_DOCUMENTS, LONGEST_SPAN, Year, name_code, name_country

_SENTENCES = """
    select d.country, d.kind, d.language, d.year,
           count(distinct d.document_id) as document_count,
           count(*) filter (s.in_scope) as sentence_count
    from sentence s join document d using (document_id)
    where s.has_codebook and not d.is_excerpt and d.year > ? and d.year <= ?
    group by all order by all
"""
_CLAIMS = """
    select d.country, d.kind, d.language, d.year, c.code,
           count(distinct c.sentence_id) as claim_count
    from claim c
    join sentence s using (sentence_id, document_id)
    join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year > ? and d.year <= ?
      and c.code in (select unnest(?))
    group by all order by all
"""

Cell = tuple[int, int, int, int, int, int, tuple[int, ...]]
"""Places of country, kind and language in their lists; year, documents, sentences, claims."""


@dataclass(frozen=True, slots=True)
class Explorer:
    """Counts that the page's script adds up for what the reader has chosen.

    Every document is in one cell only, so that counts of documents add up too.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    countries: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    few_documents: int = FEW_DOCUMENTS


def read_explorer(year: Year, codes: Sequence[str]) -> Explorer | None:
    """Counts of these codes over the years of a figure; none where nothing can be chosen."""
    span = (year.year - LONGEST_SPAN, year.year)
    rows = year.rows(_SENTENCES, *span)
    countries = sorted({row["country"] for row in rows}, key=name_country)
    kinds = sorted({row["kind"] for row in rows})
    languages = sorted({row["language"] for row in rows}, key=name_language)
    if max(len(countries), len(kinds), len(languages)) < 2:
        return None
    counts: dict[tuple[str, str, str, int], list[int]] = {}
    for row in year.rows(_CLAIMS, *span, list(codes)):
        place = (row["country"], row["kind"], row["language"], row["year"])
        counts.setdefault(place, [0] * len(codes))[codes.index(row["code"])] = row["claim_count"]
    cells = tuple(
        (
            countries.index(row["country"]),
            kinds.index(row["kind"]),
            languages.index(row["language"]),
            row["year"],
            row["document_count"],
            row["sentence_count"],
            tuple(counts.get((row["country"], row["kind"], row["language"], row["year"]), [0])),
        )
        for row in rows
    )
    return Explorer(
        codes=tuple(codes),
        labels=tuple(name_code(code) for code in codes),
        countries=tuple((code, name_country(code)) for code in countries),
        kinds=tuple((kind, kind.replace("_", " ")) for kind in kinds),
        languages=tuple((code, name_language(code)) for code in languages),
        cells=cells,
    )
