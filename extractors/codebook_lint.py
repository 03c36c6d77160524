"""Looks for weak spots of a codebook: cells to fill, cues that clash, repeat, or never count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from data.codebook import STRENGTHS, Code, Codebook
from extractors.claims import code_text
from extractors.coding import NEGATIVE, STRONG, WEAK
from extractors.cue_patterns import (
    CuePattern,
    can_touch,
    expand_lemmas,
    is_within,
    marked_words,
    read_cue,
)
from extractors.lemmas import find_forms, has_lemmas

LEVELS = ("error", "warning", "note")
MIN_EXAMPLES, MIN_COUNTER_EXAMPLES = 8, 4
MIN_DEFINITION_WORDS = 30
MIN_INCLUDED, MIN_EXCLUDED = 3, 2
MIN_SENTENCES = 2000
"""Distinct sentences of a language, below which a cue without a hit says nothing of the cue."""

_GROUPS = {"cues": STRONG, "weak_cues": WEAK, "negative_cues": NEGATIVE}

Hits = Mapping[str, Mapping[tuple[str, str], int]]
"""By language: how many sentences hold a cue of a group, for every pair of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One weak spot, and where it is."""

    level: str
    kind: str
    code: str
    language: str | None
    cue: str | None
    message: str


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue of one code in one language, read."""

    code: str
    strength: str
    text: str
    pattern: CuePattern
    words: str
    """All letters of the pattern, for a quick look before the slow one."""


def lint_codebook(
    codebook: Codebook, hits: Hits, sentence_counts: Mapping[str, int]
) -> list[Finding]:
    """All findings, the gravest first; `hits` may lack languages that the corpus has too few of."""
    found = [
        *_find_thin_entries(codebook),
        *_find_false_examples(codebook),
    ]
    for language in codebook.languages:
        cues = list(_read_cues(codebook, language))
        found += _find_clashes(cues, language)
        found += _find_marks_without_lemmas(codebook, cues, language)
        if language in hits:
            found += _find_dead(cues, language, hits[language], sentence_counts[language])
    return sorted(
        found, key=lambda one: (LEVELS.index(one.level), one.kind, one.code, one.language or "")
    )


def _find_thin_entries(codebook: Codebook) -> Iterator[Finding]:
    for code in codebook.codes:
        words = len(code.definition.split())
        if words < MIN_DEFINITION_WORDS:
            message = f"the definition has {words} words of at least {MIN_DEFINITION_WORDS}"
            yield Finding("warning", "short_definition", code.id, None, None, message)
        for key, some, least in (
            ("include", code.include, MIN_INCLUDED),
            ("exclude", code.exclude, MIN_EXCLUDED),
        ):
            if len(some) < least:
                message = f"`{key}` has {len(some)} lines of at least {least}"
                yield Finding("warning", "few_lines", code.id, None, None, message)
        for language in codebook.languages:
            yield from _find_empty_cells(code, language)


def _find_empty_cells(code: Code, language: str) -> Iterator[Finding]:
    counts = {key: len(getattr(code, key).get(language, ())) for key in STRENGTHS}
    if not counts["cues"]:
        yield Finding("error", "no_cues", code.id, language, None, "there are no cues")
    if not counts["negative_cues"]:
        message = "no negative cue says what only looks like the code"
        yield Finding("warning", "no_negative_cue", code.id, language, None, message)
    for key, least in (
        ("examples", MIN_EXAMPLES),
        ("counter_examples", MIN_COUNTER_EXAMPLES),
    ):
        count = len(getattr(code, key).get(language, ()))
        if count < least:
            message = f"{count} {key.replace('_', '-')} of at least {least}"
            yield Finding("error", f"few_{key}", code.id, language, None, message)


def _find_false_examples(codebook: Codebook) -> Iterator[Finding]:
    """Sentences of the codebook that its rules alone code otherwise: for information."""
    for code in codebook.codes:
        for kind, cells, is_wanted, says in (
            ("missed_example", code.examples, True, "the cues alone miss"),
            ("hit_counter_example", code.counter_examples, False, "the cues alone hit"),
        ):
            for language, sentences in cells.items():
                for sentence in sentences:
                    coding = code_text(sentence.text, language, "", codebook)
                    if (code.id in {claim.code for claim in coding.claims}) != is_wanted:
                        message = f"{says}: {sentence.text}"
                        yield Finding("note", kind, code.id, language, None, message)


