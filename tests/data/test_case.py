from __future__ import annotations

from pathlib import Path

import pytest

from data.case import CASES, load_cases
from data.errors import DeclarationError

GOOD = """\
title: "Road office: snow ploughs"
country: XN
bodies: [Road office]
systems: [Snow plough planner]
standing: ["A planner for ploughs, told because two lists differ."]
"""


def test_every_declared_case_is_read() -> None:
    cases = load_cases()
    assert set(cases) == {path.stem for path in CASES.glob("*.yml")}
    assert len(cases) >= 3
    for case in cases.values():
        assert case.standing[0].endswith(".")
        assert len(set(case.systems)) == len(case.systems)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD + "status: production\n", "status"),
        (GOOD.replace("[Snow plough planner]", "[]"), "systems"),
        (GOOD.replace("country: XN", "country: Nordavia"), "country"),
    ],
)
def test_a_wrong_case_names_its_key(wrong: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "plough.yml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_cases(tmp_path)["plough"].mentions == ()
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(DeclarationError, match=told):
        load_cases(tmp_path)
