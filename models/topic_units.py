"""Which passages topics are made of, and why each of the others is left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from models.stopwords import stop_words

TOPICAL_KINDS = ("prose", "list_item", "table_row")
"""Kinds of passage that say something of their own; a list item is often the policy itself."""

MINIMUM_WORDS = 8
MINIMUM_GRADE = 0.5
MINIMUM_LETTER_SHARE = 0.6

REASONS = {
    "not_prose": "A title, heading, running head, contents page, table, caption or note",
    "poorly_read": "The parser's grade of the passage is below 0.5",
    "few_letters": "Fewer than six in ten visible characters are letters",
    "few_words": "Fewer than eight words",
    "references": "Under a heading of references or notes, or a work's place and year",
    "names": "A list of members, authors or bodies, or under a heading of such",
    "repeated": "The same words stand in three documents of the publisher, or thrice in one",
}
"""Why a passage is left out; the first reason that holds is given."""

REPEATING_DOCUMENTS = 3
"""In so many documents of a publisher, or places of one document, words are boilerplate."""
_REPEATED_SHARE = 0.8  # of a passage's runs of words: a changed name or date does not save it
_RUN_WORDS = 5

_LIST_OF_NAMES = 0.6  # share of capitalised words; running prose stays below 0.4
_FEW_STOP_WORDS = 0.25  # share; running prose has 0.3 and more
_CITED_CAPITALS = 0.3

_WORD = re.compile(r"[^\W\d_]{2,}")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_CITATION = re.compile(
    r"https?:|www\.|\bdoi\b|\bISBN\b|\bpp\. ?\d|\bet al\b|\((?:19|20)\d\d[a-z]?\)|\(n\.d\.\)", re.I
)
_SOURCE_LINE = re.compile(
    r"\W*(?:sources?|based on|källor|källa|kilder?|fuentes?|fontes?|fonti?|quellen?|źródło)\s*:",
    re.I,
)
_REFERENCES = re.compile(
    r"\b(?:references|bibliography|works cited|endnotes|footnotes|litteratur(?:liste|lista)?"
    r"|referanser|referenser|käll(?:or|förteckning)|fotnoter|noter|sluttnoter|lähteet"
    r"|referencias|bibliografía|referências|bibliografia|riferimenti|références|bibliographie"
    r"|literatur(?:verzeichnis)?|quellenverzeichnis|المراجع|الحواشي)\b",
    re.I,
)
_NAMES = re.compile(
    r"\b(?:acknowledge?ments?|list of (?:members|participants|contributors|authors|abbreviations)"
    r"|about the authors?|contributors|abbreviations|acronyms"
    r"|medlem(?:mer|mar) (?:av|i)|deltakere|deltagare"
    r"|förkortningar|forkortelser|agradecimientos|remerciements|danksagung|agradecimentos)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may take part; `publisher` is whose documents boilerplate is looked for in."""

    passage_id: str
    document_id: str
    publisher: str
    kind: str
    heading_path: str
    text: str
    grade: float


def find_exclusions(candidates: Sequence[Candidate], language: str) -> list[str | None]:
    """For each passage of a language the reason why it is left out, or `None` where it takes part.

    Reasons are the keys of `REASONS`. Boilerplate is looked for among the passages that no other
    reason leaves out, all places of it go: a first place is as little of the year's own words as
    the others.
    """
    ignored = stop_words(language)
    reasons = [_own_reason(candidate, ignored) for candidate in candidates]
    open_places = [place for place, reason in enumerate(reasons) if reason is None]
    is_repeated = find_repeated([candidates[place] for place in open_places])
    for place, repeated in zip(open_places, is_repeated, strict=True):
        if repeated:
            reasons[place] = "repeated"
    return reasons


def find_repeated(candidates: Sequence[Candidate]) -> list[bool]:
    """Whether most of a passage stands in several documents of its publisher, or often in one.

    Compared are runs of five words with case, signs and spaces evened out and every number made
    the same. A passage is repeated when eight in ten of its runs stand in at least three documents
    of the publisher, or when the whole of it stands three times in its document.
    """
    by_publisher: defaultdict[str, list[int]] = defaultdict(list)
    for place, candidate in enumerate(candidates):
        by_publisher[candidate.publisher].append(place)
    repeated = [False] * len(candidates)
    for places in by_publisher.values():
        found = _repeated_of([candidates[place] for place in places]).tolist()
        for place, is_repeated in zip(places, found, strict=True):
            repeated[place] = is_repeated
    return repeated


