"""Evidence on pages: nothing lost, each claim at one address, sentences never as a running text."""

from __future__ import annotations

import pytest

from data.records import Prevalence
from data.store import Store
from flows.comparing.correction import build_prevalence
from reports.evidence import LONGEST_CONTEXT, Evidence, Source, read_evidence
from reports.evidence_pages import SENTENCES_PER_PAGE, build_evidence_site
from reports.year import read_year
from tests.reports.conftest import ERRORS, NOW

SOURCE = Source("d" * 32, "A plan", "Ministry", "XN", 2024, None, None, None, is_excerpt=False)


def claim(number: int, code: str, sentence: int | None = None, source: Source = SOURCE) -> Evidence:
    return Evidence(
        claim_id=f"{number:016d}" + 16 * "0",
        sentence_id=f"{number if sentence is None else sentence:016d}" + 16 * "0",
        code=code,
        type="vision",
        score=0.5,
        language="en",
        page=1,
        link=None,
        sentence="Nets mend themselves.",
        spans=((0, 4),) if code == "growth" else ((5, 9),),
        before="Before.",
        after="After.",
        source=source,
    )


def test_every_claim_has_one_address_and_every_page_its_share() -> None:
    claims = [claim(number, "growth") for number in range(2 * SENTENCES_PER_PAGE + 1)]
    site = build_evidence_site(claims, 2024)
    pages = site.by_code["growth"]
    assert [page.name for page in pages] == [
        "evidence-growth.html",
        "evidence-growth-2.html",
        "evidence-growth-3.html",
    ]
    assert [len(page.shown) for page in pages] == [SENTENCES_PER_PAGE, SENTENCES_PER_PAGE, 1]
    assert len(set(site.places.values())) == len(claims)
    last = site.places[claims[-1].claim_id]
    assert last == f"evidence-growth-3.html#{pages[2].shown[0].anchor}"


def test_a_document_shows_a_sentence_once_with_all_its_codes_and_no_neighbours() -> None:
    site = build_evidence_site([claim(1, "growth", 7), claim(2, "trust", 7)], 2024)
    ((page,),) = site.by_document.values()
    (shown,) = page.shown
    assert [one.code for one in shown.claims] == ["growth", "trust"]
    assert [one.text for one in shown.stretches if one.is_cue] == ["Nets", "mend"]
    assert (shown.before, shown.after) == ("", "")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (("growth", "", "2024"), "evidence-growth.html"),
        (("growth", "", ""), "evidence-growth.html"),
        (("growth", "SE", "2024"), "evidence-growth-2.html#SE"),
        (("growth", "XN", ""), "evidence-growth.html#XN"),
        (("growth", "DK", "2024"), None),
        (("growth", "", "2023"), None),
        (("trust", "", "2024"), None),
    ],
)
def test_a_mark_finds_its_sentences(target: tuple[str, str, str], address: str | None) -> None:
    elsewhere = Source("e" * 32, "B", None, "SE", 2024, None, None, None, is_excerpt=False)
    first = [claim(number, "growth") for number in range(SENTENCES_PER_PAGE)]
    claims = [*first, claim(999, "growth", source=elsewhere)]
    assert build_evidence_site(claims, 2024).find(target) == address


def test_the_claims_of_the_year_are_read_with_what_stands_around_them(small_world: Store) -> None:
    small_world.replace_all(Prevalence, build_prevalence(small_world, ERRORS, 1))
    claims = read_evidence(read_year(small_world, 2024))
    sql = """select count(*) from claim join document using (document_id) where year = 2024"""
    assert len(claims) == small_world.query(sql).rows[0][0]
    found = next(one for one in claims if one.sentence.startswith("Data is the herring"))
    ((start, end),) = found.spans
    assert found.sentence[start:end] == "herring"
    assert found.before.startswith("Without a legal basis")
    assert found.source.fetched_on == NOW.date().isoformat()
    assert all(len(one.before) <= LONGEST_CONTEXT + 2 for one in claims)
    assert any(one.source.is_excerpt for one in claims)
