"""The parse stage's core: the bytes of one file to a document, its passages and sentences."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data.errors import OcrFault, ParseFault
from data.ids import bytes_sha256
from data.records import Document, DocumentRef, Page, Passage, Sentence, SentenceBox
from extractors.blocks import GAP, OCR, Block, FileBlocks
from extractors.document_language import UNSPOKEN_KINDS, main_language, spoken_language
from extractors.file_format import find_format
from extractors.language import LanguageWords, load_language_words
from extractors.page_grades import grade_pages
from extractors.passages import build_passages
from extractors.pdf.ocr import INSTALL_OCR, Tesseract
from extractors.pdf.reader import read_pdf
from extractors.pdf.routes import MAYBE_TEXT, OCR_FAILED
from extractors.readers import read_by_format
from extractors.text_quality import find_garbage, find_lost_letters, find_lost_shapes

MARKS_LOST, LETTERS_LOST, GARBAGE = "marks lost", "letters lost", "wrong letters"
"""What may be wrong with the letters of a whole text."""

_GARBAGE_DOUBT = 0.9
_GAPS_NAMED = 12  # pages in a message
_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")
_TITLE_PAGE_CHARS = 1500


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What the parse stage makes of one file."""

    document: Document
    pages: list[Page]
    passages: list[Passage]
    sentences: list[Sentence]
    boxes: list[SentenceBox]

    @property
    def needs_ocr(self) -> bool:
        """Whether OCR has read pages of it, or should have, or should look at a picture."""
        return any(page.route in (OCR, GAP) or MAYBE_TEXT in page.reasons for page in self.pages)


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A block with its language and sentences, as `parse-file` prints it."""

    kind: str
    page: int | None
    language: str
    heading_path: str
    grade: float
    reasons: str
    text: str
    sentences: tuple[str, ...]
    boxes: tuple[tuple[SentenceBox, ...], ...]
    """Where each of the sentences stands, if the file has places."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as `parse-file` shows it."""

    found: FileBlocks
    pages: list[Page]
    blocks: list[ReadBlock]


def read_blocks(
    content: bytes,
    name: str,
    tesseract: Tesseract | None = None,
    language: str | None = None,
) -> FileBlocks:
    """Read a file into blocks in reading order.

    `name` is a path or address: its ending is believed only where bytes cannot tell. `tesseract`
    reads the pages of a PDF that have no usable text, in `language` if it is known.

    Raises:
        ParseFault: unreadable, empty, encrypted, garbage, mislabelled, or without any text.
    """
    kind = find_format(content, name)
    if kind == "pdf":
        blocks = read_pdf(content, name, tesseract, language)
    else:
        blocks = read_by_format(kind, content, name)
    if not any(block.text for block in blocks.blocks):
        raise ParseFault(
            f"{name} holds no text", next_step="open it: it may be empty or consist of pictures"
        )
    return blocks


def read_document(
    content: bytes,
    name: str,
    ref: DocumentRef,
    parser_version: str,
    tesseract: Tesseract | None = None,
) -> ReadDocument:
    """Read a file into its document, passages and sentences; the same bytes give the same ids.

    `name` is the file's path or address as it was fetched; the reference's own address may be
    that of a public copy. What the reference leaves open (title, year, language) is taken from
    the file: the title from its metadata or first heading, the year from name, title or first
    page, the language from its words. A declared language holds, unless a passage clearly speaks
    another; "en+fr" declares a document in both.

    Raises:
        ParseFault: see `read_blocks`.
    """
    found = read_blocks(content, name, tesseract, ref.language)
    known = load_language_words()
    among = tuple((ref.language or "").split("+")) if "+" in (ref.language or "") else ()
    language = ref.language if ref.language and not among else main_language(found, known, among)
    spoken = language if among else spoken_language(language, found, known)
    title = ref.title or found.title or _name_of(name)
    year = ref.year if ref.year is not None else _find_year(name, title, found.blocks)
    blocks = list(_with_doubts(found, spoken, known))
    found = replace(found, blocks=())
    read = build_passages(ref.document_id, _hand_over(blocks), spoken, known, among)
    document = Document(
        document_id=ref.document_id,
        source_id=ref.source_id,
        title=title,
        publisher=ref.publisher,
        country=ref.country,
        kind=ref.kind,
        year=year,
        language=language,
        format=found.format,
        url=ref.url,
        licence=ref.licence,
        note=ref.note,
        is_excerpt=ref.is_excerpt,
        page_count=found.page_count,
        sha256=bytes_sha256(content),
        parser_version=parser_version,
    )
    reader = tesseract.version if tesseract else None
    pages = grade_pages(ref.document_id, found, read.passages, known, reader)
    return ReadDocument(document, pages, read.passages, read.sentences, read.boxes)


