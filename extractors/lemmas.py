"""Finds all forms of a word by the lemma tables of spacy-lookups-data.

Tables are there for English, bokmål, Swedish and Danish; nynorsk has none. Bokmål's forms stand in
the table of exceptions, because its table of lemmas is nearly empty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import spacy_lookups_data
from spacy.util import load_language_data

_LOOKUP, _EXCEPTIONS = "lemma_lookup", "lemma_exc"


def has_lemmas(spacy_code: str) -> bool:
    """Whether there is a table of the language's lemmas."""
    return _LOOKUP in _tables(spacy_code)


def find_forms(words: Collection[str], spacy_code: str) -> dict[str, tuple[str, ...]]:
    """The forms of each word, in alphabetical order, the word itself among them.

    A word that the table knows as a lemma stands for its own forms, and else for those of its
    lemma: "laws" stands for "law" too. A word that it does not know, or in a language without a
    table, stands for itself. A table of half a million forms is read and let go again: ask for
    all words at once.
    """
    if not words:
        return {}
    tables = _load_tables(spacy_code)
    lemmas = {lemma for _, lemma in _pairs(tables)}
    chosen = {word: {word} for word in words if word in lemmas}
    wanted = set(words) - set(chosen)
    for form, lemma in _pairs(tables):
        if form in wanted:
            chosen.setdefault(form, set()).add(lemma)
    forms: dict[str, set[str]] = {lemma: set() for some in chosen.values() for lemma in some}
    for form, lemma in _pairs(tables):
        if lemma in forms and form.isalpha():
            forms[lemma].add(form)
    return {
        word: tuple(
            sorted({word}.union(*({lemma} | forms[lemma] for lemma in chosen.get(word, ()))))
        )
        for word in words
    }


def _load_tables(spacy_code: str) -> list[Mapping[str, Any]]:
    """Tables of a form's lemma, or of its lemmas."""
    files = _tables(spacy_code)
    loaded: list[Mapping[str, Any]] = [_load(files[_LOOKUP])] if _LOOKUP in files else []
    if spacy_code == "nb" and _EXCEPTIONS in files:
        loaded += _load(files[_EXCEPTIONS]).values()  # one per part of speech
    return loaded


def _load(file: Any) -> dict[str, Any]:
    return dict(load_language_data(file))


def _pairs(tables: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Form and lemma, in lower case."""
    for table in tables:
        for form, lemmas in table.items():
            for lemma in (lemmas,) if isinstance(lemmas, str) else lemmas:
                yield form.lower(), lemma.lower()


def _tables(spacy_code: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(spacy_lookups_data, spacy_code, {})
    return found
