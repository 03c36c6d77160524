from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import StoreError
from data.records import Comparison, Prevalence
from data.register import load_registers
from data.settings import DATA_FOLDER
from data.store import Store, open_memory
from flows.comparing.correction import build_prevalence
from reports.compare import build_comparisons
from reports.questions import (
    CHECKS,
    QUERIES,
    Question,
    build_views,
    load_questions,
    open_questions,
    run_checks,
)
from tests.reports.conftest import ERRORS


@pytest.fixture
def world(small_world: Store) -> Store:
    small_world.replace_all(Comparison, build_comparisons(small_world, 1))
    small_world.replace_all(Prevalence, build_prevalence(small_world, ERRORS, 1))
    open_questions(small_world)
    return small_world


def test_a_view_comes_after_the_views_it_reads() -> None:
    views = [question.view for question in load_questions()]
    assert views.index("out_document") < views.index("out_claim")
    assert views.index("out_system_record") < views.index("out_system") < views.index("out_promise")


def test_views_in_a_circle_are_refused(tmp_path: Path) -> None:
    for name, other in (("out_a", "out_b"), ("out_b", "out_a")):
        text = f"-- view: {name}\n-- question: Why?\nselect * from {other}\n"
        (tmp_path / f"{name}.sql").write_text(text)
    with pytest.raises(ValueError, match="out_a, out_b"):
        load_questions(tmp_path)


def test_a_column_means_what_the_tables_that_its_view_reads_say() -> None:
    with open_memory() as store:
        comments = {
            view.name: dict(view.column_comments) for view in build_views(store, load_questions())
        }
    assert comments["out_facet"]["facet_year"] == "The year that a horizon or date names"
    for view, columns in comments.items():
        assert "horizon" not in columns.get("year", ""), view
    assert comments["out_prevalence"]["reason"].startswith("Why there is no corrected share")
    assert comments["out_fault"]["reason"] == "What is wrong, with the value"


def test_a_column_that_may_mean_two_things_is_refused_until_the_question_says_which() -> None:
    sql = "select d.year from claim_facet join document d using (document_id)"
    with open_memory() as store:
        with pytest.raises(StoreError, match=r"out_a\.year may mean 'The year that .* or 'Year of"):
            build_views(store, [Question("out_a", "When?", sql, ())])
        (view,) = build_views(store, [Question("out_a", "When?", sql, (("year", "Its year"),))])
    assert view.column_comments == (("year", "Its year"),)


def test_sentences_in_languages_without_cues_are_counted_beside_the_shares(world: Store) -> None:
    question = "select distinct uncovered_sentence_count from {} where country = ? and year = 2024"
    views = ("out_code_share", "out_actor", "out_metaphor")
    for view in views:
        assert world.query(question.format(view), ["XN"]).rows == [(0,)]
    world.execute_script(
        """update sentence set has_codebook = false, in_scope = false, language = 'fi'
           where language = 'nb'"""
    )
    world.replace_all(Comparison, build_comparisons(world, 1))
    (left_out,) = world.query(
        """select count(*) from sentence s join document d using (document_id)
           where s.language = 'fi' and d.country = 'XN' and d.year = 2024 and not d.is_excerpt"""
    ).rows
    for view in views:
        assert world.query(question.format(view), ["XN"]).rows == [left_out]
    world.execute_script("delete from document where language = 'en' and country = 'SE'")
    world.replace_all(Comparison, build_comparisons(world, 1))
    rows = world.query(
        "select distinct claim_share, uncovered_sentence_count > 0 from out_code_share "
        "where country = 'SE' and year = 2024"
    ).rows
    assert rows == [(None, True)]


def test_opening_questions_leaves_the_database_file_as_it_is(world: Store) -> None:
    kept = world.query("select view_name from duckdb_views() where not internal and not temporary")
    assert kept.rows == []


