"""How well single sentences are told to be in their language: `evaluate languages`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from extractors.language import identify_language, load_language_words

MIN_WORDS = 8
"""A shorter sentence says too little by itself; a passage also has its document to go by."""
UNTOLD = "none"


def evaluate_languages(sentences: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Shares told right by language, and what the others were taken for.

    `sentences` are pairs of language and text; those of fewer than MIN_WORDS words are left out.
    """
    known = load_language_words()
    told: dict[str, Counter[str]] = {}
    for language, text in sentences:
        if len(text.split()) >= MIN_WORDS:
            guess = identify_language(text, known)
            told.setdefault(language, Counter())[guess.language if guess else UNTOLD] += 1
    return {
        language: {
            "sentences": counts.total(),
            "told_right": counts[language] / counts.total(),
            "taken_for": {other: n for other, n in counts.most_common() if other != language},
        }
        for language, counts in sorted(told.items())
    }
