"""What coding a sentence works with and comes to: its matches, its claims, and who has the say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from extractors.cues import Match, drop_contained, drop_masked

SCOPE, BY_CONTEXT, NEVER = "scope:direct", "scope:by_context", "scope:never"
STRONG, WEAK, NEGATIVE, MARKER = "cue:", "weak:", "negative:", "type:"
"""Groups of matches; the latter four are followed by a code or marker."""


@dataclass(frozen=True, slots=True)
class CueSpan:
    """Words of the text that speak for a code; `quote` is the slice of the text."""

    start_char: int
    end_char: int
    quote: str
    cue: str


@dataclass(frozen=True, slots=True)
class CodedClaim:
    """A code that the text carries, with its cues in order of place."""

    code: str
    family: str
    score: float
    cues: tuple[CueSpan, ...]
    quote: str


@dataclass(frozen=True, slots=True)
class Coding:
    """Scope, type and claims of one text."""

    has_codebook: bool
    in_scope: bool
    type: str
    claims: tuple[CodedClaim, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What one sentence holds: its matches by group."""

    groups: Mapping[str, Sequence[Match]]

    def of(self, group: str) -> Sequence[Match]:
        """The matches of a group, in order of place."""
        return self.groups.get(group, ())

    def has_direct_scope(self) -> bool:
        """Whether a word places the sentence among data and technology by itself."""
        return bool(drop_masked(self.of(SCOPE), self.of(NEVER)))

    def cues_of(self, code: str) -> tuple[list[Match], list[Match]]:
        """The strong and the weak cues that speak for a code, without those that are masked."""
        strong, weak = self.of(STRONG + code), self.of(WEAK + code)
        if not strong and not weak:
            return [], []
        masks = self.of(NEGATIVE + code)
        kept = _unmasked(strong, masks)
        # Words of a cue do not speak a second time as a weak cue.
        return kept, _unmasked(weak, (*masks, *kept))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence with the text just before it, what both hold, and what the rules make of it."""

    text: str
    language: str
    before: str
    found: Found
    found_before: Found
    ruled: Coding
    document_kind: str = ""
    """What kind of document it stands in (`records.DOCUMENT_KINDS`), where that is known."""


Judge = Callable[[Evidence], Coding]
"""Has the last word on a sentence's codes and type: a trained model, where there is one."""

NOTHING = Found({})


def spans_of(text: str, matches: Sequence[Match]) -> tuple[CueSpan, ...]:
    """The matches as spans of the text, in order of place."""
    return tuple(
        CueSpan(m.start_char, m.end_char, text[m.start_char : m.end_char], m.cue)
        for m in sorted(matches, key=lambda match: match.start_char)
    )


def _unmasked(matches: Sequence[Match], masks: Sequence[Match]) -> list[Match]:
    return drop_contained(drop_masked(matches, masks))
