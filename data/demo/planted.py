"""What is planted in the demo: the answers that a run over it must find."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data.declaration import Declaration, load_declaration
from data.demo.system import REGISTER_IDS, System, Systems
from data.demo.text import DemoText


class TopicShift(Declaration):
    """Words that the documents of a language stop using, and words that they take up."""

    language: str
    words_falling: tuple[str, ...]
    words_rising: tuple[str, ...]
    from_year: int
    to_year: int


class Story(Declaration):
    """What the documents and the registers tell together."""

    topic_shift: TopicShift
    promise_never_deployed: str
    contradiction: str


@dataclass(frozen=True, slots=True)
class PlantedSentence:
    """A sentence with the type and codes that it was written to carry."""

    document: str
    year: int
    language: str
    type: str
    codes: tuple[str, ...]
    sentence: str


def load_story(path: Path) -> Story:
    """Read the story.

    Raises:
        DeclarationError: names file, line and key.
    """
    return load_declaration(path, Story)


def write_planted(texts: Sequence[DemoText], systems: Systems, story: Story) -> bytes:
    """The answers as JSON: `claims` carry a code, `uncoded` have a type and no code."""
    sentences = find_planted(texts)
    claims = [planted for planted in sentences if planted.codes]
    answers = {
        "country": "XN",
        "documents": [_describe(text) for text in texts],
        "claims": [asdict(planted) for planted in claims],
        "uncoded": [asdict(planted) for planted in sentences if not planted.codes],
        "totals": {
            "code": _count(code for planted in claims for code in planted.codes),
            "type": _count(planted.type for planted in claims),
            "year": _count(str(planted.year) for planted in claims),
            "language": _count(planted.language for planted in claims),
        },
        "topic_shift": story.topic_shift.model_dump(mode="json"),
        "deployments": [
            _describe_system(register_id, system) for register_id, system in _rows(systems)
        ],
        "promises": _describe_promises(sentences, systems),
        "promise_never_deployed": _describe_first(story.promise_never_deployed, sentences),
        "contradiction": _describe_contradiction(story.contradiction, systems),
    }
    return (json.dumps(answers, ensure_ascii=False, indent=1) + "\n").encode()


def find_planted(texts: Iterable[DemoText]) -> list[PlantedSentence]:
    """Every planted sentence, in the order of the documents."""
    return [
        PlantedSentence(
            text.path, text.year, text.language, sentence.type, sentence.codes, sentence.text
        )
        for text in texts
        for block in text.blocks
        for sentence in block.sentences
        if sentence.type
    ]


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _describe(text: DemoText) -> dict[str, Any]:
    return {
        "document": text.path,
        "title": text.title,
        "kind": text.kind,
        "publisher": text.publisher,
        "year": text.year,
        "language": text.language,
        "format": text.format,
    }


def _rows(systems: Systems) -> list[tuple[str, System]]:
    return [
        *((REGISTER_IDS["national"], system) for system in systems.national),
        *((REGISTER_IDS["oversight"], system) for system in systems.oversight),
    ]


def _describe_system(register_id: str, system: System) -> dict[str, Any]:
    return {
        "register_id": register_id,
        "id": system.id,
        "name": system.name,
        "organisation": system.body,
        "status": system.status,
        "status_raw": system.status_raw,
        "year": system.year,
    }


def _describe_promises(
    sentences: Sequence[PlantedSentence], systems: Systems
) -> list[dict[str, Any]]:
    """Systems that documents promise by name and that a register has."""
    promises = []
    for name in sorted({system.name for _, system in _rows(systems)}):
        promised = _describe_promise(name, sentences)
        if promised["sentences"]:
            promised["statuses"] = _statuses(name, systems)
            promises.append(promised)
    return promises


def _describe_promise(name: str, sentences: Sequence[PlantedSentence]) -> dict[str, Any]:
    promised = [
        asdict(planted)
        for planted in sentences
        if planted.type in {"commitment", "mandate", "vision"} and _names(planted.sentence, name)
    ]
    return {"name": name, "sentences": promised}


def _describe_first(name: str, sentences: Sequence[PlantedSentence]) -> dict[str, Any]:
    promise = _describe_promise(name, sentences)
    first = promise["sentences"][0]
    return promise | {key: first[key] for key in ("sentence", "document", "year")}


def _names(sentence: str, name: str) -> bool:
    return any(f"{left}{name}{right}" in sentence for left, right in ("“”", "«»", "””"))


def _describe_contradiction(name: str, systems: Systems) -> dict[str, Any]:
    bodies = {system.body for _, system in _rows(systems) if system.name == name}
    return {"name": name, "organisation": bodies.pop(), "statuses": _statuses(name, systems)}


def _statuses(name: str, systems: Systems) -> dict[str, str]:
    return {
        register_id: system.status for register_id, system in _rows(systems) if system.name == name
    }
