"""Every door through the whole collector: complete at first, and then nothing but "unchanged"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.records import DocumentRef, Sighting, Snapshot
from flows.scope import Scope
from tests.flows.collecting.office import collect_office, declare, look
from tests.sites import (
    canada_letters,
    govuk,
    kudos,
    listing,
    regeringen,
    regjeringen,
    statsliggaren,
    wayback,
)
from tests.sites.server import Publisher, serve


@dataclass(frozen=True)
class Twin:
    """A door's twin on this machine, how it is declared, and what there is to find."""

    open_site: Callable[[], Publisher]
    hosts: tuple[str, ...]
    door: dict[str, Any]
    documents: int
    """At least so many."""
    more_hosts: tuple[str, ...] = ()
    passed_over: int = 0


TWINS = {
    "kudos": Twin(
        lambda: kudos.publish_kudos,
        (kudos.HOST,),
        {"adapter": "kudos", "type": kudos.LETTER},
        kudos.LETTER_COUNT,
    ),
    "govuk": Twin(
        govuk.GovukSite,
        govuk.HOSTS,
        {"adapter": "govuk", "search": {"q": "tide"}},
        9,
        (govuk.FILES, govuk.ELSEWHERE),
        passed_over=1,
    ),
    "regjeringen": Twin(
        regjeringen.publish_regjeringen,
        (regjeringen.HOST,),
        {
            "adapter": "regjeringen",
            "feeds": [regjeringen.FEED],
            "indexes": [regjeringen.INDEX],
        },
        17,
        passed_over=1,
    ),
    "regeringen": Twin(
        lambda: regeringen.publish_mirror,
        (regeringen.HOST,),
        {"adapter": "regeringen", "list": "regeringsuppdrag"},
        3,
    ),
    "statsliggaren": Twin(
        lambda: statsliggaren.publish_statsliggaren,
        (statsliggaren.HOST,),
        {
            "adapter": "statsliggaren",
            "letters": {2022: [901, 902], 2023: [911], 2024: [921]},
            "is_other_format_kept": True,
        },
        1,
    ),
    "canada_letters": Twin(
        canada_letters.CanadaSite,
        canada_letters.HOSTS,
        {"adapter": "canada_letters"},
        6,
        ("pm.gc.ca",),
    ),
    "wayback": Twin(
        wayback.WaybackSite,
        wayback.HOSTS,
        {"adapter": "wayback", "pages": [wayback.PAGE], "per": "change"},
        5,
    ),
    "listing": Twin(
        lambda: listing.publish_tides,
        (listing.HOST,),
        {
            "adapter": "listing",
            "urls": [f"https://{listing.HOST}/letters/"],
            "next_selector": "a[rel=next]",
        },
        14,
    ),
}


@pytest.mark.parametrize("name", TWINS)
def test_a_door_is_collected_whole_and_then_asked_for_changes_only(
    tmp_path: Path, name: str
) -> None:
    twin = TWINS[name]
    source = declare(door=twin.door, hosts=twin.more_hosts)
    with serve(twin.open_site()) as site:
        scope = Scope(home=tmp_path, hosts=site.hosts(*twin.hosts))
        first = collect_office(scope, source)
        assert (first.skipped, first.faults) == (0, twin.passed_over)
        with look(tmp_path) as store:
            listed = [row.document_id for row in store.read(DocumentRef)]
            assert sorted(listed) == sorted(row.document_id for row in store.read(Snapshot))
        assert len(listed) == first.done >= twin.documents
        site.sent_bytes.clear()
        second = collect_office(scope, source)
        assert (second.done, second.skipped) == (0, first.done)
        assert second.faults == twin.passed_over
        assert sum(site.sent_bytes) == 0
    with look(tmp_path) as store:
        seen = store.read(Sighting)
    assert all(row.first_seen_at < row.last_seen_at for row in seen)
    assert all(row.vanished_at is None for row in seen)
