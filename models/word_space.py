"""A space that was learnt from words, as plain arrays: any text can be placed in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.preprocessing import normalize

from models.compounds import open_compounds
from models.word_counts import count_words, split_stems, weigh_counts

_COMPANY_WEIGHT = 0.7  # of the vectors from word company, beside those from words in texts
_BATCH = 20_000  # texts placed at a time: bounds the memory


@dataclass(frozen=True, slots=True)
class WordSpace:
    """Words and what each adds to a text's vector.

    `directions` (words × d) come from which texts hold a word, `company` (words × e) from which
    words stand near it; `company_mean` is what all texts have of the latter. `parts` are the words
    that compounds are opened into.
    """

    name: str
    language: str
    words: npt.NDArray[np.str_]
    weights: npt.NDArray[np.float32]
    average_length: float
    directions: npt.NDArray[np.float32]
    company: npt.NDArray[np.float32]
    company_mean: npt.NDArray[np.float32]
    parts: npt.NDArray[np.str_]

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """One row per text: of length 1, or all zeros where no word is known."""
        listed, known_parts = self.words.tolist(), self.parts.tolist()
        parts = [
            self._embed_stems(
                open_compounds(split_stems(texts[at : at + _BATCH], self.language), known_parts),
                listed,
            )
            for at in range(0, len(texts), _BATCH)
        ]
        width = self.directions.shape[1] + self.company.shape[1]
        return np.vstack(parts) if parts else np.zeros((0, width), dtype=np.float32)

    def _embed_stems(
        self, split: Sequence[Sequence[str]], listed: list[str]
    ) -> npt.NDArray[np.float32]:
        counts = count_words(split, listed)
        if not counts.nnz:
            width = self.directions.shape[1] + self.company.shape[1]
            return np.zeros((len(split), width), dtype=np.float32)
        weighed = weigh_counts(counts, self.weights, self.average_length)
        # A text without a known word has no direction: the mean taken off must not give it one.
        is_known = np.diff(counts.indptr) > 0
        by_text = normalize(weighed @ self.directions)
        by_company = normalize(weighed @ self.company - self.company_mean)
        vectors = normalize(np.hstack([by_text, _COMPANY_WEIGHT * by_company]))
        unit: npt.NDArray[np.float32] = (vectors * is_known[:, None]).astype(np.float32)
        return unit

    def to_arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Everything but the name, for `numpy.savez`; no array holds objects."""
        return {
            "language": np.array(self.language),
            "words": self.words,
            "weights": self.weights,
            "average_length": np.array(self.average_length),
            "directions": self.directions,
            "company": self.company,
            "company_mean": self.company_mean,
            "parts": self.parts,
        }


def read_word_space(name: str, arrays: Mapping[str, npt.NDArray[np.generic]]) -> WordSpace:
    """Build a space from the arrays that `to_arrays` gave.

    Raises:
        KeyError: an array is missing.
        ValueError: arrays do not fit each other.
    """
    words = np.asarray(arrays["words"], dtype=np.str_)
    shapes = {len(arrays[key]) for key in ("weights", "directions", "company")}
    if shapes != {len(words)}:
        raise ValueError(f"{len(words)} words, but arrays of {sorted(shapes)} rows")
    if arrays["company"].shape[1:] != arrays["company_mean"].shape:
        raise ValueError("the mean of the word vectors is of another width than they are")
    return WordSpace(
        name=name,
        language=str(arrays["language"]),
        words=words,
        weights=np.asarray(arrays["weights"], dtype=np.float32),
        average_length=float(arrays["average_length"].astype(np.float64)),
        directions=np.asarray(arrays["directions"], dtype=np.float32),
        company=np.asarray(arrays["company"], dtype=np.float32),
        company_mean=np.asarray(arrays["company_mean"], dtype=np.float32),
        parts=np.asarray(arrays["parts"], dtype=np.str_),
    )
