"""Countries: every name that a source may write has its code, and the other way round."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.country import COUNTRIES, Countries, country_code, country_name
from data.declaration import load_declaration
from data.errors import DeclarationError, UsageError


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("norway", "NO"),
        ("Norge", "NO"),
        ("NO", "NO"),
        ("no", "NO"),
        ("uk", "GB"),
        ("usa", "US"),
        ("United States of America", "US"),
        ("uae", "AE"),
        ("south_korea", "KR"),
        ("saudi_arabia", "SA"),
        ("The Netherlands", "NL"),
        ("Cote d’Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Guinea Bissau", "GW"),
        ("eu", "EU"),
        ("oecd", "OECD"),
        ("un", "UN"),
        ("unesco", "UNESCO"),
        ("international", "INT"),
        ("arab_league", "LAS"),
        ("XN", "XN"),
    ],
)
def test_names_and_codes_are_understood(name: str, code: str) -> None:
    assert country_code(name) == code


def test_an_unknown_country_is_refused_with_the_file_to_add_it_to() -> None:
    with pytest.raises(UsageError, match=r"'Atlantis'.*countries\.yml"):
        country_code("Atlantis")
    with pytest.raises(UsageError, match="'QQ'"):
        country_name("QQ")


def test_every_code_and_name_leads_back_to_its_code() -> None:
    declared = load_declaration(COUNTRIES, Countries)
    assert len(declared.countries) == 249
    assert all(len(code) == 2 for code in declared.countries)
    for code, names in declared.names().items():
        assert country_name(code) == names[0]
        assert [country_code(name) for name in (code, *names)] == [code] * (len(names) + 1)


def test_a_name_that_two_codes_claim_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "countries.yml"
    file.write_text(
        'countries: {"AA": [Eastland], "BB": [Westland, eastland]}\n'
        "above_countries: {}\nfictional: {}\n",
        encoding="utf-8",
    )
    with pytest.raises(DeclarationError, match="'eastland' stands for both AA and BB"):
        load_declaration(file, Countries)


def test_every_country_of_the_corpus_has_a_code(shared: Path) -> None:
    with (shared / "corpus" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    assert len(rows) > 200
    for row in rows:
        assert country_code(row["publisher/country"])
        assert country_code(row["path"].split("/")[0])
