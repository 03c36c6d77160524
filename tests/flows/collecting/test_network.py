"""Which hosts a declaration names, where `--host` sends them, and who must give a contact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from data.errors import UsageError
from data.settings import load_settings
from flows.cli import main as cli
from flows.collecting.network import (
    allowed_places,
    check_hosts,
    chosen_sources,
    is_on_this_machine,
)
from flows.scope import Scope, read_hosts
from tests.flows.collecting.office import collect_office, declare, write_declaration

DOORS: list[tuple[dict[str, object], set[str]]] = [
    ({"adapter": "listing", "urls": ["https://a.example/x", "https://b.example:8443/y"]},
     {"a.example", "b.example:8443"}),
    ({"adapter": "kudos", "type": "Tildelingsbrev"}, {"kudos.dfo.no"}),
    ({"adapter": "wayback", "pages": ["https://a.example/policy"]}, {"web.archive.org"}),
    ({"adapter": "folder", "path": "/srv/letters"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("door", "places"), DOORS)
def test_requests_may_go_to_the_hosts_of_the_door_and_those_declared(
    door: dict[str, object], places: set[str]
) -> None:
    source = declare(door=door, hosts=("files.example",))
    assert allowed_places(source).hosts == places | {"files.example"}


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("http://127.0.0.1:9001", True),
        ("http://localhost:9001", True),
        ("http://[::1]:9001", True),
        ("https://mirror.example", False),
        ("http://10.0.0.1", False),
    ],
)
def test_only_the_loopback_address_is_this_machine(address: str, is_here: bool) -> None:
    assert is_on_this_machine("a.example", {"a.example": address}) is is_here
    assert not is_on_this_machine("b.example", {"a.example": address})


def test_hosts_are_read_as_given() -> None:
    pairs = ["www.gov.uk=http://127.0.0.1:9001/", "a.example:8080=https://mirror.example"]
    assert read_hosts(pairs) == {
        "www.gov.uk": "http://127.0.0.1:9001",
        "a.example:8080": "https://mirror.example",
    }


@pytest.mark.parametrize(
    "pair",
    [
        "www.gov.uk",
        "=http://127.0.0.1:1",
        "www.gov.uk=",
        "www.gov.uk=127.0.0.1:9001",
        "https://www.gov.uk=http://127.0.0.1:9001",
        "www.gov.uk=http://127.0.0.1:9001/path",
        "www.gov.uk=ftp://127.0.0.1",
        "www.gov.uk=http://me:secret@127.0.0.1",
        "www.gov uk=http://127.0.0.1",
    ],
)
def test_a_host_that_is_not_one_is_bad_usage(pair: str) -> None:
    with pytest.raises(UsageError, match=r"www\.gov\.uk=http://127\.0\.0\.1:9001"):
        read_hosts([pair])


def test_a_host_given_twice_is_bad_usage() -> None:
    with pytest.raises(UsageError, match="given twice"):
        read_hosts(["a.example=http://127.0.0.1:1", "a.example=http://127.0.0.1:2"])


def test_a_library_on_this_machine_needs_a_contact_for_the_hosts_it_links_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMAGINARIES_CONTACT", raising=False)
    library = tmp_path / "library.bib"
    library.write_text("@report{a, title={A}, year={2020}, url={https://files.example/x.pdf}}")
    door = {"adapter": "zotero", "path": str(library)}
    with pytest.raises(UsageError, match=r"files\.example.*IMAGINARIES_CONTACT"):
        collect_office(Scope(home=tmp_path / "home"), declare(door=door, hosts=["files.example"]))
    assert collect_office(Scope(home=tmp_path / "home"), declare(door=door)).faults == 1


@pytest.mark.parametrize("verb", ["run", "collect", "registers"])
def test_the_verbs_that_ask_take_hosts(
    verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Scope] = []

    def launch(name: str, scope: Scope, waits: bool = False, **options: Any) -> list[Any]:
        taken.append(scope)
        return []

    monkeypatch.setattr("flows.launch.launch", launch)
    given = ["a.example=http://127.0.0.1:1", "b.example=http://127.0.0.1:2"]
    options = [part for pair in given for part in ("--host", pair)]
    CliRunner().invoke(cli.app, [verb, "--home", str(tmp_path), *options])
    assert taken[0].hosts == read_hosts(given)


@pytest.mark.parametrize("given", ["x", "me at home", "https://a b", "two\nlines@office.example"])
def test_a_contact_is_a_web_or_mail_address(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGINARIES_CONTACT", given)
    with pytest.raises(UsageError, match="give a web address"):
        load_settings()


@pytest.mark.parametrize(
    ("given", "contact"),
    [(" ", None), ("https://tides.example/about", "https://tides.example/about")],
)
def test_a_blank_contact_is_none(
    given: str, contact: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGINARIES_CONTACT", given)
    assert load_settings().contact == contact


def test_a_host_that_nothing_declares_is_refused(tmp_path: Path) -> None:
    write_declaration(tmp_path, declare())
    scope = Scope(declarations=tmp_path, hosts={"ofice.example": "http://127.0.0.1:9"})
    with pytest.raises(UsageError, match=r"ofice\.example.*did you mean office\.example"):
        check_hosts(scope, ())


def test_an_unknown_source_is_answered_with_the_nearest(tmp_path: Path) -> None:
    write_declaration(tmp_path, declare())
    with pytest.raises(UsageError, match="did you mean notices"):
        chosen_sources(Scope(declarations=tmp_path, sources=("notice",)))
