"""What every reader gives back: the blocks of a file in reading order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SYMBOL_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d", "•"))
"""Bullets of the Symbol and Wingdings fonts, whose codes mean nothing outside these fonts."""
_SYMBOL_ALONE = re.compile(r"(?<!\S)[\uf020-\uf0ff](?!\S)")
_BULLET = re.compile(r"^(?:[•●○▪■□◦‣⁃∙·*➢➤►▶▻▷✓✔❖]\s*|[–—+-]\s+|o\s+(?=[A-ZÆØÅÄÖ]))+")
_SPACES = re.compile(r"[ \t\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


TEXT_LAYER, OCR, GAP = "text layer", "OCR", "gap"
"""How a page was read; a gap holds something that could not be read."""


@dataclass(frozen=True, slots=True)
class LineBox:
    """A printed line of a block: where its text begins in the block's, and where it stands.

    `page` counts from 1; the box is in points, y upwards from the foot of the page.
    """

    start_char: int
    page: int
    left: float
    low: float
    right: float
    high: float


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
    lines: tuple[LineBox, ...] = ()
    """The printed lines in order, where the file has places for them."""
    reasons: tuple[str, ...] = ()
    """Why there is doubt, in a few words each."""

    def with_doubt(self, doubt: float, reasons: tuple[str, ...]) -> Block:
        """The block with this doubt as well: the larger of the two counts."""
        told = tuple(dict.fromkeys((*self.reasons, *reasons)))
        return replace(self, doubt=max(self.doubt, doubt), reasons=told)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """How a page was read: its size in points, its route, and what is doubtful about it.

    `doubt` is what is already known to be wrong with the whole page, from 0 (nothing) to 1.
    """

    page: int
    width: float
    height: float
    route: str
    reasons: tuple[str, ...]
    doubt: float


@dataclass(frozen=True, slots=True)
class FileBlocks:
    """A file as read: what it is, its own title, and its blocks in reading order."""

    format: str
    title: str | None
    page_count: int | None
    blocks: tuple[Block, ...]
    pages: tuple[ReadPage, ...] = ()
    """How each page was read, where the format has pages that are read one by one."""


def clean_text(text: str) -> str:
    """One line of stored text: NFC, single spaces, nothing invisible, no soft hyphens."""
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text.strip()  # the usual case, in a tenth of the time
    return " ".join(clean_lines(text).split("\n")).strip()


def without_bullet(text: str) -> str:
    """A list item's own words; a number or letter that orders it is kept, for it may be cited."""
    return _BULLET.sub("", text) or text


def clean_lines(text: str) -> str:
    """The same for text whose line feeds mean something: they stay, as LF."""
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).translate(_SYMBOL_BULLETS)
    if not text.isascii():
        text = _SYMBOL_ALONE.sub("•", text)
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return unicodedata.normalize("NFC", "\n".join(lines)).strip("\n")
