"""What a soak has found, a line each in its folder: one that is broken off goes on from there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SOAK = "<!-- soak -->"
SOAK_END = "<!-- end of soak -->"

HEAD = (
    "| stage | killed at a moment | before a write | in the gap after it "
    "| next run ends with the same tables and files | processes left |"
)
WITHOUT_REPORTS = ", without reports"


@dataclass(frozen=True, slots=True)
class Result:
    """One disturbance of a run, and what the next run made of it."""

    name: str
    """Which of the soak's disturbances: `kill 7`, `disk 2`, `readers`."""
    kind: str
    """`moment`, `write`, `gap`, `disk` or `readers`."""
    place: str
    """The stage in which or behind which it happened."""
    said: str
    """What was seen, in words."""
    differences: tuple[str, ...]
    left_running: int
    seconds: float
    """What the next run took."""

    @property
    def is_good(self) -> bool:
        """Whether nothing of it was left."""
        return not self.differences and not self.left_running


def read_results(file: Path) -> list[Result]:
    """The results so far."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Result(**{**row, "differences": tuple(row["differences"])}) for row in rows]


def add_result(file: Path, result: Result) -> None:
    """Write one more down, and print it."""
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
    said = "; ".join(result.differences) or "the same"
    left = f", {result.left_running} processes left" if result.left_running else ""
    print(
        f"{result.name:<9} {result.kind:<7} {result.place:<10} {result.said}; next run "
        f"{result.seconds:.0f} s: {said}{left}",
        flush=True,
    )


def render_results(results: Sequence[Result], stages: Sequence[str], when: str) -> str:
    """The kills by stage as a table, and a line for each of the others."""
    kills = [one for one in results if one.name.startswith("kill ")]
    lines = [HEAD, "|" + "--|" * (HEAD.count("|") - 1)]
    lines += [_row(stage, [one for one in kills if one.place == stage]) for stage in stages]
    lines.append(_row("**all**", kills))
    if short := sum(one.said.endswith(WITHOUT_REPORTS) for one in kills):
        lines.append(f"\nReports were left out of {short} of these runs, not killed in that stage.")
    disks = [one for one in results if one.kind == "disk"]
    if disks:
        good = sum(one.is_good for one in disks)
        lines.append(
            f"\n**Full disks**: {good} of {len(disks)} runs whose disk filled at different moments "
            "ended with 3 and left the last edition, and the next run, with room, ended the same."
        )
    lines += [f"\n{one.said}" for one in results if one.kind == "readers"]
    return "\n".join([*lines, f"\nMeasured {when}."])


def _row(stage: str, kills: Sequence[Result]) -> str:
    counts = [sum(one.kind == kind for one in kills) for kind in ("moment", "write", "gap")]
    same = sum(not one.differences for one in kills)
    left = sum(one.left_running for one in kills)
    return f"| {' | '.join([stage, *map(str, counts), f'{same} of {len(kills)}', str(left)])} |"


def write_readme(readme: Path, text: str) -> None:
    """Put the text in the place of what the README has.

    Raises:
        ValueError: it has no place for it.
    """
    before, start, rest = readme.read_text(encoding="utf-8").partition(SOAK)
    _, end, after = rest.partition(SOAK_END)
    if not (start and end):
        raise ValueError(f"no place in {readme}: write {SOAK} and {SOAK_END} where it goes")
    readme.write_text(f"{before}{SOAK}\n\n{text}\n\n{SOAK_END}{after}", encoding="utf-8")
