"""What coding a sentence works with and comes to: its matches, its claims, and who has the say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from data.codebook_files import MARKERS, Marker
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


Cues = tuple[Sequence[Match], Sequence[Match]]
"""The strong and the weak cues of a code."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one sentence holds: its matches by group."""

    groups: Mapping[str, Sequence[Match]]
    _cues: dict[str, Cues] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, group: str) -> Sequence[Match]:
        """The matches of a group, in order of place."""
        return self.groups.get(group, ())

    def has_direct_scope(self) -> bool:
        """Whether a word places the sentence among data and technology by itself."""
        matches = self.of(SCOPE)
        return bool(matches) and bool(drop_masked(matches, self.of(NEVER)))

    def cues(self) -> Mapping[str, Cues]:
        """What `cues_of` gives for each code that has a cue here, be it masked or not."""
        if not self._cues:
            for group in self.groups:
                if group.startswith((STRONG, WEAK)):
                    code = group.partition(":")[2]
                    if code not in self._cues:
                        self._cues[code] = self._speaking(code)
        return self._cues

    def cues_of(self, code: str) -> Cues:
        """The strong and the weak cues that speak for a code, without those that are masked."""
        return self.cues().get(code, ((), ()))

    def _speaking(self, code: str) -> Cues:
        strong, weak = self.of(STRONG + code), self.of(WEAK + code)
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


MARKER_GROUPS: Mapping[Marker, str] = {marker: MARKER + marker for marker in MARKERS}
"""The group of each marker's matches."""

Judge = Callable[[Evidence], Coding]
"""Has the last word on a sentence's codes and type: a trained model, where there is one."""


@runtime_checkable
class DocumentJudge(Protocol):
    """A judge that is faster with many sentences at a time."""

    def judge_all(self, evidence: Sequence[Evidence]) -> list[Coding]:
        """Its word on each sentence, the same as on each alone."""
        ...


def judge_all(judge: Judge | None, evidence: Sequence[Evidence]) -> list[Coding]:
    """The judge's word on each sentence, or that of the rules where there is no judge."""
    if judge is None:
        return [one.ruled for one in evidence]
    if isinstance(judge, DocumentJudge):
        return judge.judge_all(evidence)
    return [judge(one) for one in evidence]


NOTHING = Found({})


def spans_of(text: str, matches: Sequence[Match]) -> tuple[CueSpan, ...]:
    """The matches as spans of the text, in order of place."""
    return tuple(
        CueSpan(m.start_char, m.end_char, text[m.start_char : m.end_char], m.cue)
        for m in sorted(matches, key=lambda match: match.start_char)
    )


def _unmasked(matches: Sequence[Match], masks: Sequence[Match]) -> Sequence[Match]:
    if not matches:
        return ()
    return drop_contained(drop_masked(matches, masks) if masks else matches)
