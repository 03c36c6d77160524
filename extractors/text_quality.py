"""Whether a text layer's letters are the ones a reader sees."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from string import ascii_lowercase

from extractors.language import LanguageWords

_MIN_MARKED_WORDS = 20
_MIN_LOST_SHARE = 0.3
_SAMPLE_CHARS = 100_000
_WORD_SAMPLE_CHARS = 40_000
_MIN_LINE_LETTERS = 12
_PLAIN_SHARE = 0.34  # of all signs, spaces too; pages of prose have .36 to .48
_MIN_LETTERS = 400  # fewer say nothing about the rest
_WORD = re.compile(r"[^\W\d_]+")
_SIGN = r"[=~^|\\{}<>±÷×¥§¤™¡¿∞≠°#@¬º]"
_IN_WORD_SIGN = re.compile(rf"{_SIGN}(?<=[^\W\d_]{_SIGN})(?=[^\W\d_])")  # the rarest comes first
_LATIN = re.compile(r"[a-zA-Z\u00c0-\u024f]")
_COMMON = "eainrst"
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

_SHAPED = ("en", "nb", "nn", "sv", "da", "de", "fr", "es", "it", "pt")
_NORDIC = ("nb", "nn", "sv", "da")
_SHAPES: dict[str, tuple[tuple[str, ...], float, float]] = {
    "ti": (_SHAPED, 27.0, 115.0),
    "fi": (("en", *_NORDIC, "de", "fr", "it", "pt"), 2.0, 20.0),
    "tt": ((*_NORDIC, "it"), 10.0, 60.0),
    "th": (("en",), 34.0, 150.0),
    "ff": (("en", "sv"), 1.0, 8.0),
    **dict.fromkeys("eainrstoldum", (_SHAPED, 44.0, 300.0)),
}
"""Per shape its languages, a third of its rarest rate and its usual one, in 10,000 letters.

Measured on 97 real documents of 8,000 letters or more.
"""
_MIN_SHAPE_LETTERS = 8_000
_MIN_SHAPE_WORDS = 500  # different ones: a text that says the same again and again lacks much
_LETTERS_OF_A_WORD, _WORDS_OF_A_SENTENCE = 5.5, 15


def is_plainly_text(text: str) -> bool:
    """Whether a text needs no closer look: enough usual letters, and no signs inside words."""
    lower = text.lower()
    usual = sum(lower.count(letter) for letter in _COMMON)
    return usual >= _PLAIN_SHARE * len(lower) and not _IN_WORD_SIGN.search(text)


def find_wrong_lines(lines: Iterable[str]) -> float:
    """The share of a page's letters that stand in lines of wrong letters.

    Such a line has twelve Latin letters or more, and fewer than three in twenty are e, a, i, n, r,
    s or t. Of 2,146 pages of real documents those with right letters have .02 at most, and those
    with wrong ones, fonts of their headings apart, .74 or more.
    """
    wrong = total = 0
    for line in lines:
        letters = sum(1 for sign in line if sign.isalpha())
        latin = _LATIN.findall(line.lower())
        total += letters
        if len(latin) >= _MIN_LINE_LETTERS and len(latin) > 0.6 * letters:
            is_wrong = sum(1 for sign in latin if sign in _COMMON) < 0.15 * len(latin)
            wrong += letters if is_wrong else 0
    return wrong / total if total else 0.0


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
    marked, bare = _marked_words(language, known)
    if not marked:
        return 0.0
    counts = Counter(_WORD.findall(text[:_SAMPLE_CHARS].lower()))
    kept = sum(counts[word] for word in marked)
    lost = sum(counts[word] for word in bare)
    if kept + lost < _MIN_MARKED_WORDS or lost < _MIN_LOST_SHARE * (kept + lost):
        return 0.0
    return round(lost / (kept + lost), 3)


def _marked_words(language: str, known: LanguageWords) -> tuple[set[str], set[str]]:
    """A language's function words with marks, and what they are without, if that is no word."""
    marked = {
        word
        for word, codes in known.words.items()
        if language in codes and not word.isascii() and word.islower()
    }
    bare = {_strip_marks(word) for word in marked}
    return marked, {word for word in bare if language not in known.words.get(word, ())}


def find_lost_shapes(text: str, language: str) -> float:
    """How much a text suffers from letters or pairs of letters that it lacks altogether.

    A conversion that does not know a ligature ("ti", "fi", "th") or a letter drops it everywhere:
    "informa on". Such a shape is lost where fewer stand in the text than a third of what the
    rarest document has. What is returned is the share of sentences of fifteen words that a loss
    of all of them breaks, were it as common as usual; zero where nothing is lost.
    """
    sample = text[:_SAMPLE_CHARS]
    lower = sample.lower()
    plain = lower.encode("ascii", "ignore")
    letters = len(plain) - len(plain.translate(None, ascii_lowercase.encode()))
    letters += 0 if lower.isascii() else sum(map(str.isalpha, "".join(_NOT_ASCII.findall(lower))))
    if language not in _SHAPED or letters < _MIN_SHAPE_LETTERS:
        return 0.0
    lost = [
        usual
        for shape, (languages, least, usual) in _SHAPES.items()
        if language in languages
        # Capitals join no ligature, so that "Fi" says nothing of "fi".
        and (sample if len(shape) > 1 else lower).count(shape) * 10_000 < least * letters
    ]
    if not lost or len(set(lower.split())) < _MIN_SHAPE_WORDS:
        return 0.0
    whole = math.prod(
        (1.0 - usual / 10_000 * _LETTERS_OF_A_WORD) ** _WORDS_OF_A_SENTENCE for usual in lost
    )
    return round(1.0 - whole, 3)


def _strip_marks(word: str) -> str:
    plain = word.replace("ø", "o").replace("æ", "ae")
    return "".join(
        sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign)
    )
