"""References of a library: what they say of a document, whatever format they were written in.

Names of persons are never taken over: only a body that publishes is, or is an author itself.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from data.errors import CollectFault
from extractors.discover.dates import find_date

_DATE = (
    r"(?<!\d)(?P<year>1[5-9]\d\d|20\d\d)"
    r"(?:[-/](?P<month>(?!00)\d\d?)(?:[-/](?P<day>(?!00)\d\d?))?)?(?!\d)"
)
_OTHER_SYSTEM = re.compile(r"[A-Za-z]:[\\/]")


@dataclass(frozen=True, slots=True)
class Places:
    """The folders where attachments may lie; both absolute."""

    library: Path
    linked: Path | None = None
    """The folder for files outside the library's own, where the declaration names one."""


@dataclass(frozen=True, slots=True)
class Attached:
    """An attached file, and its path below the folder that was declared: what may be published."""

    path: Path
    place: str


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a library; `key` is what the library knows it by."""

    key: str
    title: str | None = None
    date: str | None = None
    """ISO 8601, to the day, month or year as far as it is known."""
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    files: tuple[Attached, ...] = ()
    tags: tuple[str, ...] = ()


def read_date(written: str) -> str | None:
    """The first date in a text, as ISO 8601 as far as it is known; `None` without a year."""
    return find_date(_DATE, written)


def resolve_file(places: Places, written: str, key: str, below: str = "") -> Attached:
    """Where an attachment is: a relative path starts in the library's folder, at `below` in it.

    A whole path, or one from somebody's home, is taken where it leads into a declared folder.

    Raises:
        CollectFault: it leads elsewhere, or is a path of another system. The message has the
            file's name alone, since the rest of the path may tell of a person.
    """
    text = written.strip()
    if text.lower().startswith("file://"):
        text = unquote(urlsplit(text).path)
    if _OTHER_SYSTEM.match(text) or "\0" in text:
        raise CollectFault(
            f"reference {key}: the file {_name_of(written)!r} is not on this machine",
            next_step="export the library with its files, and collect that",
        )
    try:
        path = Path(text).expanduser() if text.startswith("~") else Path(text)
        if path.is_absolute():
            roots = [(root, Path()) for root in (places.library, places.linked) if root]
        else:
            roots = [(places.library / below, Path(below))]
        for root, place in roots:
            whole = root / path
            if whole.resolve().is_relative_to(root.resolve()):
                return Attached(whole, (place / _below(whole, root)).as_posix())
    except (RuntimeError, OSError) as error:  # no such home, a ring of links, or too long a name
        raise _outside(key, written) from error
    raise _outside(key, written)


def _below(whole: Path, root: Path) -> Path:
    """The path from the root, as it is written where that is enough: folders may be links."""
    plain = Path(os.path.normpath(whole))
    if plain.is_relative_to(root):
        return plain.relative_to(root)
    return whole.resolve().relative_to(root.resolve())


def _name_of(written: str) -> str:
    return re.split(r"[/\\]", written.strip())[-1][:100]


def _outside(key: str, written: str) -> CollectFault:
    return CollectFault(
        f"reference {key}: the file {_name_of(written)!r} is outside the library's folder",
        next_step="move the file into the folder, or name its folder as `linked_files`",
    )
