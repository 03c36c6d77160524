"""The tree of a page to blocks: headings, paragraphs, items, tables, captions and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from data.errors import ParseFault
from extractors.blocks import Block, clean_lines, clean_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    "p": "prose",
    "blockquote": "prose",
    "pre": "prose",
    "address": "prose",
    "dd": "list_item",
    "dt": "list_item",
    "li": "list_item",
    "figcaption": "caption",
    "caption": "caption",
    "title": "title",
}
_CONTAINERS = frozenset(
    (
        "html", "body", "div", "section", "article", "main", "center", "form", "fieldset",
        "details", "summary", "ul", "ol", "menu", "dl", "figure", "header", "hgroup", "span",
        "font", "td", "th",
    )
)  # fmt: skip
_DROPPED = frozenset(
    (
        "script", "style", "noscript", "template", "nav", "footer", "aside", "iframe", "svg",
        "math", "button", "select", "option", "input", "textarea", "head", "object", "embed",
        "canvas", "audio", "video", "dialog",
    )
)  # fmt: skip
_DROPPED_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_NEVER_INLINE = (*_BLOCKS, *_HEADINGS, "div", "ul", "ol", "dl", "table", "section", "article")
_BREAKS = frozenset((*_NEVER_INLINE, "main", "tr", "td", "th", "br", "hr", "figure", "option"))
_NOTE_TYPES = frozenset(
    f"{prefix}{name}"
    for prefix in ("", "doc-")
    for name in ("footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes")
)
_NOTE_CLASS = re.compile(r"(?:^|\s)(?:foot|end)notes?(?:[-_]\w+)?(?:\s|$)", re.I)
_NOTE_ID = re.compile(r"(?:_?ftn|_?edn|fn|footnote|endnote)[-_:.]?\d+", re.I)
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?")
_BACK_LINK = re.compile(r"\s*[↩↑⤴⏎^][\ufe0e\ufe0f]?\s*$|^\s*[↑^]\s*")
_DATA_ADDRESS = re.compile(r"data:[\w/+.-]*;base64,[\w+/=\s]{200,}", re.A)
_BEYOND_LIMIT = "ERR_RESOURCE_LIMIT"


def parse_page(text: str, name: str) -> HtmlElement:
    """The tree of a page without its pictures and without the marks of its notes.

    Raises:
        ParseFault: there is no element in it, or it is nested so deep, or has so long a stretch
            of text, that the parser would drop the rest.
    """
    from lxml import etree  # noqa: PLC0415 — only a worker that meets HTML needs it
    from lxml import html as lxml_html  # noqa: PLC0415

    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(_bare(text), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseFault(
            f"{name} has no element: {error}", next_step="open it: it may be empty"
        ) from error
    for entry in parser.error_log:
        if entry.type_name == _BEYOND_LIMIT:
            raise ParseFault(
                f"{name} is beyond what a page may be, line {entry.line}: "
                f"{entry.message.partition(',')[0].strip()}",
                next_step="look at the file: it may be damaged or hostile",
            )
    for mark in [one for one in tree.iter("a", "sup", "span") if _is_note_mark(one)]:
        mark[:] = []  # emptied, not dropped: lxml refuses to move a text with control codes
        mark.text = None
    return tree


def find_blocks(element: HtmlElement, kept: frozenset[str] = frozenset()) -> Iterator[Block]:
    """The blocks of an element in order.

    Left out are menus, forms, scripts and hidden elements; of those, tags in `kept` are read.
    """
    tag = element.tag
    if not isinstance(tag, str) or is_hidden(element, kept):
        return
    if is_note(element):
        yield from _note_blocks(element, kept)
    elif tag in _HEADINGS:
        yield from _text_block("heading", element, _HEADINGS[tag])
    elif tag == "table" and next(element.iterdescendants("table"), None) is None:
        yield from _table_block(element, kept)
    elif tag in _BLOCKS and not _has_block_inside(element):
        yield from _text_block(_BLOCKS[tag], element)
    elif tag in _BLOCKS or tag in _CONTAINERS or len(element):
        yield from _find_inside(element, kept)
    else:
        yield from _text_block("prose", element)


def is_hidden(element: HtmlElement, kept: frozenset[str] = frozenset()) -> bool:
    """Whether an element is no part of the text."""
    if is_note(element):
        return False
    return (
        (element.tag in _DROPPED and element.tag not in kept)
        or element.get("role") in _DROPPED_ROLES
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    )


def is_note(element: HtmlElement) -> bool:
    """Whether an element is a footnote or a list of them, by its role, type, class or id."""
    if not element.attrib or element.tag in ("a", "sup", "span", "body", "html"):
        return False
    told = f"{element.get('role', '')} {element.get('epub:type', '')}".split()
    return (
        not _NOTE_TYPES.isdisjoint(told)
        or bool(_NOTE_CLASS.search(element.get("class", "")))
        or (element.tag in ("li", "p", "div", "dd") and bool(_NOTE_ID.fullmatch(_id_of(element))))
    )


def _id_of(element: HtmlElement) -> str:
    return element.get("id") or ""


def _bare(text: str) -> str:
    """The page without what lxml refuses (how its bytes were encoded) and without its pictures."""
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    return _DATA_ADDRESS.sub("data:,", text) if ";base64," in text else text


def _find_inside(element: HtmlElement, kept: frozenset[str]) -> Iterator[Block]:
    """The blocks of a container, with the text that stands between them."""
    kind = "list_item" if element.tag in ("li", "dd", "dt") else "prose"
    run = [element.text or ""]
    for child in element:
        is_inline = (
            isinstance(child.tag, str)
            and child.tag not in _NEVER_INLINE
            and child.tag not in ("main", "figure", "header")
            and not is_hidden(child, kept)
            and not is_note(child)
            and not _has_block_inside(child)
        )
        if is_inline:
            run.append("\n" if child.tag == "br" else text_of(child))
        else:
            yield from _run_block(kind, run)
            run = []
            yield from find_blocks(child, kept)
        run.append(child.tail or "")
    yield from _run_block(kind, run)


def _run_block(kind: str, run: list[str]) -> Iterator[Block]:
    text = clean_text("".join(run))
    if text:
        yield Block(kind, text)


def _has_block_inside(element: HtmlElement) -> bool:
    return next(element.iterdescendants(*_NEVER_INLINE), None) is not None


def _note_blocks(element: HtmlElement, kept: frozenset[str]) -> Iterator[Block]:
    """A footnote as one block; a list of them as one each."""
    if any(one.tag == "li" or is_note(one) for one in element.iterdescendants("*")):
        found: Iterable[Block] = _find_inside(element, kept)
    else:
        found = [Block("prose", clean_text(text_of(element)))]
    for block in found:
        text = _BACK_LINK.sub("", block.text)
        if text and block.kind in ("prose", "list_item"):
            yield replace(block, kind="footnote", text=text)
        elif text:
            yield block


def _text_block(kind: str, element: HtmlElement, level: int = 0) -> Iterator[Block]:
    text = clean_text(text_of(element))
    if text:
        block = Block(kind, text, level=level)
        yield replace(block, kind="heading", level=1) if kind == "title" else block


def text_of(element: HtmlElement) -> str:
    """The element's words; what is a line of its own is apart."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _DROPPED:
            inner = text_of(child)
            parts.append(f" {inner} " if child.tag in _BREAKS else inner)
        parts.append(child.tail or "")
    return "".join(parts)


