"""Register rows ready to be compared: their words as numbers, their bodies, their addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from data.records import Deployment
from models.link_words import Meanings, fold, split_words

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

_CAPITALS = re.compile(r"(?<!\w)[A-ZÆØÅ][A-ZÆØÅ\d-]{2,7}(?!\w)")
_CAPITAL_WORDS = re.compile(r"\b[A-ZÆØÅ]\w*(?:[ -][A-ZÆØÅ]\w*){2,5}")
_HEAD_END = re.compile(r"\s*[:–—(]\s*|\s+-\s*|\s*-\s+")  # what parts a name from its explanation
_LEAST_LEFT = 2  # words of a name without its body's: "Havn Eye" and "Fjord Eye" are not one name
_MOST_GIVEN, _LEAST_GIVEN = 2, 3  # words, and letters
_ORDINARY = {"API", "GPT", "LLM", "NLP", "OCR", "RPA", "GIS", "PDF", "USA", "COVID", "COVID-19"}
_SHARED_BY_MANY = (
    2  # rows of a register with one address: more, and it is a page about many systems
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """What is known of the bodies behind the rows; a row that is missing has no known body."""

    organisation_ids: Mapping[tuple[str, str], str]
    """By register_id and deployment_id."""
    parent_ids: Mapping[str, str]
    """The body that each body is a part of or answers to."""

    def related(self, first: str, second: str) -> bool:
        """Whether one answers to the other, however far up."""
        return second in self._above(first) or first in self._above(second)

    def _above(self, organisation_id: str) -> set[str]:
        found: set[str] = set()
        step = self.parent_ids.get(organisation_id)
        while step and step not in found:
            found.add(step)
            step = self.parent_ids.get(step)
        return found


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows as columns of the same length, ready for `compare_pairs`."""

    deployments: Sequence[Deployment]
    names: list[str]
    """Folded words of the name, parted by a space."""
    languages: npt.NDArray[np.str_]
    letters: sparse.csr_matrix
    """Runs of two and three letters of the name, each row of length 1; rare runs weigh no more
    than others, since a slip of the pen makes rare runs."""
    name_words: sparse.csr_matrix
    """Tokens of the name, weighted, each row of length 1."""
    all_words: sparse.csr_matrix
    """Tokens of name, description and purpose, weighted, each row of length 1."""
    name_weights: Floats
    """How much a name tells: the sum of the weights of its tokens, in nats."""
    bodies: Places
    """A number for each known body; -1 where none is known."""
    body_words: sparse.csr_matrix
    """Tokens of the body's name as the register has it, weighted, each row of length 1."""
    related_bodies: frozenset[tuple[int, int]]
    addresses: Places
    """A number for each address; -1 where there is none, or it is a page about many systems."""
    years: Floats
    """Start years; NaN where none is known."""
    short_names: list[frozenset[str]]
    """Names in capitals or before a dash, such as a project's, and the initials of names in several
    words; only those that a register has once."""


def build_rows(
    deployments: Sequence[Deployment],
    languages: Mapping[str, str],
    meanings: Meanings,
    bodies: Bodies,
    *,
    with_addresses: bool = True,
) -> Rows:
    """Prepare the rows; `languages` has the language of each register's texts."""
    tongues = [languages.get(row.register_id, "en") for row in deployments]
    body_tokens = [
        meanings.tokens(row.organisation, tongue)
        for row, tongue in zip(deployments, tongues, strict=True)
    ]
    # That a system of Havn has Havn in its name tells it from no other system of Havn.
    name_tokens = [
        _without(meanings.tokens(row.name, tongue), body, _LEAST_LEFT)
        for row, tongue, body in zip(deployments, tongues, body_tokens, strict=True)
    ]
    all_tokens = [
        [
            *name,
            *_without(
                meanings.tokens(f"{row.description or ''} {row.purpose or ''}", tongue), body
            ),
        ]
        for row, name, tongue, body in zip(
            deployments, name_tokens, tongues, body_tokens, strict=True
        )
    ]
    names = [" ".join(split_words(row.name)) for row in deployments]
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 3), use_idf=False, sublinear_tf=True
    )
    tokens = TfidfVectorizer(analyzer=_as_given, sublinear_tf=True)
    tokens.fit([*all_tokens, ["?"]])
    name_words = tokens.transform(name_tokens)
    weights = (name_words > 0).astype(np.float64) @ (tokens.idf_ - 1.0)
    numbers, related = _number_bodies(deployments, bodies)
    return Rows(
        deployments=deployments,
        names=names,
        languages=np.array(tongues),
        letters=letters.fit_transform([*names, "none"])[:-1].tocsr(),
        name_words=name_words.tocsr(),
        all_words=tokens.transform(all_tokens).tocsr(),
        name_weights=np.asarray(weights, dtype=np.float64),
        bodies=numbers,
        body_words=TfidfVectorizer(analyzer=_as_given)
        .fit_transform([*body_tokens, ["?"]])[:-1]
        .tocsr(),
        related_bodies=related,
        addresses=_number_addresses(deployments) if with_addresses else _none(len(deployments)),
        years=np.array(
            [
                float(row.year) if row.year is not None and row.year_basis == "start" else np.nan
                for row in deployments
            ]
        ),
        short_names=_telling_short_names(deployments, tongues, meanings),
    )


