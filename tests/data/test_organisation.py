"""The public bodies as shipped, and what their loader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.country import country_name
from data.errors import DeclarationError
from data.organisation import Organisations, load_organisations
from data.settings import DATA_FOLDER

BODY = "{name: Harbour Board, aliases: [HB], country: GB, kind: agency}"


def load(folder: Path, text: str) -> Organisations:
    (folder / "organisations.yml").write_text(text, encoding="utf-8")
    return load_organisations(folder)


@pytest.fixture(scope="module")
def shipped() -> Organisations:
    return load_organisations(DATA_FOLDER)


def test_every_body_has_a_known_country(shipped: Organisations) -> None:
    assert len(shipped.by_id) >= 80
    for body in shipped.by_id.values():
        assert country_name(body.country)


def test_no_name_stands_for_two_bodies_of_a_country(shipped: Organisations) -> None:
    names = [(body.country, name) for body in shipped.by_id.values() for name in body.names()]
    assert len(names) == len(set(names))


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
        (f"a_b: {BODY.replace('HB', 'Harbour Board')}\n", "'Harbour Board' stands for both"),
        (f"a_b: {BODY.replace('GB', 'UK')}\n", r"organisations\.yml:1.*UK"),
        (f"a_b: {BODY.replace('agency', 'club')}\n", r"organisations\.yml:1.*kind"),
        (f"A-B: {BODY}\n", r"organisations\.yml:1.*A-B"),
        (f"a_b: {BODY.replace('kind', 'sort')}\n", r"organisations\.yml:1.*sort"),
    ],
)
def test_a_wrong_body_stops_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DeclarationError, match=message):
        load(tmp_path, text)


def test_two_countries_may_share_a_name_and_the_hash_follows_the_names(tmp_path: Path) -> None:
    one = load(tmp_path, f"a_b: {BODY}\n")
    two = load(tmp_path, f"a_b: {BODY}\nc_d: {BODY.replace('GB', 'SE')}\n")
    assert two.ids_by_name()["HB"] == ("a_b", "c_d")
    assert one.hash != two.hash
