"""HTML to blocks: trafilatura says what is the text, the page's own tree says what it is.

trafilatura's result alone loses headings that stand close together, so its words only choose
among the blocks of the tree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extractors.blocks import Block, FileBlocks, clean_text
from extractors.html_tree import find_blocks, parse_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NOT_WORDS = re.compile(r"[\W_]+")
_SHORTEST_KEPT_SHARE = 0.25
"""Below this share of the page's text trafilatura has missed the text rather than found it."""
_MARK_CHARS = 80
_KEPT_AMONG_TEXT = ("heading", "table", "caption")


def read_html(text: str, name: str) -> FileBlocks:
    """Read the main text of a page with its headings, lists, tables, captions and notes.

    Raises:
        ParseFault: there is no element in it, or it is nested or long beyond any page.
    """
    title, kept = _read_page(text, name)
    return FileBlocks("html", _first_heading(kept) or title, None, tuple(kept))


def read_html_pages(pages: Sequence[str], name: str) -> FileBlocks:
    """Read the pages of one document, such as the chapters of a white paper, joined in order.

    What stands on half of the pages or more (the paper's title, a line about the publisher) is
    kept where it stands first.

    Raises:
        ParseFault: see `read_html`.
    """
    read = [_read_page(page, f"{name}, page {i}") for i, page in enumerate(pages, start=1)]
    kept = list(_join_pages([blocks for _, blocks in read]))
    title = next((title for title, _ in read if title), None)
    return FileBlocks("html", _first_heading(kept) or title, None, tuple(kept))


def _read_page(text: str, name: str) -> tuple[str | None, list[Block]]:
    """A page's title and the blocks of its main text."""
    tree = parse_page(text, name)
    title = clean_text(tree.findtext(".//title") or "") or None
    body = tree.find("body")
    blocks = list(find_blocks(body if body is not None else tree))
    return title, _keep_main_text(blocks, _main_text(tree))


def _first_heading(blocks: Sequence[Block]) -> str | None:
    return next((block.text for block in blocks if block.kind == "heading"), None)


def _join_pages(pages: Sequence[Sequence[Block]]) -> Iterator[Block]:
    counts = Counter(text for page in pages for text in {block.text for block in page})
    often = max(2.0, len(pages) / 2)
    met: set[str] = set()
    for page in pages:
        for block in page:
            if counts[block.text] < often:
                yield block
            elif block.text not in met:
                met.add(block.text)
                yield block


def _main_text(tree: HtmlElement) -> str:
    """The words that trafilatura finds; it changes the tree on its way."""
    import trafilatura  # noqa: PLC0415 — takes half a second to load

    found = trafilatura.extract(
        tree, include_comments=False, include_tables=True, favor_recall=True, fast=True
    )
    return _squeeze(found or "")


def _squeeze(text: str) -> str:
    return _NOT_WORDS.sub("", text).lower()


def _keep_main_text(blocks: list[Block], main_text: str) -> list[Block]:
    """The blocks that trafilatura found too, and the headings and notes among them."""
    marks = [_squeeze(block.text) for block in blocks]
    is_kept = _find_marks(marks, main_text)
    whole = sum(len(mark) for mark in marks)
    found = sum(len(mark) for mark, kept in zip(marks, is_kept, strict=True) if kept)
    if not whole or found < whole * _SHORTEST_KEPT_SHARE:
        return blocks
    positions = [i for i, kept in enumerate(is_kept) if kept and blocks[i].kind != "heading"]
    first, last = (positions[0], positions[-1]) if positions else (0, len(blocks))
    return [
        block
        for i, block in enumerate(blocks)
        if is_kept[i]
        or block.kind == "footnote"
        or (block.kind in _KEPT_AMONG_TEXT and first < i < last)
        or (block.kind == "heading" and block.level == 1)
    ]


def _find_marks(marks: Sequence[str], main_text: str) -> list[bool]:
    """Whether each mark stands in the text; looked for first where the one before ended."""
    found = []
    end = 0
    for mark in marks:
        head = mark[:_MARK_CHARS]
        start = main_text.find(head, end) if head else -1
        if start >= 0:
            end = start + len(head)
        found.append(start >= 0 or (bool(head) and head in main_text))
    return found
