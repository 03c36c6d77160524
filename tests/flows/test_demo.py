"""The demo finds what was planted in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from data.records import STATUSES
from data.store import Store
from tests.flows.conftest import DemoRun

RECALL_FLOOR, PRECISION_FLOOR, TYPE_FLOOR = 0.8, 0.8, 0.75
"""Of planted codes and types; the planted sentences are plain cases. Lowering one is a decision."""

Coded = dict[tuple[str, str], tuple[str, bool, frozenset[str]]]


def plain(text: str) -> str:
    return " ".join(text.split())


def path_of(url: str) -> str:
    return url.split(".example/")[1]


@pytest.fixture
def coded(edition: Store) -> Coded:
    """Type, scope and codes of every sentence, by document and text."""
    sql = """
        select d.url, s.text, s.type, s.in_scope,
               (select list(c.code) from claim c where c.sentence_id = s.sentence_id)
        from sentence s join document d using (document_id)
    """
    return {
        (path_of(url), plain(text)): (kind, in_scope, frozenset(codes or ()))
        for url, text, kind, in_scope, codes in edition.query(sql).rows
    }


def planted_sentences(demo: DemoRun) -> list[dict[str, Any]]:
    return [*demo.planted["claims"], *demo.planted["uncoded"]]


def test_every_document_is_read_as_what_it_is(demo: DemoRun, edition: Store) -> None:
    rows = edition.query("select url, kind, year, language, format, country from document").rows
    read = {path_of(url): rest for url, *rest in rows}
    assert read == {
        one["document"]: [one["kind"], one["year"], one["language"], one["format"], "XN"]
        for one in demo.planted["documents"]
    }


def test_every_planted_sentence_is_cut_whole(demo: DemoRun, coded: Coded) -> None:
    lost = [
        one["sentence"]
        for one in planted_sentences(demo)
        if (one["document"], plain(one["sentence"])) not in coded
    ]
    assert lost == []


def test_planted_claims_are_found(demo: DemoRun, coded: Coded) -> None:
    found = expected = assigned = 0
    for one in planted_sentences(demo):
        _, _, codes = coded[one["document"], plain(one["sentence"])]
        found += len(codes & set(one["codes"]))
        expected += len(one["codes"])
        assigned += len(codes)
    assert found / expected >= RECALL_FLOOR
    assert found / assigned >= PRECISION_FLOOR


def test_planted_types_are_found(demo: DemoRun, coded: Coded) -> None:
    right = [
        coded[one["document"], plain(one["sentence"])][0] == one["type"]
        for one in planted_sentences(demo)
    ]
    assert sum(right) / len(right) >= TYPE_FLOOR


@pytest.mark.parametrize("kind", ["code", "type", "year"])
def test_every_planted_code_type_and_year_is_found(demo: DemoRun, coded: Coded, kind: str) -> None:
    found: Counter[str] = Counter()
    for one in demo.planted["claims"]:
        kind_found, _, codes = coded[one["document"], plain(one["sentence"])]
        hits = codes & set(one["codes"])
        if kind == "code":
            found.update(hits)
        elif kind == "type" and kind_found == one["type"]:
            found[one["type"]] += len(one["codes"])
        elif kind == "year" and hits:
            found[str(one["year"])] += 1
    totals = demo.planted["totals"][kind]
    scarce = {key: (found[key], total) for key, total in totals.items() if found[key] < total / 2}
    assert scarce == {}


def test_every_sentence_has_scope_and_type(edition: Store) -> None:
    sql = "select count(*), count(in_scope), count(type), count(has_codebook) from sentence"
    total, *known = edition.query(sql).rows[0]
    assert known == [total] * 3


def test_the_topic_shift_is_found(demo: DemoRun, edition: Store) -> None:
    shift = demo.planted["topic_shift"]

    def share(words: list[str], years: tuple[int, int]) -> float:
        """The mean yearly share of the topics that one of the words is among the first of."""
        sql = """
            with chosen as (
                select topic_id from topic
                where language = ? and list_has_any(string_split(words, ', ')[:6], ?)
            ), yearly as (
                select period, sum(share) filter (topic_id in (from chosen)) as share
                from topic_share where language = ? and period between ? and ? group by period
            )
            select avg(coalesce(share, 0)) from yearly
        """
        language = shift["language"]
        return float(edition.query(sql, [language, words, language, *years]).rows[0][0])

    early, late = (2016, 2019), (2022, 2025)
    rising, falling = shift["words_rising"], shift["words_falling"]
    assert share(rising, late) > share(rising, early) + 0.1
    assert share(falling, early) > share(falling, late) + 0.1


def test_topic_shares_of_a_year_add_to_one(edition: Store) -> None:
    sql = "select sum(share) from topic_share group by language, period"
    sums = [row[0] for row in edition.query(sql).rows]
    assert sums
    assert sums == pytest.approx([1.0] * len(sums))


def test_every_deployment_is_on_record_with_status_and_year(demo: DemoRun, edition: Store) -> None:
    sql = "select register_id, name, organisation, status, status_raw, year from deployment"
    names = ("register_id", "name", "organisation", "status", "status_raw", "year")
    planted = {tuple(one[name] for name in names) for one in demo.planted["deployments"]}
    assert set(edition.query(sql).rows) == planted
    assert {row[3] for row in edition.query(sql).rows} <= set(STATUSES)


def test_the_promise_that_was_never_deployed_is_found(demo: DemoRun, edition: Store) -> None:
    name = demo.planted["promise_never_deployed"]["name"]
    rows = edition.query("select distinct state from out_promise where system = ?", [name]).rows
    assert rows == [("no record found",)]


def test_promises_that_were_kept_are_found(demo: DemoRun, edition: Store) -> None:
    kept = {
        one["name"]
        for one in demo.planted["promises"]
        if "production" in one["statuses"].values() and one["name"] != contradicted(demo)
    }
    assert len(kept) >= 2
    sql = "select distinct system from out_promise where state = 'on record as production'"
    assert kept <= {row[0] for row in edition.query(sql).rows}


def contradicted(demo: DemoRun) -> str:
    return str(demo.planted["contradiction"]["name"])


def test_the_contradiction_between_registers_is_found(demo: DemoRun, edition: Store) -> None:
    sql = """
        select register_a, status_a, register_b, status_b from out_contradiction
        where kind = 'incompatible' and name_a = ? and name_b = ?
    """
    (row,) = edition.query(sql, [contradicted(demo)] * 2).rows
    assert dict([row[:2], row[2:]]) == demo.planted["contradiction"]["statuses"]


def test_the_demo_says_that_it_is_fictional(demo: DemoRun) -> None:
    pages = sorted(demo.home.reports.glob("*/index.html"))
    years = {one["year"] for one in demo.planted["documents"]}
    assert {page.parent.name for page in pages} == {str(year) for year in years}
    for page in pages:
        assert "fictional" in page.read_text(encoding="utf-8").lower()


def test_nothing_went_wrong(demo: DemoRun, edition: Store) -> None:
    assert {one.faults for one in demo.outcomes.values()} == {0}
    assert edition.query("from fault").rows == []


def test_shares_are_corrected_for_the_shipped_coders_error(edition: Store) -> None:
    rows = edition.query(
        "select method, corrected_share, correction, reason from out_prevalence where year = 2024"
    ).rows
    assert {method for method, *_ in rows} >= {"rogan_gladen"}
    assert [row for row in rows if (row[1] is None) == (row[3] is None)] == []
    assert any(correction > 0 for _, _, correction, _ in rows if correction is not None)
