"""Pull quotes: displayed passages whose words stand in the running text too, found by both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.pdf.paragraphs import Paragraph
from extractors.text_lines import has_ended

_WORD = re.compile(r"\w+")
_MIN_WORDS = 7
_MAX_WORDS = 90
_MIN_SHARE = 0.6  # of the quote's runs of three words: editors shorten and smooth what they pull
_LOOK = 4  # paragraphs before and after in which the running text must stand
_ENDED = re.compile(r"[.!?…][\"'”’»)]?$")
_REACH = 1  # pages before and after the quote's own on which its words may stand

Triple = tuple[str, str, str]


def mark_pull_quotes(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs, with those marked that repeat the text beside them in larger or bold type."""
    suspects = [i for i in range(len(paragraphs)) if _may_be_quote(paragraphs, i)]
    if not suspects:
        return list(paragraphs)
    pages = {paragraphs[i].block.page or 0 for i in suspects}
    near = {page + shift for page in pages for shift in range(-_REACH, _REACH + 1)}
    texts = _running_texts(paragraphs, near)
    marked = list(paragraphs)
    for index in suspects:
        block = paragraphs[index].block
        said = _words(block.text)
        if not _MIN_WORDS <= len(said) <= _MAX_WORDS:
            continue
        runs = list(_triples(said))
        page = block.page or 0
        there: set[Triple] = set()
        for shift in range(-_REACH, _REACH + 1):
            there |= texts.get(page + shift, set())
        if sum(1 for run in runs if run in there) >= _MIN_SHARE * len(runs):
            quote = replace(block, kind="pull_quote", level=0)
            marked[index] = replace(paragraphs[index], block=quote)
    return marked


def _may_be_quote(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a displayed paragraph is a whole sentence, or stands in the way of one: no heading.

    Headings also say what the text below them says.
    """
    block = paragraphs[index].block
    if not paragraphs[index].is_display or block.kind not in ("heading", "prose", "list_item"):
        return False
    if _ENDED.search(block.text[-3:]):
        return True
    return _is_open(paragraphs, index) and _goes_on(paragraphs, index)


def _is_open(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the running text before has not come to the end of a sentence."""
    for before in reversed(paragraphs[max(0, index - _LOOK) : index]):
        if before.block.kind == "prose" and not before.is_display:
            return not has_ended(before.block.text)
    return False


def _goes_on(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the running text after it begins in lower case."""
    for after in paragraphs[index + 1 : index + 1 + _LOOK]:
        if after.block.kind == "prose" and not after.is_display:
            return after.block.text[:1].islower()
    return False


def _running_texts(paragraphs: Sequence[Paragraph], pages: set[int]) -> dict[int, set[Triple]]:
    """The runs of three words of each page's ordinary text; a page's end goes on with the next."""
    words: dict[int, list[str]] = {}
    for paragraph in paragraphs:
        page = paragraph.block.page or 0
        is_text = paragraph.block.kind in ("prose", "list_item")
        if page in pages and is_text and not paragraph.is_display:
            words.setdefault(page, []).extend(_words(paragraph.block.text))
    for page, following in pairwise(sorted(words)):
        words[page] += words[following][:_MAX_WORDS]
    return {page: set(_triples(said)) for page, said in words.items()}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _triples(words: Sequence[str]) -> Iterator[Triple]:
    return zip(words, words[1:], words[2:], strict=False)
