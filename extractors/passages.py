"""Blocks to passages and sentences: order, heading path, language, grade."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from data.ids import content_id
from data.records import Passage, Sentence
from extractors.blocks import Block
from extractors.language import LanguageWords, passage_language
from extractors.sentences import Span, find_sentences

MAX_PASSAGE_CHARS = 3000
"""Longer prose is divided at sentence ends, so that a passage stays one that a person reads."""

PATH_SEPARATOR = " > "
UNDIVIDED_KINDS = ("table", "heading", "title", "running_head", "contents", "caption")
"""Kinds that are one sentence each: nothing in them ends with a full stop that means it."""

_UNLIKE_WORDS = re.compile(
    r"(?<!\S)(?:"
    r"[^\w\s]*[b-df-hj-np-tv-xzßçñ]{4,}[^\w\s]*"  # no vowel in four Latin letters or more
    r"|(?:\w[.,]?\s+){3,}\w[.,]?"  # letters that stand alone, in a row
    r"|[^\w\s]{3,}"  # signs only
    r")(?!\S)"
)
_LONE_LETTER = re.compile(r"(?<!\S)[^\W\d_](?!\S)")
_LONE_LETTER_SHARE = 0.1  # of the tokens: more are the rests of words with lost letters
_JUNK = re.compile(r"[\ue000-\uf8ff\ufffd]|(?<=\w)[=~^|\\{}<>±÷×¥§¤](?=\w)")


def build_passages(
    document_id: str,
    blocks: Sequence[Block],
    language: str,
    known: LanguageWords,
    among: Collection[str] = (),
) -> tuple[list[Passage], list[Sentence]]:
    """Passages of a document in reading order, with their sentences.

    `language` is the document's: a passage that clearly speaks another gets its own. `among`
    narrows the choice where the document is declared as mixed.
    """
    passages: list[Passage] = []
    sentences: list[Sentence] = []
    for block, path in _with_heading_paths(_divide_long(blocks, language, known)):
        code = passage_language(block.text, language, known, among)
        passage = Passage(
            content_id("passage", document_id, len(passages), block.text),
            document_id,
            len(passages),
            block.page,
            block.kind,
            code,
            path,
            block.text,
            grade_passage(block.text, block.kind, block.doubt),
        )
        passages.append(passage)
        sentences.extend(_build_sentences(passage, known, len(sentences)))
    return passages, sentences


def sentence_spans(kind: str, text: str, language: str, known: LanguageWords) -> list[Span]:
    """The sentences of a passage of this kind."""
    if kind in UNDIVIDED_KINDS:
        return [Span(0, len(text))] if text else []
    return find_sentences(text, language, known.abbreviations.get(language, frozenset()))


def grade_passage(text: str, kind: str, doubt: float = 0.0) -> float:
    """How much a passage reads like text, from 0 to 1.

    One, less twice the share of its tokens that are unlike words (no vowel in four Latin letters
    or more, lone letters in a row or beyond a tenth, signs only), less four times the share of
    signs that stand inside no word of any text; times what the reader's own doubt leaves. Three
    tokens or fewer are not judged, nor are tables and contents, whose cells are no words.
    """
    token_count = text.count(" ") + 1
    if token_count <= 3 or kind in ("table", "contents", "running_head"):
        return round(1.0 - doubt, 3)
    unlike = float(sum(len(found.split()) for found in _UNLIKE_WORDS.findall(text)))
    unlike += max(0.0, len(_LONE_LETTER.findall(text)) - _LONE_LETTER_SHARE * token_count)
    junk = len(_JUNK.findall(text))
    share = 1.0 - 2 * unlike / token_count - 4 * junk / token_count
    return round(max(0.0, share) * (1.0 - doubt), 3)


def _build_sentences(passage: Passage, known: LanguageWords, first: int) -> Iterator[Sentence]:
    spans = sentence_spans(passage.kind, passage.text, passage.language, known)
    for position, span in enumerate(spans, start=first):
        text = passage.text[span.start : span.end]
        yield Sentence(
            content_id("sentence", passage.passage_id, span.start, text),
            passage.passage_id,
            passage.document_id,
            position,
            passage.page,
            passage.language,
            span.start,
            span.end,
            text,
        )


def _with_heading_paths(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
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


def _divide_long(blocks: Sequence[Block], language: str, known: LanguageWords) -> list[Block]:
    divided: list[Block] = []
    for block in blocks:
        if len(block.text) <= MAX_PASSAGE_CHARS or block.kind in UNDIVIDED_KINDS:
            divided.append(block)
            continue
        start = 0
        spans = sentence_spans(block.kind, block.text, language, known)
        for span, following in zip(spans, [*spans[1:], None], strict=True):
            if following is None or following.end - start > MAX_PASSAGE_CHARS // 2:
                divided.append(replace(block, text=block.text[start : span.end]))
                start = following.start if following else span.end
    return divided
