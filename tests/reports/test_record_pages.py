"""The chapters of record: what they say and draw, and their words where there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from data.case import Case
from data.records import DeploymentStatus, Document, Gap, LagPoint, LagSpell
from data.store import Store, open_memory
from reports.chapters import cases
from reports.chapters.cases import build_cases
from reports.chapters.chain import build_chain
from reports.chapters.changes import build_changes
from reports.chapters.contradictions import build_contradictions
from reports.chapters.coverage import build_coverage
from reports.chapters.firmness import build_firmness
from reports.chapters.ladder import build_ladder
from reports.chapters.lag import build_lag
from reports.chapters.ledger import build_ledger
from reports.chapters.readings import build_readings, points
from reports.chapters.recommendations import build_recommendations
from reports.chapters.scenarios import build_scenarios
from reports.chapters.stalls import build_stalls
from reports.figures import Chapter
from reports.year import Year, read_year
from tests.reports.conftest import open_compared_world

NO_REGISTER = "No register is loaded for Sweden"
PLOUGH = Case(
    title="Road office: snow ploughs",
    country="XN",
    bodies=("Road office",),
    systems=("Snow plough planner",),
    mentions=("Lantern",),
    standing=("A planner for ploughs, told to show what a page is made of.",),
)
RECORDED, COVERED, REPORTING = (
    "as recorded",
    "corrected for coverage",
    "only bodies that report",
)


@pytest.fixture
def world() -> Iterator[Store]:
    with open_compared_world() as store:
        yield store


@pytest.fixture(scope="module")
def empty() -> Iterator[Year]:
    """A year of a home without a document or a register."""
    with open_memory() as store:
        yield read_year(store, 2024)


def told(chapter: Chapter) -> str:
    return " ".join((*chapter.paragraphs, *chapter.missing))


def rows_of(chapter: Chapter, key: str) -> list[dict[str, object]]:
    tables = {table.key: table for table in chapter.tables}
    tables |= {figure.table.key: figure.table for figure in chapter.figures}
    table = tables[key]
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize(
    "build",
    [
        build_chain,
        build_changes,
        build_contradictions,
        build_coverage,
        build_firmness,
        build_ladder,
        build_lag,
        build_ledger,
        build_readings,
        build_recommendations,
        build_scenarios,
        build_stalls,
    ],
)
def test_an_empty_home_is_told_in_words_and_draws_nothing(
    build: Callable[[Year], Chapter], empty: Year
) -> None:
    chapter = build(empty)
    assert chapter.figures == ()
    assert chapter.missing
    assert all(len(reason) > 40 for reason in chapter.missing)


def gap(code: str, reading: str, middle: float | None, low: float, high: float) -> Gap:
    return Gap(
        "XN", code, "imaginary", reading, 12, 90, 9, 0.1, 0.1, 0.05, 0.15, "rogan_gladen", 3, 4, 1,
        2, 0, None, 0.25, None, None, None, None, middle, low, high, None, None, None,
    )  # fmt: skip


def unread(code: str) -> Gap:
    nothing = (None,) * 4
    return Gap(
        "SE", code, "imaginary", RECORDED, 2, 11, 2, 0.1, *nothing[:3], "none", *nothing, *nothing,
        *nothing, *nothing, "no register loaded",
    )  # fmt: skip


def test_three_readings_stand_side_by_side_and_no_register_is_not_zero(world: Store) -> None:
    world.append(
        Gap,
        [
            gap("efficiency", RECORDED, -0.15, -0.3, -0.05),
            gap("efficiency", COVERED, None, -0.5, 0.1),
            gap("service", RECORDED, 0.08, 0.02, 0.12),
            gap("service", COVERED, None, 0.01, 0.2),
            unread("efficiency"),
        ],
    )
    chapter = build_readings(read_year(world, 2024))
    assert chapter.lead == (
        "Of 2 pairs of a country and an imaginary, the talk has more of it than the systems in "
        "production in 1, and less in 1; if blanks in the registers are left open, 1 and 0 stay so."
    )
    assert "Firmly more in the talk: Service." in told(chapter)
    assert NO_REGISTER in told(chapter)
    (figure,) = chapter.figures
    assert "Nordavia" in figure.wide_svg
    assert "Sweden" not in figure.wide_svg
    swedish = [row for row in rows_of(chapter, "readings") if row["country"] == "SE"]
    assert [(row["gap"], row["finding"]) for row in swedish] == [(None, "no register loaded")]
    assert figure.quotes
    assert figure.register_rows


def test_points_keep_their_sign() -> None:
    assert [points(share) for share in (0.034, -0.2, 0.0, None)] == ["+3.4", "−20.0", "+0.0", "–"]


def test_the_ladder_has_the_counts_of_the_tables_and_words_where_there_is_no_register(
    world: Store,
) -> None:
    chapter = build_ladder(read_year(world, 2024))
    rows = {(row["country"], row["part"]): row for row in rows_of(chapter, "ladder")}
    hopes = world.query(
        """select count(*) from sentence s join document d using (document_id)
           where s.type = 'vision' and d.country = 'XN' and d.year <= 2024 and not d.is_excerpt"""
    ).rows[0][0]
    assert rows["XN", "vision"]["rung_count"] == hopes > 0
    assert rows["XN", "production"]["rung_count"] == 2  # the planner and the tide model
    assert rows["SE", "production"]["rung_count"] is None
    assert "no register loaded" in chapter.figures[0].wide_svg
    assert "none is shown as zero" in told(chapter)


def test_lags_are_curves_with_the_number_at_risk_and_the_sentence_that_begins_each(
    world: Store,
) -> None:
    steps = [(0, 7, 1, 0, 0.86), (2, 6, 2, 1, 0.57), (5, 3, 1, 2, 0.38)]
    world.append(
        LagPoint,
        [
            LagPoint("country", place, "all", event, *step, step[-1] - 0.2, step[-1] + 0.1)
            for place in ("XN", "all")
            for event in ("pilot", "production")
            for step in steps
        ],
    )
    sentence = world.query("select sentence_id, document_id from claim order by 1 limit 1").rows[0]
    world.append(
        LagSpell,
        [
            LagSpell("country", "XN", None, "efficiency", "production", 2018, 2025, 2023,
                     "start", "reached", *sentence, "list-a", "d5"),
            LagSpell("country", "XN", None, "service", "production", 2018, 2025, None, None,
                     "waiting", *sentence, None, None),
        ],
    )  # fmt: skip
    chapter = build_lag(read_year(world, 2024))
    assert chapter.lead.startswith("Of 2 waits that the registers cover, a country and a code each")
    (figure,) = chapter.figures
    assert figure.wide_svg.count(">Nordavia (2 waits)</text>") == 1
    assert "All with a register" not in figure.wide_svg  # the same curve as the only country's
    assert ">7</text>" in figure.wide_svg
    assert ">null</text>" not in figure.wide_svg
    by_state = {row["state"]: row for row in rows_of(chapter, "lag-spells")}
    assert by_state["reached"]["record_name"] == "Snow plough planner"
    assert by_state["waiting"]["event_year"] is None
    assert NO_REGISTER in told(chapter)


def test_contradictions_stand_by_kind_with_both_statuses(world: Store) -> None:
    chapter = build_contradictions(read_year(world, 2024))
    keys = [table.key for table in chapter.tables]
    assert keys[0] == "contradictions-incompatible"
    (clear,) = rows_of(chapter, "contradictions-incompatible")
    assert {clear["status_a"], clear["status_b"]} == {"production", "retired"}
    assert "“Lantern”" in told(chapter)
    counted = rows_of(chapter, "contradictions")
    assert sum(int(str(row["pair_count"])) for row in counted) == len(
        world.query("select * from out_contradiction").rows
    )


def letter(kind: str, title: str, publisher: str, number: int) -> Document:
    return Document(
        f"{kind}-{number}", "made-up", title, publisher, "XN", kind, 2023, "en", "pdf",
        f"https://documents.example/{kind}/{number}.pdf", "open", None, False, 3, f"{number:064d}",
        "parser",
    )  # fmt: skip


def test_a_chain_names_what_is_held_and_what_is_not(world: Store) -> None:
    world.append(
        Document,
        [
            letter("mandate_letter", "Letter of 2023 to the Road office", "Ministry 1", 1),
            letter("annual_report", "Road office: the year 2023", "Road office", 2),
            letter("annual_report", "What the Archive did", "Archive", 3),
            letter("mandate_letter", "Letter to the roads officer", "Ministry 1", 4),
        ],
    )
    chapter = build_chain(read_year(world, 2024))
    assert chapter.lead == (
        "Of 2 chains of a body and a year up to 2024, 1 have both the letter and the report, and "
        "1 hold on all four steps."
    )
    steps = {(row["body"], row["step"]): row["title"] for row in rows_of(chapter, "chain-steps")}
    assert steps["Road office", "letter"] == "Letter of 2023 to the Road office"
    assert steps["Road office", "register"] == "1 systems: production 1"
    assert steps["Archive", "letter"] == "not held"
    assert str(steps["Archive", "strategy"]).startswith("Plan ")
    assert "1 without a letter" in told(chapter)


def test_a_case_is_told_from_its_rows_over_editions_and_from_sentences(
    world: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = [("2023-01", "pilot", "Pilot"), ("2024-01", "pilot", "Pilot")]
    editions.append(("2025-01", "production", "In use"))
    world.append(
        DeploymentStatus,
        [
            DeploymentStatus("list-a", "d5", on, on, "Snow plough planner", "Road office", *said)
            for on, *said in editions
        ],
    )
    monkeypatch.setattr(cases, "load_cases", lambda: {"plough": PLOUGH})
    overview, page = build_cases(read_year(world, 2024))
    assert overview.key == "cases"
    assert page.key == "case-plough"
    assert page.lead == "1 records are of this system. list-a: production (“In use”)."
    spells = rows_of(page, "case-plough-statuses")
    assert [(row["status"], row["from_on"], row["until_on"]) for row in spells] == [
        ("pilot", "2023-01", "2024-01"),
        ("production", "2025-01", "2025-01"),
    ]
    assert page.quotes
    assert all("Lantern" in [s.text for s in quote.stretches if s.is_cue] for quote in page.quotes)
    assert "No mandate letter to the body is held." in page.missing


def test_a_case_of_which_nothing_is_held_has_no_page(
    world: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = PLOUGH.model_copy(update={"country": "SE", "systems": ("Elk counter",)})
    monkeypatch.setattr(cases, "load_cases", lambda: {"elk": elsewhere})
    (overview,) = build_cases(read_year(world, 2024))
    assert "None of the 1 declared cases can be told" in overview.missing[0]


def test_a_register_without_a_card_still_shows_its_statuses(world: Store) -> None:
    chapter = build_coverage(read_year(world, 2024))
    assert chapter.lead == (
        "2 registers have 7 rows on record, 2 of them without a readable status; none of them is "
        "known to be dormant."
    )
    shares = {
        (row["register_id"], row["part"]): row["deployment_count"]
        for row in rows_of(chapter, "statuses")
    }
    assert shares["list-a", "unknown"] == 2
