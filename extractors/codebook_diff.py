"""Compares two codebooks: which words changed, and which sentences gain or lose a code by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from pydantic import BaseModel

from data.codebook import Codebook
from data.records import Sentence
from extractors.claims import CodedSentences, code_sentences
from extractors.coding import Coding, Evidence, Judge


@dataclass(frozen=True, slots=True)
class Change:
    """What stands at one place of one codebook and not of the other, such as its English cues."""

    place: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A sentence that gains or loses a code."""

    sentence: Sentence
    code: str
    is_gained: bool


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """How one document's sentences differ under two codebooks."""

    changes: tuple[CodeChange, ...]
    counts_before: Mapping[str, int]
    """Sentences per code by the first codebook."""
    counts_after: Mapping[str, int]
    retyped_count: int
    rescoped_count: int


def find_changes(one: Codebook, other: Codebook) -> Iterator[Change]:
    """Every place of the codebooks that differs, in order of its name."""
    before, after = dict(_texts(one)), dict(_texts(other))
    for place in sorted({*before, *after}):
        old, new = before.get(place, ()), after.get(place, ())
        added = tuple(text for text in new if text not in old)
        removed = tuple(text for text in old if text not in new)
        if added or removed:
            yield Change(place, added, removed)


def compare_document(
    sentences: Sequence[Sentence],
    kinds: Mapping[str, str],
    codebooks: tuple[Codebook, Codebook],
    judges: tuple[Judge | None, Judge | None],
) -> DocumentChanges:
    """Code one document by both codebooks; arguments are those of `code_sentences`."""
    before, after = (
        code_sentences(sentences, kinds, codebook, "", judge)
        for codebook, judge in zip(codebooks, judges, strict=True)
    )
    codes_before, codes_after = _codes(before), _codes(after)
    changes = tuple(
        CodeChange(sentence, code, code in codes_after[sentence.sentence_id])
        for sentence in sentences
        for code in sorted(
            codes_before[sentence.sentence_id] ^ codes_after[sentence.sentence_id],
        )
    )
    pairs = list(zip(before.sentences, after.sentences, strict=True))
    return DocumentChanges(
        changes,
        _count(codes_before),
        _count(codes_after),
        sum(old.type != new.type for old, new in pairs),
        sum(old.in_scope != new.in_scope for old, new in pairs),
    )


def remember_judgements(judge: Judge) -> Judge:
    """A judge that is asked once for the same evidence: most sentences show two codebooks the same.

    Only for codebooks with the same codes and families, and for one document at a time.
    """
    known: dict[tuple[str, str], list[tuple[Evidence, Coding]]] = defaultdict(list)

    def decide(evidence: Evidence) -> Coding:
        told = known[evidence.text, evidence.before]
        for earlier, coding in told:
            if earlier == evidence:
                return coding
        coding = judge(evidence)
        told.append((evidence, coding))
        return coding

    return decide


def _codes(coded: CodedSentences) -> defaultdict[str, set[str]]:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for claim in coded.claims:
        codes[claim.sentence_id].add(claim.code)
    return codes


def _count(codes: Mapping[str, set[str]]) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for some in codes.values():
        for code in some:
            counts[code] += 1
    return dict(counts)


def _texts(codebook: Codebook) -> Iterator[tuple[str, tuple[str, ...]]]:
    for code in codebook.codes:
        yield from _texts_of(code, code.id)
    for language in codebook.languages.values():
        yield from _texts_of(language, f"language {language.id}")


def _texts_of(value: object, place: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Whatever a codebook holds, as texts by place; new kinds of entry need nothing here."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts_of(part, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        yield place, tuple(_text(one) for one in value)
    elif isinstance(value, BaseModel):
        yield from _texts_of(dict(value), place)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts_of(getattr(value, field.name), f"{place}.{field.name}")
    else:
        yield place, (str(value),)


def _text(value: object) -> str:
    return value.model_dump_json() if isinstance(value, BaseModel) else str(value)
