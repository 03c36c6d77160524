"""Applies the trained coder: from a sentence's traits and words to codes, with reasons, and a type.

Two readers score every code: one by traits (cues and markers, which mean the same in every
language), one by words (word pairs, letters, concepts). A third reads both for the type. A logistic
model per code then weighs their scores, also against each other, into a calibrated probability. All
of it is linear in what stands in the sentence but for that last step, so reasons can be shown.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.errors import DeclarationError
from data.records import SENTENCE_TYPES
from models.words import BLOCKS, BUCKETS, Ids, WordReader, find_words, word_features

Numbers = NDArray[np.float32]

WEIGHTS_FOLDER = Path(__file__).resolve().parent / "weights"
WEIGHTS_FILE, ABOUT_FILE, CARD_FILE = "coder.npz", "coder.json", "CARD.md"
BLOCK_WEIGHTS = {
    "words": 0.7, "letters": 0.7, "concepts": 0.4, "concept_pairs": 0.4, "before": 0.4,
}  # fmt: skip
"""How much each block may say; the squares of a text's features in a block sum to this."""
_STRETCH = 4.0  # brings the readers' scores, which lie around 0 to 1, to the spread of logits
_LOW, _HIGH = -0.3, 1.3
KIND = "kind:"
"""Begins the traits of the document that a sentence stands in; with them types have weights of
their own."""
_OTHER = SENTENCE_TYPES.index("other")
_TELLING_CHARS = 3


@dataclass(frozen=True, slots=True)
class Coder:
    """A trained coder; `readers` and `mixers` hold its weights, one column per code or type."""

    codes: tuple[str, ...]
    languages: tuple[str, ...]
    traits: Mapping[str, int]
    kept: Ids
    rarity: Numbers
    thresholds: Numbers
    readers: Mapping[str, Numbers]
    mixers: Mapping[str, Numbers]
    rows: NDArray[np.int32] = field(repr=False)
    """The row of every possible word feature in the readers' weights, or -1."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the coder makes of one sentence: a probability per code in `Coder.codes`, and a type."""

    probabilities: Numbers
    codes: tuple[str, ...]
    type: str


@dataclass(frozen=True, slots=True)
class Scores:
    """How one sentence is weighed; the readers' scores are of the codes first, then of the types.

    Types have one block of scores, and may have one more for sentences of a known document kind:
    `types_at` is the first column of the one that counts. `kind` are the types' chances, `shared`
    and `own` the features of the last step as `mix` has them, and `logits` what comes out: the log
    odds of each code.
    """

    by_trait: Numbers
    by_word: Numbers
    types_at: int
    kind: Numbers
    shared: Numbers
    own: Numbers
    logits: Numbers


def judge(
    coder: Coder,
    traits: Mapping[str, float],
    words: Sequence[Ids],
    ruled: Collection[str],
    is_english: bool,
) -> Judgement:
    """Code one sentence from its traits, its words' features and the codes that the rules see."""
    return conclude(coder, weigh(coder, traits, words, ruled, is_english))


def weigh(
    coder: Coder,
    traits: Mapping[str, float],
    words: Sequence[Ids],
    ruled: Collection[str],
    is_english: bool,
) -> Scores:
    """Every number on the way from a sentence's traits and words to the logits of its codes."""
    known = [(coder.traits[name], value) for name, value in traits.items() if name in coder.traits]
    at = [row for row, _ in known]
    values = np.array([value for _, value in known], dtype=np.float32)
    rows, sizes = place_words(coder.rows, coder.rarity, words)
    by_trait = values @ coder.readers["traits"][at] + coder.readers["traits_base"]
    by_word = sizes @ coder.readers["words"][rows] + coder.readers["words_base"]
    has_kind = any(name.startswith(KIND) for name in traits)
    return combine(coder, by_trait[None], by_word[None], [ruled], [is_english], [has_kind])[0]


