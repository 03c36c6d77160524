"""Inflected words to one stem, so that "strategy" and "strategies" count as the same word.

A light stemmer: it strips inflection and leaves derivation, for the languages that have a list
of endings here, and returns words of other languages as they are.
"""

from __future__ import annotations

from functools import cache

MINIMUM_STEM_LENGTH = 4
"""Shorter stems run unlike words together."""

# The first ending that fits is taken, so longer ones come first; "ies>y" puts y in its place.
_ENDINGS = {
    "en": "sses>ss ies>y ied>y ings ing ed es ss>ss us>us is>is s e",
    "nb": "hetenes>het hetene>het heter>het heten>het hets>het het>het "
    "ernes erens enes erne eren ere ene ens ets ers er en et es e s a",
    "da": "hedernes>hed hederne>hed heder>hed heden>hed heds>hed hed>hed "
    "ernes erens enes erne eren ere ene ens ets ers er en et es e s",
    "nn": "heitene>heit heiter>heit heita>heit heit>heit "
    "aranes arane arens aren arar anes enes ane ene ens ets ar er en et a e s",
    "sv": "heternas>het heterna>het heter>het heten>het hets>het het>het "
    "arnas ernas ornas arens arna erna orna aren ens ets are ars ers ors ar er or en et na a e s n",
}


def stem_word(word: str, language: str) -> str:
    """Strip the inflection of a lower-case word."""
    for ending, replacement in _endings(language):
        if word.endswith(ending):
            stem = word.removesuffix(ending) + replacement
            if len(stem) >= MINIMUM_STEM_LENGTH:
                return stem
    return word


@cache
def _endings(language: str) -> list[tuple[str, str]]:
    pairs = [entry.partition(">") for entry in _ENDINGS.get(language, "").split()]
    return [(ending, replacement) for ending, _, replacement in pairs]
