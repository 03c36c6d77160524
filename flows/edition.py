"""The name of an edition: its date, and a mark of what it was made from."""

from __future__ import annotations

from flows.stage import Stage, now
from flows.upstream import upstream_hash

EDITION_STAGES = ("parse", "code", "topics", "registers", "compare")


def made_from(stage: Stage, *parts: str) -> str:
    """Hash of what an edition holds: what its stages worked from, codings and other parts."""
    # Codings are only ever added, so their number tells whether there are new ones.
    codings = stage.store.query("select count(*) from coding").rows[0][0]
    return upstream_hash(stage, EDITION_STAGES, f"{codings} codings", *parts)


def edition_id(stage: Stage) -> str:
    """Calendar version and a hash of the content, such as `2026.11.22-3f9a1c`."""
    return f"{now():%Y.%m.%d}-{made_from(stage)[:6]}"
