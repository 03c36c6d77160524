"""The public bodies as shipped, and what their loader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.country import country_name
from data.errors import DeclarationError
from data.organisation import Organisations, load_organisations
from data.organisation_name import name_key
from data.settings import DATA_FOLDER

BODY = "{name: Harbour Board, aliases: [HB], kind: agency}"


def load(folder: Path, bodies: str, country: str = "GB", rest: str = "") -> Organisations:
    """Write a country's file beside those that are there, and load all."""
    place = folder / "organisations"
    place.mkdir(exist_ok=True)
    indented = "".join(f"  {line}\n" for line in bodies.splitlines())
    text = f"country: {country}\n{rest}bodies:\n{indented}"
    (place / f"{country.lower()}.yml").write_text(text, encoding="utf-8")
    return load_organisations(folder)


@pytest.fixture(scope="module")
def shipped() -> Organisations:
    return load_organisations(DATA_FOLDER)


def test_every_body_has_a_known_country(shipped: Organisations) -> None:
    assert len(shipped.by_id) >= 80
    for body in shipped.by_id.values():
        assert country_name(body.country)


def test_no_name_stands_for_two_bodies_of_a_country(shipped: Organisations) -> None:
    bodies: dict[tuple[str, str], set[str]] = {}
    for organisation_id, body in shipped.by_id.items():
        for name in body.all_names():
            key = name_key(name, shipped.forms[body.country])
            assert key, name
            bodies.setdefault((body.country, key), set()).add(organisation_id)
    assert {name: ids for name, ids in bodies.items() if len(ids) > 1} == {}


def test_parents_and_predecessors_are_bodies_too(shipped: Organisations) -> None:
    by_id = shipped.by_id
    assert by_id["no_skatteetaten"].parent == "no_fin"
    assert by_id["us_nist"].parent == "us_commerce"
    assert [(one.id, one.year) for one in by_id["no_digdir"].predecessors] == [("no_difi", 2020)]
    named = [body.parent for body in by_id.values() if body.parent]
    named += [one.id for body in by_id.values() for one in body.predecessors]
    assert set(named) <= set(by_id)
    assert len(named) > 200


def test_ids_that_other_tables_hold_stay() -> None:
    """Claims, reviews and ledgers of earlier runs name bodies by these ids."""
    lasting = {
        "no_digdir", "no_difi", "no_skatteetaten", "no_nav", "no_helsedirektoratet", "no_oslo",
        "se_digg", "se_skatteverket", "se_forsakringskassan", "dk_digst", "gb_dsit", "gb_osr",
        "gb_nhs", "us_dod", "us_labor", "us_omb", "ca_ised", "ca_tbs", "eu_commission", "oecd",
    }  # fmt: skip
    assert lasting <= set(load_organisations(DATA_FOLDER).by_id)


def test_running_text_is_not_searched_for_names_of_registers(shipped: Organisations) -> None:
    names = shipped.ids_by_name()
    assert names["Skatteetaten"] == ("no_skatteetaten",)
    assert {"VA", "ED", "SEC", "Police", "MOD", "CO", "PT", "OUS"}.isdisjoint(names)
    assert "Department of Education" not in names  # of many countries


def test_a_shared_name_is_told_apart_by_country(shipped: Organisations) -> None:
    ids = shipped.ids_by_name()["Datatilsynet"]
    assert set(ids) == {"no_datatilsynet", "dk_datatilsynet"}
    assert shipped.choose(ids, ("DK", "NO")) == "dk_datatilsynet"
    assert shipped.choose(ids, ("NO",)) == "no_datatilsynet"
    assert shipped.choose(ids, ("SE",)) is None
    assert shipped.choose(("no_ks",), ()) == "no_ks"


