"""Linking of made-up register rows: what is one system, what is not, and why."""

from __future__ import annotations

import dataclasses

import pytest

from data.concept import load_concepts
from data.records import Deployment, DeploymentLink
from data.settings import DATA_FOLDER
from data.system_words import load_system_words
from models.link import Key, Linking, link_deployments
from models.link_rows import Bodies, address_key
from models.link_words import Meanings


@pytest.fixture(scope="module")
def meanings() -> Meanings:
    return Meanings(load_system_words(DATA_FOLDER), load_concepts(DATA_FOLDER))


def make_row(register_id: str, deployment_id: str, name: str, **fields: object) -> Deployment:
    row = Deployment(
        register_id=register_id,
        deployment_id=deployment_id,
        edition_id="2025",
        country="NO",
        organisation="Fjordtilsynet",
        name=name,
        description=None,
        purpose=None,
        technology=None,
        status="pilot",
        status_raw="Pilot",
        status_basis="stated",
        start_on=None,
        start_basis=None,
        record_on=None,
        year=None,
        year_basis="unknown",
        url=None,
        source_file="list.csv",
        row_number=1,
        row_json="{}",
    )
    return dataclasses.replace(row, **fields)  # type: ignore[arg-type]


OTHERS = [
    make_row("home", "o1", "Register over brønner", organisation="Brønnetaten"),
    make_row("home", "o2", "Samtalerobot for pensjon", organisation="Pensjonskontoret"),
    make_row("home", "o3", "Kartlegging av skredfare fra fly", organisation="Skredvakten"),
    make_row("above", "o4", "Counting seals in drone pictures", organisation="Seal Council"),
    make_row("above", "o5", "Translation of school letters", organisation="School Board"),
    make_row("above", "o6", "Parking permits by robot", organisation="City of Havn"),
]
"""So that words have weights: a name is rare or common only among other names."""


def link(
    meanings: Meanings,
    *rows: Deployment,
    bodies: dict[Key, str] | None = None,
    verdicts: dict[frozenset[Key], bool] | None = None,
) -> Linking:
    return link_deployments(
        [*OTHERS, *rows],
        {"home": "nb", "above": "en", "sister": "en"},
        meanings,
        Bodies(bodies or {}, {"tolletaten": "ministry"}),
        verdicts=verdicts,
    )


def group_of(linking: Linking, register_id: str, deployment_id: str) -> str:
    (group,) = (
        one.group_id
        for one in linking.groups
        if (one.register_id, one.deployment_id) == (register_id, deployment_id)
    )
    return group


def link_between(linking: Linking, first: Key, second: Key) -> DeploymentLink | None:
    for one in linking.links:
        if {(one.register_a, one.deployment_id_a), (one.register_b, one.deployment_id_b)} == {
            first,
            second,
        }:
            return one
    return None


LAKE_HOME = make_row(
    "home",
    "1",
    "TARNVAKT (prediksjon av flomulykker)",
    description="Etaten vil forutsi ulykker ved flom, slik at kommunen kan varsle skoler i tide.",
)
LAKE_ABOVE = make_row(
    "above",
    "9",
    "Predicting flood accidents",
    description="The authority predicts accidents in floods, so that schools can be warned.",
    organisation="Norwegian Fjord Authority",
)
SAME_BODY = {("home", "1"): "fjordtilsynet", ("above", "9"): "fjordtilsynet"}


def test_one_system_is_found_across_languages(meanings: Meanings) -> None:
    linking = link(meanings, LAKE_HOME, LAKE_ABOVE, bodies=SAME_BODY)
    assert group_of(linking, "home", "1") == group_of(linking, "above", "9")
    found = link_between(linking, ("home", "1"), ("above", "9"))
    assert found is not None
    assert found.state == "link"
    assert "same body" in found.reasons
    assert "across languages" in found.reasons


