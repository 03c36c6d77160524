"""The public bodies as shipped."""

from __future__ import annotations

from functools import lru_cache

from data.organisation import Organisations, load_organisations
from data.settings import DATA_FOLDER


@lru_cache(maxsize=1)
def shipped_organisations() -> Organisations:
    """The project's list of public bodies, read once per process."""
    return load_organisations(DATA_FOLDER)
