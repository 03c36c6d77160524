"""A source's sample: what its door answered once, and the documents that are found in that."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from data.declaration import Declaration, load_declaration
from data.errors import CollectFault
from extractors.discover.door import Answer, Found

ANSWERS, EXPECTED = "answers.yml", "expected.json"

_MEDIA_TYPES = {
    ".json": "application/json",
    ".html": "text/html",
    ".xml": "application/xml",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".bin": "application/octet-stream",
}
_TOLD = (
    "document_id", "key", "url", "title", "publisher", "year", "language", "published_on",
    "withdrawn_on", "government", "alternative_of", "note",
)  # fmt: skip


class Answers(Declaration):
    """The file `answers.yml` of a sample: what each address answers."""

    answers: dict[str, str]
    """Address to the name of a file beside this one."""


class SampleAsk:
    """Asks a sample in place of the publisher; an address that it lacks is a fault."""

    def __init__(self, folder: Path) -> None:
        """Read which file answers for which address.

        Raises:
            DeclarationError: `answers.yml` is malformed.
        """
        answers = load_declaration(folder / ANSWERS, Answers).answers
        self.files = {address: folder / name for address, name in answers.items()}
        self.asked: list[str] = []

    def __call__(self, url: str) -> Answer:
        """The sample's answer."""
        file = self._find(url)
        return Answer(url, url, _MEDIA_TYPES[file.suffix], False, file.read_bytes)

    @contextmanager
    def stream(self, url: str) -> Iterator[Iterator[bytes]]:
        """The sample's answer in pieces."""
        with self._find(url).open("rb") as file:
            yield iter(lambda: file.read(4096), b"")

    def _find(self, url: str) -> Path:
        if url not in self.files:
            raise CollectFault(f"{url} is not in the sample", next_step=f"add it to {ANSWERS}")
        self.asked.append(url)
        return self.files[url]


def describe(found: Sequence[Found | CollectFault]) -> dict[str, Any]:
    """What was found, as `expected.json` holds it; what is not known is left out."""
    documents = []
    for item in found:
        if isinstance(item, Found):
            told = {name: getattr(item.ref, name) for name in _TOLD}
            told["addresses"] = list(item.addresses)
            documents.append({name: value for name, value in told.items() if value is not None})
    faults = [item.reason for item in found if isinstance(item, CollectFault)]
    return {"documents": documents, "faults": faults}


def write_expected(folder: Path, told: dict[str, Any]) -> None:
    """Write what `describe` told where a sample has it."""
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (folder / EXPECTED).write_text(text, encoding="utf-8")


def write_answers(folder: Path, names: Mapping[str, str]) -> None:
    """Write which file of the folder answers for which address."""
    text = yaml.safe_dump({"answers": dict(names)}, allow_unicode=True, sort_keys=False, width=1000)
    (folder / ANSWERS).write_text(text, encoding="utf-8")


def suffix_of(media_type: str | None) -> str:
    """The ending of the file that holds an answer of this media type."""
    known = {kind: suffix for suffix, kind in _MEDIA_TYPES.items()}
    known |= {
        "application/xhtml+xml": ".html",
        "text/xml": ".xml",
        "application/rss+xml": ".xml",
        "application/atom+xml": ".xml",
    }
    return known.get(media_type or "", ".bin")
