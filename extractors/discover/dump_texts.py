"""Keeps the texts of a dump on disk while it is read: its tables stand in any order."""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

from data.errors import CollectFault
from data.inflating import DEFLATE, BrokenPackingError, CutPackingError, SwollenError, inflate
from extractors.discover.kudos_rows import KudosDocument, KudosFile

LARGEST_TEXT_BYTES = 64 << 20
"""Of one document or file, all of its pages together."""
_ZLIB_STARTS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


class DumpTexts:
    """Texts by document, file and page in a file on disk, packed."""

    def __init__(self, folder: Path) -> None:
        """An empty file in this folder, which is the caller's to remove."""
        self._database = sqlite3.connect(folder / "texts.sqlite", isolation_level=None)

    def __enter__(self) -> DumpTexts:
        for statement in (
            "pragma journal_mode = off",
            "pragma synchronous = off",
            "create table text (owner blob, page integer, content blob)",
            "begin",
        ):
            self._database.execute(statement)
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, owner: bytes, page: int, content: bytes) -> None:
        """Keep one page of a document's or file's text; `owner` as `owner_of` names it."""
        packed = content if content.startswith(_ZLIB_STARTS) else zlib.compress(content, 1)
        self._database.execute("insert into text values (?, ?, ?)", (owner, page, packed))

    def of_document(
        self, key: bytes, document: KudosDocument, files: dict[bytes, KudosFile]
    ) -> dict[str, bytes]:
        """The texts of a document and of its files, by uuid.

        Raises:
            CollectFault: one of them is larger than any text, or breaks off.
        """
        self._database.execute("create index if not exists by_owner on text (owner)")
        owners = {owner_of("whole", key): document.uuid, owner_of("document", key): document.uuid}
        owners.update({owner_of("file", one): file.uuid for one, file in files.items()})
        held = {}
        for owner, uuid in owners.items():
            rows = self._database.execute(
                "select content from text where owner = ? order by page, rowid", (owner,)
            ).fetchall()
            if rows:
                pages, left = [], LARGEST_TEXT_BYTES
                for (content,) in rows:
                    pages.append(_unpack(content, uuid, left))
                    left = max(0, left - len(pages[-1]))
                held[uuid] = b"\f".join(pages)
        return held


def owner_of(kind: str, key: bytes) -> bytes:
    """What a text belongs to: the `whole` document, its pages (`document`) or a `file`."""
    return kind.encode() + b" " + key


def _unpack(content: bytes, uuid: str, most_bytes: int) -> bytes:
    try:
        return inflate(content, DEFLATE, most_bytes)
    except SwollenError as error:
        raise CollectFault(
            f"the dump's text of {uuid} has more than {LARGEST_TEXT_BYTES} bytes",
            next_step="look at the document in the library: no text of it is kept",
        ) from error
    except CutPackingError as error:
        raise CollectFault(
            f"the dump's text of {uuid} breaks off", next_step="fetch the dump again"
        ) from error
    except BrokenPackingError:
        return content  # it only begins as packed texts do
