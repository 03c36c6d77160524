"""What a report of one year asks the store once, and what its chapters then share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from data.country import country_name
from data.errors import StoreError, UsageError
from data.sql_text import sql_text
from data.store import Store
from reports.compare import EVERYWHERE, MeasuredShare, find_registered, read_codes
from reports.questions import load_questions

FEW_DOCUMENTS = 3
"""With fewer documents a share is shown as small and kept out of the headlines."""
LONGEST_SPAN = 12
"""Years that a figure over time shows, the report's own year included."""

_FEW = "few documents"
_SHARES = """
    select code, year, document_count, sentence_count,
           claim_count, claim_share, claim_share_low, claim_share_high, claim_interval,
           corrected_share, corrected_share_low, corrected_share_high, reason
    from prevalence where country = ? and year > ? and year <= ? and sentence_count > 0
    order by code, year
"""
_JUDGED = """
    select count(distinct s.document_id) as document_count,
           count(*) filter (s.in_scope) as sentence_count
    from sentence s join document d using (document_id)
    where s.has_codebook and not d.is_excerpt and d.year = ?
"""
_HELD = frozenset({"out_document"})
"""Answers that many chapters ask for, and that take long: worked out once for a report."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A share corrected for the coder's error, with its 95 % interval, or the reason for none."""

    share: float | None
    low: float | None
    high: float | None
    reason: str | None


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
    now: datetime = datetime.min
    """When the report is made (UTC)."""
    edition: str = ""
    """Name of the edition that the numbers are from."""
    country: str | None = None
    """The one country that the report is about; the store is then narrowed to it."""

    @property
    def has_few_documents(self) -> bool:
        """Too few for a headline."""
        return self.document_count < FEW_DOCUMENTS

    def codes_of(self, family: str) -> list[str]:
        """Codes of a family, the most frequent of the year first."""
        codes = [code for code, of in self.codes.items() if of == family]
        return sorted(codes, key=lambda code: (-(self.share(code) or 0), code))

    def own(self, code: str) -> YearShare | None:
        """The share of a code in this year, with all that is known of it."""
        return next((row for row in self.shares[code] if row.year == self.year), None)

    def share(self, code: str) -> float | None:
        """The share of a code in this year; `None` where nothing was judged."""
        own = self.own(code)
        return own.measured.share if own else None

    def largest(self, family: str) -> dict[str, YearShare]:
        """The most frequent codes of a family in this year: several where they tie, or none."""
        known = {code: own for code in self.codes_of(family) if (own := self.own(code))}
        most = max((own.measured.claim_count for own in known.values()), default=0)
        return {code: own for code, own in known.items() if own.measured.claim_count == most > 0}

    def rows(self, sql: str, *parameters: Any) -> list[dict[str, Any]]:
        """Ask the store; rows as mappings."""
        return self.store.query(sql, parameters).as_dicts()


def read_year(
    store: Store,
    year: int,
    *,
    now: datetime = datetime.min,
    edition: str = "",
    country: str | None = None,
) -> Year:
    """Read what the chapters of this year share, as the compare stage measured it.

    `country` says that the store is narrowed to it; reports/narrowing.py does that.

    Raises:
        StoreError: the year has sentences in scope, and no share of them was measured.
    """
    _open_views(store)
    codes = dict(store.query("select distinct code, family from prevalence order by code").rows)
    shares: dict[str, list[YearShare]] = {code: [] for code in codes}
    rows = store.query(_SHARES, [EVERYWHERE, year - LONGEST_SPAN, year]).rows
    for code, of, documents, sentences, *found in rows:
        measured, corrected = MeasuredShare(*found[:5]), Corrected(*found[5:])
        shares[code].append(YearShare(of, documents, sentences, measured, corrected))
    document_count, sentence_count = store.query(_JUDGED, [year]).rows[0]
    is_measured = any(row.year == year for held in shares.values() for row in held)
    if sentence_count and not is_measured and read_codes(store):
        raise StoreError(f"the shares of {year} are not measured: run `imaginaries compare` first")
    sql = "select distinct country from document where year = ? and not is_excerpt order by country"
    countries = store.query(sql, [year]).rows
    return Year(
        store=store,
        year=year,
        codes=codes,
        shares={code: tuple(held) for code, held in shares.items()},
        document_count=document_count if sentence_count else 0,
        sentence_count=sentence_count,
        countries=tuple(row[0] for row in countries),
        registered=frozenset(find_registered(store)),
        now=now,
        edition=edition,
        country=country,
    )


def _open_views(store: Store) -> None:
    """Make the `out_*` views; one that does not fit the tables says so when a chapter asks it."""
    for question in load_questions():
        create = f"create or replace temp view {question.view} as"
        try:
            if question.view in _HELD:
                store.query(f"create or replace temp table held_{question.view} as {question.sql}")
                store.query(f"{create} select * from temp.held_{question.view}")
            else:
                store.query(f"{create} {question.sql}")
        except UsageError as error:
            reason = f"{question.view}: {error}".split("\n", 1)[0]
            store.query(f"{create} select error({sql_text(reason)}) as broken")


def name_code(code: str) -> str:
    """A code as a label."""
    return code.replace("_", " ").capitalize()


def name_codes(codes: Iterable[str]) -> str:
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
