"""Plain text to blocks: wrapped lines joined, headings, lists and repeated lines told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.blocks import Block, FileBlocks, clean_text, without_bullet
from extractors.line_joining import SOFT_HYPHENS, WordStock, join_lines, stock_words

LIST_MARKER = re.compile(
    r"(?:[•●○▪■□◦‣⁃∙·*➢➤►▶▻▷✓✔❖\uf020-\uf0ff]\s*|[–—+-]\s+|o\s+(?=[A-ZÆØÅÄÖ])"
    r"|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s+)(?=\S)"
)
_CONTENTS_LINE = re.compile(
    r"(?:\.\s?){4,}\s*\d{0,4}\s*$|…+\s*\d{1,4}\s*$|_{4,}\s*\d{0,4}\s*$|\w\s+page\s+\d{1,3}\s*$"
)
_ENDS_OF_CONTENTS = frozenset(" ._…0123456789")
_ENDED = re.compile(r"[.!?:;…。！？؟][\"'”’»)\]]*\d{0,2}$")
_NUMBER_ALONE = re.compile(
    r"[-–—|\s]*(?:(?:page|side|sida|s\.)\s*)?\d{1,4}(?:\s*(?:of|av|/|\|)\s*\d{1,4})?[-–—|\s]*", re.I
)
_NUMBERED_HEADING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-Z]\.)\s+[^\W\d_]")
_LONG_LINE = 180  # a line longer than any printed one is a paragraph by itself


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    page: int | None
    is_after_gap: bool


def read_text(text: str) -> FileBlocks:
    """Read plain text; form feeds count pages."""
    raw = [line for page in text.split("\f") for line in page.split("\n")]
    repeated = _find_repeated(raw)
    stock = stock_words(raw)
    width = _usual_width(raw)
    lines = list(_clean_lines(text))
    blocks: list[Block] = []
    for group in _find_groups([line for line in lines if not _is_head(line, repeated)], width):
        blocks.append(_to_block(group, stock, width))
    heads = [
        Block("running_head", line.text, line.page) for line in lines if _is_head(line, repeated)
    ]
    pages = max((line.page or 0 for line in lines), default=0) or None
    return FileBlocks("txt", _first_heading(blocks), pages, (*blocks, *heads))


def unwrap_lines(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Kinds and texts of the paragraphs, items and headings that these lines make."""
    stock = stock_words(lines)
    width = _usual_width(lines)
    held = [_Line(line, None, False) for line in lines if line]
    made = [_to_block(group, stock, width) for group in _find_groups(held, width)]
    return [(block.kind, block.text) for block in made]


def has_ended(text: str) -> bool:
    """Whether a line or paragraph ends as a sentence, question or list's introduction does."""
    return bool(_ENDED.search(text[-12:]))


def is_contents_line(text: str) -> bool:
    """Whether a line leads by dots or words to a page number."""
    return text[-1:] in _ENDS_OF_CONTENTS and bool(_CONTENTS_LINE.search(text))


def _clean_lines(text: str) -> Iterator[_Line]:
    has_pages = "\f" in text
    for page, content in enumerate(text.split("\f"), start=1):
        is_after_gap = False
        for raw in content.split("\n"):
            line = raw.strip()
            if line:
                yield _Line(line, page if has_pages else None, is_after_gap)
            is_after_gap = not line


def _usual_width(lines: Sequence[str]) -> int:
    """The width lines are wrapped at: nine in ten printed lines are shorter; 0 if not wrapped."""
    lengths = sorted(len(line.strip()) for line in lines if 20 < len(line.strip()) < _LONG_LINE)
    long_count = sum(1 for line in lines if len(line) >= _LONG_LINE)
    if len(lengths) < 3 or long_count > len(lengths) / 3:
        return 0
    return lengths[int(len(lengths) * 0.9)]


def _find_repeated(lines: Sequence[str]) -> frozenset[str]:
    """Short lines, numbers aside, that stand too often in a document to be its text."""
    counts = Counter(_shape(line) for line in lines if 3 < len(line.strip()) < 90)
    return frozenset(
        shape
        for shape, count in counts.items()
        if (count >= 4 and not LIST_MARKER.match(shape) and len(shape) > 6 and "#" in shape)
        or (count >= 6 and len(shape) > 12)
    )


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip().lower())


def _is_head(line: _Line, repeated: frozenset[str]) -> bool:
    return bool(_NUMBER_ALONE.fullmatch(line.text)) or _shape(line.text) in repeated


def _find_groups(lines: Sequence[_Line], width: int) -> Iterator[list[_Line]]:
    """Lines that belong to one block."""
    group: list[_Line] = []
    for line in lines:
        if group and _starts_block(group, line, width):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _starts_block(group: Sequence[_Line], line: _Line, width: int) -> bool:
    last = group[-1]
    if not width or len(last.text) >= _LONG_LINE or len(line.text) >= _LONG_LINE:
        return not last.text.endswith(tuple(SOFT_HYPHENS))
    if is_contents_line(line.text) or LIST_MARKER.match(line.text):
        return True
    if last.text.endswith(("-", *SOFT_HYPHENS)):
        return False
    is_ended = has_ended(last.text)
    if line.text[0].islower():
        return line.is_after_gap and is_ended
    if line.is_after_gap:
        # A page's end leaves a gap too: the sentence goes on after a full line.
        return is_ended or len(last.text) < width * 0.75
    is_heading = _is_heading([last], width) or _opens_section(last, line, width)
    return len(last.text) < width * 0.82 if is_ended else is_heading


def _opens_section(last: _Line, line: _Line, width: int) -> bool:
    return bool(_NUMBERED_HEADING.match(line.text)) and len(last.text) < width * 0.6


def _is_heading(group: Sequence[_Line], width: int) -> bool:
    text = group[0].text
    if len(group) > 1 or has_ended(text) or text[0].islower() or len(text) > 120:
        return False
    if LIST_MARKER.match(text) and not _NUMBERED_HEADING.match(text):
        return False
    is_short = (text.isupper() or len(text) < (width or 110) * 0.68) and text[-1] != ","
    return is_short and any(letter.isalpha() for letter in text)


def _to_block(group: Sequence[_Line], stock: WordStock, width: int) -> Block:
    text = clean_text(join_lines([line.text for line in group], stock))
    page = group[0].page
    if is_contents_line(group[0].text):
        return Block("contents", text, page)
    if _is_heading(group, width) and len(text.split()) <= 14:
        level = text.split()[0].rstrip(".").count(".") + 1 if _NUMBERED_HEADING.match(text) else 1
        return Block("heading", text, page, level)
    if LIST_MARKER.match(text):
        return Block("list_item", without_bullet(text), page)
    return Block("prose", text, page)


def _first_heading(blocks: Sequence[Block]) -> str | None:
    return next((block.text for block in blocks[:12] if block.kind == "heading"), None)
