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
_LINES_AT_ONCE = 500  # counted together: faster than one by one, and no copy of the whole text


@dataclass(frozen=True, slots=True)
class WordStock:
    """The words of a document away from its line ends, and whether it hyphenates at line ends."""

    counts: Mapping[str, int]
    is_hyphenating: bool


def stock_words(lines: Iterable[str]) -> WordStock:
    """Count a document's words, and let its clear cases say whether line ends are hyphenated."""
    counts: Counter[str] = Counter()
    ends: list[tuple[str, str]] = []
    whole: list[str] = []  # lines without a broken word at either end
    left = ""
    for line in lines:
        broken = _LAST_PART.search(line[-60:]) if line[-1:] in _HYPHENS else None
        if not left and not broken:
            whole.append(line)
            if len(whole) == _LINES_AT_ONCE:
                counts.update(_WORD.findall("\n".join(whole).lower()))
                whole.clear()
            continue
        found = _WORD.findall(line.lower())
        if left and (first := _FIRST_PART.match(line)):
            ends.append((left, first.group()))
            found = found[1:]
        if broken:
            found = found[:-1]
        left = broken.group(1) if broken else ""
        counts.update(found)
    counts.update(_WORD.findall("\n".join(whole).lower()))
    joins = sum(1 for left, right in ends if counts[(left + right).lower()])
    keeps = sum(
        1
        for left, right in ends
        if counts[f"{left}-{right}".lower()] or (counts[left.lower()] and counts[right.lower()])
    )
    return WordStock(counts, joins >= keeps)


def join_lines(lines: Sequence[str], stock: WordStock) -> str:
    """Join lines with spaces, or without one where a word was broken in two."""
    return join_with_starts(lines, stock)[0]


def join_with_starts(lines: Sequence[str], stock: WordStock) -> tuple[str, list[int]]:
    """The same, with the place in the joined text where each line begins."""
    text = ""
    starts: list[int] = []
    for line in lines:
        said = line.strip()
        text = join_pair(text, said, stock) if starts else said
        starts.append(len(text) - len(said))
    return text, starts


def join_pair(before: str, after: str, stock: WordStock) -> str:
    """Join two lines; "arbeids-" + "og" keeps hyphen and space, "e-" + "helse" the hyphen."""
    broken = _LAST_PART.search(before[-60:]) if before[-1:] in _HYPHENS else None
    first = _FIRST_PART.match(after) if broken else None
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
