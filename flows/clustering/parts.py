"""Rows on their way from a worker to the store: Parquet on any file system that fsspec knows."""

from __future__ import annotations

import dataclasses
import io
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import fsspec  # type: ignore[import-untyped]
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

from data.arrow_rows import ArrowRows, build_arrow_table
from data.errors import Fault, StoreError, UsageError
from data.ids import bytes_sha256

_MARK = "run"
"""An empty file in a run's folder: who does not see it does not see the folder."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A place of parts: a file system and a path in it."""

    files: fsspec.AbstractFileSystem
    path: str

    def below(self, name: str) -> Folder:
        """A folder in this one."""
        return Folder(self.files, f"{self.path}/{name}")

    @property
    def address(self) -> str:
        """What a process elsewhere opens the folder by."""
        return str(self.files.unstrip_protocol(self.path))

    @property
    def local_path(self) -> Path | None:
        """The folder as the system names it; nothing for what is no folder of the system."""
        return Path(self.path) if isinstance(self.files, LocalFileSystem) else None


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table from one batch: where they lie, and how many each item has."""

    field: str
    file: str
    sha256: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """What a batch came to: a fault or nothing for each item, and the rows of the others."""

    faults: tuple[Fault | None, ...]
    kind: type | None
    """The dataclass that the rows make up again; its fields are records or sequences of them."""

    parts: tuple[Part, ...]


def open_folder(place: str) -> Folder:
    """The folder at a path or an address such as `s3://bucket/parts`.

    Raises:
        UsageError: no installed package knows such an address.
    """
    try:
        files, path = fsspec.core.url_to_fs(place)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"IMAGINARIES_PARTS is {place}: {error}. Give a folder, or install the package that "
            "fsspec wants for such addresses"
        ) from error
    return Folder(files, path.rstrip("/"))


def start_folder(folder: Folder, name: str) -> Folder:
    """A new folder for one run."""
    mine = folder.below(name)
    mine.files.makedirs(mine.path, exist_ok=True)
    _put(mine, _MARK, b"")
    return mine


def is_started(folder: Folder) -> bool:
    """Whether this process sees the folder as the run has made it."""
    return bool(folder.files.exists(f"{folder.path}/{_MARK}"))


def sweep(folder: Folder) -> None:
    """Remove a folder with all that is in it, if it is there."""
    folder.files.invalidate_cache()
    if folder.files.exists(folder.path):
        folder.files.rm(folder.path, recursive=True)


def send_file(folder: Folder, file: Path) -> str:
    """Put a copy of a file of this machine among the parts; returns its name there.

    Each copy is a file of its own, so that it can go when the batch that it is for is done.
    """
    return _put(folder, f"{uuid.uuid4().hex}-{file.name}", file.read_bytes())


def drop_files(folder: Folder, names: Iterable[str]) -> None:
    """Remove files from among the parts."""
    for name in names:
        folder.files.rm_file(f"{folder.path}/{name}")


def fetch_file(folder: Folder, name: str, into: Path) -> Path:
    """Copy a sent file to a folder of this machine."""
    file = into / name
    file.write_bytes(folder.files.cat_file(f"{folder.path}/{name}"))
    return file


def pack(results: Sequence[Any], folder: Folder) -> Packed:
    """Write the rows of a batch, a file for each table that has any, and keep the faults.

    Results are dataclasses of one kind, or faults.
    """
    faults = tuple(one if isinstance(one, Fault) else None for one in results)
    good = [one for one in results if not isinstance(one, Fault)]
    kind = type(good[0]) if good else None
    fields = dataclasses.fields(good[0]) if good else ()
    parts = [
        _write(folder, field.name, record_type, [_rows(getattr(one, field.name)) for one in good])
        for field in fields
        for record_type in (_record_type(type(good[0]), field.name),)
    ]
    return Packed(faults, kind, tuple(parts))


def unpack(packed: Packed, folder: Folder) -> list[Any]:
    """The results of a batch as the worker had them; its files are removed.

    What was a list or a tuple of records is `ArrowRows`, which are stored without being made.

    Raises:
        StoreError: a file is gone or not as it was written.
    """
    good = iter(_rebuild(packed, folder))
    results = [next(good) if fault is None else fault for fault in packed.faults]
    drop_files(folder, (part.file for part in packed.parts if part.file))
    return results


def _rebuild(packed: Packed, folder: Folder) -> Iterator[Any]:
    if packed.kind is None:
        return
    hints = get_type_hints(packed.kind)
    columns = [list(_read(folder, part, packed.kind)) for part in packed.parts]
    for rows in zip(*columns, strict=True):
        values = {
            # A field that holds one record, and not a list or tuple of them, has no arguments.
            part.field: held if get_args(hints[part.field]) else next(iter(held))
            for part, held in zip(packed.parts, rows, strict=True)
        }
        yield packed.kind(**values)


def _write(folder: Folder, field: str, record_type: type, rows: Sequence[Sequence[Any]]) -> Part:
    counts = tuple(len(held) for held in rows)
    if not sum(counts):
        return Part(field, "", "", counts)
    table = build_arrow_table(record_type, (row for held in rows for row in held))
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    content = sink.getvalue().to_pybytes()
    digest = bytes_sha256(content)
    return Part(field, _put(folder, f"{field}-{digest[:16]}.parquet", content), digest, counts)


def _read(folder: Folder, part: Part, kind: type) -> Iterator[ArrowRows]:
    """The rows of each item, as slices of one table."""
    record_type = _record_type(kind, part.field)
    if part.file:
        table = pq.read_table(io.BytesIO(_content(folder, part)))
    else:
        table = build_arrow_table(record_type, ())
    start = 0
    for count in part.counts:
        yield ArrowRows(record_type, table.slice(start, count))
        start += count


def _content(folder: Folder, part: Part) -> bytes:
    place = f"{folder.path}/{part.file}"
    try:
        content: bytes = folder.files.cat_file(place)
    except FileNotFoundError as error:
        raise StoreError(f"the part {place} is gone: run again") from error
    if bytes_sha256(content) != part.sha256:
        raise StoreError(f"the part {place} is not as its worker wrote it: run again")
    return content


def _record_type(kind: type, field: str) -> type:
    """The record that a field holds: `Page` of `Page`, `list[Page]` and `tuple[Page, ...]`."""
    hint = get_type_hints(kind)[field]
    record_type: type = (get_args(hint) or (hint,))[0]
    return record_type


def _rows(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _put(folder: Folder, name: str, content: bytes) -> str:
    """Write a file that is there whole or not at all.

    An object store shows nothing before all is there; a folder does, so there it gets its name
    at the end.
    """
    place = f"{folder.path}/{name}"
    if not isinstance(folder.files, LocalFileSystem):
        folder.files.pipe_file(place, content)
        return name
    partial = Path(f"{place}.{uuid.uuid4().hex}")
    partial.write_bytes(content)
    partial.replace(place)
    return name
