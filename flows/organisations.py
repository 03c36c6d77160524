"""The public bodies as shipped, and which of them each publisher, register owner and actor is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

from data.organisation import Organisations, load_organisations
from data.records import (
    DeploymentBody,
    OrganisationNameMatch,
    OrganisationPredecessor,
    OrganisationRecord,
)
from data.settings import DATA_FOLDER
from data.store import Store
from extractors.named_bodies import find_bodies, index_bodies
from extractors.registers.organisations import (
    FoundName,
    NameIndex,
    index_names,
    match_name,
    match_names,
)

_PUBLISHERS = "select country, publisher from document where publisher is not null"
# A letter's title names whom it is sent to.
_TITLES = """
    select country, title from document where publisher is null and kind <> 'mandate_letter'
"""
_OWNERS = """
    select register_id, coalesce(body_country, country), organisation, deployment_id
    from deployment
"""
# A generic word ("the agencies") is no name: kept are known bodies, and words with a capital that
# do not begin the sentence.
_ACTORS = """
    select d.country, f.quote, f.organisation_id
    from claim_facet f join document d using (document_id)
    where f.facet = 'actor' and f.value = 'public_body' and f.quote is not null
      and (f.organisation_id is not null
           or (f.start_char > 0 and lower(f.quote[1]) <> f.quote[1]))
"""


@lru_cache(maxsize=1)
def shipped_organisations() -> Organisations:
    """The project's list of public bodies, read once per process."""
    return load_organisations(DATA_FOLDER)


def store_name_matches(store: Store, organisations: Organisations) -> int:
    """Match every name in the store and write the four tables about bodies anew.

    Documents collected without a publisher are by the body of their country that the title names,
    if it names one ("NASA AI use cases"); titles that name none are no names and are not kept.

    Replaces `organisation`, `organisation_predecessor`, `organisation_name_match` and
    `deployment_body`, all or none. Run after documents are coded and registers loaded, before
    they are compared. Returns how many different names were matched.
    """
    index = index_names(organisations)
    matches = match_names(_found_names(store), index)
    matches += _matched_titles(store, organisations)
    bodies = list(_deployment_bodies(store, index))
    with store.transaction():
        store.replace_all(OrganisationRecord, _organisation_rows(organisations))
        store.replace_all(OrganisationPredecessor, _predecessor_rows(organisations))
        store.replace_all(OrganisationNameMatch, matches)
        store.replace_all(DeploymentBody, bodies)
    return len(matches)


def describe_matches(matches: list[OrganisationNameMatch]) -> list[str]:
    """One line per register: how many of its rows have a known owner, as the command prints it."""
    lines = []
    for register_id in sorted({row.register_id for row in matches if row.register_id}):
        rows = [row for row in matches if row.register_id == register_id]
        total = sum(row.row_count for row in rows)
        matched = sum(row.row_count for row in rows if row.organisation_id is not None)
        others = sum(row.row_count for row in rows if row.basis == "not a public body")
        lines.append(
            f"{register_id}: {matched:,} of {total:,} rows ({matched / total:.1%}) have a known "
            f"public body, {others:,} are of no public body"
        )
    return lines


def _found_names(store: Store) -> Iterator[FoundName]:
    for country, name in store.query(_PUBLISHERS).rows:
        yield FoundName("publisher", None, country, name)
    for register_id, country, name, _ in store.query(_OWNERS).rows:
        yield FoundName("register", register_id, country, name)
    for country, name, organisation_id in store.query(_ACTORS).rows:
        yield FoundName("actor", None, country, name, organisation_id)


def _matched_titles(store: Store, organisations: Organisations) -> Iterator[OrganisationNameMatch]:
    names = index_bodies(organisations)
    for (country, title), count in Counter(store.query(_TITLES).rows).items():
        named = {found.organisation_id for found in find_bodies(title, country, names)}
        own = [one for one in named if organisations.by_id[one].country == country]
        if len(named) == len(own) == 1:
            yield OrganisationNameMatch("title", None, country, title, own[0], "in it", count)


def _deployment_bodies(store: Store, index: NameIndex) -> Iterator[DeploymentBody]:
    found = cache(lambda name, country: match_name(name, country, index))  # few own many rows
    for register_id, country, name, deployment_id in store.query(_OWNERS).rows:
        match = found(name, country)
        yield DeploymentBody(register_id, deployment_id, match.organisation_id, match.basis)


def _organisation_rows(organisations: Organisations) -> Iterator[OrganisationRecord]:
    for organisation_id, body in organisations.by_id.items():
        yield OrganisationRecord(
            organisation_id, body.name, body.country, body.kind, body.number, body.parent
        )


def _predecessor_rows(organisations: Organisations) -> Iterator[OrganisationPredecessor]:
    for organisation_id, body in organisations.by_id.items():
        for earlier in body.predecessors:
            yield OrganisationPredecessor(organisation_id, earlier.id, earlier.year)
