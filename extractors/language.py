"""Which language a text is in: by function words, word endings and script.

A word that few languages share says more than one that many do: its weight is log(N / n), where n
of N languages have it. Endings and beginnings of words count half.
tests/extractors/test_language.py measures it.
"""

from __future__ import annotations

import functools
import importlib.util
import math
import re
import runpy
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

from data.settings import DATA_FOLDER

OTHER_LANGUAGES = [
    "ar",
    "bg",
    "cs",
    "de",
    "el",
    "es",
    "et",
    "fi",
    "fr",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "nl",
    "pl",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "uk",
]
"""Told apart by spaCy's stop words; the languages we code have function words of their own."""

MAX_WORDS = 3000
"""A longer text is judged by its first words, so that time does not grow with the document."""

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("th", re.compile(r"[\u0e01-\u0e5b]")),
    ("hi", re.compile(r"[\u0904-\u0939]")),
    ("ar", re.compile(r"[\u0621-\u064a]")),
)
_OTHER_SCRIPT = re.compile("|".join(pattern.pattern for _, pattern in _SCRIPTS))
_LETTER = re.compile(r"[^\W\d_]")
_MIN_WORDS = 8  # a shorter passage says too little against its document
_CLEAR_LEAD = 8.0  # about three words that only the one language has
_PASSAGE_CHARS = 1500  # of a passage that are looked at: enough, and the same for every length
LIKELIER_LANGUAGES = ("en", "nb", "sv")  # most documents are in these: on a tie, take them
_LONGEST_AFFIX = 7
_MAX_REMEMBERED = 1 << 14  # words: most documents have fewer, and a run has millions
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class _TokenCounts:
    """What a token says for another language more than for one, and what it says for that one."""

    lead: Callable[[str], float]
    own: Callable[[str], float]


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """What tells languages apart: for each word or ending, the languages that have it."""

    words: Mapping[str, tuple[str, ...]]
    endings: Mapping[str, tuple[str, ...]]
    beginnings: Mapping[str, tuple[str, ...]]
    insides: Mapping[str, tuple[str, ...]]
    abbreviations: Mapping[str, frozenset[str]]
    language_count: int
    evidence: dict[str, dict[str, float]]  # filled as words are met: most text repeats itself
    counts: dict[str, _TokenCounts]  # by language, filled likewise


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The likeliest language with its evidence, and the evidence of every other one."""

    language: str
    score: float
    scores: Mapping[str, float]
    word_count: int


@functools.lru_cache(maxsize=2)
def load_language_words(folder: Path = DATA_FOLDER / "languages") -> LanguageWords:
    """Read the words of our languages, and spaCy's lists of others.

    Ours are `function_words`, `telling_words` and `abbreviations`. An entry such as "-sjon" is an
    ending, one such as "opp-" a beginning, and one such as "-kj-" stands inside a word.
    """
    words: dict[str, list[str]] = {}
    endings: dict[str, list[str]] = {}
    beginnings: dict[str, list[str]] = {}
    insides: dict[str, list[str]] = {}
    abbreviations: dict[str, frozenset[str]] = {}
    paths = sorted(folder.glob("*.yml"))
    for path in paths:
        declared = _read_yaml(path)
        code = path.stem
        abbreviations[code] = frozenset(
            str(short).lower().rstrip(".") for short in declared.get("abbreviations") or ()
        )
        for word in dict.fromkeys(
            (*(declared.get("function_words") or ()), *(declared.get("telling_words") or ()))
        ):
            ends, begins = word[0] == "-", word[-1] == "-"
            table = insides if ends and begins else endings if ends else beginnings
            (table if ends or begins else words).setdefault(word.strip("-"), []).append(code)
    for code in OTHER_LANGUAGES:
        for word in _read_stop_words(code):
            words.setdefault(word, []).append(code)
    return LanguageWords(
        MappingProxyType({word: tuple(codes) for word, codes in words.items()}),
        MappingProxyType({ending: tuple(codes) for ending, codes in endings.items()}),
        MappingProxyType({start: tuple(codes) for start, codes in beginnings.items()}),
        MappingProxyType({inside: tuple(codes) for inside, codes in insides.items()}),
        MappingProxyType(abbreviations),
        len(paths) + len(OTHER_LANGUAGES),
        {},
        {},
    )


def identify_language(
    text: str, known: LanguageWords, among: Collection[str] = ()
) -> LanguageGuess | None:
    """The likeliest language, or nothing where the text has no evidence.

    `among` narrows the choice to these codes.
    """
    script = _find_script(text)
    if script and (not among or script in among):
        count = len(text) // 5
        return LanguageGuess(script, float(count), {script: float(count)}, count)
    scores: dict[str, float] = {}
    words = _WORD.findall(text[: MAX_WORDS * 8])[:MAX_WORDS]
    for word in words:
        evidence = known.evidence.get(word)
        if evidence is None:
            evidence = _remember_evidence(word, known)
        for code, weight in evidence.items():
            scores[code] = scores.get(code, 0.0) + weight
    if among:
        scores = {code: scores[code] for code in among if code in scores}
    if not scores:
        return None
    best = max(sorted(scores), key=lambda code: (scores[code], code in LIKELIER_LANGUAGES))
    return LanguageGuess(best, scores[best], scores, len(words))


def passage_language(
    text: str, inherited: str, known: LanguageWords, among: Collection[str] = ()
) -> str:
    """The language of a passage: the document's, unless its own words clearly say another."""
    if text.isascii() and text.count(" ") < _MIN_WORDS - 1:
        return inherited
    if not among and not _may_speak_another(text[:_PASSAGE_CHARS], inherited, known):
        return inherited
    guess = identify_language(text[:_PASSAGE_CHARS], known, among)
    if guess is None or guess.language == inherited or _is_damaged(text):
        return inherited
    behind = guess.scores.get(inherited, 0.0)
    is_clear = guess.word_count >= _MIN_WORDS and guess.score - behind >= _clear_lead(behind)
    return guess.language if is_clear else inherited