def test_a_healthy_store_passes_every_check(world: Store) -> None:
    assert run_checks(world) == []


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        ("every_claim_has_its_sentence", "delete from sentence where text like 'Data is%'"),
        ("every_sentence_equals_its_slice", "update sentence set start_char = start_char + 1"),
        ("every_cue_equals_its_slice", "update claim_cue set end_char = end_char - 1"),
        ("every_facet_equals_its_slice", "update claim_facet set end_char = end_char - 1"),
        ("every_facet_equals_its_slice", "delete from claim_facet where facet = 'horizon'"),
        (
            "every_gap_lies_in_its_interval",
            "insert into gap by name select 'XN' as country, 'growth' as code, "
            "'imaginary' as family, 'as recorded' as reading, 1 as document_count, "
            "9 as sentence_count, 1 as claim_count, 'none' as method, 0.5 as gap, "
            "0.6 as gap_low, 0.7 as gap_high",
        ),
        (
            "waiting_shares_never_rise",
            "insert into lag_point values ('country','XN','growth','pilot',0,2,0,0,0.5,0.4,0.6), "
            "('country','XN','growth','pilot',1,2,1,0,0.7,0.6,0.8)",
        ),
        (
            "every_gap_and_spell_stands_once",
            "insert into gap by name select unnest(['XN','XN']) as country, 'growth' as code, "
            "'imaginary' as family, 'as recorded' as reading, 1 as document_count, "
            "9 as sentence_count, 1 as claim_count, 'none' as method, 'x' as reason",
        ),
        (
            "every_matched_body_is_declared",
            "insert into deployment_body by name select 'nobody' as organisation_id, "
            "'r' as register_id, 'd' as deployment_id, 'exact' as basis",
        ),
        ("every_share_lies_between_zero_and_one", "update comparison set claim_share = 1.2"),
        (
            "every_corrected_share_lies_in_its_interval",
            "update prevalence set corrected_share = corrected_share_high + 0.01",
        ),
        (
            "every_corrected_share_lies_in_its_interval",
            "update prevalence set corrected_share = null where reason is null",
        ),
        (
            "corrected_shares_rest_on_the_compared_counts",
            "update prevalence set claim_count = claim_count + 1 where country = 'SE'",
        ),
        (
            "corrected_shares_rest_on_the_compared_counts",
            "update prevalence set sentence_count = 1 where country = 'all'",
        ),
        ("every_key_stands_once", "insert into prevalence select * from prevalence limit 1"),
        (
            "every_key_stands_once",
            "insert into incident_list values "
            "('a','A','B','CC0',null,'a.csv','0',1), ('a','A','B','CC0',null,'b.csv','1',1)",
        ),
        (
            "every_share_lies_between_zero_and_one",
            "insert into register_column values ('list-a', 'Body', 'organisation', 4, 6, 1.5)",
        ),
        (
            "a_country_keeps_half_its_claims",
            "insert into edition_count values ('2026.11.21','claim','NO',40,'2026-11-21'), "
            "('2026.11.22','claim','NO',19,null)",
        ),
        (
            "no_table_has_emptied",
            "insert into edition_count values ('2026.11.21','claim',null,40,'2026-11-21'), "
            "('2026.11.22','claim',null,0,null)",
        ),
        ("topic_shares_of_a_year_add_to_one", "update topic_share set share = share / 2"),
        ("every_key_stands_once", "insert into document select * from document limit 1"),
        (
            "every_box_has_its_sentence_and_page",
            "insert into sentence_box values ('s', 'd', 0, 1, 0.0, 0.0, 9.0, 9.0)",
        ),
        (
            "every_share_lies_between_zero_and_one",
            "insert into page values ('d', 1, 'gap', 0.4, 'no text layer', 9.0, 9.0, null)",
        ),
        (
            "no_blank_status_is_production",
            "update deployment set status = 'production' where status_raw = ''",
        ),
        (
            "each_register_has_one_edition",
            "update deployment set edition_id = 'older' where row_number = 1",
        ),
        ("every_type_and_status_is_known", "update sentence set type = 'wish'"),
        ("every_type_and_status_is_known", "update sentence set type = null"),
        ("every_type_and_status_is_known", "update sentence set in_scope = null"),
        ("every_type_and_status_is_known", "update sentence set has_codebook = null"),
    ],
)
def test_each_check_finds_its_damage(world: Store, check: str, damage: str) -> None:
    world.execute_script(damage)
    failed = {failure.name: failure for failure in run_checks(world)}
    assert check in failed
    assert failed[check].row_count > 0
    assert failed[check].reason
    assert failed[check].examples


