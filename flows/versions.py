"""Versions of our own code by its content, so that a changed parser or coder works again."""

from __future__ import annotations

import ast
import importlib.metadata
import sys
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from data.ids import content_id, files_version

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("data", "extractors", "models", "reports")


@lru_cache
def version_of(module: str) -> str:
    """Hash of a module's source, of ours that it imports however far, and of their libraries.

    Cheaper to be right than a number that a person must remember to raise: what is not imported
    cannot change a result, and what is imported cannot be forgotten.
    """
    files: dict[str, Path] = {}
    libraries: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        file = _file_of(name)
        if file is None or name in files:
            continue
        files[name] = file
        for imported in _imports_of(file):
            if imported.split(".")[0] in PACKAGES:
                waiting.append(imported)
            else:
                libraries.add(imported.split(".")[0])
    return content_id(files_version(files.values()), *_library_versions(libraries))


def parser_version() -> str:
    """The version of everything that turns bytes into sentences, the languages' words included."""
    words = files_version((PROJECT / "data" / "languages").glob("*.yml"))
    return content_id(version_of("extractors.document"), words)


def coder_version() -> str:
    """The version of everything that codes a sentence, the model included, the codebook apart."""
    words = [PROJECT / "data" / "concepts.yml", *(PROJECT / "data" / "organisations").glob("*.yml")]
    learned = [*words, *(PROJECT / "models" / "weights").glob("coder.*")]
    return content_id(
        version_of("flows.coding"), version_of("extractors.claims"), files_version(learned)
    )


def page_files_version() -> str:
    """Version of the questions, templates, words, fonts and cases that the pages are made of."""
    folders = [
        PROJECT / "data" / "cases",
        *(
            PROJECT / "reports" / name
            for name in ("queries", "checks", "templates", "words", "fonts")
        ),
    ]
    return files_version(file for folder in folders for file in folder.iterdir() if file.is_file())


def _file_of(module: str) -> Path | None:
    base = PROJECT.joinpath(*module.split("."))
    for file in (base.with_suffix(".py"), base / "__init__.py"):
        if file.exists():
            return file
    return None


@cache
def _imports_of(file: Path) -> tuple[str, ...]:
    """The modules that a file names, read once per process: most are met from many modules."""
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            names += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(names)


def _library_versions(libraries: set[str]) -> list[str]:
    names = {
        distribution
        for library in libraries - set(sys.stdlib_module_names)
        for distribution in _distributions().get(library, ())
    }
    return [f"{name} {importlib.metadata.version(name)}" for name in sorted(names)]


@lru_cache(maxsize=1)
def _distributions() -> Mapping[str, list[str]]:
    """Which installed packages hold a module: half a second, since all their files are listed."""
    return importlib.metadata.packages_distributions()
