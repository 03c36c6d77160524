"""The sentences behind the figures, with the words that made the claim marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.records import SENTENCE_TYPES
from data.store import Store
from reports.links import stored_path
from reports.year import name_code

LONGEST_QUOTE = 320
"""Characters shown of a sentence: texts belong to their publishers, and go in as short quotes."""
LONGEST_PASSAGE = 240

_CHOSEN = """
    with fitting as (
        select c.claim_id, {part} as part, c.sentence_id, c.document_id, c.score
        from claim c
        join document d using (document_id)
        join sentence s using (sentence_id, document_id)
        where d.year = ? and c.code in (select unnest(?)) and c.type in (select unnest(?))
          and s.in_scope and s.has_codebook
    ), one_per_sentence as (
        select * from fitting qualify row_number() over (
            partition by part, sentence_id order by score desc, claim_id) = 1
    ), spread as (
        select *, row_number() over (
            partition by part, document_id order by score desc, claim_id) as turn
        from one_per_sentence
    ), chosen as (
        select part, claim_id from spread qualify row_number() over (
            partition by part order by turn, score desc, claim_id) <= ?
    )
    select c.part, c.claim_id, o.sentence_id, o.code, o.type, o.sentence, o.language, o.title,
           o.publisher, o.country, o.year, o.page, o.link, o.archived_as, o.is_excerpt,
           coalesce(q.spans, []) as spans
    from chosen c
    join out_claim o using (claim_id)
    left join (select claim_id, list([start_char, end_char] order by start_char) as spans
               from claim_cue where claim_id in (select claim_id from chosen)
               group by claim_id) q using (claim_id)
    order by c.part, o.score desc, c.claim_id
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a quote; marked where it is a cue."""

    text: str
    is_cue: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence or passage as evidence: what it shows, its words, and where a reader finds it."""

    stretches: tuple[Stretch, ...]
    tag: str
    type: str | None
    language: str
    title: str
    publisher: str | None
    country: str
    year: int
    page: int | None
    link: str | None
    stored: str | None
    is_excerpt: bool
    claim_id: str | None = None
    """The claim that it shows, if it is one: leads to its place among the evidence."""


def read_quotes(
    store: Store,
    year: int,
    codes: Sequence[str],
    *,
    by: str = "code",
    each: int = 2,
    types: Sequence[str] = SENTENCE_TYPES,
) -> tuple[Quote, ...]:
    """The surest claims of the year, `each` per code, type or country, spread over documents.

    The choice is the same in every run: by score, then by id, a second sentence of a document only
    after every document had its turn. No sentence is quoted twice. Excerpts may be quoted.
    """
    part = {"code": "c.code", "type": "c.type", "country": "d.country"}[by]
    result = store.query(_CHOSEN.format(part=part), [year, list(codes), list(types), each])
    quotes: dict[str, Quote] = {}
    for row in result.as_dicts():
        quotes.setdefault(
            row["sentence_id"],
            build_quote(row, name_code(row["code"]), mark_cues(row["sentence"], row["spans"])),
        )
    return tuple(quotes.values())


def mark_cues(
    sentence: str, spans: Sequence[Sequence[int]], longest: int = LONGEST_QUOTE
) -> tuple[Stretch, ...]:
    """Cut a sentence at its cues; a long one is shortened around the first cue.

    Spans are start inclusive, end exclusive, and may overlap.
    """
    first = min((start for start, _ in spans), default=0)
    left, right = _window(sentence, first, longest)
    is_cue = [False] * len(sentence)
    for start, end in spans:
        is_cue[start:end] = [True] * (min(end, len(sentence)) - start)
    stretches = [Stretch("… ", False)] if left > 0 else []
    start = left
    for position in range(left + 1, right + 1):
        if position == right or is_cue[position] != is_cue[start]:
            stretches.append(Stretch(sentence[start:position], is_cue[start]))
            start = position
    if right < len(sentence):
        stretches.append(Stretch(" …", False))
    return tuple(stretches)


def _window(sentence: str, first: int, longest: int) -> tuple[int, int]:
    """Where to cut, at spaces, so that the first cue stands in the first half."""
    if len(sentence) <= longest:
        return 0, len(sentence)
    left = max(0, min(first - longest // 3, len(sentence) - longest))
    if left > 0:
        left = sentence.rfind(" ", 0, left) + 1
    right = min(len(sentence), left + longest)
    if right < len(sentence):
        space = sentence.rfind(" ", first, right)
        right = space if space > first else right
    return left, right


def build_quote(row: Mapping[str, Any], tag: str, stretches: tuple[Stretch, ...]) -> Quote:
    """A quote of a row that has the columns of its document, its page and its type."""
    return Quote(
        stretches=stretches,
        tag=tag,
        type=row["type"],
        language=row["language"],
        title=row["title"],
        publisher=row["publisher"],
        country=row["country"],
        year=row["year"],
        page=row["page"],
        link=row["link"],
        stored=stored_path(row["archived_as"]),
        is_excerpt=row["is_excerpt"],
        claim_id=row.get("claim_id"),
    )
