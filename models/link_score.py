"""From likeness to a score: evidence for and against, added up, and its reasons in words.

The score is the logistic function of a sum of evidence in nats (the form of Fellegi and Sunter,
1969, with weights for degrees of agreement). The weights are rounded from a logistic regression
on the US inventories of 2024 and 2025; those that do not occur there (addresses, languages) were
set beside them by reading pairs. See tests/benchmarks/bench_link.py for what they achieve.
"""

from __future__ import annotations

import numpy as np

from models.link_pairs import Likeness
from models.link_rows import Flags, Floats

START = -11.5
NAME = 14.0
WORDS, WORDS_ACROSS = 4.0, 7.0
ACROSS_LANGUAGES = 2.0
"""What the words' cosine is multiplied by across languages, where only known words can meet; it
then weighs more as well, since names say less."""
TELLING, MOST_TELLING = 0.15, 20.0
SAME_BODY, RELATED_BODY, OTHER_BODY = 1.5, 0.75, -5.0
BODY_NAME, USUAL_BODY_NAME = 2.0, 0.4
COMMON_NAME = -2.5
"""A name that tells little, of bodies that are not known to be the same."""

SAME_ADDRESS, SAME_ADDRESS_ALONE, OTHER_ADDRESS = 5.0, 2.0, -0.3
SAME_SHORT_NAME = 4.0
ALIKE_NAME, ALIKE_WORDS = 0.5, 0.4
"""Likeness of names or words from which a short name in both counts: two systems that work on one
survey or form both have its initials."""
OTHER_THINGS = -1.5
"""Names that share runs of letters, as long ones do, beside texts that share hardly a word."""

PRODUCT = -4.0
"""One name, of bodies known to be different, or unlike in name across languages, beside texts that
differ: a product that both may have bought."""

UNLIKE_BODIES, UNLIKE_PURPOSES = 0.1, 0.6
NAMES_ALIKE_BY_LENGTH, WORDS_BY_CHANCE = 0.75, 0.2
YEAR_APART, FREE_YEARS, MOST_YEARS_APART = -0.4, 2.0, -2.0

_RELATED = 0.6  # organisation likeness from which a body is more than a namesake
_ALONE = 0.15  # likeness of names and words below which an address stands alone


def evidence_of(likeness: Likeness) -> Floats:
    """The sum of evidence per pair, in nats: 0 is even odds."""
    words = _words_of(likeness)
    total = START + NAME * likeness.name
    total = total + np.where(likeness.across_languages, WORDS_ACROSS, WORDS) * words
    # A long name tells no more than a short one for what they do not share, so that the bound lies
    # on the name before its likeness is taken.
    total = total + TELLING * np.minimum(likeness.telling, MOST_TELLING * likeness.name)
    total = total + _body_evidence(likeness)
    is_common = (likeness.telling < _COMMON) & (likeness.organisation < _RELATED)
    total = total + np.where(is_common & ~likeness.same_address, COMMON_NAME, 0.0)
    total = total + np.where(_speaks_of_other_things(likeness, words), OTHER_THINGS, 0.0)
    total = total + np.where(_names_a_product(likeness, words), PRODUCT, 0.0)
    alone = (likeness.name < _ALONE) & (words < _ALONE)
    total = total + np.where(
        likeness.same_address,
        np.where(alone, SAME_ADDRESS_ALONE, SAME_ADDRESS),
        np.where(likeness.has_addresses, OTHER_ADDRESS, 0.0),
    )
    total = total + np.where(_short_name_counts(likeness), SAME_SHORT_NAME, 0.0)
    apart = np.nan_to_num(likeness.years_apart, nan=0.0)
    late = np.maximum(apart - FREE_YEARS, 0.0)
    found: Floats = total + np.maximum(YEAR_APART * late, MOST_YEARS_APART)
    return found


def score_of(evidence: Floats) -> Floats:
    """Evidence in nats as a score from 0 to 1."""
    scores: Floats = 1.0 / (1.0 + np.exp(-np.clip(evidence, -50.0, 50.0)))
    return scores


def _words_of(likeness: Likeness) -> Floats:
    """The words' cosine, made comparable across languages."""
    words = np.where(likeness.across_languages, ACROSS_LANGUAGES, 1.0) * likeness.words
    return np.minimum(words, 1.0)


def _speaks_of_other_things(likeness: Likeness, words: Floats) -> Flags:
    is_so: Flags = (
        ~likeness.across_languages
        & (likeness.name < NAMES_ALIKE_BY_LENGTH)
        & (words < WORDS_BY_CHANCE)
        & ~likeness.same_address
    )
    return is_so


def _names_a_product(likeness: Likeness, words: Floats) -> Flags:
    is_so: Flags = (
        (
            likeness.other_body
            | (likeness.across_languages & (likeness.organisation < UNLIKE_BODIES))
        )
        & (words < UNLIKE_PURPOSES)
        & ~likeness.same_address
    )
    return is_so


def _short_name_counts(likeness: Likeness) -> Flags:
    is_alike = (likeness.name >= ALIKE_NAME) | (_words_of(likeness) >= ALIKE_WORDS)
    counts: Flags = likeness.same_short_name & is_alike & ~likeness.other_body
    return counts


def _body_evidence(likeness: Likeness) -> Floats:
    by_name = np.clip(BODY_NAME * (likeness.organisation - USUAL_BODY_NAME), -0.5, 1.0)
    found: Floats = np.select(
        [likeness.other_body, likeness.organisation >= 1.0, likeness.organisation >= _RELATED],
        [OTHER_BODY, SAME_BODY, RELATED_BODY],
        default=by_name,
    )
    return found


def reasons_of(likeness: Likeness, place: int) -> str:
    """What speaks for and against the pair at this place, strongest first."""
    likeness = likeness.at(place)
    words = float(likeness.words[0])
    found = [f"names {_degree(float(likeness.name[0]))}"]
    if likeness.same_address[0]:
        found.append("same web address")
    if _short_name_counts(likeness)[0]:
        found.append("same short name")
    found += _body_reasons(likeness)
    found.append(f"descriptions {_degree(words * (2 if likeness.across_languages[0] else 1))}")
    if _speaks_of_other_things(likeness, _words_of(likeness))[0]:
        found.append("hardly a word in common")
    if _names_a_product(likeness, _words_of(likeness))[0]:
        found.append("perhaps one product of two bodies")
    if likeness.across_languages[0]:
        found.append("across languages")
    if likeness.telling[0] < _COMMON:
        found.append("the name is a common one")
    if likeness.years_apart[0] > FREE_YEARS:
        found.append(f"starts {likeness.years_apart[0]:.0f} years apart")
    return "; ".join(found)


def _body_reasons(likeness: Likeness) -> list[str]:
    if likeness.other_body[0]:
        return ["bodies known to be different"]
    if likeness.organisation[0] >= 1.0:
        return ["same body"]
    return ["related bodies"] if likeness.organisation[0] >= _RELATED else []


_COMMON = 5.0  # nats: "chatbot" has about four


def _degree(share: float) -> str:
    for least, words in ((0.97, "the same"), (0.7, "very alike"), (0.4, "alike")):
        if share >= least:
            return f"{words} ({min(share, 1.0):.2f})"
    return f"little alike ({share:.2f})"
