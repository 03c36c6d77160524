"""Lines to running text: line-end hyphens are undone by the document's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SOFT_HYPHENS = "\u00ad\ufffe\u0002¬"
"""A hyphen that was put in to break the line (U+00AD), or that PDFium found at a line's end."""

_HYPHENS = frozenset(f"-\u2010{SOFT_HYPHENS}")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_PART = re.compile(rf"([^\W_]+(?:-[^\W_]+)*)[-\u2010{SOFT_HYPHENS}]$")
_FIRST_PART = re.compile(r"[^\W_]+(?:-[^\W\d_]+)*")
_SUSPENDED = re.compile(r"(?:og|eller|och|and|or|und|oder|samt|et|ou|y|o)\b")
_SURE_EVIDENCE = 2


@dataclass(frozen=True, slots=True)
class WordStock:
    """The words of a document away from its line ends, and whether it hyphenates at line ends."""

    counts: Mapping[str, int]
    is_hyphenating: bool


def stock_words(lines: Iterable[str]) -> WordStock:
    """Count a document's words, and let its clear cases say whether line ends are hyphenated."""
    counts: Counter[str] = Counter()
    ends: list[tuple[str, str]] = []
    left = ""
    for line in lines:
        found = _WORD.findall(line.lower())
        broken = _LAST_PART.search(line[-60:]) if line[-1:] in _HYPHENS else None
        if left and (first := _FIRST_PART.match(line)):
            ends.append((left, first.group()))
            found = found[1:]
        if broken:
            found = found[:-1]
        left = broken.group(1) if broken else ""
        counts.update(found)
    joins = sum(1 for left, right in ends if counts[(left + right).lower()])
    keeps = sum(
        1
        for left, right in ends
        if counts[f"{left}-{right}".lower()] or (counts[left.lower()] and counts[right.lower()])
    )
    return WordStock(counts, joins >= keeps)


def join_lines(lines: Sequence[str], stock: WordStock) -> str:
    """Join lines with spaces, or without one where a word was broken in two."""
    if not lines:
        return ""
    text = lines[0].rstrip()
    for line in lines[1:]:
        text = join_pair(text, line.strip(), stock)
    return text


def join_pair(before: str, after: str, stock: WordStock) -> str:
    """Join two lines; "arbeids-" + "og" keeps hyphen and space, "e-" + "helse" the hyphen."""
    broken = _LAST_PART.search(before[-60:])
    first = _FIRST_PART.match(after)
    if not broken or not first:
        return f"{before} {after}".strip()
    stem = before[:-1]
    if _SUSPENDED.match(after) and not _is_known(broken.group(1) + first.group(), stock):
        return f"{stem}- {after}"
    if not after[0].islower():
        return f"{stem}-{after}"
    if _is_one_word(broken.group(1), first.group(), stock):
        return stem + after
    return f"{stem}-{after}"


def _is_known(word: str, stock: WordStock) -> bool:
    return stock.counts.get(word.lower(), 0) > 0


def _is_one_word(left: str, right: str, stock: WordStock) -> bool:
    """Whether the hyphen between the parts came from breaking the line."""
    last = left.rpartition("-")[2]
    joined = stock.counts.get((left + right).lower(), 0)
    kept = stock.counts.get(f"{left}-{right}".lower(), 0)
    if joined or kept:
        return joined >= kept
    if len(last) == 1 or last.isupper() or last[-1].isdigit():
        return False  # "e-helse", "AI-based", "COVID-19-related"
    if not stock.is_hyphenating:
        return False
    both = min(stock.counts.get(last.lower(), 0), stock.counts.get(right.lower(), 0))
    # In a hyphenating document two whole words still more often make a compound than not.
    return both < _SURE_EVIDENCE or len(last) > 3
