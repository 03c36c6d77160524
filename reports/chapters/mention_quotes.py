"""Short quotes of sentences that name a group, use an image or hold a word, with it marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reports.quotes import Quote, build_quote, mark_cues
from reports.year import Year

_FACETS = """
    select f.value as part, f.start_char, f.end_char, o.*
    from claim_facet f join out_claim o using (claim_id)
    where f.facet = ? and f.value in (select unnest(?)) and f.start_char is not null
      and o.year = ? and o.in_scope and o.has_codebook and not o.is_excerpt
    qualify row_number() over (partition by f.value, o.document_id
                               order by o.score desc, o.claim_id) = 1
        and row_number() over (partition by f.value order by o.score desc, o.claim_id) <= ?
    order by f.value, o.score desc, o.claim_id
"""
_GROUPS = """
    select g.label as part, g.*, s.text as sentence
    from out_group_sentence g join sentence s using (sentence_id, document_id)
    where g.year = ? and g.group_id in (select unnest(?)) and not g.is_excerpt
    qualify row_number() over (partition by g.group_id
                               order by g.claim_id is null, g.sentence_id) <= ?
    order by g.position, g.claim_id is null, g.sentence_id
"""
_CLAIMS = """
    select o.* from out_claim o
    where o.year = ? and o.language = ? and o.in_scope and o.has_codebook and not o.is_excerpt
    order by o.score desc, o.claim_id
"""


def read_facet_quotes(
    year: Year, facet: str, values: Sequence[str], labels: Mapping[str, str], each: int = 1
) -> tuple[Quote, ...]:
    """For each value of a facet the surest claims of the year, from different documents."""
    rows = year.rows(_FACETS, facet, list(values), year.year, each)
    place = {value: number for number, value in enumerate(values)}
    rows.sort(key=lambda row: place[row["part"]])
    return _drop_repeated(
        _mark(row, labels.get(row["part"], row["part"]), (row["start_char"], row["end_char"]))
        for row in rows
    )


def read_group_quotes(year: Year, group_ids: Sequence[str], each: int = 1) -> tuple[Quote, ...]:
    """Sentences of the year that name each group, those with a claim first."""
    rows = year.rows(_GROUPS, year.year, list(group_ids), each)
    return _drop_repeated(
        _mark(row, row["part"], (row["start_char"], row["end_char"])) for row in rows
    )


def read_word_quotes(year: Year, language: str, words: Sequence[str]) -> tuple[Quote, ...]:
    """For each word the surest claim of the year whose sentence holds it in this form."""
    if not words:
        return ()
    either = "|".join(re.escape(word) for word in words)
    find = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE).finditer
    quotes: dict[str, Quote] = {}
    for row in year.rows(_CLAIMS, year.year, language):
        for found in find(row["sentence"]):
            word = found.group().lower()
            if word not in quotes:
                quotes[word] = _mark(row, word, found.span())
        if len(quotes) == len(words):
            break
    return _drop_repeated(quotes[word] for word in words if word in quotes)


def _mark(row: Mapping[str, Any], tag: str, span: tuple[int, int]) -> Quote:
    return build_quote(row, tag, mark_cues(row["sentence"], [span]))


def _drop_repeated(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """The same sentence once for each tag; a text may be held in several copies."""
    kept: dict[tuple[str, str], Quote] = {}
    for quote in quotes:
        text = "".join(stretch.text for stretch in quote.stretches)
        kept.setdefault((quote.tag, text), quote)
    return tuple(kept.values())
