"""Stages at work on homes made by hand, without Prefect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from data.records import Claim, Document
from data.settings import Settings, WatchSettings, load_settings
from data.store import Store, open_memory
from flows.operating.run_log import open_log
from flows.stage import Stage
from tests.flows.comparing.ledger_store import blank

START = datetime(2026, 3, 2, 6, 0)


def settings_of(root: Path, **watch: object) -> Settings:
    return replace(load_settings(root), watch=WatchSettings(**watch))  # type: ignore[arg-type]


@contextmanager
def open_home(root: Path, name: str = "code", **watch: object) -> Iterator[Stage]:
    settings = settings_of(root, **watch)
    log = open_log(settings.home.logs, "run-1")
    with open_memory() as store:
        yield Stage(name, settings, store, START, log=log)


def add_documents(store: Store, country: str, documents: int, claims_each: int = 0) -> None:
    """Documents of a country, each with as many claims."""
    names = [f"{country}-{number}" for number in range(documents)]
    store.append(
        Document, [blank(Document, document_id=name, country=country, year=2024) for name in names]
    )
    claims = [(name, at) for name in names for at in range(claims_each)]
    store.append(
        Claim,
        [blank(Claim, claim_id=f"{name}/{at}", document_id=name) for name, at in claims],
    )
