from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import pytest

from data.records import Comparison, SensitivityVariant
from data.store import Store
from reports.compare import build_comparisons
from reports.questions import CHECKS, open_questions
from reports.sensitivity import build_sensitivity
from reports.sensitivity_table import render_sensitivity
from tests.reports.conftest import open_small_world

LANGUAGES = {"XN": ("nb",), "SE": ("sv",)}


CODED = """
    insert into deployment_claim values
        ('list-a', 'd5', 'efficiency', 'imaginary', 0.8, 'plans', 'codebook', 'coder'),
        ('list-b', 'd4', 'proactive', 'imaginary', 0.8, 'tide', 'codebook', 'coder')"""
"""Systems in production whose texts carry codes."""


def open_coded_world() -> Store:
    store = open_small_world()
    store.execute_script(CODED)
    return store


def fill(store: Store) -> Store:
    store.replace_all(Comparison, build_comparisons(store, 1))
    store.replace_all(SensitivityVariant, build_sensitivity(store, LANGUAGES))
    open_questions(store)
    return store


@pytest.fixture(scope="module")
def world() -> Iterator[Store]:
    """Never changed by a test; one that changes its world takes `small_world`."""
    with open_coded_world() as store:
        yield fill(store)


def find(store: Store, number_id: str, variant: str) -> list[SensitivityVariant]:
    return store.read(
        SensitivityVariant,
        "number_id = ? and variant = ? order by value nulls last",
        [number_id, variant],
    )


@functools.cache
def numbers_after(damage: str) -> dict[str, float | None]:
    """The numbers as they stand in a world to which this really happened."""
    with open_coded_world() as store:
        store.execute_script(damage)
        rows = build_sensitivity(store, LANGUAGES)
    return {row.number_id: row.value for row in rows if row.variant == "as it stands"}


def remove_document(left_out: str | None) -> str:
    return f"delete from document where document_id = '{left_out}'"


def remove_cue(left_out: str | None) -> str:
    return f"""
        delete from claim where claim_id in (
            select claim_id from claim_cue group by claim_id
            having min(cue) = '{left_out}' and max(cue) = '{left_out}')"""


def remove_register(left_out: str | None) -> str:
    return f"delete from deployment where register_id = '{left_out}'"


@pytest.mark.parametrize(
    ("number_id", "variant", "remove"),
    [
        ("claim_share/XN/efficiency", "one document left out", remove_document),
        ("hope_share/XN/proactive", "one document left out", remove_document),
        ("hope_share/XN/all", "one document left out", remove_document),
        ("observed_gap/XN/any_imaginary", "one document left out", remove_document),
        ("claim_share/XN/efficiency", "one cue left out", remove_cue),
        ("hope_share/XN/efficiency", "one cue left out", remove_cue),
        ("claim_share/XN/any_imaginary", "one cue left out", remove_cue),
        ("coded_production_share/XN/efficiency", "one register left out", remove_register),
        ("production_share/XN/all", "one register left out", remove_register),
        ("observed_gap/XN/efficiency", "one register left out", remove_register),
    ],
)
def test_the_sheet_says_what_really_leaving_it_out_gives(
    world: Store, number_id: str, variant: str, remove: Callable[[str | None], str]
) -> None:
    rows = find(world, number_id, variant)
    assert {row.extreme for row in rows} == {"lowest", "highest"}
    assert any(row.difference for row in rows)
    for row in rows:
        assert row.value == pytest.approx(numbers_after(remove(row.left_out))[number_id])


def test_no_other_document_moves_a_number_further(world: Store) -> None:
    lowest, highest = find(world, "claim_share/XN/legal", "one document left out")
    rows = world.query(
        """select count(distinct s.sentence_id) as sentences,
                  count(distinct s.sentence_id) filter (c.code = 'legal') as claims
           from sentence s join document d using (document_id) left join claim c using (sentence_id)
           where d.country = 'XN' and not d.is_excerpt group by document_id"""
    ).rows
    sentences, claims = (sum(column) for column in zip(*rows, strict=True))
    values = [(claims - carried) / (sentences - said) for said, carried in rows]
    assert lowest.tried_count == highest.tried_count == len(rows)
    assert lowest.value == pytest.approx(min(values))
    assert highest.value == pytest.approx(max(values))


