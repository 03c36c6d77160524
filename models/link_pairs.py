"""How alike two register rows are: one number per quality and pair, and a score with reasons."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from scipy import sparse

from models.link_rows import Flags, Floats, Places, Rows

_CHUNK = 50_000  # pairs at a time: a few hundred megabytes


@dataclass(frozen=True, slots=True)
class Likeness:
    """Of each pair, by place: shares from 0 to 1."""

    name: Floats
    """How alike the names are in letters; across languages in meanings, where that is more."""
    words: Floats
    """Cosine of the tokens of names, descriptions and purposes together."""
    across_languages: Flags
    telling: Floats
    """How much the likeness of the names tells, in nats: little for "Chatbot"."""
    organisation: Floats
    """1 for the same known body, 0.6 for one that answers to the other, else that of the names."""
    other_body: Flags
    """Both bodies are known, and neither is nor answers to the other."""
    same_address: Flags
    has_addresses: Flags
    years_apart: Floats
    """NaN where a start is not known."""
    same_short_name: Flags

    def at(self, place: int) -> Likeness:
        """The pair at one place, alone."""
        alone = slice(place, place + 1)
        return Likeness(**{one.name: getattr(self, one.name)[alone] for one in fields(self)})


def compare_pairs(rows: Rows, first: Places, second: Places) -> Likeness:
    """Compare the pairs of rows at these places, in order."""
    letters = _cosines(rows.letters, first, second)
    across = rows.languages[first] != rows.languages[second]
    by_meaning = _cosines(rows.name_words, first, second)
    name = np.where(across, np.maximum(letters, by_meaning), letters)
    weights = np.minimum(rows.name_weights[first], rows.name_weights[second])
    bodies_a, bodies_b = rows.bodies[first], rows.bodies[second]
    both_known = (bodies_a >= 0) & (bodies_b >= 0)
    same_body = both_known & (bodies_a == bodies_b)
    related = np.array(
        [
            pair in rows.related_bodies
            for pair in zip(bodies_a.tolist(), bodies_b.tolist(), strict=True)
        ],
        dtype=np.bool_,
    )
    body_names = _cosines(rows.body_words, first, second)
    addresses_a, addresses_b = rows.addresses[first], rows.addresses[second]
    has_addresses = (addresses_a >= 0) & (addresses_b >= 0)
    return Likeness(
        name=name,
        words=_cosines(rows.all_words, first, second),
        across_languages=across,
        telling=name * weights,
        organisation=np.where(
            same_body, 1.0, np.where(related, np.maximum(0.6, body_names), body_names)
        ),
        other_body=both_known & ~same_body & ~related,
        same_address=has_addresses & (addresses_a == addresses_b),
        has_addresses=has_addresses,
        years_apart=np.abs(rows.years[first] - rows.years[second]),
        same_short_name=_share_short_name(rows, first, second),
    )


def _cosines(matrix: sparse.csr_matrix, first: Places, second: Places) -> Floats:
    found = np.zeros(len(first))
    for start in range(0, len(first), _CHUNK):
        part = slice(start, start + _CHUNK)
        products = matrix[first[part]].multiply(matrix[second[part]])
        found[part] = np.asarray(products.sum(axis=1)).ravel()
    return np.clip(found, 0.0, 1.0)


def _share_short_name(rows: Rows, first: Places, second: Places) -> Flags:
    short = rows.short_names
    return np.array(
        [
            bool(short[a]) and not short[a].isdisjoint(short[b])
            for a, b in zip(first.tolist(), second.tolist(), strict=True)
        ],
        dtype=np.bool_,
    )