def _own_reason(candidate: Candidate, ignored: frozenset[str]) -> str | None:
    if candidate.kind not in TOPICAL_KINDS:
        return "not_prose"
    if candidate.grade < MINIMUM_GRADE:
        return "poorly_read"
    text = candidate.text
    visible = "".join(text.split())
    if sum(map(str.isalpha, visible)) < MINIMUM_LETTER_SHARE * len(visible):
        return "few_letters"
    if sum(sum(map(str.isalpha, word)) >= 2 for word in text.split()) < MINIMUM_WORDS:
        return "few_words"
    heading = candidate.heading_path.rpartition(" > ")[2]
    words = _WORD.findall(text)
    if _is_reference(text, words, heading):
        return "references"
    return "names" if _is_list_of_names(words, heading, ignored) else None


def _is_reference(text: str, words: Sequence[str], heading: str) -> bool:
    if _is_short(heading) and _REFERENCES.search(heading):
        return True
    marks = len(_CITATION.findall(text))
    if marks and _SOURCE_LINE.match(text):
        return True
    capitals = sum(word[0].isupper() for word in words)
    # A sentence may name a paper in passing: only one that is little else is a reference.
    return marks > 0 and len(words) < 60 * marks and capitals >= _CITED_CAPITALS * len(words)


def _is_list_of_names(words: Sequence[str], heading: str, ignored: frozenset[str]) -> bool:
    if _is_short(heading) and _NAMES.search(heading):
        return True
    if not words or all(word.isupper() for word in words if len(word) > 3):
        return False  # shouted prose; or nothing to tell by
    capitals = sum(word[0].isupper() for word in words) / len(words)
    common = sum(word.lower() in ignored for word in words) / len(words)
    return capitals >= _LIST_OF_NAMES and bool(ignored) and common < _FEW_STOP_WORDS


def _is_short(heading: str) -> bool:
    """A heading that is only that; a sentence that is taken for one may mention references."""
    return 0 < len(heading.split()) <= 4


def _repeated_of(candidates: Sequence[Candidate]) -> npt.NDArray[np.bool_]:
    """As `find_repeated`, for the passages of one publisher."""
    numbers: dict[str, int] = {}
    documents = np.array(
        [numbers.setdefault(candidate.document_id, len(numbers)) for candidate in candidates]
    )
    runs = [_word_runs(candidate.text) for candidate in candidates]
    lengths = np.array([len(found) for found in runs])
    owners = np.repeat(np.arange(len(runs)), lengths)
    values, run_numbers = np.unique(np.concatenate(runs), return_inverse=True)
    pairs = np.unique(np.stack([run_numbers, documents[owners]]), axis=1)
    document_counts = np.bincount(pairs[0], minlength=len(values))
    is_common = document_counts[run_numbers] >= REPEATING_DOCUMENTS
    common = np.bincount(owners, weights=is_common, minlength=len(runs))
    places: defaultdict[tuple[int, bytes], int] = defaultdict(int)
    keys = [
        (int(document), found.tobytes()) for document, found in zip(documents, runs, strict=True)
    ]
    for key in keys:
        places[key] += 1
    is_often_here = np.array([places[key] >= REPEATING_DOCUMENTS for key in keys])
    repeated: npt.NDArray[np.bool_] = (common >= _REPEATED_SHARE * lengths) | is_often_here
    return repeated


def _word_runs(text: str) -> npt.NDArray[np.uint64]:
    """Numbers of a text's runs of five words; of a shorter text one number for the whole."""
    tokens = ["0" if token.isdigit() else token for token in _TOKEN.findall(text.casefold())]
    words = np.array([crc32(token.encode()) for token in tokens], dtype=np.uint64)
    width = max(1, min(_RUN_WORDS, len(words)))
    length = max(1, len(words) - width + 1)
    total = np.zeros(length, dtype=np.uint64)
    for place in range(min(width, len(words))):
        # An odd multiplier keeps order apart; overflow is meant.
        total = total * np.uint64(0x9E3779B97F4A7C15) + words[place : place + length]
    return total
