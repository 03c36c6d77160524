"""The full-text index of an edition: one for each language, with its letters and its word forms."""

from __future__ import annotations

from collections.abc import Mapping

from data.store import Store

STEMMERS: Mapping[str, str] = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "sv": "swedish",
}
"""Snowball's name for each language; words of others are looked for as they are written."""

NOT_A_WORD = r"[^\p{L}\p{N}\p{M}]+"
"""What separates words. DuckDB's own pattern keeps a to z only and would cut æ, ø, å, ä, ö out."""

_LANGUAGES = """
    select distinct language from sentence
    where text is not null and regexp_full_match(language, '[a-z]{2,3}') order by language
"""


def index_name(language: str) -> str:
    """The schema that holds a language's index."""
    return f"fts_main_words_{language}"


def index_texts(edition: Store) -> bool:
    """Index the sentences that the edition has whole; false where the extension is missing.

    No word is left out as too common: a phrase such as "data as the new oil" needs them all, and
    on 105,834 sentences the whole index takes 10 MB.
    """
    if not edition.load_full_text():
        return False
    for (language,) in edition.query(_LANGUAGES).rows:
        table = f"words_{language}"
        edition.write(
            f"create table {table} as select sentence_id, text from sentence "
            f"where language = '{language}' and text is not null"
        )
        edition.write(
            f"pragma create_fts_index('{table}', 'sentence_id', 'text', stopwords = 'none', "
            f"stemmer = '{STEMMERS.get(language, 'none')}', ignore = '{NOT_A_WORD}', "
            "strip_accents = 0, lower = 1)"
        )
        edition.write(f"drop table {table}")  # the index keeps what it needs
    edition.write("checkpoint")
    return True
