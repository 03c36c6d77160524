"""The parse stage's core: the bytes of one file to a document, its passages and sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.errors import ParseFault
from data.ids import bytes_sha256
from data.records import Document, DocumentRef, Passage, Sentence
from extractors.blocks import Block, FileBlocks
from extractors.csv_rows import read_csv
from extractors.decoding import decode_text
from extractors.docx import read_docx
from extractors.file_format import find_format
from extractors.html import read_html
from extractors.language import (
    LIKELIER_LANGUAGES,
    LanguageWords,
    identify_language,
    load_language_words,
)
from extractors.markup import read_markdown
from extractors.passages import build_passages
from extractors.pdf import read_pdf
from extractors.text_lines import read_text
from extractors.text_quality import find_lost_letters

UNKNOWN_LANGUAGE = "und"
"""ISO 639's code for a language that could not be told."""

_YEAR = re.compile(r"(?<!\d)(?:19[89]\d|20[0-4]\d)(?!\d)")
_TITLE_PAGE_CHARS = 1500
_UNSPOKEN_KINDS = ("running_head", "contents", "table")
_CLEAR_DOCUMENT_LEAD = 2000  # hundredths: some eight words that only one language has
_LANGUAGE_SAMPLE_CHARS = 30_000


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What the parse stage makes of one file."""

    document: Document
    passages: list[Passage]
    sentences: list[Sentence]


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A block with its language and sentences, as `parse-file` prints it."""

    kind: str
    page: int | None
    language: str
    heading_path: str
    grade: float
    text: str
    sentences: tuple[str, ...]


def read_blocks(content: bytes, name: str) -> FileBlocks:
    """Read a file into blocks in reading order.

    `name` is a path or address: its ending is believed only where bytes cannot tell.

    Raises:
        ParseFault: unreadable, empty, encrypted, garbage, mislabelled, or without any text.
    """
    kind = find_format(content, name)
    if kind == "pdf":
        blocks = read_pdf(content, name)
    elif kind == "docx":
        blocks = read_docx(content, name)
    else:
        text = decode_text(content, name)
        if kind == "csv":
            blocks = read_csv(text, name)
        elif kind == "html":
            blocks = read_html(text)
        else:
            blocks = read_markdown(text) if kind == "md" else read_text(text)
    if not any(block.text for block in blocks.blocks):
        raise ParseFault(
            f"{name} holds no text", next_step="open it: it may be empty or consist of pictures"
        )
    return blocks


def read_document(content: bytes, name: str, ref: DocumentRef, parser_version: str) -> ReadDocument:
    """Read a file into its document, passages and sentences; the same bytes give the same ids.

    `name` is the file's path or address as it was fetched; the reference's own address may be
    that of a public copy. What the reference leaves open (title, year, language) is taken from
    the file: the title from its metadata or first heading, the year from name, title or first
    page, the language from its words. A declared language holds, unless a passage clearly speaks
    another; "en+fr" declares a document in both.

    Raises:
        ParseFault: see `read_blocks`.
    """
    found = read_blocks(content, name)
    known = load_language_words()
    among = tuple((ref.language or "").split("+")) if "+" in (ref.language or "") else ()
    language = ref.language if ref.language and not among else _language_of(found, known, among)
    spoken = language if among else _spoken_language(language, found, known)
    doubt = find_lost_letters(" ".join(block.text for block in found.blocks), spoken, known)
    passages, sentences = build_passages(
        ref.document_id, _with_doubt(found.blocks, doubt), spoken, known, among
    )
    title = ref.title or found.title or _name_of(name)
    document = Document(
        document_id=ref.document_id,
        source_id=ref.source_id,
        title=title,
        publisher=ref.publisher,
        country=ref.country,
        kind=ref.kind,
        year=ref.year if ref.year is not None else _find_year(name, title, found.blocks),
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
    return ReadDocument(document, passages, sentences)


def read_file_blocks(
    content: bytes, name: str, language: str | None = None
) -> tuple[FileBlocks, list[ReadBlock]]:
    """Read a file into blocks with their language and sentences, for a person to look at.

    Raises:
        ParseFault: see `read_blocks`.
    """
    found = read_blocks(content, name)
    known = load_language_words()
    spoken = language or _language_of(found, known)
    doubt = find_lost_letters(" ".join(block.text for block in found.blocks), spoken, known)
    passages, sentences = build_passages(name, _with_doubt(found.blocks, doubt), spoken, known)
    texts: dict[str, list[str]] = {passage.passage_id: [] for passage in passages}
    for sentence in sentences:
        texts[sentence.passage_id].append(sentence.text)
    return found, [
        ReadBlock(
            passage.kind,
            passage.page,
            passage.language,
            passage.heading_path,
            passage.grade,
            passage.text,
            tuple(texts[passage.passage_id]),
        )
        for passage in passages
    ]


def _with_doubt(blocks: Sequence[Block], doubt: float) -> Sequence[Block]:
    if not doubt:
        return blocks
    return [replace(block, doubt=max(block.doubt, doubt)) for block in blocks]


def _language_of(found: FileBlocks, known: LanguageWords, among: Sequence[str] = ()) -> str:
    """The language that most of the document's text speaks."""
    votes = _language_votes(found, known, among)
    if not votes:
        return UNKNOWN_LANGUAGE
    return max(sorted(votes), key=lambda code: (votes[code], code in LIKELIER_LANGUAGES))


def _spoken_language(declared: str, found: FileBlocks, known: LanguageWords) -> str:
    """What passages inherit: the declared language, or the clear one of its whole text.

    A nynorsk report listed as bokmål is the case: between the languages that we have words for,
    a fifth more evidence over a whole document is clear. Others are told by stop words alone.
    """
    votes = _language_votes(found, known, ())
    ours = {code: votes[code] for code in sorted(known.abbreviations) if code in votes}
    if declared not in known.abbreviations or not ours:
        return declared
    best = max(ours, key=lambda code: ours[code])
    is_clear = ours[best] > 1.2 * votes[declared] + _CLEAR_DOCUMENT_LEAD
    return best if is_clear else declared


def _language_votes(found: FileBlocks, known: LanguageWords, among: Sequence[str]) -> Counter[str]:
    """The evidence for each language in the document's prose, in hundredths."""
    votes: Counter[str] = Counter()
    seen = 0
    prose = [block for block in found.blocks if block.kind not in _UNSPOKEN_KINDS]
    for block in prose or found.blocks:
        guess = identify_language(block.text, known, among)
        if guess:
            for code, score in guess.scores.items():
                votes[code] += int(score * 100)
        seen += len(block.text)
        if seen > _LANGUAGE_SAMPLE_CHARS:
            break
    return votes


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