def combine(
    coder: Coder,
    by_trait: Numbers,
    by_word: Numbers,
    ruled: Sequence[Collection[str]],
    is_english: Sequence[bool],
    has_kind: Sequence[bool],
) -> list[Scores]:
    """The last step for n sentences, from the readers' scores (n rows) to the codes' logits.

    `has_kind` tells where the kind of document is known.
    """
    code_count, type_count = len(coder.codes), len(SENTENCE_TYPES)
    starts = code_count + type_count * np.array(has_kind, dtype=np.int64)
    types = starts[:, None] + np.arange(type_count)
    kind = soften(np.take_along_axis(by_trait + by_word, types, axis=1))
    said = np.array([[code in one for code in coder.codes] for one in ruled], dtype=np.float32)
    shared, own = mix(by_trait[:, :code_count], by_word[:, :code_count], kind, said, is_english)
    logits = shared @ coder.mixers["shared"] + coder.mixers["base"]
    logits += np.einsum("nck,kc->nc", own, coder.mixers["own"])
    rows = zip(by_trait, by_word, starts.tolist(), kind, shared, own, logits, strict=True)
    return [Scores(*row) for row in rows]


def conclude(coder: Coder, scores: Scores) -> Judgement:
    """The codes whose probability is enough, and the likeliest type that goes with them."""
    chances = find_chances(scores)
    given = chances >= coder.thresholds
    return Judgement(
        probabilities=chances,
        codes=tuple(coder.codes[at] for at in np.flatnonzero(given)),
        type=SENTENCE_TYPES[int(choose_types(scores.kind[None], given[None])[0])],
    )


def choose_types(kind: Numbers, given: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The likeliest type of n sentences, as numbers of `SENTENCE_TYPES`.

    `kind` (n, types) are their chances; `given` (n, codes) tells the codes. With a code a sentence
    is in scope, and its type is not `other`.
    """
    possible = kind.copy()
    possible[given.any(1), _OTHER] = -1
    best: NDArray[np.int64] = np.argmax(possible, axis=1)
    return best


def find_chances(scores: Scores) -> Numbers:
    """The probability of each code."""
    return np.asarray(1 / (1 + np.exp(-scores.logits)), dtype=np.float32)


def find_reasons(
    coder: Coder,
    reader: WordReader,
    text: str,
    code: str,
    count: int,
    empty_words: Collection[str] = (),
) -> list[tuple[int, int]]:
    """Where the words stand that speak most for a code, in order of place; at least one if any do.

    A word speaks with its own feature, its letters and its concepts. Empty words (lower case) and
    those of a letter or two tell a reader nothing: they are shown only if no other word speaks.
    """
    column = coder.readers["words"][:, coder.codes.index(code)]
    spoken: dict[tuple[int, int], float] = {}
    for match in find_words(text):
        rows = coder.rows[word_features(reader.word(match.group()))]
        rows = rows[rows >= 0]
        spoken[match.span()] = float((column[rows] * coder.rarity[rows]).sum())
    telling = {
        span: said
        for span, said in spoken.items()
        if said > 0
        and span[1] - span[0] >= _TELLING_CHARS
        and text[slice(*span)].lower() not in empty_words
    }
    ranked = sorted(telling or spoken, key=lambda span: (-spoken[span], span))
    chosen = [span for at, span in enumerate(ranked[:count]) if at == 0 or spoken[span] > 0]
    return sorted(chosen)


def place_words(
    rows: NDArray[np.int32], rarity: Numbers, words: Sequence[Ids]
) -> tuple[NDArray[np.int32], Numbers]:
    """Rows and sizes of a text's word features: rarity, with the block's squares summing to one.

    Each block is then scaled by the root of its weight.
    """
    found, sizes = [], []
    for name, ids in zip(BLOCKS, words, strict=True):
        block = rows[ids]
        block = block[block >= 0]
        size = rarity[block]
        length = float(np.sqrt(size @ size))
        if length:
            found.append(block)
            sizes.append(size * np.float32(np.sqrt(BLOCK_WEIGHTS[name]) / length))
    if not found:
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    return np.concatenate(found), np.concatenate(sizes)


def mix(
    by_trait: Numbers, by_word: Numbers, kind: Numbers, ruled: Numbers, is_english: Collection[bool]
) -> tuple[Numbers, Numbers]:
    """The readers' scores of n sentences as features of the last step; `kind` holds types' chances.

    Returns (n, shared) features that every code sees, and (n, codes, own) that are a code's own:
    its scores weighed by scope (the chance that the type is not `other`), squared, and apart for
    the Scandinavian languages, whose words the coder knows less well.
    """
    traits = np.clip(by_trait, _LOW, _HIGH)
    words = np.clip(by_word, _LOW, _HIGH)
    scandinavian = np.array([[not english] for english in is_english], dtype=np.float32)
    scope = 1 - kind[:, [_OTHER]]
    peaks = [traits.max(1, keepdims=True), words.max(1, keepdims=True)]
    shared = np.hstack([_STRETCH * part for part in (traits, words, kind, *peaks)])
    own = np.stack(
        [
            _STRETCH * traits * scope,
            _STRETCH * words * scope,
            _STRETCH * traits**2,
            _STRETCH * words**2,
            _STRETCH * traits * scandinavian,
            _STRETCH * words * scandinavian,
            ruled,
            ruled * scope,
        ],
        axis=2,
    )
    return np.hstack([shared, scandinavian]), own


def soften(logits: Numbers) -> Numbers:
    """Chances that sum to one in every row (softmax)."""
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True), dtype=np.float32)


def save_coder(coder: Coder, folder: Path, about: Mapping[str, object]) -> None:
    """Write the weights (no pickle) and what they are about, the same bytes for the same coder."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        "kept": coder.kept.astype(np.int32),
        "rarity": coder.rarity.astype(np.float16),
        "thresholds": coder.thresholds,
    }
    arrays |= {f"reader_{name}": value.astype(np.float16) for name, value in coder.readers.items()}
    arrays |= {f"mixer_{name}": value for name, value in coder.mixers.items()}
    np.savez_compressed(folder / WEIGHTS_FILE, **arrays)  # type: ignore[arg-type]
    named = {"codes": coder.codes, "languages": coder.languages, "traits": list(coder.traits)}
    text = json.dumps({**about, **named}, indent=1, ensure_ascii=False)
    (folder / ABOUT_FILE).write_text(text + "\n", encoding="utf-8")


