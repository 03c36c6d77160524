"""Looks for words in the sentences of an edition, in all their forms, language by language.

A question is words in a row, which must stand in a row: `gold mine`. `AND` asks for both sides in
one sentence, `OR` for either, and a word that ends in `*` for all words that begin so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.errors import UsageError
from data.store import Store
from reports.full_text import STEMMERS, index_name

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f][^\W_]*)*")
_ASKED = re.compile(rf"(?:{_WORD.pattern})\*?")

Phrase = tuple[str, ...]
"""Words in a row, in small letters; a closing "*" stands for any ending."""
Alternative = tuple[Phrase, ...]
"""Phrases that must all stand in the sentence."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which sentences to look at; an empty tuple or none stands for all."""

    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that answers; `spans` are its matched words as character offsets."""

    sentence_id: str
    document_id: str
    title: str
    publisher: str | None
    country: str
    year: int | None
    language: str
    page: int | None
    link: str | None
    text: str
    spans: tuple[tuple[int, int], ...]
    codes: tuple[str, ...]
    score: float


def parse_question(question: str) -> tuple[Alternative, ...]:
    """Read what was typed into alternatives.

    Raises:
        UsageError: there is no word beside an OR or AND, or no word at all.
    """
    alternatives = []
    for either in re.split(r"\bOR\b", question):
        phrases = [tuple(_ASKED.findall(part.lower())) for part in re.split(r"\bAND\b", either)]
        if not all(phrases):
            raise UsageError(
                f"{question!r} has no word where one should stand: give words, joined by OR or "
                "AND in capitals, such as: gullgruve OR gold mine"
            )
        alternatives.append(tuple(phrases))
    return tuple(alternatives)


def find_sentences(
    store: Store, question: str, filters: Filters, *, has_full_text: bool
) -> tuple[list[Hit], tuple[str, ...]]:
    """All sentences that answer, best first: those with rare words in little text (BM25).

    Args:
        store: an edition, open.
        question: what was typed.
        filters: which documents and languages to look at.
        has_full_text: whether the full-text extension is loaded; without it, and in languages
            that have no index, words are found as they are written.

    Returns:
        The hits, and the languages whose sentences were looked through without an index.
    """
    alternatives = parse_question(question)
    hits: list[Hit] = []
    plain = []
    indexes = _indexes(store) if has_full_text else frozenset()
    for language in _languages(store, filters):
        index = index_name(language)
        if index in indexes:
            forms = _Forms(store, STEMMERS.get(language, "none"))
            scores = _find_indexed(store, index, alternatives, forms)
        else:
            plain.append(language)
            forms = _Forms(store, "none")
            scores = _find_plain(store, language, alternatives)
        hits += _read_hits(store, scores, alternatives, forms, filters)
    hits.sort(key=lambda hit: (-hit.score, -(hit.year or 0), hit.document_id, hit.sentence_id))
    return hits, tuple(plain)


class _Forms:
    """Words without their endings; each form is asked of the database once."""

    def __init__(self, store: Store, stemmer: str) -> None:
        self._store, self._stemmer = store, stemmer
        self._known: dict[str, str] = {}

    def learn(self, words: Iterable[str]) -> None:
        """Ask for all of these at once."""
        new = sorted(set(words) - self._known.keys())
        if self._stemmer == "none":
            self._known.update(zip(new, new, strict=True))
        elif new:
            sql = f"select w, stem(w, '{self._stemmer}') from unnest(?) as t(w)"
            self._known.update(self._store.query(sql, [new]).rows)

    def of(self, word: str) -> str:
        """The word without its ending."""
        if word not in self._known:
            self.learn([word])
        return self._known[word]

    def is_same(self, asked: str, word: str) -> bool:
        """Whether a word of a sentence is one that was asked for."""
        if asked.endswith("*"):
            return word.startswith(asked[:-1])
        return self.of(asked) == self.of(word)


def _languages(store: Store, filters: Filters) -> list[str]:
    sql = "select distinct language from sentence where text is not null"
    held = [row[0] for row in store.query(sql).rows]
    return sorted(set(held) & set(filters.languages) if filters.languages else held)


def _indexes(store: Store) -> frozenset[str]:
    rows = store.query("select distinct schema_name from duckdb_tables()").rows
    return frozenset(row[0] for row in rows)


def _find_indexed(
    store: Store, index: str, alternatives: Sequence[Alternative], forms: _Forms
) -> dict[str, float]:
    """Sentences that have all words of some alternative, with their BM25 score."""
    found: set[int] = set()
    words = {word for either in alternatives for phrase in either for word in phrase}
    documents = {word: _documents_of(store, index, word, forms) for word in sorted(words)}
    for either in alternatives:
        found |= set.intersection(*(documents[word] for phrase in either for word in phrase))
    rows = store.query(
        f"select name, {index}.match_bm25(name, ?) from {index}.docs "
        "where docid in (select unnest(?))",
        [" ".join(sorted(word.rstrip("*") for word in words)), sorted(found)],
    ).rows
    return {name: score or 0.0 for name, score in rows}


def _documents_of(store: Store, index: str, asked: str, forms: _Forms) -> set[int]:
    if asked.endswith("*"):
        # A word with this beginning may have lost its end: the index has what is left.
        condition = "starts_with(term, $1) or starts_with($1, term) and length(term) > 2"
        value = asked[:-1]
    else:
        condition, value = "term = $1", forms.of(asked)
    sql = (
        f"select distinct docid from {index}.terms "
        f"where termid in (select termid from {index}.dict where {condition})"
    )
    return {row[0] for row in store.query(sql, [value]).rows}


def _find_plain(
    store: Store, language: str, alternatives: Sequence[Alternative]
) -> dict[str, float]:
    either = " or ".join(
        "(" + " and ".join("contains(lower(text), ?)" for p in one for _ in p) + ")"
        for one in alternatives
    )
    words = [word.rstrip("*") for one in alternatives for phrase in one for word in phrase]
    sql = f"select sentence_id from sentence where language = ? and ({either})"
    return dict.fromkeys((row[0] for row in store.query(sql, [language, *words]).rows), 0.0)


_HITS = """
    select s.sentence_id, s.document_id, d.title, d.publisher, d.country, d.year, s.language,
           s.page, case when starts_with(d.url, 'http') then d.url end as link, s.text,
           (select string_agg(code, ' ' order by code) from claim c
            where c.sentence_id = s.sentence_id) as codes
    from sentence s join document d using (document_id)
    where s.sentence_id in (select unnest($1)) and s.text is not null
      and (len($2) = 0 or d.country in (select unnest($2)))
      and ($3 is null or d.year >= $3) and ($4 is null or d.year <= $4)