def _is_note_mark(element: HtmlElement) -> bool:
    """Whether an element is the small number that leads to a note."""
    told = f"{element.get('role', '')} {element.get('epub:type', '')}".split()
    if "doc-noteref" in told or "noteref" in told or "doc-backlink" in told:
        return True
    link = element if element.tag == "a" else element.find(".//a")
    if link is None or "#" not in (link.get("href") or ""):
        return False
    is_raised = element.tag == "sup" or link.find("sup") is not None
    leads_to_note = bool(_NOTE_ID.search(link.get("href", "").rpartition("#")[2]))
    words = "".join(element.itertext()).strip()
    return (is_raised or leads_to_note) and bool(_NOTE_MARK.fullmatch(words))


def _table_block(table: HtmlElement, kept: frozenset[str]) -> Iterator[Block]:
    for caption in table.findall("caption"):
        yield from _text_block("caption", caption)
    rows = [
        [clean_text(text_of(cell)) for cell in row.iterchildren("td", "th")]
        for row in table.iter("tr")
    ]
    if all(len(row) <= 1 for row in rows):  # a table that only lays the page out
        for cell in table.iter("td", "th"):
            yield from _find_inside(cell, kept)
        return
    text = clean_lines("\n".join(" | ".join(row) for row in rows if any(row)))
    if text:
        yield Block("table", text)