@pytest.mark.parametrize(
    ("variant", "damage"),
    [
        ("only passages read with grade 0.7 or more", "delete from sentence where grade < 0.7"),
        ("translated texts left out", "delete from document where language = 'en'"),
        ("excerpts counted", "update document set is_excerpt = false"),
    ],
)
def test_a_changed_reading_is_the_world_so_changed(
    small_world: Store, variant: str, damage: str
) -> None:
    grades = "update passage set grade = 0.6 where document_id[1] in ('0', '1', '2', '3')"
    small_world.execute_script(grades)
    small_world.replace_all(SensitivityVariant, build_sensitivity(small_world, LANGUAGES))
    (row,) = find(small_world, "claim_share/XN/service", variant)
    assert row.difference
    small_world.execute_script(
        damage.replace(
            "grade < 0.7", "passage_id in (select passage_id from passage where grade < 0.7)"
        )
    )
    small_world.replace_all(SensitivityVariant, build_sensitivity(small_world, LANGUAGES))
    (base,) = find(small_world, "claim_share/XN/service", "as it stands")
    assert row.value == pytest.approx(base.value)


def test_a_sentence_said_twice_counts_once(small_world: Store) -> None:
    before = {row.number_id: row for row in build_sensitivity(small_world, LANGUAGES)}
    small_world.execute_script(
        """
        create temp table again as select * from sentence where text like 'Data is the herring%';
        insert into sentence select sentence_id || '+', passage_id, document_id, position + 100,
            page, language, start_char + 900, end_char + 900, text, true, true, type from again;
        insert into claim select claim_id || '+', sentence_id || '+', document_id, code, family,
            type, score, quote, codebook_hash, coder_version
            from claim where sentence_id in (select sentence_id from again)"""
    )
    rows = {(row.number_id, row.variant): row for row in build_sensitivity(small_world, LANGUAGES)}
    number_id = "claim_share/XN/resource"
    once = rows[number_id, "sentences that a document repeats counted once"]
    assert once.value == pytest.approx(before[number_id].baseline)
    assert once.difference is not None
    assert once.difference < 0


def test_a_document_held_twice_counts_once(world: Store) -> None:
    twins = world.query("select distinct other_document_id from out_repeated_document").rows
    assert twins  # the made-up plans repeat each other's sentences
    (row,) = find(world, "claim_share/XN/efficiency", "repeated documents counted once")
    assert row.difference != 0


def test_claims_that_no_cue_of_the_codebook_made_can_be_left_out(small_world: Store) -> None:
    small_world.execute_script("update claim_cue set cue = 'learned: save' where cue = 'save'")
    small_world.replace_all(SensitivityVariant, build_sensitivity(small_world, LANGUAGES))
    (row,) = find(
        small_world, "claim_share/XN/efficiency", "claims without a cue of the codebook left out"
    )
    damage = (
        "delete from claim where claim_id in (select claim_id from claim_cue where cue = 'save')"
    )
    assert row.value == pytest.approx(numbers_after(damage)["claim_share/XN/efficiency"])
    cues = [row.left_out for row in find(small_world, row.number_id, "one cue left out")]
    assert set(cues) == {"saved"}


def test_a_country_without_a_register_has_no_number_and_not_zero(world: Store) -> None:
    rows = world.query(
        "select distinct value, reason from out_headline where country = 'SE' and measure in "
        "('coded_production_share', 'production_share', 'observed_gap')"
    ).rows
    assert rows == [(None, "no register loaded")]
    assert not find(world, "observed_gap/SE/legal", "one document left out")


