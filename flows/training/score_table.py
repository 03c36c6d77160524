"""Prints the figures of `evaluate claims` as tables for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

from flows.training.measuring import LINES

FIGURES = (
    ("codes_macro_f1", "codes, macro-F1"),
    ("imaginaries_macro_f1", "imaginaries, macro-F1"),
    ("constraints_macro_f1", "constraints, macro-F1"),
    ("type_macro_f1", "type, macro-F1"),
    ("codes_micro_f1", "codes, micro-F1"),
    ("imaginaries_micro_f1", "imaginaries, micro-F1"),
    ("constraints_micro_f1", "constraints, micro-F1"),
    ("type_accuracy", "type, accuracy"),
    ("scope_accuracy", "scope, accuracy"),
    ("expected_calibration_error", "calibration error"),
)
COUNTS = {
    "codes_macro_f1": "codes_counted",
    "imaginaries_macro_f1": "imaginaries_counted",
    "constraints_macro_f1": "constraints_counted",
    "type_macro_f1": "types_counted",
}
"""Where it stands how many labels a macro-F1 is the mean of."""
Answer = Mapping[str, Any]
Row = Sequence[str]


def print_scores(answer: Answer) -> None:
    """Codes and types, then languages and strata, then the figures over all; first line's in full.

    A line that has no scores is named with its reason.
    """
    scored = {name: line for name, line in answer["lines"].items() if "overall" in line}
    warning = answer["notes"][: 1 if answer["taught_sentence_count"] else 0]
    for note in warning:
        print(fill(note, 100))
    print(f"{answer['sentence_count']} sentences; {answer['method']}")
    for name, line in answer["lines"].items():
        print(f"  {LINES[name]}: {line.get('reason') or line['what']}")
    if scored:
        first, *others = scored
        for kind in ("codes", "types"):
            head = [kind[:-1], "n", "P", "R", "F1", "95 %", *titles(others)]
            print_rows([head, *label_rows(scored, first, others, kind)])
    for key, title in (("by_language", "language"), ("by_stratum", "stratum")):
        head = [title, "n", "codes", "95 %", "frequent", "type", "ECE", *titles(list(scored)[1:])]
        print_rows([head, *part_rows(answer, scored, key)])
    if scored:
        print_rows([("over all", *titles(list(scored))), *figure_rows(scored)])
        print("P, R, F1: precision, recall, F1; 95 %: of F1, over documents drawn anew.")
        print("codes, type: (how many the gold has there) their macro-F1; what it has not is in")
        print("none; frequent: likewise of the codes with 30 gold sentences there.")
    for note in answer["notes"][len(warning) :]:
        print(fill(note, 100))


def titles(names: Sequence[str]) -> list[str]:
    """Short names of lines for the head of a table."""
    return [name.removesuffix("_lr") for name in names]


def label_rows(scored: Answer, first: str, others: Sequence[str], kind: str) -> Iterator[Row]:
    """Each code or type: the first line in full, the others' F1."""
    for label, score in scored[first]["overall"][kind].items():
        yield (
            label,
            str(score["count"]),
            *(figure(score[name]) for name in ("precision", "recall", "f1")),
            interval(score["f1_95"]),
            *(figure(scored[other]["overall"][kind].get(label, {}).get("f1")) for other in others),
        )


def part_rows(answer: Answer, scored: Answer, key: str) -> Iterator[Row]:
    """Each language or stratum, and what of it is in a language without cues."""
    if scored:
        first, *others = scored
        for part, score in scored[first][key].items():
            yield (
                part,
                str(score["sentence_count"]),
                counted(score["codes_counted"], score["codes_macro_f1"]),
                interval((score["intervals_95"] or {}).get("codes_macro_f1")),
                counted(score["frequent_code_count"], score["frequent_codes_macro_f1"]),
                counted(score["types_counted"], score["type_macro_f1"]),
                figure(score["expected_calibration_error"]),
                *(figure(scored[other][key][part]["codes_macro_f1"]) for other in others),
            )
    for part, count in answer["not_covered"][key].items():
        yield (part, str(count), "not covered: no cues in the language, in no score")


def figure_rows(scored: Answer) -> Iterator[Row]:
    """The figures over all, one column a line; how many labels a macro-F1 is the mean of."""
    ours = next(iter(scored.values()))["overall"]
    for key, title in FIGURES:
        count = f" ({ours[COUNTS[key]]})" if key in COUNTS else ""
        yield (title + count, *(figure(line["overall"][key]) for line in scored.values()))


def figure(value: float | None) -> str:
    """Three digits; a dash for what is not known."""
    return "–" if value is None else f"{value:.3f}"


def counted(count: int, value: float | None) -> str:
    """A macro-F1 behind how many labels it is the mean of."""
    return f"({count}) {figure(value)}"


def interval(ends: Mapping[str, float] | None) -> str:
    """Both ends of an interval."""
    return "–" if ends is None else f"{ends['low']:.3f}–{ends['high']:.3f}"


def print_rows(rows: Sequence[Row]) -> None:
    """Columns side by side after an empty line: the first to the left, figures to the right."""
    if len(rows) < 2:
        return
    full = [row for row in rows if len(row) == len(rows[0])]
    widths = [max(len(row[at]) for row in full) for at in range(len(rows[0]))]
    widths[0] = max(len(row[0]) for row in rows)
    print()
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        for at, cell in enumerate(row[1:], start=1):
            cells.append(cell.rjust(widths[at]) if len(row) == len(rows[0]) or at == 1 else cell)
        print("  ".join(cells).rstrip())