def test_every_table_with_a_share_is_held_to_the_rule() -> None:
    sql = (CHECKS / "every_share_lies_between_zero_and_one.sql").read_text(encoding="utf-8")
    with open_memory() as store:
        shared = store.query(
            """select distinct table_name from information_schema.columns
               where table_schema = 'main' and data_type = 'DOUBLE'
                 and regexp_matches(column_name, 'share(_low|_high|_least|_most)?$')"""
        ).rows
    assert [table for (table,) in shared if f"unpivot {table} on" not in sql] == []


def test_no_question_and_no_check_names_a_register() -> None:
    ids = set(load_registers(DATA_FOLDER / "registers"))
    named = [
        (path.stem, one)
        for folder in (QUERIES, CHECKS)
        for path in folder.glob("*.sql")
        for one in ids
        if f"'{one}'" in path.read_text(encoding="utf-8")
    ]
    assert named == []


def test_every_check_is_tried_by_a_test() -> None:
    tests = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    names = [path.stem for path in CHECKS.glob("*.sql")]
    assert [name for name in names if not any(name in test for test in tests)] == []


def test_contradictions_name_both_registers_and_statuses(world: Store) -> None:
    rows = world.query(
        """select name_a, register_a, status_a, register_b, status_b, kind
           from out_contradiction order by name_a"""
    ).rows
    assert rows == [
        ("Lantern", "list-a", "production", "list-b", "retired", "incompatible"),
        (
            "Tide model",
            "list-a",
            "unknown",
            "list-b",
            "production",
            "blank in one, stated in the other",
        ),
    ]


def test_a_contradiction_opens_to_its_rows_and_its_link(world: Store) -> None:
    rows = world.query(
        "select deployment_id_a, deployment_id_b, score, reasons from out_contradiction"
    ).rows
    assert {row[:2] for row in rows} == {("d0", "d1"), ("d3", "d4")}
    assert all(0.75 <= row[2] <= 1 and "names" in row[3] for row in rows)


@pytest.mark.parametrize(
    ("status_a", "edition_a", "status_b", "edition_b", "kind"),
    [
        ("retired", "2023-02", "production", "2025-09", "incompatible"),
        ("retired", "2023-02", "production", "2023", "incompatible"),
        ("retired", "2023-02", "production", "2022", "different stage"),
        ("retired", "2023-02-20", "production", "2023-02-01", "incompatible"),
        ("retired", "2023-02", "production", "2023-01-31", "different stage"),
        ("retired", "2025", "production", "2022", "different stage"),
        ("planned", "2022", "production", "2025", "different stage"),
        ("planned", "2025", "production", "2022", "incompatible"),
        ("pilot", "2025", "production", "2022", "different stage"),
        ("unknown", "2025", "production", "2022", "blank in one, stated in the other"),
    ],
)
def test_which_statuses_can_both_hold_depends_on_their_dates(
    world: Store, status_a: str, edition_a: str, status_b: str, edition_b: str, kind: str
) -> None:
    for deployment_id, status, edition in (
        ("d0", status_a, edition_a),
        ("d1", status_b, edition_b),
    ):
        world.query(
            "update deployment set status = ?, edition_id = ? where deployment_id = ?",
            [status, edition, deployment_id],
        )
    kinds = world.query("select kind from out_contradiction where lower(name_a) = 'lantern'").rows
    assert kinds == [(kind,)]


def test_a_blank_in_the_national_list_is_told_from_a_blank_elsewhere(world: Store) -> None:
    register_rows(world, ("list-a", True, "list-a"), ("list-b", False, "list-b"))
    kinds = world.query("select kind from out_contradiction where name_a = 'Tide model'").rows
    assert kinds == [("blank at home, stated elsewhere",)]


def test_years_of_one_inventory_move_and_do_not_contradict(world: Store) -> None:
    register_rows(world, ("list-a", True, "list"), ("list-b", True, "list"))
    assert world.query("select * from out_contradiction").rows == []
    statuses = world.query("select status from out_system where normal_name = 'lantern'").rows
    assert statuses == [("retired",)]


