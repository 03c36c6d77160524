"""Names of public bodies made comparable: what is the same name written differently."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

Words = tuple[str, ...]

_AND = frozenset({"and", "og", "och", "und", "et", "en", "&", "+"})
_ARTICLES = frozenset({"the", "la", "le", "les"})
_LEGAL_FORMS = frozenset(
    {"ab", "aps", "as", "asa", "bv", "gmbh", "hf", "inc", "limited", "llc", "ltd", "nv", "plc",
     "rhf", "sf"}
)  # fmt: skip
_INVERTED = re.compile(
    r"^(?P<of>[^,]+), (?P<what>(?:\w+ )?(?:department|ministry|office|agency|board) (?:of|for))"
    r"(?: the)?$"
)
_WORD = re.compile(r"[^\W_]+|[&+]")


@dataclass(frozen=True, slots=True)
class NameForms:
    """Words that may stand in a country's names or not without making another body of them."""

    home: tuple[Words, ...] = ()
    """The country itself, at either end: the "Norwegian" of "Norwegian Tax Administration"."""
    municipal: tuple[Words, ...] = ()
    """What is said of a town at either end: "kommune", "City of"."""


def words_of(text: str) -> Words:
    """The words of a name as compared: small letters, no articles, one word for every "and".

    Dots and apostrophes fall out, so that "U.S." is "us"; all other marks part words.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[.'’‘`´]", "", plain)
    words = ("&" if word in _AND else word for word in _WORD.findall(plain))
    return tuple(word for word in words if word not in _ARTICLES)


def name_key(name: str, forms: NameForms) -> str:
    """What two names of one body in one country have in common, whatever their writing.

    Case, kinds of blanks, punctuation, articles, legal forms at the end, the order of
    "Energy, Department of", the country's own words at either end, and how a town is called a
    town make no difference. A town's key begins with `#` and lacks a closing s, which is a
    genitive in some countries ("Sundsvalls kommun"). Nothing else is guessed.
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    inverted = _INVERTED.match(plain)
    words = words_of(f"{inverted['what']} {inverted['of']}" if inverted else plain)
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words = words[:-1]
    words = _without(words, forms.home)
    town = _without(words, forms.municipal)
    if town == words:
        return " ".join(words)
    return "#" + " ".join(town).removesuffix("s")


def _without(words: Words, phrases: tuple[Words, ...]) -> Words:
    """The words without the longest of the phrases at their beginning and at their end."""
    for phrase in sorted(phrases, key=len, reverse=True):
        if words[: len(phrase)] == phrase and len(words) > len(phrase):
            words = words[len(phrase) :]
            break
    for phrase in sorted(phrases, key=len, reverse=True):
        if words[-len(phrase) :] == phrase and len(words) > len(phrase):
            return words[: -len(phrase)]
    return words
