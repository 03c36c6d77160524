"""The local twin of Kudos: its API and its dump, with documents of fictional bodies."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, Reply

HOST = "kudos.dfo.no"
TIDES, LANTERNS = "999000011", "999000022"
MINISTRY = "Ministry of Tides"
NAMES = {TIDES: "Tide Agency", LANTERNS: "Lantern Inspectorate", "999000033": MINISTRY}
LETTER, REPORT = "Tildelingsbrev", "Årsrapport"
MAIN_NAMES = ("joint.pdf", "letter.pdf")
LETTER_COUNT = 120
"""Letters to the Tide Agency: three pages of the listing."""
_PARAMETERS = (
    "type", "actor_name", "actor_org_number", "actor_role", "published_year_from",
    "published_year_to", "concerned_year_from", "concerned_year_to", "sort", "page", "per_page",
)  # fmt: skip

Cell = bytes | str | int | None

_TABLES = """\
-- This isn't the library: it's a twin
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `actors`;
CREATE TABLE `actor_document` (
  `id` int(11) NOT NULL,
  `actor_id` int(11) NOT NULL,
  `document_id` int(11) NOT NULL,
  `role` varchar(20) DEFAULT 'owner; (`none` int)'
);
CREATE TABLE `actors` (
  `id` int(11) NOT NULL,
  `name` text,
  `org_number` text
);
CREATE TABLE `documents` (
  `id` bigint(20) unsigned NOT NULL,
  `uuid` char(36),
  `type` varchar(255),
  `title` text,
  `plaintext` longblob,
  `language` text,
  `redirect_to_id` int(11),
  `concerned_year` smallint(6),
  `published_at` datetime,
  `kudos_published_at` datetime,
  `kudos_unpublished_at` datetime,
  PRIMARY KEY (`id`),
  KEY `documents_title_index` (`title`(768))
);
CREATE TABLE `document_pages` (
  `document_id` int(11),
  `page_number` int(11),
  `content` text
);
CREATE TABLE `document_files` (
  `id` int(11),
  `document_id` int(11),
  `uuid` char(36),
  `filename` text,
  `mimetype` text,
  `is_primary` tinyint(1)
);
DELIMITER ;;
CREATE TRIGGER `count` AFTER INSERT ON `actors` FOR EACH ROW BEGIN
INSERT INTO `actors` VALUES (1);
END ;;
DELIMITER ;
"""


@dataclass(frozen=True)
class Held:
    """A document of the library."""

    number: int
    title: str
    type: str
    year: int
    recipients: tuple[str, ...]
    owner: str = "999000033"
    file_names: tuple[str, ...] = ("letter.pdf",)
    pages: tuple[str, ...] = ()
    is_shown: bool = True

    @property
    def uuid(self) -> str:
        return str(uuid5(NAMESPACE_URL, f"document {self.number}"))

    def file_uuid(self, position: int) -> str:
        return str(uuid5(NAMESPACE_URL, f"file {self.number} {position}"))

    @property
    def published(self) -> str:
        return f"{self.year - 1}-12-{1 + self.number % 28:02}"


def _library() -> tuple[Held, ...]:
    letters = [
        Held(
            number,
            f"Letter no. {number} to the agency's board",
            LETTER,
            2012 + number % 12,
            (TIDES,),
            pages=(
                f"The agency shall count the tide {number} times.",
                "It shall\nreport; it's due.",
            ),
        )
        for number in range(1, LETTER_COUNT)
    ]
    return (
        *letters,
        Held(
            200,
            "Joint letter",
            LETTER,
            2020,
            (TIDES, LANTERNS),
            file_names=("annex.pdf", "joint.docx", "joint.pdf"),
            pages=("Both bodies shall share their registers.",),
        ),
        Held(201, "Letter to the inspectorate", LETTER, 2021, (LANTERNS,), file_names=()),
        Held(202, "Report of the agency", REPORT, 2020, (), owner=TIDES),
        Held(203, "Letter withdrawn", LETTER, 2020, (TIDES,), is_shown=False),
    )


LIBRARY = _library()


def publish_kudos(asked: Asked) -> Reply:
    """Answer as the library does."""
    if asked.path == "/api/v0/documents":
        return _answer_documents(asked)
    if asked.path == "/kudos-database-latest.sql":
        return Reply(write_dump(), media_type="application/sql")
    if asked.path.startswith("/dokument/"):
        return _answer_file(asked.path)
    return NO_ROBOTS if asked.path == "/robots.txt" else NOT_THERE


def _answer_documents(asked: Asked) -> Reply:
    unknown = sorted(set(asked.query) - set(_PARAMETERS))
    if unknown or int(asked.query.get("per_page", "50")) > 50:
        error = {"details": {"bad": unknown or ["per_page"]}, "allowed_parameters": _PARAMETERS}
        return Reply(json.dumps({"error": error}).encode(), 422, "application/json")
    shown = [held for held in LIBRARY if held.is_shown and _is_asked_for(held, asked)]
    page, size = int(asked.query.get("page", "1")), int(asked.query.get("per_page", "50"))
    meta = {
        "current_page": page,
        "last_page": max(1, -(-len(shown) // size)),
        "per_page": size,
        "total": len(shown),
    }
    rows = [_row(held) for held in shown[(page - 1) * size : page * size]]
    return Reply(json.dumps({"meta": meta, "data": rows}).encode(), media_type="application/json")


def _is_asked_for(held: Held, asked: Asked) -> bool:
    query = asked.query
    return (
        query.get("type", held.type) == held.type
        and query.get("actor_org_number", held.owner) in (held.owner, *held.recipients)
        and int(query.get("concerned_year_from", 0)) <= held.year
        and held.year <= int(query.get("concerned_year_to", 9999))
    )


def _row(held: Held) -> dict[str, object]:
    return {
        "uuid": held.uuid,
        "type": held.type,
        "title": held.title,
        "abstract": None,
        "language": "nob",
        "publish_date": held.published,
        "concerned_year_from": held.year,
        "concerned_year_to": held.year,
        "authors": [],
        "files": [
            {
                "uuid": held.file_uuid(position),
                "filename": name,
                "mimetype": "application/pdf" if name.endswith(".pdf") else "application/msword",
                "description": None,
                "is_primary": name in MAIN_NAMES,
            }
            for position, name in enumerate(held.file_names)
        ],
        "owners": [{"org_number": int(held.owner), "name": NAMES[held.owner]}],
        "publishers": [],
        "recipients": [{"org_number": int(one), "name": NAMES[one]} for one in held.recipients],
        "authoring_actors": [],
    }


def _answer_file(path: str) -> Reply:
    for held in LIBRARY:
        if path == f"/dokument/{held.uuid}":
            return Reply(f"<html><body><h1>{held.title}</h1></body></html>".encode())
        for position, name in enumerate(held.file_names):
            suffix = name[name.rindex(".") :]
            if path == f"/dokument/{held.uuid}/filer/{held.file_uuid(position)}{suffix}":
                return Reply(f"%PDF-1.7 {held.title} {name}".encode(), media_type="application/pdf")
    return NOT_THERE


def write_dump(*, by_page: bool = True) -> bytes:
    """The library as a dump; its texts by page in a table, or whole and packed with documents."""
    actors = {number: key for key, number in enumerate(NAMES, start=1)}
    links: list[Sequence[Cell]] = []
    for held in LIBRARY:
        links.append((len(links), actors[held.owner], held.number, "owner"))
        links += [(0, actors[one], held.number, "recipient") for one in held.recipients]
    inserts = [
        write_rows("actor_document", links),
        write_rows("document_pages", _page_rows() if by_page else []),
        write_rows("actors", [(key, NAMES[number], number) for number, key in actors.items()]),
        write_rows("cache", [("'); INSERT INTO `documents` VALUES (1,2);", 1)]),
        write_rows("documents", [_document_row(held, by_page) for held in LIBRARY]),
        write_rows("document_files", _file_rows()),
    ]
    return _TABLES.encode() + b"".join(inserts)


def _page_rows() -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for held in LIBRARY:
        rows += [(held.number, number, text) for number, text in enumerate(held.pages, start=1)]
    return rows


def _document_row(held: Held, by_page: bool) -> Sequence[Cell]:
    text = zlib.compress("\f".join(held.pages).encode()) if held.pages and not by_page else None
    return (
        held.number, held.uuid, held.type, held.title, text, "nob", None, held.year,
        f"{held.published} 00:00:00", "2024-01-01 00:00:00",
        None if held.is_shown else "2024-02-02 00:00:00",
    )  # fmt: skip


def _file_rows() -> list[Sequence[Cell]]:
    return [
        (
            held.number * 10 + position, held.number, held.file_uuid(position), name,
            "application/pdf" if name.endswith(".pdf") else "application/msword",
            int(name in MAIN_NAMES),
        )
        for held in LIBRARY
        for position, name in enumerate(held.file_names)
    ]  # fmt: skip


def write_rows(table: str, rows: Iterable[Sequence[Cell]], rows_per_insert: int = 40) -> bytes:
    """INSERT statements as a dump has them."""
    written = [b"(" + b",".join(_write_cell(cell) for cell in row) + b")" for row in rows]
    return b"".join(
        b"INSERT INTO `%s` VALUES\n%s;\n" % (table.encode(), b",\n".join(written[start:end]))
        for start in range(0, len(written), rows_per_insert)
        for end in [start + rows_per_insert]
    )


def _write_cell(cell: Cell) -> bytes:
    if cell is None:
        return b"NULL"
    if isinstance(cell, int):
        return str(cell).encode()
    if isinstance(cell, bytes) and cell and cell[0] % 2:
        return b"0x" + cell.hex().encode()
    text = cell.encode() if isinstance(cell, str) else cell
    for written, escaped in (
        (b"\\", rb"\\"), (b"\x00", rb"\0"), (b"\n", rb"\n"), (b"\r", rb"\r"), (b"\x1a", rb"\Z"),
        (b'"', rb"\""), (b"'", b"''" if len(text) % 2 else rb"\'"),
    ):  # fmt: skip
        text = text.replace(written, escaped)
    return (b"_binary " if isinstance(cell, bytes) else b"") + b"'" + text + b"'"