def test_the_same_task_in_another_body_is_another_system(meanings: Meanings) -> None:
    other = {("home", "1"): "fjordtilsynet", ("above", "9"): "lake_council"}
    linking = link(meanings, LAKE_HOME, LAKE_ABOVE, bodies=other)
    assert group_of(linking, "home", "1") != group_of(linking, "above", "9")


def test_every_row_gets_one_group_and_all_scores_are_shares(meanings: Meanings) -> None:
    linking = link(meanings, LAKE_HOME, LAKE_ABOVE, bodies=SAME_BODY)
    keys = [(one.register_id, one.deployment_id) for one in linking.groups]
    assert sorted(keys) == sorted(
        (row.register_id, row.deployment_id) for row in [*OTHERS, LAKE_HOME, LAKE_ABOVE]
    )
    for one in linking.links:
        for share in (one.score, one.name_score, one.text_score, one.organisation_score):
            assert 0 <= share <= 1


def test_rows_are_linked_alike_in_whatever_order_they_come(meanings: Meanings) -> None:
    forth = link(meanings, LAKE_HOME, LAKE_ABOVE, bodies=SAME_BODY)
    back = link(meanings, LAKE_ABOVE, LAKE_HOME, bodies=SAME_BODY)
    assert forth == back


@pytest.mark.parametrize("is_same", [True, False])
def test_a_verdict_overrules_the_score(meanings: Meanings, is_same: bool) -> None:
    bodies = SAME_BODY if not is_same else {("home", "1"): "one", ("above", "9"): "another"}
    pair = frozenset({("home", "1"), ("above", "9")})
    linking = link(meanings, LAKE_HOME, LAKE_ABOVE, bodies=bodies, verdicts={pair: is_same})
    together = group_of(linking, "home", "1") == group_of(linking, "above", "9")
    assert together == is_same
    found = link_between(linking, ("home", "1"), ("above", "9"))
    assert found is not None
    assert (found.state, found.basis) == ("link" if is_same else "different", "review")


def test_a_verdict_on_a_row_that_is_gone_does_no_harm(meanings: Meanings) -> None:
    pair = frozenset({("home", "1"), ("above", "vanished")})
    assert link(meanings, LAKE_HOME, verdicts={pair: True}).links == []


def test_rows_of_different_countries_are_never_linked(meanings: Meanings) -> None:
    abroad = dataclasses.replace(LAKE_ABOVE, body_country="FI", country="EU")
    linking = link(meanings, LAKE_HOME, abroad, bodies=SAME_BODY)
    assert link_between(linking, ("home", "1"), ("above", "9")) is None


def test_a_row_of_a_register_above_countries_is_of_its_bodys_country(meanings: Meanings) -> None:
    above = dataclasses.replace(LAKE_ABOVE, body_country="NO", country="EU")
    linking = link(meanings, LAKE_HOME, above, bodies=SAME_BODY)
    assert group_of(linking, "home", "1") == group_of(linking, "above", "9")


def test_a_common_name_in_many_bodies_says_nothing(meanings: Meanings) -> None:
    towns = [
        make_row("home", f"t{number}", "Chatbot", organisation=f"Tettsted {number}")
        for number in range(8)
    ]
    linking = link(meanings, *towns, make_row("above", "c", "Chatbot", organisation="Town Hall"))
    groups = {group_of(linking, "home", f"t{number}") for number in range(8)}
    assert len(groups | {group_of(linking, "above", "c")}) == 9
    assert sum(one.deployment_id_a == "c" for one in linking.links) <= 3


def test_the_same_address_links_and_a_page_about_many_systems_does_not(
    meanings: Meanings,
) -> None:
    page = "https://forskning.example/no/prosjekt/17"
    home = make_row("home", "1", "Flomvarsling", url=page)
    above = make_row("above", "9", "Flood warnings at sea", url=page + "/")
    assert group_of(link(meanings, home, above), "home", "1") == group_of(
        link(meanings, home, above), "above", "9"
    )
    more = [make_row("above", f"m{n}", f"Wind tunnel {n}", url=page) for n in range(3)]
    found = link_between(link(meanings, home, above, *more), ("home", "1"), ("above", "9"))
    assert found is None or found.has_same_address is None


