"""Hits of a search as lines with the words in the middle: key word in context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.search import Hit

WIDTH = 42
"""Characters of context on each side."""


def render_concordance(hits: Sequence[Hit], width: int = WIDTH) -> str:
    """Two lines for each match: the words in their context, and where that stands."""
    lines = []
    for hit in hits:
        for start, end in hit.spans:
            left = " ".join(hit.text[:start].split())
            right = " ".join(hit.text[end:].split())
            if hit.text[:start].endswith(" "):
                left += " "
            if hit.text[end : end + 1].isspace():
                right = " " + right
            words = " ".join(hit.text[start:end].split())
            lines.append(f"{_tail(left, width):>{width}}[{words}]{_head(right, width)}")
        page = f", page {hit.page}" if hit.page else ""
        codes = f" · {', '.join(hit.codes)}" if hit.codes else ""
        year = hit.year or "year not known"
        lines.append(f"{'':>{width}} {hit.country} {year}, {hit.title}{page}{codes}")
        lines.append(f"{'':>{width}} {hit.sentence_id}" + (f" {hit.link}" if hit.link else ""))
    return "\n".join(lines)


def hit_row(hit: Hit) -> dict[str, Any]:
    """A hit as an object for JSON; matches are pairs of character offsets in the text."""
    return {
        "sentence_id": hit.sentence_id,
        "document_id": hit.document_id,
        "title": hit.title,
        "publisher": hit.publisher,
        "country": hit.country,
        "year": hit.year,
        "language": hit.language,
        "page": hit.page,
        "link": hit.link,
        "text": hit.text,
        "matches": [list(span) for span in hit.spans],
        "codes": list(hit.codes),
        "score": round(hit.score, 4),
    }


def _tail(text: str, width: int) -> str:
    return text if len(text) <= width else "…" + text[len(text) - width + 1 :]


def _head(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
