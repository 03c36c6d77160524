"""Tells the type of a sentence: what it does with the technology it speaks of.

Each language declares words for the same markers (`modality:` in its YAML): who speaks, what is
demanded of whom, tense, hope and trouble. A marker that is present adds its points to the types;
the type with the most points wins, so that several faint signs can outweigh one strong sign.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from data.codebook import Marker

_START = {"vision": -0.5, "commitment": -0.5, "mandate": -1.0, "result": 0.0, "caution": -1.5}
"""Points before any marker: a sentence without one reports a fact."""

_WORTH: Mapping[Marker, tuple[float, float, float, float, float]] = {
    # marker: vision, commitment, mandate, result, caution
    "issuer_acts": (-0.5, 2.0, 0.0, -1.0, -0.5),
    "planned": (0.0, 0.5, 0.0, 0.0, -0.5),
    "bare_order": (-0.5, 2.0, 1.5, -2.0, -1.5),
    "addressee": (-0.5, 0.0, 2.0, -1.0, -0.5),
    "instructs": (0.0, 0.0, 1.5, -0.5, -0.5),
    "obligation": (1.0, -0.5, 0.5, -1.0, 0.5),
    "possibility": (1.0, 0.0, 0.0, -0.5, 0.0),
    "expectation": (0.5, 1.0, -0.5, -1.0, 0.0),
    "goal": (0.5, 0.5, 0.0, -0.5, -0.5),
    "value": (0.5, 0.0, 0.0, 0.0, 0.0),
    "past": (-0.5, -0.5, -0.5, 1.0, 0.0),
    "reported": (-0.5, 0.0, 0.0, 0.5, 0.0),
    "exists": (0.0, -0.5, -0.5, 0.5, 0.5),
    "problem": (-0.5, -0.5, -0.5, -0.5, 2.0),
    "negation": (0.0, -1.0, -0.5, 0.0, 1.5),
    "contrast": (0.0, -0.5, -0.5, 0.0, 1.0),
    "condition": (0.0, -0.5, 0.5, 0.0, 0.0),
}
"""Points by marker: the weights of a logistic regression of types on markers (the coded sentences
of the shared development set, all languages together), rounded to halves so that they can be read
and argued with. The words behind the markers are a person's, and so are the languages' own.
"""


def find_type(markers: Collection[Marker]) -> str:
    """The type of an in-scope sentence with these markers; without any it reports a fact.

    Ties go to vision before commitment, mandate, result and caution.
    """
    points = dict(_START)
    for marker in markers:
        for kind, worth in zip(_START, _WORTH[marker], strict=True):
            points[kind] += worth
    return max(points, key=lambda kind: points[kind])