def test_an_abbreviation_of_the_other_name_counts(meanings: Meanings) -> None:
    home = make_row("home", "1", "Nytt Utvalgs Program – modell som velger oppgaver til kontroll")
    sister = make_row(
        "sister",
        "2",
        "NUP: selection for control",
        description="Selects returns that are likely to have errors.",
    )
    found = link_between(link(meanings, home, sister), ("home", "1"), ("sister", "2"))
    assert found is not None
    assert "same short name" in found.reasons


def test_a_name_of_one_word_beside_its_bodys_is_not_the_same_name(meanings: Meanings) -> None:
    home = make_row("home", "1", "Øye på Fjordvik", organisation="Fjordvik kommune")
    above = make_row("above", "9", "TARN Eye - Line in Snow", organisation="TARN Line in Snow")
    found = link_between(link(meanings, home, above), ("home", "1"), ("above", "9"))
    assert found is None or (found.name_score < 0.9 and found.state != "link")
    again = make_row("above", "9", "Eye of Fjordvik", organisation="Fjordvik")
    same = link_between(link(meanings, home, again), ("home", "1"), ("above", "9"))
    assert same is not None
    assert same.name_score >= 0.9


def test_the_initials_of_a_survey_in_unlike_systems_do_not_link(meanings: Meanings) -> None:
    home = make_row(
        "above",
        "1",
        "Made-up names of boats for coding the FHBS survey",
        description="Invents names of boats so that coders can train without real ones.",
    )
    other = make_row(
        "sister",
        "2",
        "Language model to sort interviewers' case notes of the survey (FHBS)",
        description="Sorts what interviewers wrote down about households that refused.",
    )
    bodies = {("above", "1"): "fjordtilsynet", ("sister", "2"): "fjordtilsynet"}
    found = link_between(
        link(meanings, home, other, bodies=bodies), ("above", "1"), ("sister", "2")
    )
    assert found is None or found.state != "link"


def test_a_register_may_list_a_system_twice(meanings: Meanings) -> None:
    said = "Robot that reads meters in basements and sends them to the water works every night."
    twice = [make_row("above", f"d{n}", "Meter robot", description=said) for n in range(2)]
    linking = link(meanings, *twice)
    assert group_of(linking, "above", "d0") == group_of(linking, "above", "d1")
    other = make_row("above", "d1", "Meter robot", description="Draws maps of old harbours.")
    linking = link(meanings, twice[0], other)
    assert group_of(linking, "above", "d0") != group_of(linking, "above", "d1")


def test_two_rows_that_fit_as_well_are_left_to_a_person(meanings: Meanings) -> None:
    home = make_row("home", "1", "Avalanche early warning model for mountain roads")
    rivals = [
        make_row("above", f"r{n}", f"Avalanche early warning model for mountain roads {word}")
        for n, word in enumerate(("north", "south"))
    ]
    linking = link(meanings, home, *rivals)
    states = {
        one.state for one in linking.links if (one.register_b, one.deployment_id_b) == ("home", "1")
    }
    assert states == {"doubtful"}


def test_no_rows_no_groups(meanings: Meanings) -> None:
    assert link_deployments([], {}, meanings, Bodies({}, {})) == Linking([], [])


@pytest.mark.parametrize(
    ("first", "second", "are_same"),
    [
        ("https://www.havn.example/a/", "http://havn.example/a", True),
        ("https://havn.example/a?id=1", "https://havn.example/a?id=2", False),
        ("https://havn.example/", "https://havn.example", None),
        (None, "https://havn.example/a", False),
    ],
)
def test_addresses_are_compared_without_their_dress(
    first: str | None, second: str | None, are_same: bool | None
) -> None:
    if are_same is None:
        assert address_key(first) is None
        assert address_key(second) is None
    else:
        assert (address_key(first) == address_key(second)) is are_same
