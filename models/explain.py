"""Takes a coder's verdict apart: what each word, cue and rule adds to a code and to the type.

In two steps, as the coder itself works. The log odds of a code are a sum of six causes; two of
these, the readers' scores of the code, are sums over the traits and over the words of the sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.records import SENTENCE_TYPES
from models.classify import Coder, Numbers, Scores, conclude, find_chances, place_words, weigh
from models.words import Ids, Part, WordReader

TRAITS, WORDS, RULES, OTHERS, TYPE, START = (
    "traits", "words", "rules", "other_codes", "type", "start",
)  # fmt: skip
CAUSES = (TRAITS, WORDS, RULES, OTHERS, TYPE, START)
"""Causes of a code's log odds: what the sentence's traits and its words say of this code, whether
the rules see it, how much the sentence looks like other codes or like any, what type it seems to
be, and where every sentence of the language starts."""
_OWN_CAUSES = (TRAITS, WORDS, TRAITS, WORDS, TRAITS, WORDS, RULES, RULES)
"""The cause of each of a code's own features, in the order of `mix`."""
TRAIT = "trait"


@dataclass(frozen=True, slots=True)
class Reason:
    """Something in or about a sentence, and what it adds to a sum.

    `kind` is `cause`, `trait`, `start` or that of a `Part`; `says` tells it to a person, where
    somebody has put it in words.
    """

    kind: str
    name: str
    contribution: float
    says: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A number as the sum of its reasons, those that add or take most first."""

    total: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class CodeReasons:
    """Why a code has its probability: `causes` sum to its log odds.

    `traits` and `words` sum to the two readers' scores of the code, where sentences without the
    code lie around 0 and those with it towards 1.
    """

    code: str
    probability: float
    threshold: float
    causes: Breakdown
    traits: Breakdown
    words: Breakdown


@dataclass(frozen=True, slots=True)
class TypeReasons:
    """Why a sentence has its type: reasons sum to the log odds against the next best type."""

    type: str
    chance: float
    next_type: str
    next_chance: float
    reasons: Breakdown


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence as the coder reads it, with the numbers that it comes to."""

    traits: Mapping[str, float]
    words: Sequence[Ids]
    parts: Sequence[Part]
    scores: Scores


def read_sentence(
    coder: Coder,
    reader: WordReader,
    text: str,
    before: str,
    traits: Mapping[str, float],
    ruled: Collection[str],
    is_english: bool,
) -> ReadSentence:
    """Read a sentence once, for explaining its type and any of its codes."""
    words = reader.read(text, before)
    scores = weigh(coder, traits, words, ruled, is_english)
    return ReadSentence(traits, words, reader.parts(text, before), scores)


def explain_code(coder: Coder, read: ReadSentence, code: str) -> CodeReasons:
    """Why the coder gives a code its probability, whether or not that is enough."""
    number = coder.codes.index(code)
    readers = coder.readers
    return CodeReasons(
        code=code,
        probability=float(find_chances(read.scores)[number]),
        threshold=float(coder.thresholds[number]),
        causes=Breakdown(float(read.scores.logits[number]), _causes(coder, read.scores, number)),
        traits=Breakdown(
            float(read.scores.by_trait[number]),
            _sorted(
                _start(float(readers["traits_base"][number])),
                *_trait_reasons(coder, read, readers["traits"][:, number]),
            ),
        ),
        words=Breakdown(
            float(read.scores.by_word[number]),
            _sorted(
                _start(float(readers["words_base"][number])),
                *_word_reasons(coder, read, readers["words"][:, number]),
            ),
        ),
    )


def explain_type(coder: Coder, read: ReadSentence) -> TypeReasons:
    """Why the coder takes the sentence for its type and not for the next best."""
    kind = read.scores.kind
    best = SENTENCE_TYPES.index(conclude(coder, read.scores).type)
    second = next(int(at) for at in np.argsort(-kind, kind="stable") if at != best)
    columns = read.scores.types_at + best, read.scores.types_at + second
    readers = coder.readers
    apart = {
        name: values[..., columns[0]] - values[..., columns[1]] for name, values in readers.items()
    }
    both = read.scores.by_trait + read.scores.by_word
    return TypeReasons(
        type=SENTENCE_TYPES[best],
        chance=float(kind[best]),
        next_type=SENTENCE_TYPES[second],
        next_chance=float(kind[second]),
        reasons=Breakdown(
            float(both[columns[0]] - both[columns[1]]),
            _sorted(
                _start(float(apart["traits_base"] + apart["words_base"])),
                *_trait_reasons(coder, read, apart["traits"]),
                *_word_reasons(coder, read, apart["words"]),
            ),
        ),
    )


def _causes(coder: Coder, scores: Scores, number: int) -> tuple[Reason, ...]:
    """The log odds of a code by cause; shared features stand in the order that `mix` gives them."""
    others = [OTHERS] * (len(coder.codes) - 1)
    shared_causes = [
        *(*others[:number], TRAITS, *others[number:]),
        *(*others[:number], WORDS, *others[number:]),
        *[TYPE] * len(SENTENCE_TYPES),
        *[OTHERS] * 2,  # the highest scores of all codes
        START,  # whether the language is Scandinavian
    ]
    sums = dict.fromkeys(CAUSES, 0.0)
    sums[START] = float(coder.mixers["base"][number])
    for causes, features, weights in (
        (shared_causes, scores.shared, coder.mixers["shared"][:, number]),
        (_OWN_CAUSES, scores.own[number], coder.mixers["own"][:, number]),
    ):
        for cause, added in zip(causes, (features * weights).tolist(), strict=True):
            sums[cause] += added
    return tuple(Reason("cause", cause, added) for cause, added in sums.items())


def _trait_reasons(coder: Coder, read: ReadSentence, weights: Numbers) -> list[Reason]:
    return [
        Reason(TRAIT, name, float(value * weights[coder.traits[name]]))
        for name, value in read.traits.items()
        if name in coder.traits
    ]


def _word_reasons(coder: Coder, read: ReadSentence, weights: Numbers) -> list[Reason]:
    """What each part of the text adds; a feature of several parts is shared out evenly."""
    rows, sizes = place_words(coder.rows, coder.rarity, read.words)
    added = dict(zip(rows.tolist(), (sizes * weights[rows]).tolist(), strict=True))
    brought = [
        {row for row in coder.rows[part.features].tolist() if row >= 0} for part in read.parts
    ]
    holders = Counter(row for found in brought for row in found)
    return [
        Reason(part.kind, part.name, sum(added[row] / holders[row] for row in found))
        for part, found in zip(read.parts, brought, strict=True)
        if found
    ]


def _start(base: float) -> Reason:
    return Reason(START, START, base)


def _sorted(*reasons: Reason) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: (-abs(reason.contribution), reason.name)))