@pytest.mark.parametrize(
    ("record_dates", "statuses", "record_on", "edition", "kind"),
    [
        # An assessment states what held when it was made, not when its file was last added to.
        ("statement", ("development", "production"), "2024-03-05", "2026", "different stage"),
        ("entry", ("development", "production"), "2024-03-05", "2026", "incompatible"),
        # A register that dates its statuses states them since then.
        ("status", ("retired", "production"), "2021", "2026", "incompatible"),
        ("entry", ("retired", "production"), "2021", "2026", "different stage"),
    ],
)
def test_a_row_that_dates_its_own_statement_holds_from_that_date(
    world: Store,
    record_dates: str,
    statuses: tuple[str, str],
    record_on: str,
    edition: str,
    kind: str,
) -> None:
    register_rows(world, ("list-a", True, "list-a"))
    world.query(
        "update register set record_dates = ?, edition_on = ?, edition_id = edition_on",
        [record_dates, edition],
    )
    world.query(
        """update deployment set status = ?, record_on = ?, edition_id = ?
           where deployment_id = 'd0'""",
        [statuses[0], record_on, edition],
    )
    world.query(
        "update deployment set status = ?, edition_id = '2025' where deployment_id = 'd1'",
        [statuses[1]],
    )
    kinds = world.query("select kind from out_contradiction where lower(name_a) = 'lantern'").rows
    assert kinds == [(kind,)]


def test_a_retirement_stands_against_a_later_edition_in_use_though_first_told_earlier(
    world: Store,
) -> None:
    """Retired in every edition since one year, in use in another register two years on."""
    world.execute_script(
        """update deployment set edition_id = '2025-08' where deployment_id = 'd1';
           update deployment set edition_id = '2025-03' where deployment_id = 'd0'"""
    )
    said = "select kind, status_on_b from out_contradiction where lower(name_a) = 'lantern'"
    assert world.query(said).rows == [("different stage", "2025-08")]
    world.execute_script(
        """insert into deployment_status by name
           select register_id, deployment_id, '2023-09' as edition_id, '2023-09' as edition_on,
                  name, organisation, status, status_raw
           from deployment where deployment_id = 'd1'"""
    )
    assert world.query(said).rows == [("incompatible", "2023-09")]


def test_a_row_from_a_strategy_is_named_as_such(world: Store) -> None:
    said = """select is_from_strategy_a, is_from_strategy_b, reasons from out_contradiction
              where name_a = 'Tide model'"""
    ((first, second, before),) = world.query(said).rows
    assert (first, second) == (False, False)
    world.execute_script("update deployment set is_from_strategy = true where deployment_id = 'd4'")
    ((first, second, after),) = world.query(said).rows
    assert (first, second) == (False, True)
    assert after == f"{before}; row b is from a strategy, so no evidence of its own"


def register_rows(world: Store, *rows: tuple[str, bool, str]) -> None:
    """Say of registers whether they are national, and of which series."""
    for register_id, is_national, series_id in rows:
        world.execute_script(
            f"""insert into register (register_id, title, country, is_national, kind, series_id,
                    publisher, language, licence, url, edition_id, edition_on, edition_count,
                    row_count, excluded_row_count, is_stale, record_dates)
                values ('{register_id}', 't', 'XN', {is_national}, 'national', '{series_id}', 'p',
                    'en', 'l', 'u', '2025-01', '2025-01', 1, 1, 0, false, 'entry')"""
        )


def test_promised_systems_are_looked_up_by_name(world: Store) -> None:
    rows = world.query("select distinct country, system, state from out_promise").rows
    assert set(rows) == {
        ("XN", "Lantern", "on record, statuses differ"),
        ("XN", "Fyrlykt", "no record found"),
        ("SE", "Lantern", "no register loaded for the country"),
        ("SE", "Fyrlykt", "no register loaded for the country"),
    }


def test_a_name_within_one_records_name_is_found_and_says_so(world: Store) -> None:
    world.execute_script(
        "update deployment set name = 'Fyrlykt harbour service' where deployment_id = 'd2'"
    )
    rows = world.query(
        "select distinct state, match, record_name from out_promise "
        "where system = 'Fyrlykt' and country = 'XN'"
    ).rows
    assert rows == [
        ("on record as pilot", "name within the record's name", "Fyrlykt harbour service")
    ]


