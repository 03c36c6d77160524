"""What every reader gives back: the blocks of a file in reading order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SYMBOL_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d", "•"))
"""Bullets of the Symbol and Wingdings fonts, whose codes mean nothing outside these fonts."""
_BULLET = re.compile(r"^(?:[•●○▪■□◦‣⁃∙·*➢➤►▶▻▷✓✔❖]\s*|[–—-]\s+|o\s+(?=[A-ZÆØÅÄÖ]))+")
_SPACES = re.compile(r"[ \t\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table, note or running head of a file.

    `level` is the heading's depth from 1, and 0 for everything that is not a heading. `page`
    counts from 1. `heading` replaces the path of headings where the file gives one with the
    block, as a table row does. `doubt` is what the reader already knows to be wrong, from 0
    (nothing) to 1.
    """

    kind: str
    text: str
    page: int | None = None
    level: int = 0
    heading: str | None = None
    doubt: float = 0.0


@dataclass(frozen=True, slots=True)
class FileBlocks:
    """A file as read: what it is, its own title, and its blocks in reading order."""

    format: str
    title: str | None
    page_count: int | None
    blocks: tuple[Block, ...]


def clean_text(text: str) -> str:
    """One line of stored text: NFC, single spaces, nothing invisible, no soft hyphens."""
    return " ".join(clean_lines(text).split("\n")).strip()


def without_bullet(text: str) -> str:
    """A list item's own words; a number or letter that orders it is kept, for it may be cited."""
    return _BULLET.sub("", text) or text


def clean_lines(text: str) -> str:
    """The same for text whose line feeds mean something: they stay, as LF."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).translate(_SYMBOL_BULLETS)
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return unicodedata.normalize("NFC", "\n".join(lines)).strip("\n")
