"""Records as an Arrow table, which is how they enter the store by the thousand."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, ClassVar, Protocol, get_type_hints

import pyarrow as pa

_ARROW = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us"),
}


class Record(Protocol):
    """Any of the frozen dataclasses of `records`."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


class ArrowRows:
    """Records that came as a table and are made only for who looks at them one by one.

    Whoever stores them has no need to; a store takes them as it takes a list of records. To another
    process they go as the bytes of Arrow's stream format, of their own rows only.
    """

    __slots__ = ("record_type", "table")

    def __init__(self, record_type: type, table: pa.Table) -> None:
        self.record_type = record_type
        self.table = table

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[Any]:
        names = [field.name for field in dataclasses.fields(self.record_type)]
        columns = [self.table.column(name).to_pylist() for name in names]
        return (self.record_type(*row) for row in zip(*columns, strict=True))

    def __reduce__(self) -> tuple[Any, ...]:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, self.table.schema) as stream:
            stream.write_table(self.table)
        return _open_rows, (self.record_type, sink.getvalue().to_pybytes())

    def split(self, key: str) -> dict[str, ArrowRows]:
        """The rows of each value of a column, which they are in the order of."""
        parts, start = {}, 0
        for value, held in itertools.groupby(self.table.column(key).to_pylist()):
            count = sum(1 for _ in held)
            parts[value] = ArrowRows(self.record_type, self.table.slice(start, count))
            start += count
        return parts


def _open_rows(record_type: type, content: bytes) -> ArrowRows:
    with pa.ipc.open_stream(content) as stream:
        return ArrowRows(record_type, stream.read_all())


def join_rows(several: Iterable[Iterable[Any]]) -> Iterable[Any]:
    """The rows of each in turn; a table of rows that are tables."""
    held = list(several)
    tables = [rows for rows in held if isinstance(rows, ArrowRows)]
    if tables and len(tables) == len(held):
        return ArrowRows(tables[0].record_type, pa.concat_tables([one.table for one in tables]))
    return [row for rows in held for row in rows]


def build_arrow_table(record_type: type, rows: Iterable[Record]) -> pa.Table:
    """One column per field of the record, typed by its hint; no rows give an empty table."""
    if isinstance(rows, ArrowRows):
        return rows.table
    hints = get_type_hints(record_type)
    names = [field.name for field in dataclasses.fields(record_type)]
    schema = pa.schema([(name, _ARROW[_plain(hints[name])]) for name in names])
    held = list(rows)
    columns = {name: [getattr(row, name) for row in held] for name in names}
    return pa.Table.from_pydict(columns, schema=schema)


def _plain(hint: Any) -> type:
    """`str | None` to `str`."""
    arguments = [kind for kind in getattr(hint, "__args__", (hint,)) if kind is not type(None)]
    plain: type = arguments[0]
    return plain