def _clear_lead(behind: float) -> float:
    """By how much another language must be ahead of this evidence."""
    return max(_CLEAR_LEAD, 0.2 * behind)


def _may_speak_another(text: str, language: str, known: LanguageWords) -> bool:
    """Whether another language may be clearly ahead of this one; most passages need no closer look.

    It cannot be where the sum of the words' leads, whatever their languages, is too small.
    """
    if not text.isascii() and _OTHER_SCRIPT.search(text):
        return True
    counts = known.counts.get(language)
    if counts is None:
        counts = known.counts[language] = _TokenCounts(
            functools.lru_cache(_MAX_REMEMBERED)(functools.partial(_find_lead, language, known)),
            functools.lru_cache(_MAX_REMEMBERED)(functools.partial(_find_own, language, known)),
        )
    tokens = text.split()
    lead = sum(map(counts.lead, tokens)) + _ROUNDING
    return lead >= _CLEAR_LEAD and lead >= _clear_lead(sum(map(counts.own, tokens)))


def _find_lead(language: str, known: LanguageWords, token: str) -> float:
    """How far the words between two spaces speak for the best other language, beyond this one."""
    found = [_find_evidence(word.lower(), known) for word in _WORD.findall(token)]
    return sum(
        max(evidence.values()) - evidence.get(language, 0.0) for evidence in found if evidence
    )


def _find_own(language: str, known: LanguageWords, token: str) -> float:
    """How far these words speak for this language."""
    words = _WORD.findall(token)
    return sum(_find_evidence(word.lower(), known).get(language, 0.0) for word in words)


def _remember_evidence(word: str, known: LanguageWords) -> dict[str, float]:
    if len(known.evidence) >= _MAX_REMEMBERED:
        known.evidence.clear()
    found = known.evidence[word] = _find_evidence(word.lower(), known)
    return found


def _is_damaged(text: str) -> bool:
    """Whether most words have one or two letters: the rests of others, and some language's own."""
    words = _WORD.findall(text[:_PASSAGE_CHARS])
    return 2 * sum(1 for word in words if len(word) > 2) < len(words)


def _find_evidence(word: str, known: LanguageWords) -> dict[str, float]:
    """What one word says for each language."""
    found = [(known.words.get(word, ()), 1.0)]
    for length in range(2, min(_LONGEST_AFFIX, len(word) - 2) + 1):
        found.append((known.endings.get(word[-length:], ()), 0.5))
        found.append((known.beginnings.get(word[:length], ()), 0.5))
    found += [(codes, 0.5) for inside, codes in known.insides.items() if inside in word[1:-1]]
    evidence: dict[str, float] = {}
    for codes, share in found:
        for code in codes:
            weight = share * math.log((known.language_count + 1) / len(codes))
            evidence[code] = evidence.get(code, 0.0) + weight
    return evidence


def _find_script(text: str) -> str | None:
    """The language of a script that only one of our languages is written in."""
    head = text[: MAX_WORDS * 8]
    if head.isascii():
        return None
    letter_count = len(_LETTER.findall(head))
    for code, pattern in _SCRIPTS:
        # Japanese mixes scripts: a tenth of kana decides it. Others need a majority.
        share = 0.1 if code == "ja" else 0.5
        if len(pattern.findall(head)) > letter_count * share:
            return code
    return None


def _read_yaml(path: Path) -> dict[str, list[str]]:
    # The strict model of this file is the codebook's; here only two of its keys are wanted.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return content if isinstance(content, dict) else {}


def _read_stop_words(code: str) -> set[str]:
    """SpaCy's list of a language, run from its file: importing spaCy itself takes three seconds."""
    spec = importlib.util.find_spec("spacy")
    if spec is None or spec.origin is None:
        return set()
    path = Path(spec.origin).parent / "lang" / code / "stop_words.py"
    words = runpy.run_path(str(path))["STOP_WORDS"]
    # Letters that stand alone are the rests of damaged words as often as they are words.
    return {word for word in words if word.isalpha() and len(word) > 1}
