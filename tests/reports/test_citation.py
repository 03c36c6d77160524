from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import rispy
import yaml

from data.errors import StoreError, UsageError
from data.records import Edition
from data.store import Store
from reports.citation import (
    build_citation_file,
    cite_claim,
    cite_edition,
    cite_figure,
    read_edition_row,
    render_text,
)
from reports.references import (
    Reference,
    read_references,
    render_bibtex,
    render_csl_json,
    render_ris,
)
from tests.reports.conftest import NOW, open_small_world

EDITION = Edition("2026.03.01.2", NOW, "0123abcd", "0.6.0", False)
HOSTILE = Reference(
    key="xn2020-a",
    title="Data & “gold” {50 %}\n<script>_x_</script>",
    author="Office of Tides, Nets and Nautics",
    year=2020,
    url="https://documents.example/a_b?c=d&e={f}",
    accessed_on=date(2026, 3, 1),
)


@pytest.fixture(scope="module")
def world() -> Iterator[Store]:
    with open_small_world() as store:
        yield store


def test_an_edition_is_cited_with_its_name_and_the_softwares_version() -> None:
    text = render_text(cite_edition(EDITION))
    assert "(2026)" in text
    assert "Edition 2026.03.01.2." in text
    assert "imaginaries 0.6.0" in text
    (item,) = json.loads(render_csl_json([cite_edition(EDITION)]))
    assert (item["type"], item["version"]) == ("dataset", "2026.03.01.2")


def test_a_claim_is_cited_with_its_words_and_document(world: Store) -> None:
    claim_id, quote, title = world.query(
        "select claim_id, quote, title from claim join document using (document_id) "
        "order by claim_id limit 1"
    ).rows[0]
    for given in (claim_id, claim_id[:8], claim_id.upper()):
        text = render_text(cite_claim(world, EDITION, given))
        assert f"“{quote}”" in text
        assert title in text
        assert "page 2" in text
        assert "Edition 2026.03.01.2" in text


@pytest.mark.parametrize("wanted", ["ffffffff", "abc", "%", ""])
def test_what_is_no_claim_says_what_can_be_cited(world: Store, wanted: str) -> None:
    with pytest.raises(UsageError, match="is no claim, figure or edition here"):
        cite_claim(world, EDITION, wanted)


def test_a_figure_is_cited_with_its_report() -> None:
    text = render_text(cite_figure(EDITION, "2025/hope-or-evidence"))
    assert "Figure “hope-or-evidence” of the report on 2025" in text


def test_an_edition_knows_its_name(world: Store) -> None:
    with pytest.raises(StoreError, match="does not say which edition"):
        read_edition_row(world)
    world.replace_all(Edition, [replace(EDITION, edition_id="2026.02.28"), EDITION])
    assert read_edition_row(world) == EDITION
    world.replace_all(Edition, [])


def test_the_citation_file_is_yaml_with_all_that_it_needs() -> None:
    cff = yaml.safe_load(build_citation_file(EDITION))
    assert cff["cff-version"] == "1.2.0"
    assert cff["type"] == "dataset"
    assert cff["version"] == "2026.03.01.2"
    assert cff["authors"]
    assert cff["references"][0]["version"] == "0.6.0"


def test_every_document_is_in_all_three_formats(world: Store) -> None:
    references = read_references(world)
    count = world.query("select count(*) from document").rows[0][0]
    assert len({reference.key for reference in references}) == count > 0
    assert len(bibtexparser.loads(render_bibtex(references)).entries) == count
    assert len(rispy.loads(render_ris(references))) == count
    assert len(json.loads(render_csl_json(references))) == count


def test_marks_of_bibtex_in_a_title_are_text() -> None:
    text = render_bibtex([HOSTILE])
    (entry,) = bibtexparser.loads(text).entries
    assert entry["title"] == r"{Data \& “gold” \{50 \%\} <script>\_x\_</script>}"
    assert entry["url"] == "https://documents.example/a_b?c=d&e=%7Bf%7D"
    assert text.count("{") == text.count("}")


def test_a_body_with_a_comma_stays_one_author() -> None:
    (entry,) = rispy.loads(render_ris([HOSTILE]))
    assert entry["authors"] == ["Office of Tides Nets and Nautics"]
    assert entry["title"] == "Data & “gold” {50 %} <script>_x_</script>"
    (item,) = json.loads(render_csl_json([HOSTILE]))
    assert item["author"] == [{"literal": "Office of Tides, Nets and Nautics"}]
    assert item["accessed"] == {"date-parts": [[2026, 3, 1]]}
