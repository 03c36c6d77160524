"""The first chapter: the year in numbers, with the shares of few documents withheld."""

from __future__ import annotations

from data.records import IMAGINARY
from reports.figures import Chapter, Headline, explain_correction, interval, percent
from reports.year import Year, name_codes, name_countries


def build_numbers(year: Year) -> Chapter:
    """The year at a glance; shares from few documents are withheld."""
    return Chapter(
        "numbers",
        "The year in numbers",
        headlines=(
            *_count_documents(year),
            _largest_imaginary(year),
            _hope_per_result(year),
            *_count_named(year),
            *_count_systems(year),
            *_count_doubts(year),
        ),
        paragraphs=(
            "Shares and ratios are what the coder found. It misses some sentences and wrongly "
            "finds others; where this could be corrected the note says so, and the last chapter "
            "says how.",
        ),
    )


def _count_documents(year: Year) -> tuple[Headline, Headline]:
    counted = year.rows(
        """select count(*) as documents, count(*) filter (is_excerpt) as excerpts,
                  count(distinct country) as countries
           from out_document where year = ?""",
        year.year,
    )[0]
    excerpts = f", {counted['excerpts']} of them excerpts" if counted["excerpts"] else ""
    places = "country or body" if counted["countries"] == 1 else "countries or bodies"
    return (
        Headline(
            f"{counted['documents']:,}",
            "documents read",
            f"from {counted['countries']} {places}{excerpts}",
            chapter="documents",
        ),
        Headline(
            f"{year.sentence_count:,}",
            "sentences about data and technology",
            f"in {year.document_count:,} {_pluralize(year.document_count)} that count for rates",
            chapter="rhetoric",
        ),
    )


def _largest_imaginary(year: Year) -> Headline:
    largest = year.largest(IMAGINARY)
    if year.has_few_documents or not largest:
        return _withhold(year, "share of the most frequent imaginary")
    named = name_codes(largest).lower()
    label = f"each invoke {named}, the most frequent imaginaries"
    if len(largest) == 1:
        label = f"invoke {named}, more than any other imaginary"
    row, *_ = largest.values()
    return Headline(
        percent(row.measured.share),
        label,
        f"n = {row.sentence_count:,} sentences; 95% interval "
        f"{interval(row.measured.low, row.measured.high)}."
        + explain_correction([own.corrected for own in largest.values()]),
        chapter="rhetoric",
    )


def _hope_per_result(year: Year) -> Headline:
    counted = year.rows(
        """select sum(type_count) filter (type = 'vision') as hopes,
                  sum(type_count) filter (type = 'result') as results
           from out_sentence_type_share where year = ?""",
        year.year,
    )[0]
    label = "hopes for each reported result"
    if year.has_few_documents or not counted["results"]:
        return _withhold(year, label)
    ratio = counted["hopes"] / counted["results"]
    return Headline(
        f"{ratio:.1f}",
        label,
        f"{counted['hopes']:,} visions, {counted['results']:,} results, not corrected for the "
        "coder’s errors",
        chapter="hope",
    )


def _count_named(year: Year) -> tuple[Headline, Headline]:
    """How much of the talk names who acts, and how much of what is promised names a date."""
    counted = year.rows(
        """select count(distinct claim_id) as claims,
                  count(distinct claim_id) filter (value = 'nobody') as without_actor,
                  count(distinct claim_id) filter (type in ('commitment', 'mandate')) as promises,
                  count(distinct claim_id) filter (
                      type in ('commitment', 'mandate') and value = 'date') as dated
           from claim_facet join out_claim using (claim_id, document_id)
           where facet in ('actor', 'specificity') and out_claim.year = ? and in_scope
             and has_codebook and not is_excerpt""",
        year.year,
    )[0]
    nobody, dated = "of claims name nobody who acts", "of promises and mandates name a date"
    if year.has_few_documents or not counted["claims"]:
        return _withhold(year, nobody), _withhold(year, dated)
    without = Headline(
        percent(counted["without_actor"] / counted["claims"]),
        nobody,
        f"{counted['without_actor']:,} of {counted['claims']:,} claims",
        chapter="hope",
    )
    if not counted["promises"]:
        return without, _withhold(year, dated)
    return without, Headline(
        percent(counted["dated"] / counted["promises"]),
        dated,
        f"{counted['dated']:,} of {counted['promises']:,} claims",
        chapter="promises",
    )


def _count_systems(year: Year) -> tuple[Headline, Headline]:
    counted = year.rows(
        """select count(*) as systems, count(*) filter (status = 'production') as production,
                  count(*) filter (year_basis = 'record') as by_record
           from out_national_system where year = ? and status <> 'no longer listed'""",
        year.year,
    )[0]
    promised = year.rows(
        """select count(*) as systems, count(*) filter (state = 'on record as production') as used
           from (select distinct country, normal_name, state from out_promise
                 where year = ? and not is_excerpt
                   and state <> 'no register loaded for the country')""",
        year.year,
    )[0]
    if year.registered:
        record = Headline(
            f"{counted['production']:,} of {counted['systems']:,}",
            f"systems dated {year.year} are on record as in production",
            f"{counted['by_record']:,} of them dated by the register’s own year, not by a start; "
            f"registers loaded: {name_countries(tuple(year.registered))}; a blank never counts",
            chapter="gap",
        )
    else:
        record = Headline("–", "systems on record", "no register is loaded", is_withheld=True)
    label = "systems promised by a name in quotation marks are on record as in production"
    if not promised["systems"]:
        reason = "withheld: no promise of a country with a register names a system"
        return record, Headline("–", label, reason, is_withheld=True)
    note = "in countries with a register; excerpts left out"
    return record, Headline(
        f"{promised['used']:,} of {promised['systems']:,}", label, note, chapter="promises"
    )


def _count_doubts(year: Year) -> tuple[Headline, Headline]:
    contradictions = year.rows(
        """select count(*) as pairs, count(*) filter (kind = 'incompatible') as incompatible
           from out_contradiction"""
    )[0]
    faults = year.rows("select count(*) as faults from fault")[0]["faults"]
    return (
        Headline(
            f"{contradictions['pairs']:,}",
            "contradictions between registers",
            f"{contradictions['incompatible']:,} with statuses that cannot both hold; all years",
            chapter="contradictions",
        ),
        Headline(f"{faults:,}", "files or rows could not be taken", "all years", chapter="faults"),
    )


def _pluralize(count: int) -> str:
    return "document" if count == 1 else "documents"


def _withhold(year: Year, label: str) -> Headline:
    count = year.document_count
    reason = (
        f"withheld: only {count} {_pluralize(count)}"
        if year.has_few_documents
        else "withheld: no case"
    )
    return Headline("–", label, reason, is_withheld=True)
