"""Which language a whole document is in: by its words, and by what its source declares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.blocks import FileBlocks
from extractors.language import LIKELIER_LANGUAGES, LanguageWords, identify_language

UNKNOWN_LANGUAGE = "und"
"""ISO 639's code for a language that could not be told."""
UNSPOKEN_KINDS = ("running_head", "contents", "table")
"""Kinds of block that say little about the language."""

_CLEAR_DOCUMENT_LEAD = 2000  # hundredths: some eight words that only one language has
_LANGUAGE_SAMPLE_CHARS = 30_000


def main_language(found: FileBlocks, known: LanguageWords, among: Sequence[str] = ()) -> str:
    """The language that most of the document's text speaks."""
    votes = _language_votes(found, known, among)
    if not votes:
        return UNKNOWN_LANGUAGE
    return max(sorted(votes), key=lambda code: (votes[code], code in LIKELIER_LANGUAGES))


def spoken_language(declared: str, found: FileBlocks, known: LanguageWords) -> str:
    """What passages inherit: the declared language, or the clear one of its whole text.

    A nynorsk report listed as bokmål is the case: between the languages that we have words for,
    a fifth more evidence over a whole document is clear. Others are told by stop words alone.
    """
    votes = _language_votes(found, known, ())
    ours = {code: votes[code] for code in sorted(known.abbreviations) if code in votes}
    if declared not in known.abbreviations or not ours:
        return declared
    best = max(ours, key=lambda code: ours[code])
    is_clear = ours[best] > 1.2 * votes[declared] + _CLEAR_DOCUMENT_LEAD
    return best if is_clear else declared


def _language_votes(found: FileBlocks, known: LanguageWords, among: Sequence[str]) -> Counter[str]:
    """The evidence for each language in the document's prose, in hundredths."""
    votes: Counter[str] = Counter()
    seen = 0
    prose = [block for block in found.blocks if block.kind not in UNSPOKEN_KINDS]
    for block in prose or found.blocks:
        guess = identify_language(block.text, known, among)
        if guess:
            for code, score in guess.scores.items():
                votes[code] += int(score * 100)
        seen += len(block.text)
        if seen > _LANGUAGE_SAMPLE_CHARS:
            break
    return votes
