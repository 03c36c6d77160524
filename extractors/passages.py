"""Blocks to passages and sentences: order, heading path, language, grade."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from data.ids import content_id
from data.records import Passage, Sentence, SentenceBox
from extractors.blocks import Block
from extractors.boxes import cut_lines, find_boxes, page_at
from extractors.language import LanguageWords, passage_language
from extractors.sentences import Span, find_sentences

MAX_PASSAGE_CHARS = 3000
"""Longer prose is divided at sentence ends, so that a passage stays one that a person reads."""

PATH_SEPARATOR = " > "
UNDIVIDED_KINDS = ("table", "heading", "title", "running_head", "contents", "caption")
"""Kinds that are one sentence each: nothing in them ends with a full stop that means it."""

UNLIKE_WORDS, LONE_LETTERS, STRAY_SIGNS = "unlike words", "lone letters", "stray signs"
"""Why a passage reads badly."""

_UNLIKE_WORDS = re.compile(
    r"(?<!\S)(?:"
    r"[^\w\s]*[b-df-hj-np-tv-xzßçñ]{4,}[^\w\s]*"  # no vowel in four Latin letters or more
    r"|(?:\w[.,]?\s+){3,}\w[.,]?"  # letters that stand alone, in a row
    r"|[^\w\s]{3,}"  # signs only
    r")(?!\S)"
)
_LONE_LETTER = re.compile(r"(?<!\S)[^\W\d_](?!\S)")
_LONE_SIGN = re.compile(r"\w[.,]?")
_IN_A_ROW = 4
"""Lone letters that are unlike words when nothing stands between them."""
_WORTH_SAYING = 0.05
_LONE_LETTER_SHARE = 0.1  # of the tokens: more are the rests of words with lost letters
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_JUNK = re.compile(r"[\ue000-\uf8ff\ufffd]|(?<=\w)[=~^|\\{}<>±÷×¥§¤](?=\w)")


@dataclass(slots=True)
class ReadText:
    """The passages of a document in reading order, their sentences, and where these stand."""

    passages: list[Passage]
    sentences: list[Sentence]
    boxes: list[SentenceBox]


def build_passages(
    document_id: str,
    blocks: Iterable[Block],
    language: str,
    known: LanguageWords,
    among: Collection[str] = (),
) -> ReadText:
    """Passages of a document in reading order, with their sentences and boxes.

    `language` is the document's: a passage that clearly speaks another gets its own. `among`
    narrows the choice where the document is declared as mixed.
    """
    read = ReadText([], [], [])
    for block, path in _with_heading_paths(_divide_long(blocks, language, known)):
        code = passage_language(block.text, language, known, among)
        grade, reasons = grade_passage(block.text, block.kind, block.doubt)
        passage = Passage(
            content_id("passage", document_id, len(read.passages), block.text),
            document_id,
            len(read.passages),
            block.page,
            block.kind,
            code,
            path,
            block.text,
            grade,
            ", ".join((*block.reasons, *reasons)),
        )
        read.passages.append(passage)
        sentences = list(_build_sentences(passage, block, known, len(read.sentences)))
        read.sentences.extend(sentences)
        read.boxes.extend(find_boxes(sentences, block.lines, len(block.text)))
    return read


def sentence_spans(kind: str, text: str, language: str, known: LanguageWords) -> list[Span]:
    """The sentences of a passage of this kind."""
    if kind in UNDIVIDED_KINDS:
        return [Span(0, len(text))] if text else []
    return find_sentences(text, language, known.abbreviations.get(language, frozenset()))


def grade_passage(text: str, kind: str, doubt: float = 0.0) -> tuple[float, tuple[str, ...]]:
    """How much a passage reads like text, from 0 to 1, and what does not.

    One, less twice the share of its tokens that are unlike words (no vowel in four Latin letters
    or more, lone letters in a row or beyond a tenth, signs only), less four times the share of
    signs that stand inside no word of any text; times what the reader's own doubt leaves. Three
    tokens or fewer are not judged, nor are tables and contents, whose cells are no words.
    """
    token_count = text.count(" ") + 1
    if token_count <= 3 or kind in ("table", "contents", "running_head"):
        return round(1.0 - doubt, 3), ()
    strange = sum(map(_strangeness, text.split()))
    if strange < _IN_A_ROW and strange <= _LONE_LETTER_SHARE * token_count:
        return round(1.0 - doubt, 3), ()  # nothing that any of the following counts
    unlike = sum(len(found.split()) for found in _UNLIKE_WORDS.findall(text))
    lone = max(0.0, len(_LONE_LETTER.findall(text)) - _LONE_LETTER_SHARE * token_count)
    lost = {
        UNLIKE_WORDS: 2 * unlike / token_count,
        LONE_LETTERS: 2 * lone / token_count,
        STRAY_SIGNS: 4 * len(_JUNK.findall(_ADDRESS.sub("", text))) / token_count,
    }
    reasons = [reason for reason, share in lost.items() if share >= _WORTH_SAYING]
    share = 1.0 - sum(lost.values())
    return round(max(0.0, share) * (1.0 - doubt), 3), tuple(reasons)


@lru_cache(maxsize=1 << 14)
def _strangeness(token: str) -> int:
    """Four and more where it says by itself that a passage reads badly; one for a lone letter."""
    if _UNLIKE_WORDS.match(token) or _JUNK.search(token):
        return _IN_A_ROW
    return 1 if _LONE_SIGN.fullmatch(token) else 0


def _build_sentences(
    passage: Passage, block: Block, known: LanguageWords, first: int
) -> Iterator[Sentence]:
    spans = sentence_spans(passage.kind, passage.text, passage.language, known)
    for position, span in enumerate(spans, start=first):
        text = passage.text[span.start : span.end]
        yield Sentence(
            content_id("sentence", passage.passage_id, span.start, text),
            passage.passage_id,
            passage.document_id,
            position,
            page_at(block.lines, span.start, passage.page),
            passage.language,
            span.start,
            span.end,
            text,
        )


def _with_heading_paths(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Each block with the headings above it; a heading stands below its own parents."""
    open_headings: list[tuple[int, str]] = []
    for block in blocks:
        if block.kind == "heading":
            while open_headings and open_headings[-1][0] >= block.level:
                open_headings.pop()
        path = PATH_SEPARATOR.join(text for _, text in open_headings)
        yield block, path if block.heading is None else block.heading
        if block.kind == "heading":
            open_headings.append((block.level, block.text))


def _divide_long(blocks: Iterable[Block], language: str, known: LanguageWords) -> Iterator[Block]:
    for block in blocks:
        if len(block.text) <= MAX_PASSAGE_CHARS or block.kind in UNDIVIDED_KINDS:
            yield block
            continue
        start = 0
        spans = sentence_spans(block.kind, block.text, language, known)
        for span, following in zip(spans, [*spans[1:], None], strict=True):
            if following is None or following.end - start > MAX_PASSAGE_CHARS // 2:
                lines = cut_lines(block.lines, start, span.end)
                page = page_at(block.lines, start, block.page)
                yield replace(block, text=block.text[start : span.end], page=page, lines=lines)
                start = following.start if following else span.end
