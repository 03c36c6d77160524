"""The headline numbers of a country: which there are, and how each follows from counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.headline_counts import ALL, Counts, Record

CLAIM_SHARE, HOPE_SHARE = "claim_share", "hope_share"
CODED_SHARE, PRODUCTION_SHARE = "coded_production_share", "production_share"
OBSERVED_GAP = "observed_gap"
MEASURES = (CLAIM_SHARE, HOPE_SHARE, CODED_SHARE, PRODUCTION_SHARE, OBSERVED_GAP)
OF_TALK = frozenset({CLAIM_SHARE, HOPE_SHARE, OBSERVED_GAP})
OF_RECORD = frozenset({CODED_SHARE, PRODUCTION_SHARE, OBSERVED_GAP})
OF_ALL_CODES = frozenset({HOPE_SHARE, PRODUCTION_SHARE})
"""Numbers that say something of all sentences or systems together, too."""

Values = NDArray[np.float64]
"""One number per code, in the last axis; nan where there is nothing to take a share of."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share as its two counts, per code."""

    part: Counts
    whole: Counts

    def value(self) -> Values:
        """The share; nan where the whole is nothing."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.whole > 0, self.part / self.whole, np.nan)


Ratios = Mapping[str, Ratio]
"""By measure; observed_gap is no ratio of its own but claim_share - coded_production_share."""


def talk_ratios(claims: Counts, hopes: Counts) -> dict[str, Ratio]:
    """Of sentences in scope those with the code (row 0: all of them), of these those that hope.

    The last axis is the codes; where it stands first in `claims` is every sentence in scope.
    """
    return {
        CLAIM_SHARE: Ratio(claims, np.broadcast_to(claims[..., :1], claims.shape)),
        HOPE_SHARE: Ratio(hopes, claims),
    }


def record_ratios(record: Record) -> dict[str, Ratio]:
    """Of systems in production those with the code, of systems with the code those in production.

    The first code is "all": every system. Where no text of a system in production can be coded,
    there is no share of codes, which is not a share of zero.
    """
    production = record.productions
    coded = np.where(record.codables[:1] > 0, production[:1], 0)
    return {
        CODED_SHARE: Ratio(production, np.broadcast_to(coded, production.shape)),
        PRODUCTION_SHARE: Ratio(production, record.systems),
    }


def number_id(measure: str, country: str, code: str) -> str:
    """The name of a headline number, such as "claim_share/SE/efficiency"."""
    return f"{measure}/{country}/{code}"


def is_headline(measure: str, code: str) -> bool:
    """Whether the code has such a number: a share of "all" in all is no finding."""
    return code != ALL or measure in OF_ALL_CODES
