"""Gates before publishing: the checks, the share of faults, and falls against the last edition."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from data.errors import CheckError, UsageError
from data.records import CheckAcceptance, EditionCount, FaultRecord
from data.settings import WatchSettings
from data.store import Store
from data.tables import RECORD_TYPES, table_name
from flows.progress import tell
from flows.stage import Stage, now
from reports.questions import CHECKS, FailedCheck, run_checks

FAULT_SHARE = "few_documents_are_faults"
LEAST_DOCUMENTS = 20
"""With fewer documents a share says little: two bad files of five are no reason to stop."""

MAY_BE_ACCEPTED = "May be accepted."
"""What the first line of a check ends with if a person may say that what it found is right."""


def check_before_publishing(stage: Stage, edition_id: str) -> None:
    """Stop before publishing tables that contradict themselves or have lost what they had.

    What is stale is told and stops nothing.

    Raises:
        CheckError: with the checks that found something, the first rows found, and what to do.
    """
    for line in find_stale_stages(stage.store, stage.settings.watch, now()):
        tell(f"warning: {line}")
    count_edition(stage.store, edition_id)
    failed = run_checks(stage.store)
    too_many = find_fault_share(stage.store, stage.settings.watch)
    failed += [too_many] if too_many else []
    if not failed:
        return
    for check in failed:
        stage.log.write(
            now(), "check_failed", stage.name, check=check.name, examples=check.examples
        )
    lines = "\n".join(describe(check) for check in failed)
    accepted = sorted({check.name for check in failed} & set(acceptable_checks()))
    advice = " ".join(f"--accept {name}" for name in accepted)
    more = f"\nIf this is right as it is: imaginaries publish {advice}" if advice else ""
    raise CheckError(f"not published, the last edition stays; these checks failed:\n{lines}{more}")


def describe(check: FailedCheck) -> str:
    """A check that found something, with the first rows, a line each."""
    more = check.row_count - len(check.examples)
    rows = [*check.examples, *([f"and {more} more"] if more > 0 else [])]
    return "\n".join([f"{check.name}: {check.reason}", *(f"  {row}" for row in rows)])


def count_edition(store: Store, edition_id: str) -> None:
    """Count what the edition that is being made would hold: tables, and claims by country."""
    tables = [table_name(record_type) for record_type in RECORD_TYPES]
    each = " union all ".join(f"select '{name}', null, count(*) from {name}" for name in tables)
    by_country = """
        select 'claim', d.country, count(*) from claim join document d using (document_id)
        group by d.country
    """
    rows = store.query(f"{each} union all {by_country}").rows
    counts = [
        EditionCount(edition_id, str(relation), country, int(count), None)
        for relation, country, count in rows
    ]
    with store.transaction():
        store.query("delete from edition_count where published_at is null")
        store.append(EditionCount, counts)


def note_edition(store: Store, edition_id: str, published_at: datetime) -> None:
    """Write down that the edition counted last is in place, and that acceptances were used on it.

    An edition published twice under one name keeps the later counts.
    """
    with store.transaction():
        store.query(
            "delete from edition_count where edition_id = ? and published_at is not null",
            [edition_id],
        )
        store.query(
            "update edition_count set edition_id = ?, published_at = ? where published_at is null",
            [edition_id, published_at],
        )
        store.query(
            "update check_acceptance set edition_id = ? where edition_id is null", [edition_id]
        )


def find_fault_share(store: Store, watch: WatchSettings) -> FailedCheck | None:
    """Whether more documents are faults than is set; not asked of a handful of documents."""
    sql = """
        with faulty as (select distinct document_id from fault where document_id is not null)
        select (select count(*) from faulty),
               (select count(*) from (from faulty union select document_id from document))
    """
    ((faulty, documents),) = store.query(sql).rows
    if documents < LEAST_DOCUMENTS or faulty <= watch.max_fault_share * documents:
        return None
    if _is_accepted(store, FAULT_SHARE):
        return None
    faults: Sequence[FaultRecord] = store.read(
        FaultRecord, "document_id is not null order by stage, subject limit 5"
    )
    return FailedCheck(
        FAULT_SHARE,
        f"of {documents} documents {faulty} have a fault; IMAGINARIES_MAX_FAULT_SHARE allows "
        f"{watch.max_fault_share:.0%}",
        faulty,
        tuple(f"{fault.stage} {fault.subject}: {fault.reason}" for fault in faults),
    )


def find_stale_stages(store: Store, watch: WatchSettings, at: datetime) -> list[str]:
    """Stages whose last success is older than is set, in words."""
    before = at - timedelta(days=watch.stale_days)
    sql = """
        select stage, max(finished_at) from run
        where stage in ('collect', 'parse', 'code', 'topics', 'registers', 'compare')
        group by stage having max(finished_at) < ? order by 2
    """
    return [
        f"{stage} last went well on {finished:%Y-%m-%d}, more than {watch.stale_days} days ago"
        for stage, finished in store.query(sql, [before]).rows
    ]


def acceptable_checks() -> list[str]:
    """The checks whose findings a person may accept: falls, which may be meant."""
    files = sorted(CHECKS.glob("*.sql"))
    heads = {file.stem: file.read_text(encoding="utf-8").split("\n", 1)[0] for file in files}
    return [FAULT_SHARE, *(name for name, head in heads.items() if head.endswith(MAY_BE_ACCEPTED))]


def accept_checks(store: Store, names: Sequence[str], at: datetime) -> None:
    """Record that a person accepts what these checks find, for the next edition.

    Raises:
        UsageError: there is no such check, or it finds contradictions, which nobody can accept.
    """
    known = acceptable_checks()
    for name in names:
        if name not in known:
            raise UsageError(f"--accept {name!r}: only these can be accepted: {', '.join(known)}")
    new = [CheckAcceptance(name, at, None) for name in names if not _is_accepted(store, name)]
    store.append(CheckAcceptance, new)


def _is_accepted(store: Store, name: str) -> bool:
    return bool(store.read(CheckAcceptance, "check_name = ? and edition_id is null", [name]))
