"""The evidence of a year: every claim with its sentence, what stands around it, and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.links import stored_path, web_address
from reports.year import Year

LONGEST_CONTEXT = 110
"""Characters shown of the sentence before and of the one after."""

_CLAIMS = """
    with held as (
        select document_id, arg_max(fetched_at, fetched_at) as fetched_at
        from snapshot group by document_id
    ), around as (
        select sentence_id, document_id, position,
               lag(text) over in_passage as text_before, lead(text) over in_passage as text_after
        from sentence where document_id in (select document_id from document where year = ?)
        window in_passage as (partition by document_id, passage_id order by position)
    ), spans as (
        select claim_id, list([start_char, end_char] order by start_char) as spans
        from claim_cue where document_id in (select document_id from document where year = ?)
        group by claim_id
    )
    select o.claim_id, o.sentence_id, o.document_id, o.code, o.family, o.type, o.score,
           o.sentence, o.language, o.page, o.title, o.publisher, o.country, o.year, o.is_excerpt,
           o.link, o.archived_as, h.fetched_at, a.position, a.text_before, a.text_after,
           coalesce(s.spans, []) as spans
    from out_claim o
    join around a using (sentence_id, document_id)
    left join spans s using (claim_id)
    left join held h using (document_id)
    where o.year = ? and o.in_scope and o.has_codebook
    order by o.country, o.title, o.document_id, a.position, o.code, o.claim_id
"""


@dataclass(frozen=True, slots=True)
class Source:
    """The document that a claim stands in, and where a reader finds it."""

    document_id: str
    title: str
    publisher: str | None
    country: str
    year: int
    link: str | None
    stored: str | None
    fetched_on: str | None
    is_excerpt: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim: its sentence, where the cues stand in it, and the ends of its neighbours."""

    claim_id: str
    sentence_id: str
    code: str
    type: str
    score: float
    language: str
    page: int | None
    link: str | None
    sentence: str
    spans: tuple[tuple[int, int], ...]
    before: str
    after: str
    source: Source

    @property
    def anchor(self) -> str:
        """Its place on the page, short enough to be cited."""
        return f"c-{self.claim_id[:16]}"


def read_evidence(year: Year) -> list[Evidence]:
    """The claims of the year, by country, document and place in it; those of excerpts too."""
    return [_build(row) for row in year.rows(_CLAIMS, year.year, year.year, year.year)]


def _build(row: Mapping[str, Any]) -> Evidence:
    fetched = row["fetched_at"]
    return Evidence(
        claim_id=row["claim_id"],
        sentence_id=row["sentence_id"],
        code=row["code"],
        type=row["type"],
        score=row["score"],
        language=row["language"],
        page=row["page"],
        link=web_address(row["link"]),
        sentence=row["sentence"],
        spans=tuple((start, end) for start, end in row["spans"]),
        before=_end_of(row["text_before"] or ""),
        after=_start_of(row["text_after"] or ""),
        source=Source(
            document_id=row["document_id"],
            title=row["title"],
            publisher=row["publisher"],
            country=row["country"],
            year=row["year"],
            link=web_address(row["link"]),
            stored=stored_path(row["archived_as"]),
            fetched_on=fetched.date().isoformat() if fetched else None,
            is_excerpt=row["is_excerpt"],
        ),
    )


def _end_of(text: str) -> str:
    """The last words of a sentence."""
    if len(text) <= LONGEST_CONTEXT:
        return text
    kept = text[-LONGEST_CONTEXT:]
    return "… " + kept[kept.find(" ") + 1 :]


def _start_of(text: str) -> str:
    """The first words of a sentence."""
    if len(text) <= LONGEST_CONTEXT:
        return text
    kept = text[:LONGEST_CONTEXT]
    space = kept.rfind(" ")
    return (kept[:space] if space > 0 else kept) + " …"
