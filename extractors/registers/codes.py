"""Codes that registers' own words about systems carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.codebook import Codebook
from data.records import Deployment, DeploymentClaim
from extractors.claims import find_evidence
from extractors.coding import CodedClaim, Evidence, Judge, judge_all
from extractors.sentences import find_sentences


def code_deployments(
    deployments: Sequence[Deployment],
    language: str,
    context: str,
    codebook: Codebook,
    coder_version: str,
    judge: Judge | None = None,
) -> list[list[DeploymentClaim]]:
    """For each system one row per code, in order; of several sentences the highest score stands.

    `context` stands for the text before each sentence, such as the register's title: a row of a
    register of AI systems is about such a system by being there. The judge is asked of all
    sentences at once, which takes it a third of the time. Nothing is coded in a language that the
    codebook does not cover.
    """
    if not codebook.covers(language):
        return [[] for _ in deployments]
    sentences = [list(_sentences_of(one, language)) for one in deployments]
    # A sentence that systems share, such as a form's, is judged once.
    evidence: dict[str, Evidence] = {
        sentence: find_evidence(sentence, language, context, codebook)
        for sentence in dict.fromkeys(sentence for own in sentences for sentence in own)
    }
    codings = judge_all(judge, list(evidence.values()))
    claims = {sentence: coding.claims for sentence, coding in zip(evidence, codings, strict=True)}
    return [
        [
            DeploymentClaim(
                register_id=deployment.register_id,
                deployment_id=deployment.deployment_id,
                code=claim.code,
                family=claim.family,
                score=claim.score,
                quote=claim.quote,
                codebook_hash=codebook.hash,
                coder_version=coder_version,
            )
            for claim in _strongest(claim for sentence in own for claim in claims[sentence])
        ]
        for deployment, own in zip(deployments, sentences, strict=True)
    ]


def _sentences_of(deployment: Deployment, language: str) -> Iterator[str]:
    for text in filter(None, (deployment.purpose, deployment.description)):
        for span in find_sentences(text, language):
            yield text[span.start : span.end]


def _strongest(claims: Iterator[CodedClaim]) -> list[CodedClaim]:
    """The first claim of each code with its highest score."""
    strongest: dict[str, CodedClaim] = {}
    for claim in claims:
        known = strongest.get(claim.code)
        if known is None or claim.score > known.score:
            strongest[claim.code] = claim
    return list(strongest.values())
