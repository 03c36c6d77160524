"""HTML to blocks: trafilatura says what is the text, the page's own tree says what it is.

trafilatura's result alone loses headings that stand close together, so its words only choose
among the blocks of the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import ParseFault
from extractors.blocks import Block, FileBlocks, clean_lines, clean_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    "p": "prose",
    "blockquote": "prose",
    "pre": "prose",
    "dd": "list_item",
    "dt": "list_item",
    "li": "list_item",
    "figcaption": "caption",
    "caption": "caption",
    "title": "title",
}
_CONTAINERS = frozenset(
    [
        "html",
        "body",
        "div",
        "section",
        "article",
        "main",
        "center",
        "form",
        "fieldset",
        "details",
        "summary",
        "ul",
        "ol",
        "dl",
        "figure",
        "header",
        "hgroup",
        "span",
        "font",
        "td",
    ]
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "aside",
        "iframe",
        "svg",
        "math",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "head",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "dialog",
    ]
)
_DROPPED_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_NOT_WORDS = re.compile(r"[\W_]+")
_SHORTEST_KEPT_SHARE = 0.25
"""Below this share of the page's text trafilatura has missed the text rather than found it."""


def read_html(text: str) -> FileBlocks:
    """Read the main text of a page with its headings, lists, tables and captions.

    Raises:
        ParseFault: there is no element in it.
    """
    from lxml import etree  # noqa: PLC0415 — only a worker that meets HTML needs it
    from lxml import html as lxml_html  # noqa: PLC0415

    try:
        tree = lxml_html.document_fromstring(_without_declaration(text))
    except etree.ParserError as error:
        raise ParseFault(
            f"the page has no element: {error}", next_step="open it: it may be empty"
        ) from error
    title = clean_text(tree.findtext(".//title") or "") or None
    body = tree.find("body")
    blocks = list(_find_blocks(body if body is not None else tree))
    kept = _keep_main_text(blocks, _main_text(text))
    heading = next((block.text for block in kept if block.kind == "heading"), None)
    return FileBlocks("html", heading or title, None, tuple(kept))


def _without_declaration(text: str) -> str:
    # lxml refuses text that says in which encoding its bytes were.
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))


def _main_text(text: str) -> str:
    import trafilatura  # noqa: PLC0415 — takes half a second to load

    found = trafilatura.extract(
        text, include_comments=False, include_tables=True, favor_recall=True, fast=True
    )
    return _squeeze(found or "")


def _squeeze(text: str) -> str:
    return _NOT_WORDS.sub("", text).lower()


def _keep_main_text(blocks: list[Block], main_text: str) -> list[Block]:
    """The blocks that trafilatura found too, and the headings among them."""
    marks = [_squeeze(block.text) for block in blocks]
    is_kept = [bool(mark) and mark[:80] in main_text for mark in marks]
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
        or (block.kind in ("heading", "table", "caption") and first < i < last)
        or (block.kind == "heading" and block.level == 1)
    ]


def _find_blocks(element: HtmlElement) -> Iterator[Block]:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED or element.get("role") in _DROPPED_ROLES:
        return
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return
    if tag in _HEADINGS:
        yield from _text_block("heading", element, _HEADINGS[tag])
    elif tag == "table" and not element.xpath(".//table"):
        yield from _table_block(element)
    elif tag in _BLOCKS and not _has_block_inside(element):
        yield from _text_block(_BLOCKS[tag], element)
    elif tag in _BLOCKS or tag in _CONTAINERS or len(element):
        yield from _find_inside(element)
    else:
        yield from _text_block("prose", element)


def _find_inside(element: HtmlElement) -> Iterator[Block]:
    """The blocks of a container, with the text that stands between them."""
    kind = "list_item" if element.tag in ("li", "dd", "dt") else "prose"
    run = [element.text or ""]
    for child in element:
        is_inline = (
            isinstance(child.tag, str)
            and child.tag not in _BLOCKS
            and child.tag not in _HEADINGS
            and child.tag not in _DROPPED
            and child.tag not in ("table", "div", "section", "article", "main", "ul", "ol", "dl")
            and not _has_block_inside(child)
        )
        if is_inline:
            run.append("\n" if child.tag == "br" else _text_of(child))
        else:
            yield from _run_block(kind, run)
            run = []
            yield from _find_blocks(child)
        run.append(child.tail or "")
    yield from _run_block(kind, run)


def _run_block(kind: str, run: list[str]) -> Iterator[Block]:
    text = clean_text("".join(run))
    if text:
        yield Block(kind, text)


def _has_block_inside(element: HtmlElement) -> bool:
    inner = (*_BLOCKS, *_HEADINGS, "div", "ul", "ol", "dl", "table", "section")
    return next(element.iterdescendants(*inner), None) is not None


def _text_block(kind: str, element: HtmlElement, level: int = 0) -> Iterator[Block]:
    text = clean_text(_text_of(element))
    if text:
        block = Block(kind, text, level=level)
        yield replace(block, kind="heading", level=1) if kind == "title" else block


def _text_of(element: HtmlElement) -> str:
    """The element's words; a line break is a space, and what is dropped stays dropped."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _DROPPED:
            parts.append(" " if child.tag == "br" else _text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _table_block(table: HtmlElement) -> Iterator[Block]:
    for caption in table.findall("caption"):
        yield from _text_block("caption", caption)
    rows = [
        [clean_text(_text_of(cell)) for cell in row.iterchildren("td", "th")]
        for row in table.iter("tr")
    ]
    if all(len(row) <= 1 for row in rows):  # a table that only lays the page out
        for cell in table.iter("td", "th"):
            yield from _find_inside(cell)
        return
    text = clean_lines("\n".join(" | ".join(row) for row in rows if any(row)))
    if text:
        yield Block("table", text)
