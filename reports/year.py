"""What a report of one year asks the store once, and what its chapters then share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.country import country_name
from data.errors import UsageError
from data.store import Store
from reports.compare import (
    EVERYWHERE,
    MeasuredShare,
    Talk,
    measure_shares,
    pool_countries,
    read_codes,
    read_talk,
    seed_of,
)
from reports.questions import open_questions

FEW_DOCUMENTS = 3
"""With fewer documents a share is shown as small and kept out of the headlines."""
LONGEST_SPAN = 12
"""Years that a figure over time shows, the report's own year included."""

_FEW = "few documents"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A share corrected for the coder's error, with its 95 % interval; `None` where there is none.

    `reason` says why there is none.
    """

    share: float | None
    low: float | None
    high: float | None
    reason: str | None


_UNCORRECTED = Corrected(None, None, None, "not corrected in this edition")


@dataclass(frozen=True, slots=True)
class YearShare:
    """The share of a code in a year, over all countries that were collected."""

    year: int
    document_count: int
    sentence_count: int
    measured: MeasuredShare
    corrected: Corrected

    @property
    def has_few_documents(self) -> bool:
        """Too few for a headline."""
        return self.document_count < FEW_DOCUMENTS


@dataclass(frozen=True, slots=True)
class Year:
    """The year of a report, the store it reads, and the shares that several chapters need."""

    store: Store
    year: int
    codes: Mapping[str, str]
    shares: Mapping[str, tuple[YearShare, ...]]
    document_count: int
    sentence_count: int
    countries: tuple[str, ...]
    registered: frozenset[str]

    @property
    def has_few_documents(self) -> bool:
        """Too few for a headline."""
        return self.document_count < FEW_DOCUMENTS

    def codes_of(self, family: str) -> list[str]:
        """Codes of a family, the most frequent of the year first."""
        codes = [code for code, of in self.codes.items() if of == family]
        return sorted(codes, key=lambda code: (-(self.share(code) or 0), code))

    def share(self, code: str) -> float | None:
        """The share of a code in this year; `None` where nothing was judged."""
        rows = [row for row in self.shares[code] if row.year == self.year]
        return rows[0].measured.share if rows else None

    def largest(self, family: str) -> list[str]:
        """The most frequent codes of a family: more than one where they tie."""
        codes = self.codes_of(family)
        return [code for code in codes if self.share(code) == self.share(codes[0])]

    def rows(self, sql: str, *parameters: Any) -> list[dict[str, Any]]:
        """Ask the store; rows as mappings."""
        return self.store.query(sql, parameters).as_dicts()


def read_year(store: Store, year: int, seed: int) -> Year:
    """Read what the chapters of this year share."""
    open_questions(store)
    codes = read_codes(store)
    by_place = read_talk(store, tuple(codes))
    pooled = _pool(by_place, year)
    corrected = _read_corrected(store)
    shares: dict[str, list[YearShare]] = {code: [] for code in codes}
    for of, talk in sorted(pooled.items()):
        measured = measure_shares(talk, seed_of(seed, EVERYWHERE, of))
        for code, share in zip(codes, measured, strict=True):
            known = corrected.get((of, code), _UNCORRECTED)
            row = YearShare(of, len(talk.sentences), int(talk.sentences.sum()), share, known)
            shares[code].append(row)
    own = pooled.get(year)
    registered = store.query("select distinct country from deployment").rows
    return Year(
        store=store,
        year=year,
        codes=codes,
        shares={code: tuple(rows) for code, rows in shares.items()},
        document_count=len(own.sentences) if own else 0,
        sentence_count=int(own.sentences.sum()) if own else 0,
        countries=tuple(sorted({place for place, of in by_place if of == year})),
        registered=frozenset(row[0] for row in registered),
    )


def name_code(code: str) -> str:
    """A code as a label."""
    return code.replace("_", " ").capitalize()


def name_codes(codes: list[str]) -> str:
    """Codes in words: "A", "A and B", "A, B and C"."""
    return _join([name_code(code) for code in codes])


def name_country(code: str) -> str:
    """A country's name, or its code where `countries.yml` has no name for it."""
    try:
        return country_name(code)
    except UsageError:
        return code


def name_countries(codes: list[str] | tuple[str, ...]) -> str:
    """Countries in words: "A", "A and B", "A, B and C"."""
    return _join(sorted(name_country(code) for code in codes))


def explain_silence(year: Year, what: str) -> str:
    """Why a chapter about the talk has nothing to show."""
    return (
        f"No {what} of {year.year} can be shown: no document of the year, excerpts left out, has a "
        "coded sentence in a language with a codebook."
    )


def note_documents(shares: tuple[YearShare, ...]) -> str:
    """The n of a figure over time, and which of its years are small."""
    documents = sum(row.document_count for row in shares)
    sentences = sum(row.sentence_count for row in shares)
    few = [f"{row.year} ({row.document_count})" for row in shares if row.has_few_documents]
    note = f"n = {sentences:,} sentences in scope from {documents:,} documents."
    return f"{note} Hollow: years with {_FEW}, {', '.join(few)}." if few else note


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _read_corrected(store: Store) -> dict[tuple[int, str], Corrected]:
    """The corrected shares over all countries, by year and code."""
    rows = store.query(
        """select year, code, corrected_share, corrected_share_low, corrected_share_high, reason
           from prevalence where country = ?""",
        [EVERYWHERE],
    ).rows
    return {(of, code): Corrected(*found) for of, code, *found in rows}


def _pool(by_place: Mapping[tuple[str, int], Talk], last: int) -> dict[int, Talk]:
    """The documents of all countries together, in the years that the report shows."""
    return {
        of: talk
        for of, talk in pool_countries(by_place).items()
        if last - LONGEST_SPAN < of <= last and talk.sentences.sum() > 0
    }
