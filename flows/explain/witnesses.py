"""What the codebook's rules have for and against a code: its cues, as witnesses that may err."""

from __future__ import annotations

from dataclasses import dataclass

from data.codebook import Code
from data.records import CONSTRAINT
from extractors.claims import MENTION_THRESHOLD, THRESHOLD, score_cues
from extractors.coding import CueSpan, Evidence, spans_of


@dataclass(frozen=True, slots=True)
class Witnesses:
    """A code's cues in a sentence, the score they come to, and the score that rules ask for.

    The score is 1 - 0.3^cues · 0.7^weak cues, counting different cues.
    """

    cues: tuple[CueSpan, ...]
    weak_cues: tuple[CueSpan, ...]
    score: float
    needed: float
    needed_of_a_mention: float
    """Asked where nothing is said to be needed, lacking or planned; more for constraints."""
    is_ruled: bool
    """Whether the rules give the code; they do not where they see no data or technology."""


def weigh_witnesses(evidence: Evidence, code: Code) -> Witnesses:
    """The code's cues in a sentence and what the rules make of them."""
    strong, weak = evidence.found.cues_of(code.id)
    return Witnesses(
        cues=spans_of(evidence.text, strong),
        weak_cues=spans_of(evidence.text, weak),
        score=round(score_cues(strong, weak), 4),
        needed=THRESHOLD,
        needed_of_a_mention=MENTION_THRESHOLD if code.family == CONSTRAINT else THRESHOLD,
        is_ruled=any(claim.code == code.id for claim in evidence.ruled.claims),
    )