def weighted(digits: str, weights: list[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def luhn(digits: str) -> int:
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(value - 9 if value > 9 else value for value in doubled)


def test_numbers_have_the_check_digit_of_their_register(shipped: Organisations) -> None:
    checked = 0
    for organisation_id, body in shipped.by_id.items():
        if body.number is None:
            continue
        digits = body.number.replace("-", "")
        remainders = {
            "NO": lambda d: weighted(d, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11,
            "DK": lambda d: weighted(d, [2, 7, 6, 5, 4, 3, 2, 1]) % 11,
            "SE": lambda d: luhn(d) % 10,
        }
        assert remainders[body.country](digits) == 0, organisation_id
        checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"a_b: {BODY}\nc_d: {BODY}\n", "'Harbour Board' stands for both a_b and c_d in GB"),
        (
            f"a_b: {BODY}\nc_d: {{name: HARBOUR board, kind: agency}}\n",
            "'HARBOUR board' stands for both a_b and c_d in GB",
        ),
        (f"a_b: {BODY.replace('HB', 'Harbour Board')}\n", "'Harbour Board' stands for both"),
        (f"a_b: {BODY.replace('kind: agency', 'kind: agency, country: SE')}\n", "a_b is of SE"),
        (f"a_b: {BODY.replace('agency', 'club')}\n", r"gb\.yml:3.*kind"),
        (f"A-B: {BODY}\n", r"gb\.yml:3.*A-B"),
        (f"a_b: {BODY.replace('kind', 'sort')}\n", r"gb\.yml:3.*sort"),
        (f"a_b: {BODY.replace('agency', 'agency, parent: x_y')}\n", "a_b has 'x_y' as parent"),
        (f"a_b: {BODY.replace('agency', 'agency, parent: a_b')}\n", "a_b has 'a_b' as parent"),
        (
            "a_b: {name: One, kind: agency, parent: c_d}\n"
            "c_d: {name: Two, kind: agency, parent: a_b}\n",
            "its own parent's parent",
        ),
        (
            f"a_b: {BODY.replace('agency', 'agency, predecessors: [{id: x_y, year: 2001}]')}\n",
            "a_b has 'x_y' as parent or predecessor",
        ),
    ],
)
def test_a_wrong_body_stops_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        load(tmp_path, text)


def test_a_file_is_named_by_a_known_country(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"uk\.yml:1.*UK"):
        load(tmp_path, f"a_b: {BODY}\n", "UK")
    (tmp_path / "organisations" / "uk.yml").rename(tmp_path / "organisations" / "se.yml")
    text = (tmp_path / "organisations" / "se.yml").read_text().replace("UK", "GB")
    (tmp_path / "organisations" / "se.yml").write_text(text)
    with pytest.raises(DeclarationError, match=r"se\.yml: `country: GB` belongs into gb\.yml"):
        load_organisations(tmp_path)


def test_a_name_is_a_body_or_it_is_not(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="'harbour board' is a_b, and under"):
        load(tmp_path, f"a_b: {BODY}\n", rest="not_public_bodies: [harbour board]\n")


def test_an_id_is_of_one_country(tmp_path: Path) -> None:
    load(tmp_path, f"a_b: {BODY}\n")
    with pytest.raises(DeclarationError, match=r"se\.yml: declared elsewhere too: \['a_b'\]"):
        load(tmp_path, f"a_b: {BODY}\n", "SE")


def test_two_countries_may_share_a_name_and_the_hash_follows_the_names(tmp_path: Path) -> None:
    one = load(tmp_path, f"a_b: {BODY}\n")
    two = load(tmp_path, f"c_d: {BODY}\n", "SE")
    assert two.ids_by_name()["HB"] == ("a_b", "c_d")
    assert one.hash != two.hash


def test_a_file_and_a_body_may_keep_names_out_of_running_text(tmp_path: Path) -> None:
    loud = BODY.replace("Harbour Board", "Tide Board").replace("HB", "TB")
    loud = loud.replace("agency", "agency, in_text: true, register_names: [Tides]")
    bodies = load(tmp_path, f"a_b: {BODY}\nc_d: {loud}\n", rest="in_text: false\n")
    assert bodies.ids_by_name() == {"Tide Board": ("c_d",), "TB": ("c_d",)}
    assert bodies.by_id["c_d"].all_names() == ("Tide Board", "TB", "Tides")
