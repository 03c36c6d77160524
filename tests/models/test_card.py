"""The tables that card and README share."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import UsageError
from models.card import SCORES, SCORES_END, put_scores, render_card, render_scores
from models.classify import CARD_FILE, WEIGHTS_FOLDER
from models.evaluate import PredictedCoding, score_claims
from models.gold import GoldSentence
from models.reliability import add_doubt

FAMILIES = {"doors": "imaginary", "walls": "constraint"}
LINES = {"ours": "trained coder", "cues": "cues only"}
ABOUT = {
    "gold_sentences": 40,
    "gold_sha256": "abc",
    "codings_sha256": "123",
    "corpus_sentences": 12_000,
    "codebook_sentences": 30,
    "codebook_hash": "def",
}
README = Path(__file__).resolve().parents[2] / "README.md"


def measured() -> dict[str, dict[str, object]]:
    gold = [
        GoldSentence(str(n), "en", "", "", ("doors",), ("walls",), "vision", f"d{n % 8}", "random")
        for n in range(40)
    ]
    found = {}
    for name, share in (("ours", 3), ("cues", 2)):
        said = [
            PredictedCoding(
                one.id, frozenset({"doors"} if int(one.id) % share else {"walls"}), "vision", True
            )
            for one in gold
        ]
        scores = add_doubt(score_claims(gold, said, FAMILIES), gold, said, FAMILIES, 1)
        found[name] = {"what": f"what {name} is", **scores.as_dict()}
    return found


def test_the_tables_have_each_line_with_intervals_and_the_parts() -> None:
    lines = render_scores(measured(), LINES).splitlines()
    assert (lines[0], lines[-1]) == (SCORES, SCORES_END)
    (codes,) = [line for line in lines if line.startswith("| 16 codes |")]
    # doors: recall 26/40; walls: 14/40; the other line 20/40 each
    assert ".653 (" in codes
    assert ".667 (" in codes
    assert any(line.startswith("| en | 40 | 2 | .653 / 1.000 | .667 / 1.000 |") for line in lines)
    assert any(line.startswith("| random | 40 | 2 |") for line in lines)


def test_the_card_says_what_lines_are_and_has_every_code_and_type() -> None:
    card = render_card(ABOUT, measured(), LINES)
    assert "- cues only: what cues is" in card
    assert "from 12,000 sentences of the corpus" in card
    assert render_scores(measured(), LINES) in card
    assert "| doors | 40 | 1.000 | .650 | .788 |" in card
    assert "| caution | 0 | – | – | – |" in card


def test_scores_take_the_place_of_scores_and_nothing_else() -> None:
    text = f"Before.\n\n{SCORES}\nold\n{SCORES_END}\n\nAfter.\n"
    scores = f"{SCORES}\nnew\n{SCORES_END}"
    assert put_scores(text, scores) == f"Before.\n\n{scores}\n\nAfter.\n"
    with pytest.raises(UsageError, match="no place for the scores"):
        put_scores("Before.", scores)


def test_readme_and_card_have_the_same_scores() -> None:
    card = (WEIGHTS_FOLDER / CARD_FILE).read_text(encoding="utf-8")
    start, end = card.index(SCORES), card.index(SCORES_END)
    text = README.read_text(encoding="utf-8")
    assert put_scores(text, card[start : end + len(SCORES_END)]) == text
