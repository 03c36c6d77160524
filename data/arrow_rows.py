"""Records as an Arrow table, which is how they enter the store by the thousand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
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


def build_arrow_table(record_type: type, rows: Iterable[Record]) -> pa.Table:
    """One column per field of the record, typed by its hint; no rows give an empty table."""
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
