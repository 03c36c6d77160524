"""Documents of which pages need OCR: read a second time, and again when OCR is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.errors import Fault, OcrFault
from data.ids import content_id
from extractors.blocks import GAP, OCR
from extractors.document import ReadDocument
from extractors.pdf.ocr import SECONDS_PER_DOCUMENT, SECONDS_PER_PAGE, Tesseract
from extractors.pdf.routes import MAYBE_TEXT
from flows.stage import Stage
from flows.work import ParseJob, parse_batch
from flows.workers import Workers

SECONDS_PER_SCAN = SECONDS_PER_DOCUMENT + 4 * SECONDS_PER_PAGE
"""The worker's limit lies beyond OCR's own, which leaves pages out and keeps the others."""


def read_scans(
    workers: Workers,
    jobs: Sequence[ParseJob],
    results: Sequence[ReadDocument | Fault],
    tesseract: Tesseract | None,
) -> list[ReadDocument | Fault]:
    """The results, with those in whose place OCR has read more.

    A second reading, so that all other documents keep the short limit that stops a hostile one;
    what needs OCR has been opened within it.
    """
    if tesseract is None:
        return list(results)
    return [
        _read_by_ocr(workers, replace(job, tesseract=tesseract)) if _wants_ocr(result) else result
        for job, result in zip(jobs, results, strict=True)
    ]


def _read_by_ocr(workers: Workers, job: ParseJob) -> ReadDocument | Fault:
    return workers.run(parse_batch, [job], seconds_per_item=SECONDS_PER_SCAN)[0]


def _wants_ocr(result: ReadDocument | Fault) -> bool:
    if isinstance(result, Fault):
        return isinstance(result, OcrFault)
    return result.needs_ocr


def depends_on_ocr(result: ReadDocument | Fault) -> bool:
    """Whether another OCR could answer otherwise: it read pages, should have, or all failed."""
    return isinstance(result, Fault) or result.needs_ocr


def find_scans(stage: Stage) -> set[str]:
    """The documents in the store of which `depends_on_ocr` was true."""
    sql = f"""select document_id from page
        where route in ('{OCR}', '{GAP}') or contains(reasons, '{MAYBE_TEXT}')
        union select document_id from fault where stage = 'parse'"""
    return {row[0] for row in stage.store.query(sql).rows}


def with_ocr(input_hash: str, tesseract: Tesseract | None) -> str:
    """The input of a document that depends on OCR: it changes with what is installed."""
    installed = (tesseract.version, *tesseract.languages) if tesseract else ()
    return content_id("ocr", input_hash, *installed)
