"""How many sentences the shipped coder learned from, to be said before it is measured on them."""

from __future__ import annotations

from collections.abc import Iterable

from flows.training.coded_corpus import sentence_digest
from flows.training.lessons import load_taught
from models.classify import WEIGHTS_FOLDER
from models.gold import GoldSentence


def count_taught(gold: Iterable[GoldSentence]) -> int:
    """How many of the sentences the shipped coder learned from, whatever file they stand in."""
    taught = load_taught(WEIGHTS_FOLDER)
    return sum(sentence_digest(one.text) in taught for one in gold)


def tell_taught(seen: int, count: int) -> str:
    """The warning that goes before any figure of the coder on what it learned from."""
    return (
        f"CAUTION: the trained coder learned from {seen} of these {count} sentences: what it "
        "reaches on them is no test."
    )
