"""The README's example of a new publisher is declared as it stands there, and collected."""

from __future__ import annotations

import re
from pathlib import Path

from data.records import DocumentRef
from data.source import load_sources
from data.store import open_reading
from flows.collect import collect
from flows.collecting.collection import collect_source
from flows.scope import Scope
from tests.conftest import PROJECT
from tests.flows.collecting.office import without_prefect
from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, Reply, serve

EXAMPLE = re.compile(r"<!-- data/sources/([a-z-]+)\.yml -->\n```yaml\n(.*?)```", re.DOTALL)
LISTS = {
    "1": """<main><a class="letter" href="2021.html">Letter for 2021</a>
        <a href="/about.html">About us</a></main><a rel="next" href="?page=2">More</a>""",
    "2": """<main><a class="letter" href="2022.html">Letter for 2022</a>
        <a class="letter" href="2022-more.html">Supplement for 2022</a></main>""",
}


def publish_letters(asked: Asked) -> Reply:
    if asked.path == "/letters/":
        return Reply(LISTS[asked.query.get("page", "1")].encode())
    if re.fullmatch(r"/letters/20\d\d(-more)?\.html", asked.path):
        return Reply(f"<h1>Letter</h1><p>The piers of {asked.path} shall be counted.</p>".encode())
    return NO_ROBOTS if asked.path == "/robots.txt" else NOT_THERE


def test_the_example_of_a_new_publisher_is_collected(tmp_path: Path) -> None:
    example = EXAMPLE.search((PROJECT / "README.md").read_text(encoding="utf-8"))
    assert example is not None
    declared = tmp_path / "declarations" / "sources"
    declared.mkdir(parents=True)
    (declared / f"{example[1]}.yml").write_text(example[2], encoding="utf-8")
    assert list(load_sources(declared)) == ["harbour-letters"]
    with serve(publish_letters) as site:
        scope = Scope(
            home=tmp_path / "home",
            declarations=declared.parent,
            hosts=site.hosts("harbours.example"),
        )
        with without_prefect(collect_source):
            outcome = collect.fn(scope)
    with open_reading(scope.settings().home.work_database) as store:
        found = store.read(DocumentRef, "true order by url")
    assert outcome.faults == 0
    assert [(ref.title, ref.year) for ref in found] == [
        ("Letter for 2021", 2021),
        ("Supplement for 2022", 2022),
        ("Letter for 2022", 2022),
    ]
