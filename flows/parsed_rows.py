"""What was read of a batch of documents, put into the tables."""

from __future__ import annotations

from data.arrow_rows import join_rows
from data.errors import Fault, WorkerFault
from data.records import Document, Page, Passage, Sentence, SentenceBox
from extractors.document import ReadDocument, gap_fault
from extractors.pdf.ocr import Tesseract
from flows.documents import delete_documents
from flows.scans import depends_on_ocr, with_ocr
from flows.stage import Stage
from flows.work import ParseJob


def write_parsed(
    stage: Stage,
    jobs: list[ParseJob],
    results: list[ReadDocument | Fault],
    inputs: dict[str, str],
    tesseract: Tesseract | None,
) -> None:
    """Put what was read of a batch in the place of what was there, or note why it was not read."""
    with stage.lock, stage.store.transaction():
        answered = {
            key: with_ocr(inputs[key], tesseract) if depends_on_ocr(result) else inputs[key]
            for key, result in zip((job.ref.document_id for job in jobs), results, strict=True)
            if not isinstance(result, WorkerFault)
        }
        delete_documents(stage, list(answered))
        read = [result for result in results if not isinstance(result, Fault)]
        stage.store.append(Document, [one.document for one in read])
        stage.store.append(Page, join_rows(one.pages for one in read))
        stage.store.append(Passage, join_rows(one.passages for one in read))
        stage.store.append(Sentence, join_rows(one.sentences for one in read))
        stage.store.append(SentenceBox, join_rows(one.boxes for one in read))
        well = []
        for job, result in zip(jobs, results, strict=True):
            fault = result if isinstance(result, Fault) else gap_fault(result.pages, job.name)
            if fault:
                stage.fault(job.name, fault, job.ref.document_id)
            else:
                well.append(job.name)
        stage.clear_faults(well)
        stage.remember(answered)
        stage.done += len(read)
