from __future__ import annotations

import pytest

from data.organisation import Organisation, Organisations
from extractors.named_bodies import BodyNames, find_bodies, index_bodies


@pytest.fixture
def names() -> BodyNames:
    bodies = {
        "us_tides": Organisation(
            name="Department of Tides", aliases=("DOTI",), country="US", kind="agency"
        ),
        "us_gulls": Organisation(name="Department of Tides and Gulls", country="US", kind="agency"),
        "no_havn": Organisation(name="Finansdepartementet", country="NO", kind="ministry"),
        "se_hamn": Organisation(name="Finansdepartementet", country="SE", kind="ministry"),
    }
    return index_bodies(Organisations(bodies, "hash"))


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("The Department of Tides and Gulls shall count.", "US", ["us_gulls"]),
        ("The Secretary of Tides shall report to DOTI.", "US", ["us_tides", "us_tides"]),
        ("A department of tides would help; so would DOTIS.", "US", []),
        ("Finansdepartementet skal svare.", "SE", ["se_hamn"]),
        ("Finansdepartementet skal svare.", "NO", ["no_havn"]),
        ("Finansdepartementet skal svare.", "US", []),
    ],
)
def test_bodies_are_found_as_written(
    names: BodyNames, text: str, country: str, found: list[str]
) -> None:
    bodies = find_bodies(text, country, names)
    assert [body.organisation_id for body in bodies] == found
    assert all(text[body.start_char : body.end_char] == body.name for body in bodies)
