"""How many bodies a register has of those that must report, or of those that we know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from data.records import DeploymentBody, OrganisationRecord, RegisterCoverage, RegisterRecord
from data.store import Store, open_memory
from reports.questions import open_questions

BODIES = (
    OrganisationRecord("xn_harbours", "Ministry of Harbours", "XN", "ministry", None, None),
    OrganisationRecord("xn_pilots", "Pilot Office", "XN", "agency", None, "xn_harbours"),
    OrganisationRecord("xn_lamps", "Lamp Office", "XN", "agency", None, None),
    OrganisationRecord("xn_town", "Eastport", "XN", "municipality", None, None),
    OrganisationRecord("se_other", "Other", "SE", "agency", None, None),
)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_memory() as store:
        store.append(OrganisationRecord, list(BODIES))
        store.append(DeploymentBody, [DeploymentBody("list", "1", "xn_pilots", "exact")])
        open_questions(store)
        yield store


def add(store: Store, *, country: str = "XN", national: bool = True, **fields: Any) -> None:
    store.append(
        RegisterRecord,
        [
            RegisterRecord(
                "list", "A list", country, national, "national", "list", "Office", "en", "CC0",
                "https://a.example", None, "2025", "2025", 1, 1, 0, False, None,
            )
        ],
    )  # fmt: skip
    card: dict[str, Any] = {
        "must_contain": None,
        "reporters": None,
        "publication_rule": None,
        "reporting_since_on": None,
        "row_count": 1,
        "blank_status_count": 0,
        "blank_status_share": 0.0,
        "body_count": 1,
        "declared_body_count": None,
        "reporting_body_share": None,
        "last_change_on": "2025",
        "dormant_after_month_count": 18,
        "is_dormant": None,
    }
    store.append(RegisterCoverage, [RegisterCoverage("list", **(card | fields))])


@pytest.mark.parametrize(
    ("fields", "share", "basis"),
    [
        ({}, 1 / 4, "of the 4 bodies of XN that we know"),
        ({"body_kinds": "ministry, agency"}, 1 / 3, "of the 3 bodies of XN of the kinds"),
        # The agency's row is the ministry's, where ministries report for their agencies.
        ({"body_kinds": "ministry, agency", "parts_report": False}, 1 / 2, "of the 2 bodies"),
        ({"declared_body_count": 8, "reporting_body_share": 0.125}, 0.125, "of the 8 bodies that"),
        ({"country": "DK"}, None, "none: no body of DK is declared"),
        ({"national": False}, None, "none: it counts for no country"),
    ],
)
def test_the_share_of_bodies_says_of_which_bodies(
    store: Store, fields: dict[str, Any], share: float | None, basis: str
) -> None:
    add(store, **fields)
    sql = "select body_share, body_share_basis from out_register_coverage"
    ((found, said),) = store.query(sql).rows
    assert found == (None if share is None else pytest.approx(share))
    assert said.startswith(basis)