def row_country(row: Deployment) -> str:
    """The country in which the system's twins are looked for: that of its body."""
    return row.body_country or row.country


def address_key(url: str | None) -> str | None:
    """An address as addresses are compared; `None` for a publisher's front page."""
    if not url:
        return None
    parts = urlsplit(url.strip())
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return None
    host = parts.netloc.casefold().removeprefix("www.")
    return f"{host}{path}?{parts.query}".casefold()


def _without(tokens: list[str], left_out: list[str], least: int = 1) -> list[str]:
    """The tokens but those left out; all of them where fewer words than the least would stay."""
    kept = [token for token in tokens if token not in left_out]
    words = {token for token in kept if not token.startswith("p:")}  # the beginning of a word
    return kept if len(words) >= least else tokens


def _as_given(tokens: list[str]) -> list[str]:
    return tokens


def _none(count: int) -> Places:
    return np.full(count, -1, dtype=np.int64)


def _number_bodies(
    deployments: Sequence[Deployment], bodies: Bodies
) -> tuple[Places, frozenset[tuple[int, int]]]:
    ids = [bodies.organisation_ids.get((row.register_id, row.deployment_id)) for row in deployments]
    number_of = {one: place for place, one in enumerate(sorted({one for one in ids if one}))}
    related = frozenset(
        (number_of[first], number_of[second])
        for first in number_of
        for second in number_of
        if first != second and bodies.related(first, second)
    )
    return np.array([number_of[one] if one else -1 for one in ids], dtype=np.int64), related


def _number_addresses(deployments: Sequence[Deployment]) -> Places:
    keys = [address_key(row.url) for row in deployments]
    times = Counter((row.register_id, key) for row, key in zip(deployments, keys, strict=True))
    number_of: dict[str, int] = {}
    return np.array(
        [
            number_of.setdefault(key, len(number_of))
            if key and times[row.register_id, key] <= _SHARED_BY_MANY
            else -1
            for row, key in zip(deployments, keys, strict=True)
        ],
        dtype=np.int64,
    )


def _telling_short_names(
    deployments: Sequence[Deployment], tongues: Sequence[str], meanings: Meanings
) -> list[frozenset[str]]:
    listed = [
        _short_names(row.name) | _given_names(meanings.tokens(_HEAD_END.split(row.name)[0], tongue))
        for row, tongue in zip(deployments, tongues, strict=True)
    ]
    times = Counter(
        (row.register_id, short)
        for row, shorts in zip(deployments, listed, strict=True)
        for short in shorts
    )
    return [
        frozenset(short for short in shorts if times[row.register_id, short] == 1)
        for row, shorts in zip(deployments, listed, strict=True)
    ]


def _given_names(head: Sequence[str]) -> frozenset[str]:
    """A name made up for the system, such as that before a dash: a word or two without meaning."""
    words = [token.removeprefix("w:") for token in head if token.startswith("w:")]
    if not 1 <= len(words) <= _MOST_GIVEN or any(token[0] not in "wp" for token in head):
        return frozenset()
    name = "".join(words)
    return frozenset((name,)) if len(name) >= _LEAST_GIVEN and not name.isdecimal() else frozenset()


def _short_names(name: str) -> frozenset[str]:
    letters = [letter for letter in name if letter.isalpha()]
    if letters and all(letter.isupper() for letter in letters):
        return frozenset()  # a name written in capitals throughout has no short names in it
    found = set(_CAPITALS.findall(name)) - _ORDINARY
    for run in _CAPITAL_WORDS.findall(name):
        found.add("".join(word[0] for word in re.split(r"[ -]", run)))
    return frozenset(fold(one) for one in found)
