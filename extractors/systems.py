"""Finds the names of systems that a sentence puts in quotation marks.

Promised systems are looked up in registers by these names, so a name must look like one: one to
six words, with a capital letter inside, or a single word of capitals and digits.
"""

from __future__ import annotations

import re

_PAIRS = ("«»", "“”", '""', "””", "„“", "»«")
_QUOTED = re.compile("|".join(f"{pair[0]}([^{pair}\n]{{2,80}}){pair[1]}" for pair in _PAIRS))
_MAX_WORDS = 6
_SENTENCE_END = re.compile(r"[.!?;:]$|[.!?]\s")


def find_system_names(text: str) -> tuple[str, ...]:
    """Names in quotation marks that could be a system's, in order, each once.

    A quoted remark is left out: one that ends or holds a full stop, starts in lower case with no
    capital after, or has more than six words.
    """
    names: dict[str, None] = {}
    for found in _QUOTED.finditer(text):
        name = next(group for group in found.groups() if group is not None).strip(" ,")
        if _is_name(name):
            names[name] = None
    return tuple(names)


def _is_name(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= _MAX_WORDS or _SENTENCE_END.search(name):
        return False
    return any(word[0].isupper() or _has_inner_capital(word) for word in words)


def _has_inner_capital(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:])
