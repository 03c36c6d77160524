"""Markdown to blocks: headings, paragraphs, lists and tables; raw HTML and front matter go."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from extractors.blocks import Block, FileBlocks, clean_text
from extractors.text_lines import is_contents_line, unwrap_lines

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.{0,20000}?)\n---[ \t]*\n", re.S)
_FRONT_TITLE = re.compile(r"^title[ \t]*:[ \t]*[^\s\[{&*!].*(?:\n[ \t]+\S.*)*", re.M)
_TEMPLATE = re.compile(
    r"\{:(?:[^{}\n]|\{+[^{}\n]*\}+)*\}|\{\{[^{}]*\}\}|\{%[^{}]*%\}|^\{/?[^{}\n]*\}[ \t]*$", re.M
)
_TIGHT_HEADING = re.compile(r"^(#{1,6})(?=[^\s#])", re.M)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_FILE_NAME = re.compile(r"\.[a-z]{3,4}$", re.I)
_PAGE_LINE = re.compile(r"Page \d{1,4} \S")
_PAGE_HEADING = re.compile(r"Page (\d{1,4})", re.I)
_ENTITY_LEFT = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5});")


def read_markdown(text: str) -> FileBlocks:
    """Read CommonMark with tables; a heading "Page 12" sets the page and is no block."""
    title, body = _split_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    body = _TEMPLATE.sub("", _without_comments(body))
    body = _TIGHT_HEADING.sub(r"\1 ", body)
    blocks = _to_blocks(_tokens(body))
    pages = max((block.page or 0 for block in blocks), default=0) or None
    headings = (block.text for block in blocks[:10] if block.kind == "heading")
    heading = next((text for text in headings if not _FILE_NAME.search(text)), None)
    return FileBlocks("md", title or heading, pages, tuple(blocks))


def _split_front_matter(text: str) -> tuple[str | None, str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return None, text
    body = text[match.end() :]
    # Only the title's own lines, as plain text: the rest may be a bomb of aliases or no YAML.
    title = _FRONT_TITLE.search(match.group(1))
    if title is None:
        return None, body
    try:
        declared = yaml.load(title.group(), Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        return None, body
    said = declared.get("title") if isinstance(declared, dict) else None
    return (clean_text(said) or None if isinstance(said, str) else None), body


def _without_comments(text: str) -> str:
    parts = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start)) >= 0:
        parts.append(text[end:start])
        end = close + 3
    return "".join((*parts, text[end:]))


def _tokens(body: str) -> Sequence[Token]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 — only a worker that meets Markdown needs it

    return MarkdownIt("commonmark").enable("table").parse(body)


@dataclass(slots=True)
class _Place:
    """Where in the document the reader is."""

    page: int | None = None
    level: int = 0
    list_depth: int = 0
    rows: list[list[str]] | None = None  # of the table the reader is in


def _to_blocks(tokens: Sequence[Token]) -> list[Block]:
    place = _Place()
    blocks: list[Block] = []
    for token in tokens:
        if token.type == "table_close":
            blocks.extend(_table_blocks(place.rows or (), place.page))
            place.rows = None
        elif token.type == "inline":
            blocks.extend(_inline_blocks(token, place))
        elif token.type == "html_block":
            blocks.extend(_text_blocks(_strip_tags(token.content).split("\n"), place.page))
        else:
            _enter(token, place)
    return blocks


def _enter(token: Token, place: _Place) -> None:
    """Follow the structure that a token opens or closes."""
    if token.type == "heading_open":
        place.level = int(token.tag[1:])
    elif token.type in ("bullet_list_open", "ordered_list_open"):
        place.list_depth += 1
    elif token.type in ("bullet_list_close", "ordered_list_close"):
        place.list_depth -= 1
    elif token.type == "table_open":
        place.rows = []
    elif token.type == "tr_open" and place.rows is not None:
        place.rows.append([])


def _inline_blocks(token: Token, place: _Place) -> list[Block]:
    lines = _inline_lines(token)
    if place.rows:
        place.rows[-1].append(" ".join(lines))
        return []
    level, place.level = place.level, 0
    text = " ".join(lines)
    if level and (marker := _PAGE_HEADING.fullmatch(text)):
        place.page = int(marker.group(1))
        return []
    if level:
        return [Block("heading", text, place.page, level)] if text else []
    if place.list_depth:
        return [Block("list_item", text, place.page)] if text else []
    return _text_blocks(lines, place.page)


def _inline_lines(token: Token) -> list[str]:
    """The text of a paragraph by its own lines; images and tags leave nothing."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and child.content.lower().startswith("<br")
        ):
            parts.append("\n")
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    text = _ENTITY_LEFT.sub(lambda match: html.unescape(match.group()), "".join(parts))
    return [line for part in text.split("\n") if (line := clean_text(part))]


def _strip_tags(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text))


def _text_blocks(lines: Sequence[str], page: int | None) -> list[Block]:
    held = [line for part in lines if (line := clean_text(part))]
    if not held:
        return []
    made = [("prose", held[0])] if len(held) == 1 else unwrap_lines(held)
    return [
        # A line alone is a heading only where the author marked it so.
        Block(_kind_of(kind, text), text, page)
        for kind, text in made
    ]


def _kind_of(kind: str, text: str) -> str:
    if is_contents_line(text) or _PAGE_LINE.match(text):
        return "contents"
    return "prose" if kind == "heading" else kind


def _table_blocks(rows: Sequence[Sequence[str]], page: int | None) -> list[Block]:
    text = "\n".join(" | ".join(cells) for cells in rows if any(cells))
    return [Block("table", text, page)] if text else []
