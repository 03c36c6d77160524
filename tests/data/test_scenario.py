from __future__ import annotations

from pathlib import Path

import pytest

from data.codebook import code_families
from data.errors import DeclarationError
from data.scenario import load_scenarios
from data.settings import DATA_FOLDER


def test_the_shipped_poles_speak_of_codes_that_there_are() -> None:
    scenarios = load_scenarios(DATA_FOLDER, code_families(DATA_FOLDER))
    assert len(scenarios.axes) == 2
    for axis in scenarios.axes.values():
        assert axis.open
        assert axis.closed


@pytest.mark.parametrize(
    ("closed", "message"),
    [
        ("[{code: gulls}]", "unknown code 'gulls'"),
        ("[{code: trust}]", "on both poles: trust"),
        ("[{code: control, weight: 2}]", "unknown key"),
        ("[]", "at least 1"),
    ],
)
def test_a_pole_that_makes_no_sense_is_refused(tmp_path: Path, closed: str, message: str) -> None:
    text = f"axes:\n  one:\n    open: [{{code: trust}}]\n    closed: {closed}\n"
    (tmp_path / "scenarios.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=message):
        load_scenarios(tmp_path, {"trust", "control"})