"""


def _read_hits(
    store: Store,
    scores: Mapping[str, float],
    alternatives: Sequence[Alternative],
    forms: _Forms,
    filters: Filters,
) -> Iterator[Hit]:
    if not scores:
        return
    sought = [
        list(scores),
        list(filters.countries),
        filters.first_year,
        filters.last_year,
    ]
    rows = store.query(_HITS, sought).as_dicts()
    forms.learn(word.group().lower() for row in rows for word in _WORD.finditer(row["text"]))
    for row in rows:
        spans = find_spans(row["text"], alternatives, forms)
        if spans:
            row["codes"] = tuple((row["codes"] or "").split())
            yield Hit(**row, spans=spans, score=scores[row["sentence_id"]])


def find_spans(
    text: str, alternatives: Sequence[Alternative], forms: _Forms
) -> tuple[tuple[int, int], ...]:
    """Where the phrases of the alternatives that the text has stand in it; empty if it has none."""
    words = [(found.start(), found.end(), found.group().lower()) for found in _WORD.finditer(text)]
    places: dict[Phrase, list[tuple[int, int]]] = defaultdict(list)
    for phrase in {phrase for either in alternatives for phrase in either}:
        for at in range(len(words) - len(phrase) + 1):
            run = words[at : at + len(phrase)]
            if all(forms.is_same(asked, word[2]) for asked, word in zip(phrase, run, strict=True)):
                places[phrase].append((run[0][0], run[-1][1]))
    found = {
        span
        for either in alternatives
        if all(phrase in places for phrase in either)
        for phrase in either
        for span in places[phrase]
    }
    return tuple(sorted(found))
