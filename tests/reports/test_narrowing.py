"""A store narrowed to one country: every table and every view speaks of it alone."""

from __future__ import annotations

import pytest

from data.errors import UsageError
from data.records import Comparison, Prevalence
from data.store import Store
from flows.comparing.correction import build_prevalence
from reports.compare import build_comparisons
from reports.narrowing import narrow_store
from reports.questions import open_questions
from tests.reports.conftest import ERRORS

OF_DOCUMENTS = ("document", "sentence", "passage", "claim", "claim_cue", "snapshot")


@pytest.fixture
def world(small_world: Store) -> Store:
    small_world.replace_all(Comparison, build_comparisons(small_world, 1))
    small_world.replace_all(Prevalence, build_prevalence(small_world, ERRORS, 1))
    return small_world


def count(store: Store, table: str, where: str = "true") -> int:
    return int(store.query(f"select count(*) from {table} where {where}").rows[0][0])


def test_only_the_country_s_rows_are_left(world: Store) -> None:
    whole = {table: count(world, table) for table in (*OF_DOCUMENTS, "deployment")}
    narrow_store(world, "SE")
    assert count(world, "document") == 2
    assert count(world, "document", "country <> 'SE'") == 0
    for table in OF_DOCUMENTS:
        assert 0 < count(world, table) < whole[table], table
    assert count(world, "deployment") == 0
    assert whole["deployment"] > 0


def test_the_views_follow(world: Store) -> None:
    narrow_store(world, "SE")
    open_questions(world)
    assert world.query("select distinct country from out_claim").rows == [("SE",)]
    assert count(world, "out_national_system") == 0


def test_all_countries_together_become_the_country(world: Store) -> None:
    own = world.query("select * from prevalence where country = 'SE' order by all").rows
    narrow_store(world, "SE")
    sql = "select * replace ('SE' as country) from prevalence where country = 'all' order by all"
    assert own
    assert world.query(sql).rows == own


def test_a_fault_of_no_document_stays(world: Store) -> None:
    narrow_store(world, "SE")
    assert count(world, "fault") == 1


def test_a_foreign_list_keeps_the_rows_of_the_country_s_bodies(world: Store) -> None:
    world.execute_script(
        """update deployment set country = 'EU', body_country = 'SE' where deployment_id = 'd2';
           update deployment_link set register_a = 'list-a', deployment_id_a = 'd2'"""
    )
    narrow_store(world, "SE")
    assert world.query("select deployment_id from deployment").rows == [("d2",)]
    assert count(world, "deployment_group") == 1
    assert count(world, "deployment_link", "deployment_id_a <> 'd2'") == 0


def test_a_country_without_anything_is_refused(world: Store) -> None:
    with pytest.raises(UsageError, match="'DK' was collected; there are: SE, XN"):
        narrow_store(world, "DK")


def test_a_country_is_a_value_and_never_sql(world: Store) -> None:
    odd = "X' or '1' = '1"
    (chosen,) = world.query("select min(document_id) from document").rows[0]
    world.query("update document set country = ? where document_id = ?", [odd, chosen])
    narrow_store(world, odd)
    assert world.query("select document_id, country from document").rows == [(chosen, odd)]
    assert count(world, "deployment") == 0
