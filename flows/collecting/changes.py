"""What happened at the publishers since a day: new, changed, vanished, withdrawn, refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from data.errors import UsageError
from data.store import Store

ChangeKind = Literal["new", "changed", "vanished", "withdrawn", "refused"]

REFUSALS = (401, 403, 451)
_REFUSED_REASON = r"robots\.txt|the publisher refuses"
"""What faults say of refusals; those of robots.txt and of walls against robots have no status."""

_NEW = """
    select coalesce(g.first_seen_at, s.fetched_at) as happened_at, 'new' as change, r.source_id,
           document_id, r.title, r.url, null as text_change, null as detail
    from document_ref r
    left join sighting g using (document_id)
    left join (
        select document_id, min(fetched_at) as fetched_at from snapshot group by document_id
    ) s using (document_id)
"""
_CHANGED = """
    select s.fetched_at, 'changed', r.source_id, document_id, r.title, r.url, t, null
    from (
        select *, lag(sha256) over (
            partition by document_id order by fetched_at, snapshot_id
        ) as sha256_before
        from snapshot
    ) s
    join document_ref r using (document_id)
    left join text_change t on t.snapshot_id = s.snapshot_id
    where s.sha256_before <> s.sha256
"""
_VANISHED = """
    select g.vanished_at, 'vanished', g.source_id, document_id, r.title, r.url, null,
           case when g.undeclared_at is null then '' else 'its source is not declared; ' end
           || 'last listed ' || strftime(g.last_seen_at, '%Y-%m-%d %H:%M')
    from sighting g join document_ref r using (document_id)
    where g.vanished_at is not null
"""
_WITHDRAWN = """
    select g.withdrawn_seen_at, 'withdrawn', r.source_id, document_id,
           r.title, r.url, null, 'on ' || r.withdrawn_on || ', as the publisher states'
    from sighting g join document_ref r using (document_id)
    where g.withdrawn_seen_at is not null
"""
_REFUSED = f"""
    select w.asked_at, 'refused', w.source_id, r.document_id, r.title, w.url, null,
           'HTTP ' || w.http_status
    from response w left join document_ref r on r.source_id = w.source_id and r.url = w.url
    where w.http_status in {REFUSALS}
    qualify row_number() over (
        partition by w.source_id, w.url order by w.asked_at desc, r.document_id
    ) = 1
    union all
    select f.last_seen_at, 'refused', coalesce(r.source_id, split_part(f.subject, ' ', 1)),
           f.document_id, r.title, coalesce(r.url, f.subject), null, f.reason
    from fault f left join document_ref r using (document_id)
    where f.stage = 'collect' and regexp_matches(f.reason, '{_REFUSED_REASON}')
      and not regexp_matches(f.reason, 'HTTP (401|403|451)')
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to a document, or to an address that was refused.

    The counts and `kept_share` are those of a change of the text; all are `None` where the texts
    have not been compared or one of them cannot be read, which `detail` says.
    """

    happened_at: datetime
    change: ChangeKind
    source_id: str
    document_id: str | None
    title: str | None
    url: str
    added_sentence_count: int | None
    removed_sentence_count: int | None
    kept_share: float | None
    detail: str
    difference: str | None
    """The sentences added and removed, where the texts were compared."""


def find_changes(store: Store, since: datetime, source_id: str | None = None) -> list[Change]:
    """What happened since an instant (UTC), oldest first, in all sources or one.

    `new` is what was listed first since then, `changed` a document whose bytes are others,
    `refused` the latest refusal of each address. `withdrawn` goes by the run that learned of it,
    not by the day that the publisher states, which `detail` has.

    Raises:
        UsageError: nothing was ever asked for such a source.
    """
    if source_id is not None:
        _check_source(store, source_id)
    parts = " union all ".join((_NEW, _CHANGED, _VANISHED, _WITHDRAWN, _REFUSED))
    sql = f"""
        select happened_at, change, source_id, document_id, title, url, detail,
               text_change.snapshot_id is not null as is_compared,
               text_change.added_sentence_count as added_sentence_count,
               text_change.removed_sentence_count as removed_sentence_count,
               text_change.kept_share as kept_share, text_change.difference as difference
        from ({parts})
        where happened_at >= ? and source_id = coalesce(?, source_id)
        order by happened_at, change, source_id, url, document_id
    """
    return [_build_change(row) for row in store.query(sql, [since, source_id]).as_dicts()]


def _check_source(store: Store, source_id: str) -> None:
    sql = "select distinct source_id from document_ref union select source_id from response"
    known = sorted(row[0] for row in store.query(sql).rows)
    if source_id not in known:
        raise UsageError(
            f"nothing was collected of a source {source_id!r}; of these there is something: "
            f"{', '.join(known) or 'none'}"
        )


def _build_change(row: dict[str, Any]) -> Change:
    added, removed = row["added_sentence_count"], row["removed_sentence_count"]
    kept_share, difference, detail = row["kept_share"], row["difference"], row["detail"]
    if row["change"] == "changed":
        detail = say_text_change(row["is_compared"], added, removed, kept_share, difference)
    is_read = kept_share is not None
    return Change(
        happened_at=row["happened_at"],
        change=row["change"],
        source_id=row["source_id"],
        document_id=row["document_id"],
        title=row["title"],
        url=row["url"],
        added_sentence_count=added if is_read else None,
        removed_sentence_count=removed if is_read else None,
        kept_share=kept_share,
        detail=detail or "",
        difference=difference if is_read else None,
    )


def say_text_change(
    is_compared: bool,
    added: int | None,
    removed: int | None,
    kept_share: float | None,
    difference: str | None,
) -> str:
    """What a change of bytes did to the text, in words."""
    if not is_compared:
        return "not compared yet: run `imaginaries parse`"
    if kept_share is None:
        return difference or "the text could not be read"
    if not added and not removed:
        return "bytes only: every sentence stands"
    return f"sentences: {added} added, {removed} removed"


def read_since(stated: str) -> datetime:
    """A day or an instant as people write it (ISO 8601), in UTC without a zone as in the tables.

    Raises:
        UsageError: it is neither.
    """
    try:
        when = datetime.fromisoformat(stated.strip())
    except ValueError as error:
        raise UsageError(
            f"--since {stated!r}: give a day such as 2026-03-01, or an instant such as "
            "2026-03-01T12:00"
        ) from error
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
