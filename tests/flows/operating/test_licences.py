"""The list of licences in the repository is that of the lock."""

from __future__ import annotations

import re
from email.message import Message
from importlib.metadata import PackageMetadata, PackageNotFoundError, version

import pytest

from flows.licences import ELSEWHERE, UNSAID, find_licence, licence_of, read_lock, write_list
from tests.conftest import PROJECT

LIST = PROJECT / "docs" / "LICENSES-of-dependencies.md"
_ROW = re.compile(r"^\| (\S+) \| (\S+) \| (.+) \|$", re.MULTILINE)


def listed() -> list[tuple[str, str, str]]:
    return [row for row in _ROW.findall(LIST.read_text(encoding="utf-8")) if row[0] != "package"]


def is_installed(name: str, wanted: str) -> bool:
    try:
        return version(name) == wanted
    except PackageNotFoundError:
        return False


def test_it_has_every_package_of_the_lock_in_its_version() -> None:
    assert [(name, wanted) for name, wanted, _ in listed()] == read_lock(), "make licences"


def test_its_licences_are_those_that_the_installed_packages_name() -> None:
    rows = [row for row in listed() if is_installed(*row[:2]) and row[2] != ELSEWHERE]
    assert len(rows) > 100
    assert [row for row in rows if find_licence(row[0]) != row[2]] == []


def test_it_is_what_the_make_target_writes() -> None:
    assert write_list([]) == LIST.read_text(encoding="utf-8")[: len(write_list([]))]


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ([("License-Expression", "MIT"), ("License", "other")], "MIT"),
        ([("License", "BSD-3-Clause")], "BSD-3-Clause"),
        ([("License", "Copyright\nA whole text"), ("Classifier", "License :: OSI :: ISC")], "ISC"),
        ([("License", "UNKNOWN"), ("Classifier", "Topic :: Text")], UNSAID),
        ([("Classifier", "License :: A"), ("Classifier", "License :: B")], "A and B"),
    ],
)
def test_a_licence_is_read_from_what_there_is(fields: list[tuple[str, str]], licence: str) -> None:
    said = Message()
    for name, value in fields:
        said[name] = value
    assert licence_of(cast_metadata(said)) == licence


def cast_metadata(said: Message) -> PackageMetadata:
    return said  # type: ignore[return-value]
