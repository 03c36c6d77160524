"""Rows of a MariaDB or MySQL dump, read from a stream of bytes without a server.

Memory holds a window of the dump: the row at hand and what came with it, never a whole table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from data.errors import CollectFault
from data.inflating import GZIP, GZIP_MAGIC, BrokenPackingError, inflate_pieces

Value = bytes | None
"""As the server keeps it: text is UTF-8, numbers are their digits."""

_WINDOW_BYTES = 1 << 18
_LONGEST_BYTES = 1 << 28  # of one row or statement: a longer one is no dump of documents

_STRING = rb"'(?:[^'\\]++|\\.|'')*+'"
_QUOTED = rb'"(?:[^"\\]++|\\.|"")*+"'
_VALUE = (
    rb"(?:0x[0-9A-Fa-f]*+(?=[\s,)])|[xXbB]'[0-9A-Fa-f]*+'|(?:_\w++\s*+)?" + _STRING
    + rb"|" + _QUOTED + rb"|[^\s,()'\"]++)"
)  # fmt: skip
_ROW = re.compile(
    rb"\s*+\(\s*+" + _VALUE + rb"(?:\s*+,\s*+" + _VALUE + rb")*+\s*+\)\s*+(?=[,;])", re.DOTALL
)
_VALUES = re.compile(rb"[\s(,]*+(" + _VALUE + rb")", re.DOTALL)
_INSERT = re.compile(
    rb"(?:INSERT|REPLACE)\s+(?:IGNORE\s+)?INTO\s+(?:`[^`]+`\.)?`?([^`\s(]+)`?\s*(\([^)]*\))?"
    rb"\s*VALUES\b",
    re.IGNORECASE,
)
_CREATE = re.compile(rb"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?`([^`]+)`\s*\(", re.IGNORECASE)
_TOKENS = re.compile(
    rb"(?:[^'\"`;]++|" + _STRING + rb"(?=[^'])|" + _QUOTED + rb"(?=[^\"])|`[^`]*+`)*+", re.DOTALL
)
_LINE = re.compile(rb"[^\n]*\n")
_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_OTHER_DELIMITER = re.compile(rb"DELIMITER[^\n]*\n.*?\nDELIMITER[ \t]+;[^\n]*(?=\n)", re.DOTALL)
_COLUMN = re.compile(rb"[(,]\s*`([^`]+)`\s+[a-z]", re.IGNORECASE)
_NAME = re.compile(rb"`([^`]+)`|([^\s,()`]+)")
_STRINGS = re.compile(_STRING, re.DOTALL)
_ESCAPE = re.compile(rb"\\(.)|''", re.DOTALL)
_ESCAPED = {
    b"0": b"\x00", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a",
    b"%": rb"\%", b"_": rb"\_",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DumpRow:
    """One row of a table, by column name."""

    table: str
    values: dict[str, Value]


def read_dump(
    chunks: Iterable[bytes], is_wanted: Callable[[str, tuple[str, ...]], bool]
) -> Iterator[DumpRow]:
    """The rows of the wanted tables, in the dump's order; a gzipped dump is known by its bytes.

    `is_wanted` is asked once per INSERT with the table's name and columns.

    Raises:
        CollectFault: no SQL, broken off in a statement, a row that does not fit its columns, or
            one beyond 256 MB.
    """
    window = _Window(unzip_chunks(chunks))
    tables: dict[str, tuple[str, ...]] = {}
    while window.start_statement():
        if window.begins_with(b"INSERT", b"REPLACE"):
            insert = window.expect(_INSERT, "INSERT INTO a table VALUES its rows")
            table = _decode(insert[1])
            columns = _names(insert[2]) if insert[2] else tables.get(table, ())
            if is_wanted(table, columns):
                yield from _read_rows(window, table, columns)
                continue
        elif window.begins_with(b"CREATE"):
            table, columns = _read_columns(window)
            if table:
                tables[table] = columns
            continue
        window.skip_statement()


class _Window:
    """The part of the dump that is in memory, and where reading has come to in it."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._before = 0
        self.text = b""
        self.start = 0

    def match(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Match here, reading on until it fits; moves behind the match."""
        while True:
            found = pattern.match(self.text, self.start)
            if found is not None:
                self.start = found.end()
                return found
            if not self.read_on():
                return None

    def begins_with(self, *words: bytes) -> bool:
        """Whether a statement here begins with one of these words, whatever their case."""
        return self._head(12).upper().startswith(words)

    def start_statement(self) -> bool:
        """Move over blanks and comments to the next statement; False at the end of the dump."""
        while True:
            head = self._head(12)
            if not head:
                return False
            if head[:1].isspace() or head[:1] == b";":
                self.start += 1
            elif head.startswith((b"--", b"#")):
                if self.match(_LINE) is None:
                    return False
            elif head.startswith(b"/*"):
                self.expect(_COMMENT, "the end of a comment")
            elif head.upper().startswith(b"DELIMITER"):
                self.expect(_OTHER_DELIMITER, "the end of a routine")
            else:
                return True

    def skip_statement(self) -> None:
        """Move behind the statement's semicolon, holding no more of it than one string."""
        while True:
            found = _TOKENS.match(self.text, self.start)
            self.start = found.end() if found else self.start
            if self.text[self.start : self.start + 1] == b";":
                self.start += 1
                return
            if not self.read_on():
                raise self.fault("the end of a statement")

    def expect(self, pattern: re.Pattern[bytes], what: str) -> re.Match[bytes]:
        """Match here, or say that the dump is broken."""
        found = self.match(pattern)
        if found is None:
            raise self.fault(what)
        return found

    def fault(self, what: str) -> CollectFault:
        """What is wrong here, and where in the dump."""
        found = self.text[self.start : self.start + 40]
        return CollectFault(
            f"the dump at byte {self._before + self.start}: expected {what}, found {found!r}",
            next_step="it may be broken off: fetch it again, or save it by hand and compare sizes",
        )

    def _head(self, count: int) -> bytes:
        while len(self.text) - self.start < count and self.read_on():
            pass
        return self.text[self.start : self.start + count]

    def read_on(self) -> bool:
        """Read as much again as is held, so that a long row is not searched over and over."""
        held = self.text[self.start :]
        if len(held) > _LONGEST_BYTES:
            raise self.fault(f"a row of less than {_LONGEST_BYTES:,} bytes")
        parts, size = [held], 0
        for chunk in self._chunks:
            parts.append(chunk)
            size += len(chunk)
            if size >= max(_WINDOW_BYTES, len(held)):
                break
        self._before += self.start
        self.text, self.start = b"".join(parts), 0
        return size > 0


def unzip_chunks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes as they are, or unzipped if they begin as gzip does; pieces stay small.

    Raises:
        CollectFault: the gzip data are damaged or broken off.
    """
    stream = (chunk for chunk in chunks if chunk)
    first = b""
    for chunk in stream:
        first += chunk
        if len(first) >= len(GZIP_MAGIC):
            break
    whole = chain([first], stream)
    if not first.startswith(GZIP_MAGIC):
        yield from whole
        return
    try:
        yield from inflate_pieces(whole, GZIP, _WINDOW_BYTES)
    except BrokenPackingError as error:
        raise CollectFault(
            f"the dump is gzip that cannot be unpacked: {error}", next_step="fetch it again"
        ) from error


def _read_rows(window: _Window, table: str, columns: tuple[str, ...]) -> Iterator[DumpRow]:
    while True:
        row = window.expect(_ROW, f"a row of table {table}")
        values = [_read_value(value) for value in _VALUES.findall(row[0])]
        if len(values) != len(columns):
            raise CollectFault(
                f"the dump's table {table} has {len(columns)} columns and a row of {len(values)} "
                "values",
                next_step="the dump is damaged, or of a form that is not known: look at it",
            )
        yield DumpRow(table, dict(zip(columns, values, strict=True)))
        end = window.text[window.start : window.start + 1]
        window.start += 1
        if end == b";":
            return


def _read_columns(window: _Window) -> tuple[str, tuple[str, ...]]:
    """Name and columns of the table that is created here, or nothing if it is no table."""
    held = bytearray()
    while True:
        found = _TOKENS.match(window.text, window.start)
        end = found.end() if found else window.start
        held += window.text[window.start : end]
        window.start = end
        if window.text[end : end + 1] == b";":
            break
        if not window.read_on():
            raise window.fault("the end of a table's description")
    window.start += 1
    statement = bytes(held)
    create = _CREATE.match(statement)
    if create is None:
        return "", ()
    described = _STRINGS.sub(b"''", statement[create.end() - 1 :])
    names = (_decode(name) for name in _COLUMN.findall(described))
    return _decode(create[1]), tuple(dict.fromkeys(names))


def _decode(name: bytes) -> str:
    return name.decode(errors="replace")


def _names(listed: bytes) -> tuple[str, ...]:
    return tuple(_decode(quoted or plain) for quoted, plain in _NAME.findall(listed[1:-1]))


def _read_value(written: bytes) -> Value:
    start = written[:2].lower()
    if written[-1:] in b"'\"" and len(written) > 1:
        if start in (b"x'", b"b'"):
            return _read_digits(written[2:-1], 16 if start == b"x'" else 2)
        quote = written[-1:]
        content = written[written.index(quote) + 1 : -1]
        if quote == b'"':
            content = content.replace(b'""', b'"')
        if b"\\" in content or (quote == b"'" and b"''" in content):
            return _ESCAPE.sub(_unescape, content)
        return content
    if start == b"0x":
        return _read_digits(written[2:], 16)
    return None if written.upper() == b"NULL" else written


def _read_digits(digits: bytes, base: int) -> bytes:
    if base == 16:
        return bytes.fromhex(("0" if len(digits) % 2 else "") + digits.decode())
    return int(digits or b"0", 2).to_bytes((len(digits) + 7) // 8, "big")


def _unescape(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    return b"'" if escaped is None else _ESCAPED.get(escaped, escaped)
