"""Codes that a register's own words about a system carry."""

from __future__ import annotations

from data.codebook import Codebook
from data.records import Deployment, DeploymentClaim
from extractors.claims import code_text
from extractors.coding import CodedClaim, Judge
from extractors.sentences import find_sentences


def code_deployment(
    deployment: Deployment,
    language: str,
    context: str,
    codebook: Codebook,
    coder_version: str,
    judge: Judge | None = None,
) -> list[DeploymentClaim]:
    """One row per code, with the sentence's score where several sentences carry it: the highest.

    `context` stands for the text before each sentence, such as the register's title: a row of a
    register of AI systems is about such a system by being there.
    """
    strongest: dict[str, CodedClaim] = {}
    for text in filter(None, (deployment.purpose, deployment.description)):
        for span in find_sentences(text, language):
            sentence = text[span.start : span.end]
            coding = code_text(sentence, language, context, codebook, judge)
            for claim in coding.claims:
                known = strongest.get(claim.code)
                if known is None or claim.score > known.score:
                    strongest[claim.code] = claim
    return [
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
        for claim in strongest.values()
    ]
