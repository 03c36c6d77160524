"""The gap: a code's share of the talk against its share of the systems in production."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.records import Gap
from data.store import Store
from reports.compare import find_registered, read_codes, seed_of
from reports.intervals import difference_interval
from reports.questions import open_questions
from reports.recorded_bodies import (
    RecordedBodies,
    RecordedShare,
    count_bodies,
    measure_bodies,
    read_bodies,
)

AS_RECORDED = "as recorded"
FOR_COVERAGE = "corrected for coverage"
ONLY_REPORTING = "only bodies that report"
READINGS = (AS_RECORDED, FOR_COVERAGE, ONLY_REPORTING)

NO_REGISTER = "no register loaded"
NO_PRODUCTION = "no system in production on record"
UNCODABLE = "no system in production has a text that can be coded"
NO_REPORTING_BODY = "no sentence is of a body with a system on record"

_COVERAGE = """
    select r.country, min(c.reporting_body_share)
    from register r join register_coverage c using (register_id)
    where r.is_national
    group by r.country having count(*) = count(c.reporting_body_share)
"""
_REPORTING = """
    with recorded as (
        select distinct country, organisation_id from out_national_system
    )
    select r.sentence_id
    from out_rung r join recorded using (country, organisation_id)
    where r.side = 'talk' and r.code = 'all' and not r.is_excerpt
    union
    select s.sentence_id
    from sentence s
    join document d using (document_id)
    join organisation_name_match m on m.country = d.country
        and m.found_in = if(d.publisher is null, 'title', 'publisher')
        and m.name = coalesce(d.publisher, d.title)
    join recorded n on n.country = d.country and n.organisation_id = m.organisation_id
"""


@dataclass(frozen=True, slots=True)
class TalkShare:
    """The share of one code in some documents, as observed and corrected for the coder's error."""

    document_count: int
    sentence_count: int
    claim_count: int
    share: float | None
    corrected: float | None
    low: float | None
    high: float | None
    method: str
    reason: str | None


Talks = Mapping[tuple[str, str], Mapping[str, TalkShare]]
"""By country and reading, then by code; what is not there has no document."""


@dataclass(frozen=True, slots=True)
class _Record:
    """The record of one country in one reading; no bodies where no register is loaded."""

    bodies: RecordedBodies | None
    coverage: float | None
    shares: list[RecordedShare] | None


def build_gaps(store: Store, talks: Talks, seed: int) -> list[Gap]:
    """Talk against record for each country and code, over all years, in three readings.

    Both sides are shares of a code, of unlike things: of sentences about data and AI, and of
    systems in production whose register text is coded as one. So only ranks and directions
    compare; `claim_code_share` and `production_code_share` are each code's part of its family on
    either side. The readings take the record

    - as it stands: a blank status is not production, a system that cannot be coded
      carries no code;
    - with all that it leaves open, as bounds (Manski 1989): systems of blank or contradicted
      status may be in production or not, systems that cannot be coded may carry the code or not,
      and where the registers declare which share c of bodies reports, the others may have as many
      systems per body with the code in all or none of them: from c·least to c·most + 1 - c.
      Where no register declares c this corrects for no coverage: the bounds hold blank statuses
      and silent texts only, and who does not report stands outside them;
    - as it stands, against the sentences of bodies alone that have a system in the registers.

    A country without a national register has one row per code, with no number for the record.
    """
    open_questions(store)
    families = read_codes(store)
    registered = find_registered(store)
    bodies = read_bodies(store, tuple(families))
    coverage: dict[str, float] = dict(store.query(_COVERAGE).rows)
    nothing = count_bodies((), {}, tuple(families))
    gaps: list[Gap] = []
    for country in sorted({country for country, _ in talks} | registered):
        held = bodies.get(country, nothing) if country in registered else None
        # One seed in every reading: the same record has the same interval in all of them.
        seeded = seed_of(seed, country, len(READINGS))
        for reading in READINGS if held is not None else (AS_RECORDED,):
            record = _Record(held, coverage.get(country), None)
            if held is not None:
                shares = measure_bodies(held, seeded, reading == FOR_COVERAGE, record.coverage)
                record = replace(record, shares=shares)
            documents = ONLY_REPORTING if reading == ONLY_REPORTING else AS_RECORDED
            talk, unsaid = talks.get((country, documents)), _unsaid(reading)
            rows = [
                _gap(country, code, family, reading, talk[code] if talk else unsaid, record, at)
                for at, (code, family) in enumerate(families.items())
            ]
            gaps += _with_parts(rows)
    return gaps


