from __future__ import annotations

from pathlib import Path

import pytest

from data.declaration import load_declaration, load_folder
from data.errors import DeclarationError
from data.source import Source, load_sources

SOURCE = """\
title: Letters
publisher: Ministry of Tides
country: XN
kind: mandate_letter
language: en
licence: MIT
door:
  adapter: listing
  urls: [http://tides.example/letters/]
  link_selector: a.document
  year_pattern: '(20\\d\\d)'
bounds:
  least: 1
  most: 9
  reason: nine letters are known to exist
verified: false
"""


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "letters.yml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_declaration_loads(tmp_path: Path) -> None:
    source = load_declaration(write(tmp_path, SOURCE), Source)
    assert (source.publisher, source.bounds.most) == ("Ministry of Tides", 9)
    assert list(load_folder(tmp_path, Source)) == ["letters"]


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("licence: MIT", "license: MIT", 6, "license"),
        ("kind: mandate_letter", "kind: letter", 4, "kind"),
        ("  most: 9", "  most: many", 14, "bounds.most"),
        ("  most: 9", "  most: 0", 14, "bounds.most"),
        ("country: XN", "country: Norway", 3, "country"),
        ("'(20\\d\\d)'", "'(20'", 11, "door.year_pattern"),
        ("'(20\\d\\d)'", "'20'", 11, "door.year_pattern"),
        ("a.document", "'a..document'", 10, "door.link_selector"),
        ("link_selector: a", "selector: a", 10, "door.selector"),
        ("[http://tides.example/letters/]", "[tides.example]", 9, "door.urls.0"),
        ("adapter: listing", "adapter: teleport", 8, "door"),
    ],
)
def test_a_wrong_value_names_file_line_and_key(
    tmp_path: Path, old: str, new: str, line: int, key: str
) -> None:
    file = write(tmp_path, SOURCE.replace(old, new))
    with pytest.raises(DeclarationError) as caught:
        load_declaration(file, Source)
    assert f"{file}:{line}: key `{key}`" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  link_selector: a", "  link_selecter: a", "did you mean `link_selector`?"),
        ("  least: 1", "  lest: 1", "did you mean `least`?"),
        ("publisher: Min", "publishr: Min", "did you mean `publisher`?"),
        ("  adapter: listing\n", "", "`adapter` is missing in it"),
        ("country: XN", "country: NO", "put it in quotation marks"),
        ("adapter: listing", "adapter: teleport", "'govuk'"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = write(tmp_path, SOURCE.replace(old, new))
    with pytest.raises(DeclarationError) as caught:
        load_declaration(file, Source)
    assert said in str(caught.value)


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    file = write(tmp_path, SOURCE.replace("licence: MIT\n", ""))
    with pytest.raises(DeclarationError, match="key `licence`: Field required"):
        load_declaration(file, Source)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (SOURCE + "title: Again\n", 17, "`title` is given twice"),
        (SOURCE + "broken: [\n", 18, "not readable as YAML"),
        ("- a list\n", 1, "expected keys and values"),
        ("", 1, "expected keys and values"),
    ],
)
def test_what_is_not_a_declaration_is_refused(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(DeclarationError) as caught:
        load_declaration(file, Source)
    assert f"{file}:{line}: " in str(caught.value)
    assert words in str(caught.value)


def test_every_declared_source_loads(demo_files: Path) -> None:
    assert load_sources(demo_files / "sources")
    load_sources(demo_files.parent / "sources")
