"""Which files of a folder are editions of a register, in what order, and what each is called."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from data.errors import RegisterFault
from data.register import Register
from extractors.registers.dates import read_date
from extractors.registers.rows import read_json, resolve_pointer


@dataclass(frozen=True, slots=True)
class EditionFile:
    """One edition of a register on disk."""

    path: Path
    edition_id: str  # its date, with a mark where several editions share it
    edition_on: str  # YYYY, YYYY-MM or YYYY-MM-DD


def find_edition_files(register: Register, folder: Path) -> list[EditionFile]:
    """The editions that lie below a registers folder, oldest first; none is no fault.

    Raises:
        RegisterFault: a file matches but its edition cannot be told.
    """
    paths = sorted({path for pattern in register.files for path in folder.glob(pattern)})
    dated = [(path, *edition_of(register, path.name, _told_by(register, path))) for path in paths]
    repeated = {on for on, times in Counter(on for _, on, _ in dated).items() if times > 1}
    order = {mark: place for place, mark in enumerate(register.edition.same_day)}
    dated.sort(key=lambda found: (found[1], order.get(found[2], len(order)), found[2]))
    return [
        EditionFile(path, f"{on}_{mark}" if on in repeated and mark else on, on)
        for path, on, mark in dated
    ]


def edition_of(
    register: Register, file_name: str, content: bytes, *, fetched_on: str | None = None
) -> tuple[str, str]:
    """The date of an edition and its mark ("" without one), from a file or a download.

    `file_name` may be an address. A download whose name or content tells no date is the edition of
    the day it was fetched on.

    Raises:
        RegisterFault: nothing tells the date.
    """
    is_address = "://" in file_name
    named = PurePosixPath(unquote(urlsplit(file_name).path) if is_address else file_name).name
    edition = register.edition
    if edition.date:
        return edition.date, ""
    if edition.pattern and (found := re.search(edition.pattern, named)):
        groups = found.groupdict()
        if on := read_date(groups["date"], register.date_order):
            return on, groups.get("mark") or ""
    if edition.pointer and register.format.type == "json":
        stated = resolve_pointer(read_json(content, register.format, where=named), edition.pointer)
        if on := read_date(str(stated or ""), register.date_order):
            return on, ""
    if fetched_on:
        return fetched_on, ""
    raise RegisterFault(
        f"{named}: {edition.pattern or edition.pointer!r} tells no date of the edition",
        next_step="put the date into the file's name, or correct `edition:` in the declaration",
    )


def _told_by(register: Register, path: Path) -> bytes:
    """The bytes of a file whose content tells its date; others need not be read for it."""
    if register.edition.pointer is None:
        return b""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RegisterFault(
            f"{path}: cannot be read: {error.strerror}",
            next_step="make the file readable, or take it out of the registers folder",
        ) from error
