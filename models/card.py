"""Renders the trained coder's card: what it learned from, and how well it codes."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from data.errors import UsageError
from models.evaluate import ENOUGH

_LIBRARIES = ("numpy", "scipy", "scikit-learn")
_FIGURES = (
    ("codes_macro_f1", "16 codes"),
    ("imaginaries_macro_f1", "10 imaginaries"),
    ("constraints_macro_f1", "6 constraints"),
    ("type_macro_f1", "6 types"),
    ("codes_micro_f1", "16 codes, micro-F1"),
    ("expected_calibration_error", "expected calibration error"),
)
SCORES, SCORES_END = "<!-- scores -->", "<!-- /scores -->"
"""What the tables stand between, in the card and in the README."""

Measured = Mapping[str, Mapping[str, Any]]


def render_card(about: Mapping[str, Any], measured: Measured, lines: Mapping[str, str]) -> str:
    """The card as Markdown; `measured` has the scores of each line in `lines`, `ours` among them.

    Scores are F1 of five-fold cross-validation by document.
    """
    what = "\n".join(f"- {title}: {measured[line]['what']}" for line, title in lines.items())
    first = ("code or type", "n", "precision", "recall", "F1", "95 %")
    parts = [
        _heading(about),
        what,
        render_scores(measured, lines),
        _table((*first, *list(lines.values())[1:], "calibration"), _label_rows(measured, lines)),
    ]
    return "\n\n".join(parts) + "\n"


def render_scores(measured: Measured, lines: Mapping[str, str]) -> str:
    """The tables that card and README share: figures over all, and by language and stratum."""
    over_all = measured["ours"]["overall"]
    head = (f"macro-F1, n {over_all['sentence_count']:,}", *lines.values())
    part_head = ("language or stratum", "n", "codes", *lines.values())
    return "\n\n".join(
        [
            SCORES,
            _table(head, _figure_rows(measured, lines)),
            f"Macro-F1 over the codes with {ENOUGH} gold sentences or more there / over the types:",
            _table(part_head, _part_rows(measured, lines)),
            SCORES_END,
        ]
    )


def put_scores(text: str, scores: str) -> str:
    """A text, such as the README's, with these tables in the place of those it has.

    Raises:
        UsageError: the text has no place for them.
    """
    before, start, rest = text.partition(SCORES)
    _, end, after = rest.partition(SCORES_END)
    if not (start and end):
        raise UsageError(f"no place for the scores: write {SCORES} and {SCORES_END} where they go")
    return before + scores + after


def _heading(about: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)
    return f"""# The trained coder

`make model` wrote this card and the weights beside it.

Linear throughout: a ridge regression on traits (cues and markers of the codebook, the same in
every language), one on words (pairs, letters and concepts as hashed features; no vocabulary is
stored), and a logistic model per code over both, whose output is the claim's score. The type is a
logistic model of each against the others, which also goes by the kind of document where that is
known. A sentence in a language without gold is coded by the cues alone.

- learned from {about["gold_sentences"]:,} gold sentences, SHA-256 `{about["gold_sha256"]}`,
- from {about["corpus_sentences"]:,} sentences of the corpus that language models coded
  (`data/codings/README.md`), SHA-256 of the codings `{about["codings_sha256"]}`,
- and from {about["codebook_sentences"]:,} examples and counter-examples of the codebook
  `{about["codebook_hash"]}`
- {versions}

The gold was coded by language models from the codebook and settled by a third; no person has coded
it. All scores below are therefore agreement with such coders, whose own agreement with each other
(.90 codes, .95 type) is the ceiling. Cues were written with this gold at hand, so the scores of all
lines that use them are somewhat too high. Cross-validated in five parts by document, thresholds
included, with the kind of document known. Penalties and the weights of feature groups were chosen
on the same parts, and which features are frequent enough is counted over all. Of the corpus nothing
teaches that stands in another conversion or edition of a document that is measured; of the gold, a
few documents are editions of each other, for every line alike. The trained coder has more to learn
from than TF-IDF has. Intervals by resampled documents."""


def _figure_rows(measured: Measured, lines: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for key, name in _FIGURES:
        found = [measured[line].get("overall", {}) for line in lines]
        yield (name, *(_score(scores.get(key)) + _interval(scores, key) for scores in found))


def _interval(scores: Mapping[str, Any], key: str) -> str:
    ends = (scores.get("intervals_95") or {}).get(key)
    return f" ({_score(ends['low'])}–{_score(ends['high'])})" if ends else ""


def _part_rows(measured: Measured, lines: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for key in ("by_language", "by_stratum"):
        for name, ours in measured["ours"][key].items():
            found = [measured[line][key][name] for line in lines]
            yield (
                name,
                f"{ours['sentence_count']:,}",
                str(ours["frequent_code_count"]),
                *(
                    f"{_score(one['frequent_codes_macro_f1'])} / {_score(one['type_macro_f1'])}"
                    for one in found
                ),
            )


def _label_rows(measured: Measured, lines: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    overall = measured["ours"]["overall"]
    for kind in ("codes", "types"):
        for label, score in overall[kind].items():
            ends = score["f1_95"]
            others = [measured[line]["overall"][kind].get(label, {}) for line in list(lines)[1:]]
            yield (
                label,
                str(score["count"]),
                *(_score(score[figure]) for figure in ("precision", "recall", "f1")),
                f"{_score(ends['low'])}–{_score(ends['high'])}" if ends else "–",
                *(_score(other.get("f1")) for other in others),
                _score(score["calibration_error"]),
            )


def _table(head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _score(value: float | None) -> str:
    """Three digits without the leading zero; a dash for what a line does not have."""
    return "–" if value is None else f"{value:.3f}".removeprefix("0")
