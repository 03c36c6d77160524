"""When a claim is true: past, present, a dated future or one without a date."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.coding import MARKER, CueSpan
from extractors.cues import Match, drop_contained, drop_masked
from extractors.facets.reader import Reading
from extractors.facets.specifics import Specific

PAST, PRESENT = "past", "present"
DATED, UNDATED = "dated_future", "undated_future"

_AHEAD = ("vision", "commitment", "mandate")  # types of sentence that look ahead by themselves
_ORDERS = ("commitment", "mandate")
_TENSES = {"past": PAST, "present": PRESENT, "future": UNDATED, "purpose": UNDATED}
_UNTIL_CHARS = 25


def find_horizon(
    span: CueSpan,
    reading: Reading,
    tenses: Sequence[Match],
    specifics: Sequence[Specific],
    kind: str,
    year: int | None,
) -> tuple[str, int | None, tuple[int, int] | None]:
    """The horizon of what is said at a cue, the year it names, and the words that show it.

    The nearest word of tense before the cue in its clause decides, else the nearest after it, but a
    future before a present holds for both, and what is done for a purpose lends this its time;
    where the clause has none, the type of the sentence (`kind`). A year ahead of `year`, the
    document's own, makes a dated future; where that is not known, a year ahead is one after "by"
    or "until", or one beside a future tense or a "can". A year that is past is told with the past.
    """
    tense = _tense_at(span, reading, tenses)
    years = [one for one in specifics if one.year is not None]
    here = [one for one in years if _is_here(one.start_char, span, reading)]
    looks_back = tense is not None and _TENSES[tense.group] in (PAST, PRESENT)
    looks_ahead = tense is not None and _TENSES[tense.group] == UNDATED
    is_past = tense is not None and tense.group == "past"
    for dates in (here, () if looks_back else years):
        ahead = [
            one
            for one in dates
            if _is_ahead(one, reading, looks_ahead, looks_back, year)
            or (year is None and not is_past and _can_be(one, reading))
        ]
        if ahead:
            last = max(ahead, key=lambda one: one.year or 0)
            return DATED, last.year, _with_until(last, reading)
    if tense is not None:
        value = _TENSES[tense.group]
        if tense.group == "purpose" and kind not in _ORDERS and _acts_now(span, reading):
            value = PRESENT
        dated = here[-1].year if value == PAST and here else None
        return value, dated, (tense.start_char, tense.end_char)
    marker = _nearest(reading.of(MARKER + "past"), span, reading)
    if marker is not None and kind not in _AHEAD:
        return PAST, here[-1].year if here else None, (marker.start_char, marker.end_char)
    if kind in _AHEAD:
        is_now = kind == "vision" and _acts_now(span, reading)
        return PRESENT if is_now else UNDATED, None, None
    if here:
        return PAST, here[-1].year, (here[-1].start_char, here[-1].end_char)
    return PRESENT, None, None


def _tense_at(span: CueSpan, reading: Reading, tenses: Sequence[Match]) -> Match | None:
    """The word of tense that rules a cue; what a purpose hangs on has its tense."""
    every = _without_reports(tenses, span, reading)
    nearest = _purpose_of(_nearest(every, span, reading), every, reading)
    if nearest is not None and nearest.group == "purpose":
        # "We used sensors in order to"
        earlier = [
            one for one in every if one.start_char < nearest.start_char and one.group != "purpose"
        ]
        return earlier[-1] if earlier else nearest
    if nearest is None or nearest.group == "present":
        # "We expect that AI saves time": the future of the main verb holds for what hangs on it.
        ahead = [
            one
            for one in every
            if one.group == "future"
            and one.start_char <= span.start_char
            and _is_here(one.start_char, span, reading)
        ]
        return ahead[-1] if ahead else nearest
    return nearest


def find_tenses(reading: Reading) -> list[Match]:
    """The words of tense of a sentence, in order of place."""
    masks = reading.of("not_past")
    past = drop_masked(reading.of("past"), masks) if masks else reading.of("past")
    others = [match for group in _TENSES if group != "past" for match in reading.of(group)]
    return drop_contained([*past, *others])


def _without_reports(every: Sequence[Match], span: CueSpan, reading: Reading) -> Sequence[Match]:
    """The words of tense but for those of who reports what stands at the cue."""
    reports = [
        one
        for group in ("reporting", "showing")
        for one in reading.of(group)
        if one.end_char <= span.start_char
    ]
    said = drop_masked(every, reports) if reports else every
    return said or every


def _nearest(matches: Sequence[Match], span: CueSpan, reading: Reading) -> Match | None:
    here = [one for one in matches if reading.clauses.are_one(one.start_char, span.start_char)]
    before = [one for one in here if one.start_char <= span.start_char]
    return before[-1] if before else here[0] if here else None


def _purpose_of(tense: Match | None, every: Sequence[Match], reading: Reading) -> Match | None:
    """What says that a present stands for what is aimed at: "slik at vi sparer"."""
    if tense is None or tense.group != "present":
        return tense
    for one in every:
        is_before = one.group == "purpose" and one.start_char < tense.start_char
        if is_before and reading.clauses.are_one(one.start_char, tense.start_char):
            return one
    return tense


def _acts_now(span: CueSpan, reading: Reading) -> bool:
    """Whether a verb of the sentence up to the cue has the Nordic ending of the present."""
    return reading.words.is_verb_second and any(
        reading.text[one.end_char - 1] in "rR"
        for one in reading.of("acts")
        if one.start_char <= span.end_char
    )


def _can_be(date: Specific, reading: Reading) -> bool:
    """Whether a "can" stands before a date in its clause."""
    return any(
        one.end_char <= date.start_char and reading.clauses.are_one(one.start_char, date.start_char)
        for one in reading.of("possible")
    )


def _is_here(place: int, span: CueSpan, reading: Reading) -> bool:
    """Whether a place is in the cue's clause, or in one that this clause hangs on."""
    clause = reading.clauses.at(span.start_char)
    return reading.clauses.main_of(clause) <= reading.clauses.at(place) <= clause


def _is_ahead(
    date: Specific, reading: Reading, looks_ahead: bool, looks_back: bool, year: int | None
) -> bool:
    if year is not None and date.year is not None and date.year != year:
        return date.year > year
    return looks_ahead or (not looks_back and _until_before(date, reading) is not None)


def _until_before(date: Specific, reading: Reading) -> Match | None:
    """The word directly before a date that says that it lies ahead; four words may part them."""
    for match in reading.found.of("until"):
        is_near = 0 <= date.start_char - match.end_char <= _UNTIL_CHARS
        between = reading.text[match.end_char : date.start_char]
        if is_near and not any(stop in between for stop in ",;:()"):
            return match
    return None


def _with_until(date: Specific, reading: Reading) -> tuple[int, int]:
    until = _until_before(date, reading)
    return (until.start_char if until else date.start_char), date.end_char
