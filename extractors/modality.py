"""Tells the type of a sentence: what it does with the technology it speaks of.

Each language declares words for the same markers (`modality:` in its YAML): who speaks, what is
demanded of whom, tense, hope and trouble. A marker that is present adds its points to the types,
and more when it leads, because a sentence opens with its main clause more often than not; the
codes that the sentence carries count too: an imaginary without a tense of the past is a hope. The
type with the most points wins, so that several faint signs can outweigh one strong sign.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from data.codebook_files import Marker

Points = tuple[float, float, float, float, float]
"""Points for vision, commitment, mandate, result and caution, in this order."""

_TYPES = ("vision", "commitment", "mandate", "result", "caution")
_LEADING_PART = 3  # a marker leads when it begins in the first third of the text
_MIN_TITLE_WORDS, _TITLE_SHARE = 4, 0.6


@dataclass(frozen=True, slots=True)
class Signs:
    """What a sentence shows of its type."""

    markers: Collection[Marker] = ()
    leading: Collection[Marker] = ()
    """Those of the markers that begin in the first third of the text."""
    has_imaginary: bool = False
    has_constraint: bool = False
    has_figure: bool = False
    has_many_problems: bool = False
    """Two or more different words of trouble."""


def is_statement(text: str) -> bool:
    """Whether the text states something: a question does not, nor does a title or a list of names.

    A title has four words or more, and at least six in ten of them in Title Case; acronyms do not
    count as such.
    """
    if text.rstrip().endswith("?"):
        return False
    words = [word for word in text.split() if word[0].isalpha()]
    titled = sum(word[0].isupper() and word[1:2].islower() for word in words)
    return len(words) < _MIN_TITLE_WORDS or titled < _TITLE_SHARE * len(words)


def find_leading(starts: Mapping[Marker, int], length: int) -> frozenset[Marker]:
    """The markers whose first word (`starts`, in characters) is in the first third of a text."""
    return frozenset(marker for marker, start in starts.items() if start * _LEADING_PART < length)


def find_type(signs: Signs) -> str:
    """The type of an in-scope sentence with these signs; without any it reports a fact.

    Ties go to vision before commitment, mandate, result and caution.
    """
    worths = [_START]
    worths += [_WORTH[marker] for marker in signs.markers]
    worths += [_LEADING[marker] for marker in signs.leading]
    worths += [worth for name, worth in _WORTH_OF_REST.items() if getattr(signs, name)]
    points = [sum(column) for column in zip(*worths, strict=True)]
    return _TYPES[points.index(max(points))]


# The weights of a logistic regression of types on signs (the coded sentences of the shared
# development set, all languages together, rare types counting more), rounded to quarters so that
# they can be read and argued with. The words behind the markers are a person's, and so are the
# languages' own.
# Each line: vision, commitment, mandate, result, caution.
_START: Points = (0.25, 0.0, -1.0, 1.0, -0.5)
"""Points before any sign: a sentence without one reports a fact."""

_WORTH: Mapping[Marker, Points] = {
    "issuer_acts": (-0.25, 1.0, 0.25, -0.5, -0.25),
    "planned": (0.0, 0.25, 0.25, -0.25, -0.25),
    "bare_order": (-0.5, 0.75, 1.25, -1.0, -0.75),
    "addressee": (-0.25, -0.5, 1.25, -0.25, 0.0),
    "instructs": (0.0, -0.25, 1.0, -0.75, -0.25),
    "obligation": (0.5, 0.0, 0.25, -1.0, 0.25),
    "possibility": (0.75, 0.0, 0.0, -0.5, 0.0),
    "expectation": (0.25, 0.5, 0.0, -0.75, 0.0),
    "goal": (0.0, 0.25, 0.25, -0.25, -0.25),
    "value": (0.5, -0.25, -0.25, 0.0, -0.25),
    "past": (-0.25, -0.25, 0.0, 0.5, 0.25),
    "reported": (-0.25, -0.25, 0.0, 0.5, 0.0),
    "exists": (0.0, -0.25, -0.25, 0.5, 0.25),
    "problem": (0.0, -0.25, -0.5, -0.25, 1.5),
    "negation": (0.0, -0.75, -0.25, 0.0, 1.25),
    "contrast": (0.25, -0.5, -0.5, 0.0, 0.5),
    "condition": (0.0, -0.5, 0.25, 0.0, 0.0),
}

_LEADING: Mapping[Marker, Points] = {
    "issuer_acts": (-0.5, 0.75, 0.5, -0.5, -0.25),
    "planned": (0.25, 0.75, -0.25, -0.25, -0.5),
    "bare_order": (-0.25, 0.75, 0.75, -0.75, -0.75),
    "addressee": (-0.25, -0.25, 1.0, -0.25, -0.5),
    "instructs": (0.0, 0.0, 1.25, -0.25, -1.0),
    "obligation": (0.5, -0.25, 0.75, -0.75, 0.0),
    "possibility": (0.5, -0.25, 0.0, -0.25, 0.0),
    "expectation": (0.25, 0.75, -0.25, -0.5, -0.25),
    "goal": (0.5, 0.5, -0.25, 0.0, -0.75),
    "value": (0.0, 0.0, 0.25, 0.0, -0.25),
    "past": (-0.25, 0.0, -0.5, 0.75, -0.25),
    "reported": (-0.25, 0.5, -0.25, 0.0, 0.0),
    "exists": (0.0, -0.25, 0.25, 0.0, 0.25),
    "problem": (-0.5, 0.25, 0.0, -0.25, 0.5),
    "negation": (0.0, 0.0, 0.0, 0.0, 0.0),
    "contrast": (-0.25, -0.25, -0.25, 0.0, 0.75),
    "condition": (0.0, -0.5, 0.0, 0.0, 0.5),
}
"""Points that a marker adds when it leads."""

_WORTH_OF_REST: Mapping[str, Points] = {
    "has_imaginary": (0.75, 0.0, 0.25, -0.25, -0.5),
    "has_constraint": (-0.25, 0.25, 0.5, -0.5, 0.0),
    "has_many_problems": (0.0, -0.5, 0.25, -0.5, 0.75),
    "has_figure": (-0.25, 0.25, 0.0, 0.5, -0.75),
}
