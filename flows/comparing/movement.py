"""Two published editions side by side: what moved each headline number between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.errors import UsageError
from data.settings import Home
from data.store import open_published
from reports.movement import Movement, explain_movement

SHOWN = 10
FEWEST = 50
"""Numbers that are shares of fewer sentences or systems are kept out of the printed list."""


def find_edition_folders(home: Home) -> list[Path]:
    """The editions that are kept, oldest first by the time they were made."""
    editions = home.published.parent / "editions"
    folders = [path.parent for path in editions.glob("[!.]*/imaginaries.duckdb")]
    return sorted(folders, key=lambda folder: (folder.stat().st_mtime_ns, folder.name))


def movement_between(
    home: Home, before: str | None = None, after: str | None = None
) -> tuple[str, str, list[Movement]]:
    """What moved between two editions of a home; by default the last two.

    Returns:
        The names of the earlier and the later edition, and the numbers that moved.

    Raises:
        UsageError: there is no such edition, or only one, or one of them is too old.
    """
    folders = find_edition_folders(home)
    names = [folder.name for folder in folders]
    for given in (before, after):
        if given is not None and given not in names:
            raise UsageError(
                f"no edition {given!r} below {home.published.parent / 'editions'}: "
                f"there are {', '.join(names) or 'none'}"
            )
    later = after or (home.published.resolve().name if home.published.exists() else "")
    earlier = [name for name in names if name != later]
    if later not in names or not (before or earlier):
        raise UsageError(
            f"{home.root} keeps {len(names)} edition(s), and a movement is between two: "
            "publish again after something has changed"
        )
    first = before or earlier[-1]
    by_name = dict(zip(names, folders, strict=True))
    with (
        open_published(by_name[first] / "imaginaries.duckdb") as old,
        open_published(by_name[later] / "imaginaries.duckdb") as new,
    ):
        return first, later, explain_movement(old, new)


def render_movement(
    before: str, after: str, movements: Sequence[Movement], shown: int = SHOWN
) -> str:
    """The numbers that moved most, each with its causes and its strongest document or row."""
    lines = [f"From edition {before} to {after}: {len(movements)} headline numbers moved"]
    told = [moved for moved in movements if moved.least_count >= FEWEST]
    ranked = sorted(told, key=lambda moved: (-abs(moved.difference or 0.0), moved.number_id))
    if len(told) < len(movements):
        lines.append(f"  {len(movements) - len(told)} of them are shares of fewer than {FEWEST}")
    for moved in ranked[:shown]:
        lines.append(
            f"{moved.number_id}: {_percent(moved.value_before)} to {_percent(moved.value)}"
            + ("" if moved.difference is None else f", {_points(moved.difference)}")
        )
        for cause, contribution in moved.by_cause().items():
            parts = [part for part in moved.contributions if part.cause == cause]
            strongest = max(parts, key=lambda part: abs(part.contribution))
            named = f"; most by {strongest.title} ({strongest.subject})" if strongest.title else ""
            lines.append(f"    {_points(contribution)}  {cause}, {len(parts)} of them{named}")
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "no number" if share is None else f"{100 * share:.2f} %"


def _points(difference: float) -> str:
    return f"{100 * difference:+.2f} points"
