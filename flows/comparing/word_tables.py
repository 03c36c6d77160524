"""The words that rose and fell from year to year, and those that set countries apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.codebook import Codebook
from data.named_group import load_named_groups
from data.organisation import Organisations
from data.records import CountryWord, GroupMention, SoughtGroup, WordChange
from data.settings import DATA_FOLDER
from data.store import Store
from extractors.named_bodies import BodyNames, find_bodies, index_bodies
from flows.coding import shipped_codebook
from flows.comparing.group_mentions import find_mentions, list_groups
from flows.organisations import shipped_organisations
from models.keyness import (
    Side,
    Vocabulary,
    build_vocabulary,
    find_changes,
    find_own_words,
    sum_side,
)
from models.plain_words import WordBook, join_forms
from reports.compare import EVERYWHERE

_LANGUAGES = """
    select distinct s.language from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
    order by s.language
"""
_SENTENCES = """
    select s.document_id, d.country, d.year, s.text
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and not d.is_excerpt and d.year is not null
      and s.language = ?
    order by d.year, s.document_id, s.position
"""
_CHARACTERS = str.maketrans("|*~", "   ")


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A document's words in one language."""

    country: str
    year: int
    counts: Counter[str]


def build_word_tables(
    store: Store, organisations: Organisations, codebook: Codebook
) -> tuple[list[WordChange], list[CountryWord]]:
    """Compare the words of sentences in scope, each language by itself, excerpts left out.

    A sentence that several documents of a year have word for word counts once: copies of a text
    and standing phrases of letters are no usage. Names of declared bodies are cut out first; stop
    words, months, addresses and words that are nearly always written with a capital are not
    counted, but for the terms of the codebook.
    """
    names = index_bodies(organisations)
    changes: list[WordChange] = []
    own_words: list[CountryWord] = []
    for (language,) in store.query(_LANGUAGES).rows:
        book = WordBook(language, find_terms(codebook, language), _months(codebook, language))
        documents = _count_documents(_read_spoken(store, language, names), book)
        vocabulary = build_vocabulary([one.counts for one in documents])
        changes += _compare_years(documents, vocabulary, language)
        own_words += _compare_countries(documents, vocabulary, language)
    return changes, own_words


def _read_spoken(store: Store, language: str, names: BodyNames) -> list[tuple[str, str, int, str]]:
    """Document, country, year and text of each sentence in scope, once a year, without bodies."""
    spoken: list[tuple[str, str, int, str]] = []
    met: set[tuple[int, str]] = set()
    for document_id, country, year, text in store.query(_SENTENCES, [language]).rows:
        met_here = (year, " ".join(text.lower().split()))
        if met_here not in met:
            met.add(met_here)
            spoken.append((document_id, country, year, _drop_bodies(text, country, names)))
    return spoken


def find_terms(codebook: Codebook, language: str) -> frozenset[str]:
    """The words of the codebook's technologies and scope, which are no names though "AI" is large.

    Words of more than one part count by their parts.
    """
    spoken = codebook.languages.get(language)
    if spoken is None:
        return frozenset()
    cues = [*spoken.scope, *(cue for cues in spoken.facets.technologies.values() for cue in cues)]
    parts = (part for cue in cues for part in cue.replace("-", " ").split(" "))
    return frozenset(
        word
        for part in parts
        if "*" not in part
        for word in part.translate(_CHARACTERS).split()
        if word.isalpha()
    )


def _drop_bodies(text: str, country: str, names: BodyNames) -> str:
    kept, at = [], 0
    for body in find_bodies(text, country, names):
        kept.append(text[at : body.start_char])
        at = max(at, body.end_char)
    return " ".join([*kept, text[at:]])


def _months(codebook: Codebook, language: str) -> tuple[str, ...]:
    spoken = codebook.languages.get(language)
    return spoken.facets.time.months if spoken else ()


def _count_documents(rows: Sequence[tuple[str, str, int, str]], book: WordBook) -> list[_Spoken]:
    book.learn(text for *_, text in rows)
    held: dict[str, _Spoken] = {}
    for document_id, country, year, text in rows:
        one = held.setdefault(document_id, _Spoken(country, year, Counter()))
        one.counts.update(book.terms(text))
    forms = join_forms((one.counts for one in held.values()), book.language)
    joined = []
    for document_id in list(held):
        one = held.pop(document_id)  # both countings of all documents would fill the memory
        counts: Counter[str] = Counter()
        for word, count in one.counts.items():
            counts[forms[word]] += count
        joined.append(_Spoken(one.country, one.year, counts))
    return joined


def _compare_years(
    documents: Sequence[_Spoken], vocabulary: Vocabulary, language: str
) -> list[WordChange]:
    rows: list[WordChange] = []
    for country in (EVERYWHERE, *sorted({one.country for one in documents})):
        held = [
            (at, one.year)
            for at, one in enumerate(documents)
            if country in (EVERYWHERE, one.country)
        ]
        for year in sorted({year for _, year in held}):
            own = [at for at, of in held if of == year]
            earlier = [at for at, of in held if of < year]
            if not earlier:
                continue
            usual = [at for at, one in enumerate(documents) if one.year <= year]
            sides = [sum_side(vocabulary, part) for part in (own, earlier, usual)]
            rows += _change_rows(vocabulary, sides, (country, language, year))
    return rows


def _change_rows(
    vocabulary: Vocabulary, sides: Sequence[Side], place: tuple[str, str, int]
) -> list[WordChange]:
    now, before, usual = sides
    return [
        WordChange(
            *place,
            word=one.word,
            word_count=one.own_count,
            all_word_count=int(now.total),
            document_count=one.own_document_count,
            all_document_count=now.document_count,
            earlier_word_count=one.other_count,
            earlier_all_word_count=int(before.total),
            earlier_document_count=one.other_document_count,
            earlier_all_document_count=before.document_count,
            log_odds_ratio=one.effect,
            z_score=one.strength,
        )
        for one in find_changes(vocabulary, now, before, usual)
    ]


def _compare_countries(
    documents: Sequence[_Spoken], vocabulary: Vocabulary, language: str
) -> list[CountryWord]:
    rows: list[CountryWord] = []
    for country, year in sorted({(one.country, one.year) for one in documents}):
        until = [(at, one.country) for at, one in enumerate(documents) if one.year <= year]
        own = [at for at, of in until if of == country]
        others = [at for at, of in until if of != country]
        if not others:
            continue
        side, rest = sum_side(vocabulary, own), sum_side(vocabulary, others)
        rows += [
            CountryWord(
                country=country,
                language=language,
                year=year,
                word=one.word,
                word_count=one.own_count,
                all_word_count=int(side.total),
                document_count=one.own_document_count,
                all_document_count=side.document_count,
                other_word_count=one.other_count,
                other_all_word_count=int(rest.total),
                g_squared=one.strength,
            )
            for one in find_own_words(vocabulary, side, rest)
        ]
    return rows


def update_words(store: Store) -> None:
    """Which groups are named, which words rose and fell, and which set countries apart."""
    codebook, groups = shipped_codebook(), load_named_groups(DATA_FOLDER)
    mentions = list(find_mentions(store, groups, codebook))
    changes, own_words = build_word_tables(store, shipped_organisations(), codebook)
    with store.transaction():
        store.replace_all(SoughtGroup, list_groups(groups))
        store.replace_all(GroupMention, mentions)
        store.replace_all(WordChange, changes)
        store.replace_all(CountryWord, own_words)
