from __future__ import annotations

from pathlib import Path

import pytest

from data.country_language import load_country_languages
from data.errors import DeclarationError


def test_a_country_writes_in_the_languages_declared() -> None:
    languages = load_country_languages()
    assert set(languages["CA"]) == {"en", "fr"}
    assert {"nb", "nn"} <= set(languages["NO"])
    assert "EU" not in languages


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('languages: {"ZZZ": [en]}', "no country has the code 'ZZZ'"),
        ('languages: {"SE": [english]}', "'english' is no language code"),
        ('languages: {"SE": []}', "at least 1 item"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "country_languages.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=message):
        load_country_languages(path)
