"""The local twin of g0v.se: lists in JSON and pages in Markdown, all of them fictional."""

from __future__ import annotations

import json
from typing import Any

from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, Reply

HOST = "g0v.se"

ROWS: list[dict[str, Any]] = [
    {
        "id": 501,
        "title": "Uppdrag om delning av data i Nordavia",
        "url": "https://www.regeringen.se/regeringsuppdrag/2023/05/uppdrag-om-delning/",
        "published": "2023-05-04 10:00",
        "updated": "2024-01-01",
        "types": ["2099"],
        "senders": ["Digitaliseringsdepartementet"],
        "categories": [1142, "1284"],
    },
    {
        "title": " Uppdrag om\n språkmodeller ",
        "path": "/regeringsuppdrag/2024/11/uppdrag-om-sprakmodeller/",
        "date": "2024-11-30T08:00:00+01:00",
        "departments": [{"name": "Finansdepartementet"}, {"name": "Digitaliseringsdepartementet"}],
        "categories": [],
    },
    {
        "title": "Ändring av ett uppdrag",
        "url": "/regeringsuppdrag/2021/02/andring-av-ett-uppdrag/",
        "sender": "1301",
    },
]
"""Rows as the lists have them: not all have the same columns."""


def page_of(path: str) -> str:
    """The Markdown of one page."""
    return f"# {path.rpartition('/')[2]}\n\nKontoret ska dela data med de andra kontoren.\n"


def publish_mirror(asked: Asked) -> Reply:
    """Answer as the mirror does."""
    if asked.path == "/regeringsuppdrag.json":
        return _json(ROWS)
    if asked.path == "/nyheter.json":
        return _json({"updated": "2025-01-01", "items": ROWS[:1] + ROWS[:1]})
    paths = {
        str(row.get("url") or row.get("path")).removeprefix("https://www.regeringen.se")
        for row in ROWS
    }
    path = asked.path.removesuffix(".md")
    if asked.path.endswith(".md") and f"{path}/" in paths:
        return Reply(page_of(path).encode(), media_type="text/markdown; charset=utf-8")
    return NO_ROBOTS if asked.path == "/robots.txt" else NOT_THERE


def _json(content: Any) -> Reply:
    return Reply(json.dumps(content).encode(), media_type="application/json")
