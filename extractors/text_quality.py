"""Whether a text layer's letters are the ones a reader sees."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from extractors.language import LanguageWords

_MIN_MARKED_WORDS = 20
_MIN_LOST_SHARE = 0.3
_SAMPLE_CHARS = 100_000
_WORD_SAMPLE_CHARS = 40_000
_MIN_LETTERS = 400  # fewer say nothing about the rest
_WORD = re.compile(r"[^\W\d_]+")
_IN_WORD_SIGN = re.compile(r"(?<=[^\W\d_])[=~^|\\{}<>±÷×¥§¤™¡¿∞≠°#@¬º](?=[^\W\d_])")
_LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f]")
_COMMON = "eainrst"


def find_garbage(text: str) -> str | None:
    """Say what is wrong with a text's letters, or nothing.

    Latin text of any language here has a quarter or more of its letters in e, a, i, n, r, s, t
    (measured: 45 to 60 %), and signs such as "=" or "™" hardly ever stand inside its words. A
    layer with wrong letters breaks one or both.
    """
    sample = text[:_SAMPLE_CHARS]
    counts = Counter(sample.lower())
    letters = {sign: count for sign, count in counts.items() if sign.isalpha()}
    latin = sum(count for sign, count in letters.items() if _LATIN.match(sign))
    if sample and sample.count("\ufffd") > len(sample) * 0.1:
        return "more than a tenth of its characters have no meaning"
    if latin < _MIN_LETTERS or latin < sum(letters.values()) * 0.6:
        return None
    common = sum(letters.get(sign, 0) for sign in _COMMON)
    if common < latin * 0.3:
        return f"only {common / latin:.0%} of its letters are the usual ones"
    words = len(_WORD.findall(sample[:_WORD_SAMPLE_CHARS]))
    broken = len(_IN_WORD_SIGN.findall(sample[:_WORD_SAMPLE_CHARS]))
    if broken > words * 0.08:
        return f"{broken} signs stand inside its {words} words"
    return None


def find_lost_letters(text: str, language: str, known: LanguageWords) -> float:
    """The share of a language's marked function words ("är", "på") written bare ("ar", "pa").

    Zero where fewer than three in ten are, or the text has too few to say: optical recognition and
    bad conversions drop rings, dots and strokes from most words or from hardly any.
    """
    marked = {
        word
        for word, codes in known.words.items()
        if language in codes and not word.isascii() and word.islower()
    }
    bare = {_strip_marks(word) for word in marked}
    bare -= {word for word in bare if language in known.words.get(word, ())}
    counts = Counter(_WORD.findall(text[:_SAMPLE_CHARS].lower()))
    kept = sum(counts[word] for word in marked)
    lost = sum(counts[word] for word in bare)
    if kept + lost < _MIN_MARKED_WORDS or lost < _MIN_LOST_SHARE * (kept + lost):
        return 0.0
    return round(lost / (kept + lost), 3)


def _strip_marks(word: str) -> str:
    plain = word.replace("ø", "o").replace("æ", "ae")
    return "".join(
        sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign)
    )