def load_coder(folder: Path) -> Coder | None:
    """The coder whose weights lie in the folder, or none where there are none.

    Raises:
        DeclarationError: one of the two files is missing, or they do not belong together.
    """
    weights, about = folder / WEIGHTS_FILE, folder / ABOUT_FILE
    if not weights.exists() and not about.exists():
        return None
    if not (weights.exists() and about.exists()):
        raise DeclarationError(f"{folder}: {WEIGHTS_FILE} and {ABOUT_FILE} go together: make model")
    named = json.loads(about.read_text(encoding="utf-8"))
    with np.load(weights, allow_pickle=False) as arrays:
        read = {name: arrays[name] for name in arrays.files}
    readers = _group(read, "reader_")
    if readers["traits"].shape[0] != len(named["traits"]):
        raise DeclarationError(f"{folder}: {WEIGHTS_FILE} is not that of {ABOUT_FILE}: make model")
    kept = read["kept"].astype(np.int64)
    return Coder(
        codes=tuple(named["codes"]),
        languages=tuple(named["languages"]),
        traits={name: row for row, name in enumerate(named["traits"])},
        kept=kept,
        rarity=read["rarity"].astype(np.float32),
        thresholds=read["thresholds"],
        readers=readers,
        mixers=_group(read, "mixer_"),
        rows=index_rows(kept),
    )


def read_about(folder: Path) -> dict[str, Any]:
    """What the weights in the folder were learned from; empty where there are none."""
    about = folder / ABOUT_FILE
    return dict(json.loads(about.read_text(encoding="utf-8"))) if about.exists() else {}


def index_rows(kept: Ids) -> NDArray[np.int32]:
    """The row of every word feature, -1 for those that are not kept."""
    rows = np.full(len(BLOCKS) * BUCKETS, -1, dtype=np.int32)
    rows[kept] = np.arange(len(kept), dtype=np.int32)
    return rows


def _group(read: Mapping[str, Numbers], prefix: str) -> dict[str, Numbers]:
    return {
        name.removeprefix(prefix): value.astype(np.float32)
        for name, value in read.items()
        if name.startswith(prefix)
    }
