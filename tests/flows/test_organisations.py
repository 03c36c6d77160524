"""The four tables about bodies: what they hold after a run, and after a run without rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from data.organisation import CountryBodies, Organisations
from data.records import (
    ClaimFacet,
    Deployment,
    DeploymentBody,
    Document,
    OrganisationNameMatch,
    OrganisationPredecessor,
    OrganisationRecord,
)
from data.store import Store, open_memory
from flows.organisations import describe_matches, store_name_matches
from reports.questions import open_questions

BODIES = CountryBodies.model_validate(
    {
        "country": "NO",
        "bodies": {
            "no_tide": {"name": "Tidevannsdirektoratet", "aliases": ["TVD"], "kind": "agency"},
            "no_old_tide": {"name": "Tidevannsverket", "kind": "agency", "parent": "no_tide"},
            "no_lock": {
                "name": "Slusetilsynet",
                "kind": "supervisor",
                "predecessors": [{"id": "no_old_tide", "year": 1999}],
            },
        },
        "not_public_bodies": ["Sluice Software"],
    }
)
ORGANISATIONS = Organisations(BODIES.bodies, "", {"NO": BODIES.not_public_bodies})

DOCUMENT = Document(
    document_id="d1",
    source_id="s1",
    title="Report",
    publisher="TIDEVANNSDIREKTORATET",
    country="NO",
    kind="report",
    year=2024,
    language="nb",
    format="html",
    url="https://example.org/d1",
    licence=None,
    note=None,
    is_excerpt=False,
    page_count=None,
    sha256="0" * 64,
    parser_version="p",
)


def deployment(deployment_id: str, organisation: str) -> Deployment:
    """A system of this owner, without a status."""
    return Deployment(
        register_id="r1",
        deployment_id=deployment_id,
        edition_id="2024",
        country="NO",
        organisation=organisation,
        name=f"System {deployment_id}",
        description=None,
        purpose=None,
        technology=None,
        status="unknown",
        status_raw="",
        status_basis="blank",
        start_on=None,
        start_basis=None,
        record_on=None,
        year=None,
        year_basis="unknown",
        url=None,
        source_file="r1.csv",
        row_number=1,
        row_json="{}",
    )


def actor(quote: str, start_char: int, organisation_id: str | None = None) -> ClaimFacet:
    """A body that a claim of the document says acts."""
    end_char = start_char + len(quote)
    return ClaimFacet(
        "c1", "d1", "actor", "public_body", organisation_id, None, start_char, end_char, quote
    )


@pytest.fixture
def store() -> Iterator[Store]:
    with open_memory() as opened:
        opened.append(Document, [DOCUMENT])
        owners = ("TVD", "TVD", "Sluice Software AS", "Bølgeetaten")
        opened.append(Deployment, [deployment(str(at), name) for at, name in enumerate(owners)])
        facets = [
            actor("TVD", 0, "no_tide"),
            actor("Bølgeetaten", 12),
            actor("Etaten", 0),  # begins the sentence: a capital says nothing
            actor("etaten", 12),
        ]
        opened.append(ClaimFacet, facets)
        yield opened


def test_every_name_is_matched_and_every_system_has_one_row(store: Store) -> None:
    assert store_name_matches(store, ORGANISATIONS) == 6
    rows = store.read(OrganisationNameMatch)
    assert {(row.found_in, row.name, row.organisation_id, row.row_count) for row in rows} == {
        ("publisher", "TIDEVANNSDIREKTORATET", "no_tide", 1),
        ("register", "TVD", "no_tide", 2),
        ("register", "Sluice Software AS", None, 1),
        ("register", "Bølgeetaten", None, 1),
        ("actor", "TVD", "no_tide", 1),
        ("actor", "Bølgeetaten", None, 1),
    }
    bodies = store.read(DeploymentBody, "true order by deployment_id")
    assert [(row.deployment_id, row.organisation_id, row.basis) for row in bodies] == [
        ("0", "no_tide", "alias"),
        ("1", "no_tide", "alias"),
        ("2", None, "not a public body"),
        ("3", None, "unmatched"),
    ]
    assert describe_matches(rows) == [
        "r1: 2 of 4 rows (50.0%) have a known public body, 1 are of no public body"
    ]


def test_the_declared_bodies_are_stored_with_their_kin(store: Store) -> None:
    store_name_matches(store, ORGANISATIONS)
    held = store.read(OrganisationRecord, "organisation_id = 'no_old_tide'")
    assert held == [
        OrganisationRecord("no_old_tide", "Tidevannsverket", "NO", "agency", None, "no_tide")
    ]
    assert store.read(OrganisationPredecessor) == [
        OrganisationPredecessor("no_lock", "no_old_tide", 1999)
    ]


def test_unmatched_names_are_listed_by_frequency_and_shares_are_told(store: Store) -> None:
    store_name_matches(store, ORGANISATIONS)
    open_questions(store)
    assert store.query("from out_unmatched_name").rows == [("NO", "Bølgeetaten", 2, 2, "actor, r1")]
    sql = "select * from out_name_match_share where found_in = 'register'"
    (row,) = store.query(sql).as_dicts()
    assert (row["row_count"], row["name_count"], row["matched_count"]) == (4, 3, 2)
    assert (row["other_count"], row["unmatched_count"]) == (1, 1)
    assert (row["matched_share"], row["known_share"]) == (0.5, 0.75)


def test_a_document_without_a_publisher_is_by_the_one_body_in_its_title(store: Store) -> None:
    titled = {
        "d2": ("Strategi for Tidevannsdirektoratet", None, "report"),
        "d3": ("Tidevannsdirektoratet og Slusetilsynet sammen", None, "report"),
        "d4": ("Tildelingsbrev til Slusetilsynet", None, "mandate_letter"),
        "d5": ("Slusetilsynet i tall", "Havneselskapet", "report"),
    }
    for document_id, (title, publisher, kind) in titled.items():
        one = replace(DOCUMENT, document_id=document_id, title=title)
        store.append(Document, [replace(one, publisher=publisher, kind=kind)])
    store_name_matches(store, ORGANISATIONS)
    (row,) = store.read(OrganisationNameMatch, "found_in = 'title'")
    assert (row.name, row.organisation_id) == ("Strategi for Tidevannsdirektoratet", "no_tide")
    open_questions(store)
    shares = store.query("select found_in from out_name_match_share").rows
    assert ("title",) not in shares


def test_rows_that_are_gone_leave_no_match_behind(store: Store) -> None:
    store_name_matches(store, ORGANISATIONS)
    store.replace_all(Deployment, [])
    store.replace_all(ClaimFacet, [])
    store.replace_all(Document, [])
    assert store_name_matches(store, ORGANISATIONS) == 0
    assert store.read(OrganisationNameMatch) == store.read(DeploymentBody) == []
    assert len(store.read(OrganisationRecord)) == 3
    assert describe_matches([]) == []
