"""Licences of the dependencies: the lock beside what the installed packages say of themselves."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

from flows.versions import PROJECT

LOCK = PROJECT / "requirements.lock"
LONGEST_NAME = 60
"""A longer `License` field is the licence's whole text, and no name of one."""

ELSEWHERE = "not installed here: another system or Python needs it"
UNSAID = "not said in its metadata"

_LOCKED = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
_CLASSIFIER = "License :: "

_HEAD = """# Licences of the dependencies

What each package of `requirements.lock` says of its licence in its own metadata, written by
`make licences`. None of them is part of this repository.

| package | version | licence |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Dependency:
    """A locked package with the licence it names."""

    name: str
    version: str
    licence: str


def read_lock(lock: Path = LOCK) -> list[tuple[str, str]]:
    """Name and version of every locked package, in the lock's order."""
    return _LOCKED.findall(lock.read_text(encoding="utf-8"))


def find_dependencies(lock: Path = LOCK) -> list[Dependency]:
    """Every locked package with its licence."""
    return [Dependency(name, version, find_licence(name)) for name, version in read_lock(lock)]


def find_licence(name: str) -> str:
    """What the installed package of this name says of its licence."""
    try:
        return licence_of(metadata(name))
    except PackageNotFoundError:
        return ELSEWHERE


def licence_of(said: PackageMetadata) -> str:
    """The licence as its SPDX expression, else its field, else its classifiers."""
    expression, field = (_first(said, name) for name in ("License-Expression", "License"))
    if expression:
        return expression
    if field and "\n" not in field and len(field) <= LONGEST_NAME and field.upper() != "UNKNOWN":
        return field
    named = [
        line.rsplit(" :: ", 1)[-1]
        for line in said.get_all("Classifier") or []
        if line.startswith(_CLASSIFIER)
    ]
    return " and ".join(named) or UNSAID


def _first(said: PackageMetadata, name: str) -> str:
    return str((said.get_all(name) or [""])[0]).strip()


def write_list(dependencies: list[Dependency]) -> str:
    """The list as Markdown."""
    rows = (f"| {one.name} | {one.version} | {one.licence} |\n" for one in dependencies)
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(write_list(find_dependencies()), encoding="utf-8")