def _read_cues(codebook: Codebook, language: str) -> Iterator[_Cue]:
    read = [
        (code.id, strength, cue, read_cue(cue))
        for code in codebook.codes
        for strength in STRENGTHS
        for cue in getattr(code, strength).get(language, ())
    ]
    marked = {word for *_, pattern in read for word in marked_words(pattern)}
    forms = find_forms(marked, codebook.languages[language].spacy)
    for code_id, strength, cue, pattern in read:
        full = expand_lemmas(pattern, forms)
        yield _Cue(
            code_id, strength, cue, full, " ".join(word for place in full.places for word in place)
        )


def _find_clashes(cues: list[_Cue], language: str) -> Iterator[Finding]:
    within = {(inner, outer) for inner, outer in _pairs_within(cues)}
    for inner, outer in within:
        is_same = (outer, inner) in within
        if is_same and cues[inner].code > cues[outer].code:
            continue  # told once, from the side of the first code
        if is_same and cues[inner].code == cues[outer].code and inner > outer:
            continue
        yield from _judge_pair(cues[inner], cues[outer], is_same, language)
    yield from _find_idle_negatives(cues, language)


def _pairs_within(cues: list[_Cue]) -> Iterator[tuple[int, int]]:
    firsts = [tuple(word.strip("*") for word in cue.pattern.places[0]) for cue in cues]
    for inner, outer in permutations(range(len(cues)), 2):
        words = cues[outer].words
        if any(word in words for word in firsts[inner]) and is_within(
            cues[inner].pattern, cues[outer].pattern
        ):
            yield inner, outer


def _judge_pair(inner: _Cue, outer: _Cue, is_same: bool, language: str) -> Iterator[Finding]:
    """What it means that every find of the outer cue holds one of the inner."""
    strengths = (inner.strength, outer.strength)
    finding: tuple[str, str, str] | None = None
    if inner.code != outer.code:
        if strengths == ("cues", "cues"):
            level, kind = ("warning", "shared_cue") if is_same else ("note", "contained_cue")
            says = "finds what" if is_same else "always finds too what"
            finding = (level, kind, f"{says} `{inner.text}` of {inner.code} finds")
    elif outer.strength != "negative_cues" and inner.strength == "negative_cues":
        says = f"never counts: the code's own negative cue `{inner.text}` masks it"
        finding = ("error", "masked_cue", says)
    elif is_same and inner.strength == outer.strength:
        finding = ("warning", "repeated_cue", f"finds what `{inner.text}` finds")
    elif strengths == ("cues", "weak_cues"):
        says = f"never counts: the strong cue `{inner.text}` takes its words"
        finding = ("warning", "silent_weak_cue", says)
    elif inner.strength == outer.strength:
        finding = ("note", "needless_cue", f"`{inner.text}` finds its words already")
    if finding:
        level, kind, message = finding
        yield Finding(level, kind, outer.code, language, outer.text, message)


def _find_idle_negatives(cues: list[_Cue], language: str) -> Iterator[Finding]:
    for negative in cues:
        if negative.strength != "negative_cues":
            continue
        own = (cue for cue in cues if cue.code == negative.code and cue is not negative)
        if not any(
            cue.strength != "negative_cues" and can_touch(negative.pattern, cue.pattern)
            for cue in own
        ):
            message = "masks nothing: no cue of the code can share a word with it"
            yield Finding(
                "warning", "idle_negative", negative.code, language, negative.text, message
            )


def _find_marks_without_lemmas(
    codebook: Codebook, cues: Iterable[_Cue], language: str
) -> Iterator[Finding]:
    if has_lemmas(codebook.languages[language].spacy):
        return
    for cue in cues:
        if marked_words(read_cue(cue.text)):
            message = "there is no table of lemmas: the marked word stands for itself alone"
            yield Finding("warning", "no_lemmas", cue.code, language, cue.text, message)


def _find_dead(
    cues: Iterable[_Cue], language: str, hits: Mapping[tuple[str, str], int], sentence_count: int
) -> Iterator[Finding]:
    for cue in cues:
        if not hits.get((_GROUPS[cue.strength] + cue.code, cue.text)):
            message = f"no hit in {sentence_count:,} sentences"
            # A negative cue guards against what may come; a cue is meant to find.
            level = "note" if cue.strength == "negative_cues" else "warning"
            yield Finding(level, "dead_cue", cue.code, language, cue.text, message)