def _with_parts(rows: Sequence[Gap]) -> Iterator[Gap]:
    """The codes of one country and reading, each with its part of its family on both sides."""
    said: Counter[str] = Counter()
    recorded: Counter[str] = Counter()
    for row in rows:
        said[row.family] += row.claim_count
        recorded[row.family] += row.coded_production_count or 0
    for row in rows:
        coded = None if row.reading == FOR_COVERAGE else row.coded_production_count
        yield replace(
            row,
            claim_code_share=_part(row.claim_count, said[row.family]),
            production_code_share=_part(coded, recorded[row.family]),
        )


def _part(count: int | None, total: int) -> float | None:
    return count / total if total and count is not None else None


def find_reporting_sentences(store: Store) -> set[str]:
    """Sentences of bodies that have a system in a national register of their country.

    A sentence is of the body that it names as the one to act, and of the document's publisher;
    where none is stated, of the one body that its title names.
    """
    open_questions(store)
    return {row[0] for row in store.query(_REPORTING).rows}


def _unsaid(reading: str) -> TalkShare:
    reason = NO_REPORTING_BODY if reading == ONLY_REPORTING else "no dated document in scope"
    return TalkShare(0, 0, 0, None, None, None, None, "none", reason)


def _why_unrecorded(held: RecordedBodies) -> str:
    return UNCODABLE if held.production.any() else NO_PRODUCTION


def _gap(
    country: str,
    code: str,
    family: str,
    reading: str,
    said: TalkShare,
    record: _Record,
    at: int,
) -> Gap:
    held = record.bodies
    share = record.shares[at] if record.shares else None
    low = high = point = None
    is_point = share is not None and reading != FOR_COVERAGE
    if share and said.corrected is not None and said.low is not None and said.high is not None:
        talk = (said.corrected, said.low, said.high)
        low = difference_interval(talk, (share.most, share.most, share.high))[0]
        high = difference_interval(talk, (share.least, share.low, share.least))[1]
        point = said.corrected - share.least if is_point else None
    reason = said.reason
    if share is None:
        reason = NO_REGISTER if held is None else reason or _why_unrecorded(held)
    return Gap(
        country=country,
        code=code,
        family=family,
        reading=reading,
        document_count=said.document_count,
        sentence_count=said.sentence_count,
        claim_count=said.claim_count,
        claim_share=said.share,
        corrected_share=said.corrected,
        corrected_share_low=said.low,
        corrected_share_high=said.high,
        method=said.method,
        body_count=None if held is None else int((held.production > 0).sum()),
        production_count=None if held is None else int(held.production.sum()),
        coded_production_count=None if held is None else int(held.coded_production[:, at].sum()),
        unknown_status_count=None if held is None else int(held.unknown.sum()),
        uncodable_count=None if held is None else int(held.silent_production.sum()),
        reporting_body_share=record.coverage,
        coded_production_share=share.least if share and is_point else None,
        coded_production_share_least=share.least if share else None,
        coded_production_share_most=share.most if share else None,
        coded_production_share_low=share.low if share else None,
        coded_production_share_high=share.high if share else None,
        gap=point,
        gap_low=low,
        gap_high=high,
        claim_code_share=None,
        production_code_share=None,
        reason=reason,
    )
