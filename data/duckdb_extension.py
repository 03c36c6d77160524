"""Where DuckDB's extensions lie that came as packages, so that none is downloaded."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from pathlib import Path


def find_extension(name: str) -> Path | None:
    """The file of an extension for the DuckDB that is installed; None where its package is not."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    if found is None or found.origin is None:
        return None
    version = importlib.metadata.version("duckdb")
    folder = Path(found.origin).parent / "extensions" / f"v{version}"
    return folder / f"{name}.duckdb_extension"
