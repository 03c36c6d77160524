"""What worker processes do: one batch of documents in, records or faults out; no Prefect here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from data.codebook import Codebook, load_codebook
from data.errors import Fault, ParseFault
from data.records import Deployment, DeploymentClaim, DocumentRef, Sentence
from data.settings import DATA_FOLDER
from extractors.claims import CodedClaim, CodedSentences, code_sentences, code_text
from extractors.document import ReadDocument, read_document
from extractors.sentences import find_sentences

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ParseJob:
    """One document to read: its reference, file name, bytes in the archive, and the parser."""

    ref: DocumentRef
    name: str
    file: Path
    size_bytes: int
    parser_version: str


@dataclass(frozen=True, slots=True)
class CodeJob:
    """One document to code: its sentences in order, and the kind of each passage."""

    document_id: str
    sentences: tuple[Sentence, ...]
    kinds: Mapping[str, str]
    coder_version: str


@dataclass(frozen=True, slots=True)
class DeploymentJob:
    """One system on record whose own words are to be coded."""

    deployment: Deployment
    language: str
    context: str
    coder_version: str


def parse_batch(jobs: Sequence[ParseJob]) -> list[ReadDocument | Fault]:
    """Read each document; one that cannot be read is a fault in its place."""
    return [guarded(_parse_one, job) for job in jobs]


def code_batch(jobs: Sequence[CodeJob]) -> list[CodedSentences | Fault]:
    """Code each document's sentences by the shipped codebook."""
    return [guarded(_code_one, job) for job in jobs]


def code_deployment_batch(jobs: Sequence[DeploymentJob]) -> list[list[DeploymentClaim] | Fault]:
    """Code what the register says each system is and is for."""
    return [guarded(_code_deployment, job) for job in jobs]


@lru_cache(maxsize=1)
def shipped_codebook() -> Codebook:
    """The project's codebook, read once per process."""
    return load_codebook(DATA_FOLDER)


def _parse_one(job: ParseJob) -> ReadDocument:
    return read_document(job.file.read_bytes(), job.name, job.ref, job.parser_version)


def _code_one(job: CodeJob) -> CodedSentences:
    return code_sentences(job.sentences, job.kinds, shipped_codebook(), job.coder_version)


def _code_deployment(job: DeploymentJob) -> list[DeploymentClaim]:
    # The register's title is the text before: a row of it is about such a system by being there.
    codebook = shipped_codebook()
    strongest: dict[str, CodedClaim] = {}
    for text in (job.deployment.purpose, job.deployment.description):
        for span in find_sentences(text or "", job.language):
            sentence = (text or "")[span.start : span.end]
            coding = code_text(sentence, job.language, job.context, codebook)
            for claim in coding.claims:
                known = strongest.get(claim.code)
                if known is None or claim.score > known.score:
                    strongest[claim.code] = claim
    return [
        DeploymentClaim(
            register_id=job.deployment.register_id,
            deployment_id=job.deployment.deployment_id,
            code=claim.code,
            family=claim.family,
            score=claim.score,
            quote=claim.quote,
            codebook_hash=codebook.hash,
            coder_version=job.coder_version,
        )
        for claim in strongest.values()
    ]


def guarded(work: Callable[[Item], Result], item: Item) -> Result | Fault:
    """Do one item's work; whatever goes wrong becomes a fault in its place."""
    try:
        return work(item)
    except Fault as fault:
        return fault
    except Exception as error:  # noqa: BLE001 - the boundary: one bad document never stops a run
        return ParseFault(
            f"{type(error).__name__}: {error}",
            next_step="this is a defect of the software: report it with the file's name",
        )
