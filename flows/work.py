"""What worker processes do: one batch of documents in, records or faults out; no Prefect here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import Fault, ParseFault
from data.records import Deployment, DeploymentClaim, DocumentRef, Sentence
from extractors.claims import CodedSentences, code_sentences
from extractors.document import ReadDocument, read_document
from extractors.facets.finder import Background
from extractors.pdf.ocr import Tesseract
from extractors.registers.codes import code_deployments
from flows.coding import shipped_codebook, shipped_judge
from flows.lanes import guarded
from flows.organisations import shipped_organisations


@dataclass(frozen=True, slots=True)
class ParseJob:
    """One document to read: its reference, file name, bytes in the archive, and the parser.

    With `tesseract`, pages without usable text are read by OCR.
    """

    ref: DocumentRef
    name: str
    file: Path
    size_bytes: int
    parser_version: str
    tesseract: Tesseract | None = None

    @property
    def weight(self) -> int:
        """Bytes, with PDFs counted less: most of their bytes are pictures."""
        return self.size_bytes // (4 if Path(self.name).suffix.lower() == ".pdf" else 1)


@dataclass(frozen=True, slots=True)
class CodeJob:
    """One document to code: its sentences in order, the kind of each passage, and what it is."""

    document_id: str
    sentences: Iterable[Sentence]
    kinds: Mapping[str, str]
    coder_version: str
    year: int | None
    country: str
    document_kind: str


@dataclass(frozen=True, slots=True)
class DeploymentsJob:
    """Systems on record of one register whose own words are to be coded."""

    deployments: tuple[Deployment, ...]
    language: str
    context: str
    coder_version: str


def parse_batch(jobs: Sequence[ParseJob]) -> list[ReadDocument | Fault]:
    """Read each document; one that cannot be read is a fault in its place."""
    return [guarded(_parse_one, job) for job in jobs]


def code_batch(jobs: Sequence[CodeJob]) -> list[CodedSentences | Fault]:
    """Code each document's sentences by the shipped codebook and model."""
    return [guarded(_code_one, job) for job in jobs]


def code_deployment_batch(
    jobs: Sequence[DeploymentsJob],
) -> list[list[list[DeploymentClaim]] | Fault]:
    """Code what the register says each system is and is for: the codes of each system of a job."""
    return [guarded(_code_deployments, job) for job in jobs]


def _parse_one(job: ParseJob) -> ReadDocument:
    try:
        content = job.file.read_bytes()
    except FileNotFoundError as error:
        raise ParseFault(
            f"the archive has lost {job.file.name}", next_step="collect the document again"
        ) from error
    return read_document(content, job.name, job.ref, job.parser_version, job.tesseract)


def _code_one(job: CodeJob) -> CodedSentences:
    return code_sentences(
        tuple(job.sentences),
        job.kinds,
        shipped_codebook(),
        job.coder_version,
        shipped_judge(),
        Background(shipped_organisations(), job.year, job.country),
        job.document_kind,
    )


def _code_deployments(job: DeploymentsJob) -> list[list[DeploymentClaim]]:
    return code_deployments(
        job.deployments,
        job.language,
        job.context,
        shipped_codebook(),
        job.coder_version,
        shipped_judge(),
    )
