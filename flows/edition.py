"""The name of an edition: its date, and a mark of what it was made from."""

from __future__ import annotations

from flows.stage import Stage, now
from flows.upstream import upstream_hash

EDITION_STAGES = ("parse", "code", "topics", "registers", "compare")


def edition_id(stage: Stage) -> str:
    """Calendar version and a hash of the content, such as `2026.11.22-3f9a1c`."""
    return f"{now():%Y.%m.%d}-{upstream_hash(stage, EDITION_STAGES)[:6]}"