def read_file_blocks(
    content: bytes, name: str, language: str | None = None
) -> tuple[FileBlocks, list[ReadBlock]]:
    """The same as `read_file` without OCR: what the file holds, and its blocks."""
    read = read_file(content, name, language)
    return read.found, read.blocks


def read_file(
    content: bytes,
    name: str,
    language: str | None = None,
    tesseract: Tesseract | None = None,
) -> ReadFile:
    """Read a file into blocks with their language and sentences, for a person to look at.

    Raises:
        ParseFault: see `read_blocks`.
    """
    found = read_blocks(content, name, tesseract, language)
    known = load_language_words()
    spoken = language or main_language(found, known)
    read = build_passages(name, _with_doubts(found, spoken, known), spoken, known)
    boxes: dict[str, list[SentenceBox]] = defaultdict(list)
    for box in read.boxes:
        boxes[box.sentence_id].append(box)
    sentences: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in read.sentences:
        sentences[sentence.passage_id].append(sentence)
    blocks = [
        ReadBlock(
            passage.kind,
            passage.page,
            passage.language,
            passage.heading_path,
            passage.grade,
            passage.reasons,
            passage.text,
            tuple(sentence.text for sentence in sentences[passage.passage_id]),
            tuple(tuple(boxes[one.sentence_id]) for one in sentences[passage.passage_id]),
        )
        for passage in read.passages
    ]
    reader = tesseract.version if tesseract else None
    return ReadFile(found, grade_pages(name, found, read.passages, known, reader), blocks)


def gap_fault(pages: Sequence[Page], name: str) -> OcrFault | None:
    """What to say of pages that could not be read, where there are any; the others were."""
    gaps = [page for page in pages if page.route == GAP]
    if not gaps:
        return None
    numbers = ", ".join(str(page.page) for page in gaps[:_GAPS_NAMED])
    more = ", …" if len(gaps) > _GAPS_NAMED else ""
    return OcrFault(
        f"{len(gaps)} of {len(pages)} pages of {name} could not be read ({gaps[0].reasons}): "
        f"{numbers}{more}; the others were",
        next_step="look at these pages" if OCR_FAILED in gaps[0].reasons else INSTALL_OCR,
    )


def _with_doubts(found: FileBlocks, language: str, known: LanguageWords) -> Sequence[Block]:
    """The blocks with what is wrong with the letters of the whole text."""
    text = " ".join(block.text for block in found.blocks if block.kind not in UNSPOKEN_KINDS)
    doubts = {
        MARKS_LOST: find_lost_letters(text, language, known),
        LETTERS_LOST: find_lost_shapes(text, language),
        # A PDF's pages have been judged one by one.
        GARBAGE: _GARBAGE_DOUBT if found.format != "pdf" and find_garbage(text) else 0.0,
    }
    doubts = {reason: doubt for reason, doubt in doubts.items() if doubt}
    if not doubts:
        return found.blocks
    reasons, doubt = tuple(doubts), max(doubts.values())
    return [block.with_doubt(doubt, reasons) for block in found.blocks]


def _hand_over(blocks: list[Block]) -> Iterator[Block]:
    """Each block in order, none of which is kept: a long file's blocks are as large as its rows."""
    blocks.reverse()
    while blocks:
        yield blocks.pop()


def _find_year(url: str, title: str, blocks: Sequence[Block]) -> int | None:
    """The year in the file's name, its title, or alone or latest on its title page."""
    for text in (_name_of(url), title):
        years = [int(year) for year in _YEAR.findall(text.replace("_", " "))]
        if years:
            return years[0]
    front = ""
    for block in blocks:
        if (block.page and block.page > 2) or len(front) > _TITLE_PAGE_CHARS:
            break
        front += block.text[:_TITLE_PAGE_CHARS] + "\n"
    years = [int(year) for year in _YEAR.findall(front[:_TITLE_PAGE_CHARS])]
    return Counter(years).most_common(1)[0][0] if years else None


def _name_of(url: str) -> str:
    name = url.split("?", maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    return name.rpartition(".")[0] or name
