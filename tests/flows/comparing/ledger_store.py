"""The demo's planted sentences and register rows as tables, without parsing or coding anything."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

from data.ids import content_id
from data.records import (
    Deployment,
    DeploymentStatus,
    Document,
    RegisterCoverage,
    RegisterRecord,
    Sentence,
    SystemMention,
)
from data.store import Store
from extractors.systems import find_system_names

NATIONAL, OVERSIGHT = "demo-national", "demo-oversight"
LANGUAGES = {NATIONAL: "en", OVERSIGHT: "nb"}


def blank(record_type: Any, **given: Any) -> Any:
    """A record with these fields; the others hold nothing of interest."""
    empty = {"str": "", "int": 1, "float": 1.0, "bool": False}
    values = {field.name: empty.get(str(field.type)) for field in dataclasses.fields(record_type)}
    return record_type(**{**values, **given})


def fill_demo(store: Store, demo_files: Path, *, with_names: bool = True) -> dict[str, str]:
    """Put promises and systems of the demo into an empty store; sentence id to the system promised.

    Without names every quoted name is taken out of its sentence, as if it had never been coined.
    """
    planted = json.loads((demo_files / "planted.json").read_text(encoding="utf-8"))
    titles = {one["document"]: one for one in planted["documents"]}
    promised: dict[str, str] = {}
    for one in sorted(titles):
        described = titles[one]
        add_document(
            store,
            one,
            described["year"],
            described["language"],
            described["kind"],
            described["title"],
            str(described["publisher"]).capitalize(),
        )
    for promise in [*planted["promises"], planted["promise_never_deployed"]]:
        for position, sentence in enumerate(promise["sentences"]):
            if sentence["type"] not in ("commitment", "mandate"):
                continue
            text = sentence["sentence"]
            if not with_names:
                text = re.sub(rf"\s*[«“”\"]{promise['name']}[»”\"],?", "", text)
            sentence_id = add_sentence(
                store, sentence["document"], text, sentence["type"], sentence["language"], position
            )
            promised[sentence_id] = promise["name"]
    for register_id, name in ((NATIONAL, "Register of systems"), (OVERSIGHT, "Tilsynets liste")):
        add_register(store, register_id, name, LANGUAGES[register_id])
    return promised


def add_document(
    store: Store,
    document_id: str,
    year: int | None,
    language: str,
    kind: str,
    title: str,
    publisher: str | None = None,
    country: str = "XN",
) -> None:
    store.append(
        Document,
        [
            blank(
                Document,
                document_id=document_id,
                year=year,
                language=language,
                kind=kind,
                title=title,
                publisher=publisher,
                country=country,
                url="https://a.example/1",
            )
        ],
    )


def add_sentence(
    store: Store, document_id: str, text: str, kind: str, language: str, position: int
) -> str:
    sentence_id = content_id(document_id, text)
    store.append(
        Sentence,
        [
            blank(
                Sentence,
                sentence_id=sentence_id,
                document_id=document_id,
                text=text,
                type=kind,
                language=language,
                position=position,
                in_scope=True,
                has_codebook=True,
                passage_id=content_id("passage", document_id, position),
                page=None,
            )
        ],
    )
    store.append(
        SystemMention,
        [
            SystemMention(content_id(sentence_id, name), sentence_id, document_id, name, kind)
            for name in find_system_names(text)
        ],
    )
    return sentence_id


def add_register(
    store: Store,
    register_id: str,
    title: str,
    language: str,
    *,
    country: str = "XN",
    edition_on: str = "2025-06-01",
    since: str | None = None,
) -> None:
    store.append(
        RegisterRecord,
        [
            blank(
                RegisterRecord,
                register_id=register_id,
                title=title,
                country=country,
                is_national=True,
                language=language,
                series_id=register_id,
                edition_on=edition_on,
                edition_id=edition_on,
            )
        ],
    )
    store.append(
        RegisterCoverage,
        [blank(RegisterCoverage, register_id=register_id, reporting_since_on=since)],
    )


def add_deployment(
    store: Store,
    register_id: str,
    deployment_id: str,
    name: str,
    organisation: str,
    status: str,
    text: str = "",
    *,
    start_on: str | None = None,
    country: str = "XN",
    is_from_strategy: bool = False,
) -> None:
    store.append(
        Deployment,
        [
            blank(
                Deployment,
                register_id=register_id,
                deployment_id=deployment_id,
                name=name,
                organisation=organisation,
                status=status,
                description=text,
                country=country,
                edition_id="2025-06-01",
                start_on=start_on,
                body_country=None,
                year=int(start_on[:4]) if start_on else None,
                year_basis="start" if start_on else "unknown",
                is_from_strategy=is_from_strategy,
            )
        ],
    )


def add_old_status(store: Store, register_id: str, deployment_id: str, status: str) -> None:
    store.append(
        DeploymentStatus,
        [
            blank(
                DeploymentStatus,
                register_id=register_id,
                deployment_id=deployment_id,
                edition_id="2023-01-01",
                edition_on="2023-01-01",
                status=status,
            )
        ],
    )