def test_a_number_without_its_only_register_says_that_nothing_is_left(small_world: Store) -> None:
    small_world.execute_script("delete from deployment where register_id = 'list-b'")
    small_world.replace_all(SensitivityVariant, build_sensitivity(small_world, LANGUAGES))
    open_questions(small_world)
    (row,) = find(small_world, "production_share/XN/all", "one register left out")
    assert (row.value, row.extreme, row.left_out) == (None, "nothing left", "list-a")
    rests_on = "select rests_on from out_headline where number_id = 'production_share/XN/all'"
    assert small_world.query(rests_on).rows == [("one register left out",)]


def test_leaving_a_register_out_leaves_the_table_as_it_is(world: Store) -> None:
    assert world.query("select count(distinct register_id) from deployment").rows == [(2,)]


def test_a_blank_status_is_left_out_and_never_made_production(world: Store) -> None:
    (base,) = find(world, "production_share/XN/all", "as it stands")
    (known,) = find(world, "production_share/XN/all", "systems of blank status left out")
    blank = world.query(
        "select count(*) from out_national_system where country = 'XN' and status = 'unknown'"
    ).rows[0][0]
    assert blank
    assert base.part_count is not None
    assert base.whole_count is not None
    assert known.value == pytest.approx(base.part_count / (base.whole_count - blank))


def test_a_headline_names_its_worst_case(world: Store) -> None:
    rows = world.query(
        "select value, lowest_value, highest_value, worst_value, worst_difference, worst_variant "
        "from out_headline where number_id = 'claim_share/XN/efficiency'"
    ).rows
    ((value, lowest, highest, worst, difference, variant),) = rows
    assert lowest < value < highest
    assert worst in (lowest, highest)
    assert abs(difference) == pytest.approx(max(value - lowest, highest - value))
    assert variant in {
        row[0] for row in world.query("select distinct variant from out_sensitivity").rows
    }


def test_another_scale_is_no_worst_case(world: Store) -> None:
    (row,) = find(world, "claim_share/XN/efficiency", "share of documents")
    assert not row.is_same_scale
    assert row.value is not None
    highest = "select max(highest_value) from out_headline where number_id = ?"
    assert row.value > world.query(highest, [row.number_id]).rows[0][0]
    assert not find(world, "observed_gap/XN/efficiency", "share of documents")


CHECK = "headline_numbers_rest_on_the_compared_counts"


@pytest.mark.parametrize(
    "damage",
    [
        "update sensitivity_variant set part_count = part_count + 1 where country = 'SE'",
        "insert into sensitivity_variant select * from sensitivity_variant limit 1",
        "update sensitivity_variant set difference = 0.5 where variant = 'excerpts counted'",
    ],
)
def test_the_headline_numbers_pass_their_check_and_damage_fails_it(
    small_world: Store, damage: str
) -> None:
    sql = (CHECKS / f"{CHECK}.sql").read_text(encoding="utf-8")
    fill(small_world)
    assert small_world.query(sql).rows == []
    small_world.execute_script(damage)
    assert small_world.query(sql).rows


def test_the_table_says_what_is_missing_in_words(world: Store) -> None:
    text = render_sensitivity(world, ["XN", "SE", "DK"])
    assert "no register loaded" in text
    assert "Denmark\n  no document and no register loaded" in text
    assert "with one cue left out: " in text


def test_a_register_whose_texts_nobody_can_code_has_no_share_of_codes(small_world: Store) -> None:
    small_world.execute_script("delete from deployment_claim")
    fill(small_world)
    sql = "select distinct value, reason from out_headline where country = 'XN' and measure = ?"
    for measure in ("coded_production_share", "observed_gap"):
        rows = small_world.query(sql, [measure]).rows
        assert rows == [(None, "no system in production whose text can be coded")]
    (base,) = find(small_world, "production_share/XN/all", "as it stands")
    assert base.value
