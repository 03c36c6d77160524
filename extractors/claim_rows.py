"""A coded sentence as rows: its claims, the words behind them and the systems it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from data import records
from data.ids import content_id
from extractors.coding import CodedClaim, Coding, CueSpan
from extractors.systems import find_system_names

_NAMING_TYPES = ("commitment", "mandate", "result")


def claim_row(
    sentence: records.Sentence, claim: CodedClaim, kind: str, codebook_hash: str, version: str
) -> records.Claim:
    """A claim as a row; its type is that of the sentence."""
    return records.Claim(
        claim_id=content_id("claim", sentence.sentence_id, claim.code),
        sentence_id=sentence.sentence_id,
        document_id=sentence.document_id,
        code=claim.code,
        family=claim.family,
        type=kind,
        score=claim.score,
        quote=claim.quote,
        codebook_hash=codebook_hash,
        coder_version=version,
    )


def cue_rows(claim: records.Claim, spans: Iterable[CueSpan]) -> Iterator[records.ClaimCue]:
    """The words behind a claim as rows."""
    for span in spans:
        yield records.ClaimCue(
            claim_id=claim.claim_id,
            document_id=claim.document_id,
            start_char=span.start_char,
            end_char=span.end_char,
            quote=span.quote,
            cue=span.cue,
        )


def mention_rows(sentence: records.Sentence, coding: Coding) -> Iterator[records.SystemMention]:
    """The systems that a sentence names and that are promised, ordered or reported."""
    if not coding.in_scope or coding.type not in _NAMING_TYPES:
        return
    for name in find_system_names(sentence.text):
        yield records.SystemMention(
            mention_id=content_id("mention", sentence.sentence_id, name),
            sentence_id=sentence.sentence_id,
            document_id=sentence.document_id,
            name=name,
            type=coding.type,
        )
