"""A dump that is read as a stream is read again only if the publisher has another."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from data.records import Response, Sighting
from tests.flows.collecting.office import HOST, collect_office, declare, look, scope_for
from tests.sites.server import NOT_THERE, Asked, LocalSite, Reply, serve

COLUMNS = b"`id` int, `uuid` text, `title` text, `type` text, `plaintext` text"
TABLE = b"CREATE TABLE `documents` (%b);" % COLUMNS
ROWS = [
    b"\nINSERT INTO `documents` VALUES (%d,'u%d','Letter %d','Letter','We share data %d.');\n"
    % (n, n, n, n)
    for n in range(3)
]
DOOR = {"adapter": "kudos", "type": "Letter", "url": f"http://{HOST}/", "is_bulk": True}


@dataclass
class Library:
    """A library that offers a dump of so many letters, or refuses it."""

    rows: list[bytes] = field(default_factory=lambda: list(ROWS))
    refusal: Reply | None = None

    def __call__(self, asked: Asked) -> Reply:
        if not asked.path.endswith(".sql"):
            return NOT_THERE
        return self.refusal or Reply(TABLE + b"".join(self.rows), media_type="application/sql")


def conditions(site: LocalSite) -> list[bool]:
    """Of each request for the dump since the last look, whether it was conditional."""
    asked = ["if-none-match" in one.headers for one in site.asked if one.path.endswith(".sql")]
    site.asked.clear()
    return asked


def test_an_unchanged_dump_is_not_read_again_and_its_documents_are_seen(tmp_path: Path) -> None:
    library = Library()
    with serve(library) as site:
        scope = scope_for(tmp_path, site)
        assert collect_office(scope, declare(door=DOOR)).done == 3
        assert conditions(site) == [False]
        site.sent_bytes.clear()
        outcome = collect_office(scope, declare(door=DOOR))
        assert (outcome.done, outcome.skipped, outcome.faults) == (0, 3, 0)
        assert conditions(site) == [True]
        assert sum(site.sent_bytes[1:]) == 0  # the first is the "not found" of robots.txt
        with look(tmp_path) as store:
            seen = store.read(Sighting)
            assert len({row.last_seen_at for row in seen}) == 1
            assert all(row.last_seen_at > row.first_seen_at for row in seen)
            assert all(row.vanished_at is None for row in seen)
        library.rows.pop()
        assert collect_office(scope, declare(door=DOOR)).skipped == 2
        with look(tmp_path) as store:
            assert len(store.read(Sighting, "vanished_at is not null")) == 1


def test_a_dump_is_read_again_if_it_failed_or_is_read_otherwise(tmp_path: Path) -> None:
    with serve(Library()) as site:
        scope = scope_for(tmp_path, site)
        assert collect_office(scope, declare(least=9, door=DOOR)).faults == 1
        assert collect_office(scope, declare(door=DOOR)).done == 3
        assert collect_office(scope, declare(door=DOOR | {"type": "Report"}, least=0)).faults == 1
        assert conditions(site) == [False, False, False]


def test_a_dump_that_is_refused_is_on_record(tmp_path: Path) -> None:
    with serve(Library(refusal=Reply(b"", 403))) as site:
        assert collect_office(scope_for(tmp_path, site), declare(door=DOOR)).faults == 1
    with look(tmp_path) as store:
        assert [row.http_status for row in store.read(Response)] == [403]
