"""Text as SQL, for statements that take no parameters."""

from __future__ import annotations


def sql_text(text: str) -> str:
    """Text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"
