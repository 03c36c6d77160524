"""Renders the trained coder's card: what it learned from, and how well it codes."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_LIBRARIES = ("numpy", "scipy", "scikit-learn")
_MACROS = (
    ("codes_macro_f1", "codes"),
    ("imaginaries_macro_f1", "imaginaries"),
    ("constraints_macro_f1", "constraints"),
    ("type_macro_f1", "type"),
)
_ENOUGH = 30
"""Gold sentences from which a code of one language is counted in that language's mean."""


def render_card(
    about: Mapping[str, Any], measured: Mapping[str, Mapping[str, Any]], lines: Mapping[str, str]
) -> str:
    """The card as Markdown; `measured` has the scores of each line in `lines`, `ours` among them.

    Scores are F1 of five-fold cross-validation by document.
    """
    parts = [
        _heading(about),
        _table(("macro-F1", *lines.values()), _macro_rows(measured, lines)),
        _table(("language or stratum", *lines.values()), _part_rows(measured, lines)),
        _table(("code or type", "n", *lines.values(), "95 %"), _label_rows(measured, lines)),
    ]
    return "\n\n".join(parts) + "\n"


def _heading(about: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)
    return f"""# The trained coder

`make model` wrote this card and the weights beside it.

Linear throughout: a ridge regression on traits (cues and markers of the codebook, the same in
every language), one on words (pairs, letters and concepts as hashed features; no vocabulary is
stored), and a logistic model per code over both, whose output is the claim's score. A sentence in
a language without gold is coded by the cues alone.

- learned from {about["gold_sentences"]} sentences, SHA-256 `{about["gold_sha256"]}`
- codebook `{about["codebook_hash"]}`
- {versions}

The gold was coded by language models from the codebook and settled by a third; no person has coded
it. All scores below are therefore agreement with such coders, whose own agreement with each other
(.90 codes, .95 type) is the ceiling. Cues were written with this gold at hand, so the scores of all
lines that use them are somewhat too high. Cross-validated in five parts by document, thresholds
included; intervals by resampled documents."""


def _macro_rows(
    measured: Mapping[str, Mapping[str, Any]], lines: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    for key, name in _MACROS:
        yield (name, *(_score(measured[line]["overall"][key]) for line in lines))
    error = measured["ours"]["expected_calibration_error"]
    yield ("expected calibration error", _score(error), *("–" for _ in list(lines)[1:]))


def _part_rows(
    measured: Mapping[str, Mapping[str, Any]], lines: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    for key, counted in (("by_language", _ENOUGH), ("by_stratum", 1)):
        for name, scores in measured["ours"][key].items():
            codes = [code for code, one in scores["codes"].items() if one["count"] >= counted]
            note = f"n {scores['sentence_count']}, {len(codes)} codes"
            yield (
                f"{name} ({note})",
                *(_mean_and_type(measured[line][key][name], codes) for line in lines),
            )


def _mean_and_type(scores: Mapping[str, Any], codes: Sequence[str]) -> str:
    found = [scores["codes"][code]["f1"] for code in codes]
    mean = _score(sum(found) / len(found)) if found else "–"
    return f"{mean} / {_score(scores['type_macro_f1'])}"


def _label_rows(
    measured: Mapping[str, Mapping[str, Any]], lines: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    overall = measured["ours"]["overall"]
    for kind in ("codes", "types"):
        for label, score in overall[kind].items():
            low, high = measured["ours"]["intervals_95"][label]
            yield (
                label,
                str(score["count"]),
                *(_score(measured[line]["overall"][kind][label]["f1"]) for line in lines),
                f"{_score(low)}–{_score(high)}",
            )


def _table(head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _score(value: float) -> str:
    return f"{value:.3f}".lstrip("0")
