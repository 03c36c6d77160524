from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.errors import UsageError
from data.store import Store, open_memory
from reports.movement import Movement, explain_movement
from reports.questions import open_questions
from tests.reports.conftest import open_small_world

CODED = """
    insert into deployment_claim values
        ('list-a', 'd5', 'efficiency', 'imaginary', 0.8, 'plans', 'codebook', 'coder'),
        ('list-b', 'd4', 'proactive', 'imaginary', 0.8, 'tide', 'codebook', 'coder')"""
"""Systems in production whose texts carry codes."""
MODEL = """
    delete from claim where code = 'efficiency' and type = 'vision';
    update sentence set type = 'commitment' where text like 'Old systems%';
    update claim set type = 'commitment' where code = 'infrastructure';
    update claim set coder_version = 'coder2'"""
RECODED_REGISTER = """
    insert into deployment_claim
        values ('list-a', 'd5', 'proactive', 'imaginary', 0.8, 'plans', 'codebook', 'coder2');
    update deployment_claim set coder_version = 'coder2'"""
CODEBOOK = MODEL.replace("coder_version = 'coder2'", "codebook_hash = 'codebook2'")
SHORTER = "delete from sentence where text like 'Old systems%' or text like 'Data is%'"
REMOVED = "delete from document where title = 'Plan 0 of 2021'"


@pytest.fixture(scope="module")
def before() -> Iterator[Store]:
    """Never changed by a test."""
    with open_small_world() as store:
        store.execute_script(CODED)
        open_questions(store)
        yield store


@pytest.fixture
def after() -> Iterator[Store]:
    with open_small_world() as store:
        store.execute_script(CODED)
        open_questions(store)
        yield store


def causes(movements: list[Movement]) -> set[str]:
    return {part.cause for moved in movements for part in moved.contributions}


def one(movements: list[Movement], number_id: str) -> Movement:
    (found,) = [moved for moved in movements if moved.number_id == number_id]
    return found


def test_the_same_edition_has_not_moved(before: Store, after: Store) -> None:
    assert explain_movement(before, after) == []


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (REMOVED, {"removed documents"}),
        (
            "update document set is_excerpt = false where is_excerpt",
            {"documents declared otherwise"},
        ),
        (
            "update document set country = 'SE' where title = 'Plan 0 of 2021'",
            {"documents declared otherwise"},
        ),
        (f"{SHORTER}; update document set sha256 = 'other'", {"documents with other bytes"}),
        (f"{SHORTER}; update document set parser_version = 'parser2'", {"re-parsed"}),
        (CODEBOOK, {"codebook"}),
        (MODEL, {"model"}),
        (
            f"{MODEL}; update claim set codebook_hash = 'codebook2'",
            {"codebook and model"},
        ),
        (
            f"{SHORTER}; {MODEL}; update document set parser_version = 'parser2'",
            {"re-parsed", "model"},
        ),
        (MODEL.replace("coder2", "coder"), {"remainder"}),
        (RECODED_REGISTER, {"model"}),
        ("delete from deployment where register_id = 'list-b'", {"register"}),
        ("update deployment set status = 'production' where name = 'Net watch'", {"register"}),
        (
            """update deployment set status = 'production' where name = 'Net watch';
               delete from document where title = 'Plan 0 of 2021'""",
            {"register", "removed documents"},
        ),
    ],
)
def test_each_change_has_its_cause_and_adds_up(
    before: Store, after: Store, change: str, cause: set[str]
) -> None:
    after.execute_script(change)
    for first, second, is_back in ((before, after, False), (after, before, True)):
        movements = explain_movement(first, second)
        if not is_back:
            assert causes(movements) == cause
        assert any(moved.difference for moved in movements)
        for moved in movements:
            if moved.difference is not None:
                assert moved.value is not None
                assert moved.value_before is not None
                parts = sum(part.contribution for part in moved.contributions)
                assert parts == pytest.approx(moved.value - moved.value_before, abs=1e-12)


def test_a_new_document_is_new(before: Store, after: Store) -> None:
    after.execute_script(REMOVED)
    before, after = after, before
    movements = explain_movement(before, after)
    assert causes(movements) == {"new documents"}
    (part,) = one(movements, "claim_share/XN/legal").contributions
    assert part.title == "Plan 0 of 2021"
    ids = after.query("select document_id from document where title = 'Plan 0 of 2021'").rows
    assert ids == [(part.subject,)]


def test_the_values_are_those_of_the_editions(before: Store, after: Store) -> None:
    after.execute_script(MODEL)
    moved = one(explain_movement(before, after), "claim_share/XN/efficiency")
    sql = """
        select count(distinct s.sentence_id) filter (c.code = 'efficiency')
               / count(distinct s.sentence_id)
        from sentence s join document d using (document_id)
        left join claim c using (sentence_id)
        where d.country = 'XN' and not d.is_excerpt and s.in_scope"""
    assert moved.value_before == pytest.approx(before.query(sql).rows[0][0])
    assert moved.value == pytest.approx(after.query(sql).rows[0][0])


def test_a_removed_document_contributes_as_kitagawa_has_it(before: Store, after: Store) -> None:
    after.execute_script(REMOVED)
    moved = one(explain_movement(before, after), "claim_share/XN/service")
    (part,) = moved.contributions
    # The plan has four Norwegian sentences, one of them with the code.
    assert (part.part_change, part.whole_change) == (-1, -4)
    assert moved.value_before is not None
    assert moved.value is not None
    mean_share = (moved.value_before + moved.value) / 2
    wholes = [
        store.query(
            """select count(*) from sentence join document d using (document_id)
               where d.country = 'XN' and not d.is_excerpt"""
        ).rows[0][0]
        for store in (before, after)
    ]
    assert part.contribution == pytest.approx((-1 + 4 * mean_share) / (sum(wholes) / 2))


def test_the_gap_moves_by_both_sides(before: Store, after: Store) -> None:
    after.execute_script(
        f"{REMOVED}; update deployment set status = 'production' where name = 'Net watch'"
    )
    moved = one(explain_movement(before, after), "observed_gap/XN/proactive")
    by_cause = moved.by_cause()
    assert set(by_cause) == {"register", "removed documents"}
    assert by_cause["register"] < 0  # more of the code on record makes the talk's lead smaller
    (row,) = [part for part in moved.contributions if part.cause == "register"]
    assert row.subject == "list-a/d2"


def test_linking_that_groups_rows_otherwise_is_told_from_the_register(
    before: Store, after: Store
) -> None:
    after.execute_script(
        """update deployment_group set group_id = 'one'
           where deployment_id in ('d3', 'd4', 'd5')"""
    )
    movements = explain_movement(before, after)
    assert causes(movements) == {"linking"}
    assert one(movements, "production_share/XN/all").difference


def test_a_number_of_one_edition_only_is_not_split(before: Store, after: Store) -> None:
    after.execute_script("delete from document where country = 'SE'")
    moved = one(explain_movement(before, after), "claim_share/SE/service")
    assert moved.value_before is not None
    assert (moved.value, moved.difference, moved.contributions) == (None, None, ())


def test_an_edition_of_an_earlier_version_is_refused(before: Store) -> None:
    with open_memory() as empty, pytest.raises(UsageError, match="Publish again"):
        explain_movement(empty, before)
