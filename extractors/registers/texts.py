"""Cells of registers to plain text: no markup, no contact addresses, no odd white space."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from typing import Any

REMOVED_ADDRESS = "[e-mail address removed]"

_BLOCK = "p|br|div|li|ul|ol|tr|table|tbody|thead|h[1-6]|hr|blockquote|section|article|pre|dl|dt|dd"
_INLINE = "a|b|i|u|em|strong|span|font|small|sub|sup|code|img|td|th|s|del|ins|mark|abbr|cite|q"
# Only names of HTML elements, since "<includes two counties>" and "x < y" are words of the text.
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"https?://[^\s<>\"]+")


def cell_text(value: Any) -> str:
    """The text of a cell as the register has it; lists are joined by "; ", nothing is ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(cell_text(item) for item in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def clean_text(value: Any) -> str:
    """A cell as readable text: NFC, LF, no HTML, single spaces, e-mail addresses taken out."""
    text = _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", cell_text(value)))
    text = unicodedata.normalize("NFC", without_addresses(html.unescape(text)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def one_line(value: Any) -> str:
    """A cell as readable text on one line, for names."""
    return " ".join(clean_text(value).split())


def without_addresses(text: str) -> str:
    """The text with every e-mail address replaced by a note: they reach people, not systems."""
    return _ADDRESS.sub(REMOVED_ADDRESS, text)


def readable_slug(slug: str) -> str:
    """`department-for-education` as `Department for Education`."""
    small = {"and", "for", "of", "the", "in", "on"}
    words = slug.replace("_", "-").split("-")
    return " ".join(
        word if word in small and position else word.capitalize()
        for position, word in enumerate(words)
        if word
    )


def first_link(text: str) -> str | None:
    """The first web address in a text, without the punctuation that follows it."""
    found = _LINK.search(text)
    return found.group().rstrip(".,;)") if found else None
