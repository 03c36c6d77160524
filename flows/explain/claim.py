"""Explains a claim of the published edition: reads it back, and codes its document once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import StoreError, UsageError
from data.records import Claim, ClaimCue, ClaimFacet, Document, Passage, Sentence
from data.settings import Home
from data.store import Store
from extractors.claims import code_sentences
from extractors.coding import Coding, Evidence
from flows.edition import open_texts
from flows.explain.explainer import Explainer
from flows.explain.sentence import Explanation, check_codes, explain

LEAST_DIGITS = 6
"""Of a claim's id, where it is given by its beginning."""
_LISTED = 5


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as the edition has it, with where it stands and what it rests on."""

    claim: Claim
    document: Document
    passage: Passage
    sentence: Sentence
    cues: tuple[ClaimCue, ...]
    facets: tuple[ClaimFacet, ...]


@dataclass(frozen=True, slots=True)
class ExplainedClaim:
    """A stored claim, and why the coder as it is installed says what it says of its sentence."""

    stored: StoredClaim
    explanation: Explanation
    is_same_coder: bool
    """Whether the installed coder and codebook are those that made the claim."""


def open_edition(home: Home) -> Store:
    """The home's published edition, for reading; its work database if texts are withheld there.

    Raises:
        StoreError: there is no edition, or a run is writing the work database.
    """
    if not home.published_database.exists():
        raise StoreError(
            f"no published edition at {home.published_database}: run `imaginaries demo` or "
            "`imaginaries run` first, or say by --home where one is"
        )
    return open_texts(home)


def explain_claim(
    explainer: Explainer, store: Store, claim_id: str, asked: Sequence[str] = (), near: int = 1
) -> ExplainedClaim:
    """Explain a claim of an edition, and further codes of its sentence.

    Raises:
        UsageError: no claim has that id, several begin with it, or it is too short; no such code.
    """
    check_codes(explainer.codebook, asked)
    stored = read_claim(store, find_claim_id(store, claim_id))
    evidence, coding = code_again(explainer, store, stored.sentence, stored.document.kind)
    claim, maker = stored.claim, explainer.maker
    return ExplainedClaim(
        stored,
        explain(explainer, evidence, coding, [claim.code, *asked], near),
        is_same_coder=(claim.coder_version, claim.codebook_hash)
        == (maker.coder_version, maker.codebook_hash),
    )


def find_claim_id(store: Store, wanted: str) -> str:
    """The claim's full id, which may be given by its first six characters or more.

    Raises:
        UsageError: no claim's id begins so, several do, or too few characters are given.
    """
    wanted = wanted.lower()
    if len(wanted) < LEAST_DIGITS:
        raise UsageError(
            f"{wanted!r} is too short: give a claim's id, or its first {LEAST_DIGITS} characters"
        )
    found = _ids_from(store, wanted)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{wanted!r} begins several ids: give one of {', '.join(found)}")
    beginnings = (wanted[:size] for size in range(len(wanted) - 1, -1, -1))
    alike = next((near for one in beginnings if (near := _ids_from(store, one))), [])
    raise UsageError(
        f"{store.path} has no claim {wanted!r}; the nearest ids: {', '.join(alike) or 'none'}. "
        'To find claims: imaginaries query "select claim_id, code, quote from claim"'
    )


def _ids_from(store: Store, beginning: str) -> list[str]:
    sql = "select claim_id from claim where starts_with(claim_id, ?) order by claim_id limit ?"
    return [row[0] for row in store.query(sql, [beginning, _LISTED]).rows]


def read_claim(store: Store, claim_id: str) -> StoredClaim:
    """A claim with its document, passage, sentence, cues and facets."""
    (claim,) = store.read(Claim, "claim_id = ?", [claim_id])
    (sentence,) = store.read(Sentence, "sentence_id = ?", [claim.sentence_id])
    (document,) = store.read(Document, "document_id = ?", [claim.document_id])
    (passage,) = store.read(Passage, "passage_id = ?", [sentence.passage_id])
    cues = store.read(ClaimCue, "claim_id = ? order by start_char", [claim_id])
    # Editions from before there were facets are explained too.
    has_facets = "select 1 from information_schema.tables where table_name = 'claim_facet'"
    facets = []
    if store.query(has_facets).rows:
        facets = store.read(ClaimFacet, "claim_id = ? order by facet, start_char", [claim_id])
    return StoredClaim(claim, document, passage, sentence, tuple(cues), tuple(facets))


def code_again(
    explainer: Explainer, store: Store, sentence: Sentence, document_kind: str
) -> tuple[Evidence, Coding]:
    """What the installed coder makes of a stored sentence, coded with all that stands before it.

    Raises:
        UsageError: the installed codebook does not code the sentence at all.
    """
    seen: list[tuple[Evidence, Coding]] = []

    def listen(evidence: Evidence) -> Coding:
        coding = explainer.judge(evidence)
        seen[:] = [(evidence, coding)]
        return coding

    so_far = "document_id = ? and position <= ? order by position"
    sentences = store.read(Sentence, so_far, [sentence.document_id, sentence.position])
    sql = "select passage_id, kind from passage where document_id = ?"
    kinds = dict(store.query(sql, [sentence.document_id]).rows)
    maker = explainer.maker
    code_sentences(
        sentences,
        kinds,
        explainer.codebook,
        maker.coder_version,
        listen,
        document_kind=document_kind,
    )
    if not explainer.codebook.covers(sentence.language) or not seen:
        raise UsageError(
            f"the installed codebook does not code sentences in {sentence.language!r}: "
            "run `imaginaries code` and `imaginaries publish` with it"
        )
    return seen[0]