def test_a_document_held_twice_is_named_with_the_share_it_repeats(world: Store) -> None:
    world.execute_script("delete from document where country <> 'SE' or year <> 2024")
    assert world.query("select * from out_repeated_document").rows == []
    world.execute_script(
        """insert into document select * replace ('twice' as document_id) from document
               where language = 'en';
           insert into sentence select s.* replace ('twice' as document_id,
               s.sentence_id || '-twice' as sentence_id) from sentence s
               join document d using (document_id) where d.language = 'en' and s.position < 6"""
    )
    rows = world.query("select country, year, shared_share from out_repeated_document").rows
    assert rows == [("SE", 2024, 1.0)]
    world.execute_script("update document set year = 2023 where document_id = 'twice'")
    assert world.query("select * from out_repeated_document").rows == []


def test_standing_phrases_alone_make_no_document_a_repeat(world: Store) -> None:
    world.execute_script(
        """delete from document where country <> 'SE' or year <> 2024;
           insert into document
               select * exclude (i) replace ('letter ' || i as document_id)
               from document, range(30) r(i) where language = 'en';
           insert into sentence select s.* replace (d.document_id as document_id,
               d.document_id || s.sentence_id as sentence_id,
               if(s.position % 3 = 0, '', d.document_id || ' ') || s.text as text)
           from sentence s join document o using (document_id), document d
           where o.language = 'en' and starts_with(d.document_id, 'letter')
             and not starts_with(o.document_id, 'letter')"""
    )
    said = "select count(*) from sentence where starts_with(document_id, 'letter')"
    assert world.query(said).rows[0][0] >= 30
    assert world.query("select * from out_repeated_document").rows == []


def test_a_system_says_what_its_year_is_the_date_of(world: Store) -> None:
    world.execute_script(
        "update deployment set year_basis = 'record' where deployment_id in ('d0', 'd2')"
    )
    rows = world.query(
        "select normal_name, year_basis from out_system order by normal_name, year_basis"
    ).rows
    assert ("net watch", "record") in rows
    assert ("snow plough planner", "start") in rows or ("tide model", "start") in rows
    assert ("archive reader", "unknown") in rows


def test_reported_results_are_not_promises(world: Store) -> None:
    types = world.query("select distinct type from out_promise").rows
    assert types == [("commitment",)]


def test_types_of_a_year_add_to_one_and_leave_excerpts_out(world: Store) -> None:
    rows = world.query(
        """select sum(type_share), max(sentence_count) from out_sentence_type_share
           where country = 'XN' and year = 2024"""
    ).rows
    assert rows[0][0] == pytest.approx(1)
    assert rows[0][1] == 30


def test_a_claim_links_to_its_page_and_to_our_copy(world: Store) -> None:
    rows = world.query("select link, archived_as from out_claim where country = 'SE'").rows
    link, archived_as = rows[0]
    assert link.startswith("https://documents.example/SE/2024/")
    assert link.endswith(".pdf#page=2")
    assert archived_as.startswith("raw/00/")


def test_an_address_that_is_not_of_the_web_is_no_link(world: Store) -> None:
    world.execute_script("update document set url = 'javascript:alert(1)'")
    assert world.query("select count(*) from out_claim where link is not null").rows == [(0,)]


def test_actors_are_counted_by_claim_and_images_by_sentence(world: Store) -> None:
    rows = world.query(
        """select actor, claim_count, all_claim_count, negated_count from out_actor
           where country = 'XN' and year = 2024 and code = 'resource'"""
    ).rows
    (said,) = world.query(
        """select count(*) from out_claim where country = 'XN' and year = 2024
           and code = 'resource' and not is_excerpt"""
    ).rows
    assert rows == [("technology", said[0], said[0], said[0])]
    rows = world.query(
        """select metaphor, sentence_count, negated_count, example from out_metaphor
           where country = 'XN' and year = 2024"""
    ).rows
    assert rows == [("herring", said[0], said[0], "herring")]


def test_what_is_told_of_a_claim_stands_with_its_sentence(world: Store) -> None:
    rows = world.query(
        "select distinct value, quote, sentence from out_facet where facet = 'metaphor'"
    )
    assert rows.rows == [("herring", "herring", "Data is the herring of our century.")]
