from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import altair
import pytest
import vl_convert

from data.errors import Fault, StoreError, UsageError
from data.records import Prevalence, Topic
from data.store import Store, open_memory
from flows.comparing.correction import build_prevalence
from reports.chapters.order import CHAPTERS, ChapterEntry
from reports.charts import Spec
from reports.figures import Cell, Chapter, draw_svg
from reports.links import name_link
from reports.questions import load_questions
from reports.render import WantedReport, render_report
from reports.year import Year
from tests.reports.conftest import NOW, compare, open_compared_world
from tests.reports.site import Page, read_pages, render_site

pytestmark = pytest.mark.xdist_group("site")  # the session's one site is drawn in one process


UNDRAWN = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The compared world; its reports are made without drawings, which take most of the time."""
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", lambda *_, **__: UNDRAWN)
    with open_compared_world() as store:
        yield store


@pytest.fixture(scope="session")
def rendered(site: Path) -> tuple[Path, str]:
    """The drawn report of 2024: its first page and the text of all."""
    return site, "\n".join(read_pages(site).values())


def render(store: Store, year: int, tmp_path: Path, *keys: str) -> tuple[Path, str]:
    """The first page and the text of all; with keys only these chapters, which is faster."""
    index = render_site(store, year, tmp_path, keys).index
    return index, "\n".join(read_pages(index).values())


def test_nothing_is_asked_for_outside_the_site(rendered: tuple[Path, str]) -> None:
    index, _ = rendered
    pages = {name: Page(text) for name, text in read_pages(index).items()}
    assert len(pages) > 25
    for page in pages.values():
        assert {"img", "iframe", "object", "form", "base"}.isdisjoint(page.names)
        for address in page.addresses:
            name, sign, anchor = address.partition("#")
            if name in pages or not name:
                assert not sign or anchor in (pages[name] if name else page).ids, address
            elif name.startswith("data/"):
                assert (index.parent / name).exists(), address
            else:
                expected = r"https://|\.\./\.\./raw/|data:,$|report\.pdf$"
                assert re.match(expected, address), address


def test_only_the_script_and_the_style_of_the_page_may_run(rendered: tuple[Path, str]) -> None:
    for path in rendered[0].parent.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
        assert policy
        assert policy[1].startswith("default-src 'none'; ")
        assert "unsafe" not in policy[1]
        for element in ("script", "style"):
            (content,) = re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert f"{element}-src 'sha256-{digest}'" in policy[1]
            assert not re.search(r"https?://(?!www\.w3\.org)|@import|url\(", content)
        assert not re.search(r"<[^>]+ (?:style|on\w+)=", text)


def test_ids_stand_once(rendered: tuple[Path, str]) -> None:
    for name, text in read_pages(rendered[0]).items():
        ids = Page(text).ids
        assert len(ids) == len(set(ids)), name


def test_the_first_page_leads_to_every_chapter(rendered: tuple[Path, str]) -> None:
    index, _ = rendered
    pages = read_pages(index)
    guide = Page(pages["index.html"])
    assert pages["index.html"].count("<dt>") == 10
    chapters = {f"{entry.key}.html" for entry in CHAPTERS}
    assert chapters <= pages.keys()
    assert chapters | {"evidence.html", "data.html"} <= set(guide.addresses)
    assert len(pages["index.html"].encode()) < 1_000_000


def test_a_title_that_looks_like_markup_is_a_title(rendered: tuple[Path, str]) -> None:
    _, text = rendered
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_a_topic_label_that_looks_like_markup_is_text(world: Store, tmp_path: Path) -> None:
    world.execute_script("update topic set label = '<script>alert(1)</script>' where position = 0")
    assert world.read(Topic, "label like '<script>%'")
    _, text = render(world, 2024, tmp_path, "topics")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_each_figure_has_words_its_n_its_data_and_its_quotes(rendered: tuple[Path, str]) -> None:
    index, text = rendered
    chapters = {f"{entry.key}.html" for entry in CHAPTERS}
    page = Page("\n".join(of for name, of in read_pages(index).items() if name in chapters))
    figures = [name for name in page.ids if name.startswith("figure-")]
    assert {"figure-imaginaries", "figure-types", "figure-gap", "figure-constraints"} <= set(
        figures
    )
    assert len(page.alternatives) == len(figures)
    assert all(len(words) > 40 for words in page.alternatives)
    for name in figures:
        path = index.parent / "data" / f"{name.removeprefix('figure-')}.csv"
        with path.open(encoding="utf-8") as stream:
            assert len(list(csv.reader(stream))) > 1
    assert {"figure-statuses", "figure-promised-states", "figure-topics-en"} <= set(figures)
    assert [name for name in figures if page.evidence[name] == 0] == []
    assert "<mark>herring</mark>" in text
    assert 'lang="nb"' in text
    assert "#page=2" in text


def test_the_numbers_of_the_year_are_those_of_the_tables(rendered: tuple[Path, str]) -> None:
    index, text = rendered
    with (index.parent / "data" / "imaginaries.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["year"] == "2024"]
    efficiency = next(row for row in rows if row["code"] == "efficiency")
    # 30 sentences of XN and 11 of SE; six and two of them carry the code.
    assert (efficiency["sentence_count"], efficiency["claim_count"]) == ("41", "8")
    assert "20% of the sentences" in text


def test_a_share_stands_beside_the_same_corrected_for_error(rendered: tuple[Path, str]) -> None:
    index, text = rendered
    with (index.parent / "data" / "imaginaries.csv").open(encoding="utf-8") as stream:
        rows = {(row["code"], row["year"]): row for row in csv.DictReader(stream)}
    row = rows["efficiency", "2024"]
    # (8 - 41 * 10/900) / (60/100 - 10/900) / 41: three of five are found, one of ninety is wrong.
    assert float(row["corrected_share"]) == pytest.approx(0.3125, abs=0.002)
    assert row["uncorrected_because"] == ""
    assert rows["efficiency", "2019"]["corrected_share"] == ""
    assert rows["efficiency", "2019"]["uncorrected_because"] == "fewer than 30 sentences in scope"
    assert "gold 0123456789ab" in text


def test_the_largest_share_is_told_with_its_correction_unless_codes_tie(
    world: Store, tmp_path: Path
) -> None:
    words = "Corrected for what the coder misses and wrongly finds: 31% ("
    _, text = render(world, 2024, tmp_path, "rhetoric")
    assert "Efficiency, Proactive and Service are each found most often" in text
    assert words not in text
    world.execute_script("delete from claim where code in ('service', 'proactive')")
    compare(world)
    _, text = render(world, 2024, tmp_path, "rhetoric")
    assert text.count(words) == 2  # the headline and the chapter


def test_a_table_shows_every_code_of_its_latest_year_first(rendered: tuple[Path, str]) -> None:
    index, text = rendered
    with (index.parent / "data" / "imaginaries.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    codes = {row["code"] for row in rows}
    assert len(codes) > 3
    assert {row["code"] for row in rows[: len(codes)]} == codes
    assert {row["year"] for row in rows[: len(codes)]} == {"2024"}
    table = text.split('aria-label="Imaginaries over the years"')[1].split("</table>")[0]
    assert table.count("<tr>") == 1 + len(rows)
    headings = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', table)
    assert len(set(headings)) == len(headings)
    assert [heading for heading in headings if heading != heading.strip()] == []


def test_only_words_as_long_as_a_path_are_broken() -> None:
    assert not Cell("infrastructure and organisation").has_long_word
    assert Cell("raw/00/0123456789abcdef.pdf").has_long_word


def test_shares_that_were_not_measured_are_not_reported_as_none(
    small_world: Store, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="shares of 2024 are not measured: run `imaginaries comp"):
        render(small_world, 2024, tmp_path)


def test_without_a_measured_error_nothing_is_corrected(world: Store, tmp_path: Path) -> None:
    world.execute_script("delete from claim where code in ('service', 'proactive')")
    world.replace_all(Prevalence, build_prevalence(world, None, 1))
    _, text = render(world, 2024, tmp_path, "rhetoric", "method")
    assert "Corrected for what the coder misses" not in text
    why = "Not corrected for the coder’s errors: the coder&#39;s error was not measured."
    assert text.count(why) == 2  # the headline and the chapter
    assert "None in this year: the coder’s error was not measured" in text


def test_an_error_measured_on_another_coder_is_said_to_be(world: Store, tmp_path: Path) -> None:
    assert "in an earlier state" not in render(world, 2024, tmp_path, "method")[1]
    world.execute_script("update claim set coder_version = 'newer' where document_id is not null")
    assert "in an earlier state" in render(world, 2024, tmp_path, "method")[1]


def test_no_register_is_said_in_words_and_never_as_zero(rendered: tuple[Path, str]) -> None:
    index, text = rendered
    assert "No register is loaded for Sweden" in text
    with (index.parent / "data" / "gap.csv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["country"] == "SE"]
    assert rows
    assert {row["deployment_count"] for row in rows} == {""}
    assert {row["record"] for row in rows} == {"no register loaded"}


def test_promises_are_counted_only_where_a_register_could_answer(
    world: Store, tmp_path: Path
) -> None:
    label = 'are on record as in production(?:</a>)?</dt><dd class="value">{}</dd>'
    _, text = render(world, 2024, tmp_path, "faults")
    assert re.search(label.format("0 of 2"), text)
    world.execute_script("delete from document where country = 'XN'")
    _, text = render(world, 2024, tmp_path, "faults")
    assert re.search(label.format("–"), text)
    assert "withheld: no promise of a country with a register names a system" in text


def test_systems_dated_by_their_record_are_said_to_be(world: Store, tmp_path: Path) -> None:
    assert "0 of them dated by the register" in render(world, 2024, tmp_path, "gap")[1]
    world.execute_script("update deployment set year_basis = 'record' where deployment_id = 'd2'")
    _, text = render(world, 2024, tmp_path, "gap")
    assert "1 of them dated by the register’s own year, not by a start" in text
    assert "1 are dated by the register’s own year, not by a start" in text


def test_a_link_says_where_it_leads(world: Store, tmp_path: Path) -> None:
    assert "public copy</a>" not in render(world, 2024, tmp_path, "rhetoric")[1]
    world.execute_script(
        "update document set url = replace(url, 'documents.example', 'github.com')"
    )
    _, text = render(world, 2024, tmp_path, "rhetoric")
    assert "public copy</a>" in text
    assert "publisher’s page</a>" not in text
    assert name_link("https://github.com.example/a") == "publisher’s page"
    assert name_link("https://raw.githubusercontent.com/a") == "public copy"


def test_every_drawing_is_valid_by_altairs_schema(
    world: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Spec] = []

    def keep(spec: Spec, **_: object) -> str:
        drawn.append(spec)
        return UNDRAWN

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", keep)
    render(world, 2024, tmp_path)
    with pytest.raises(Exception, match="'two' is not"):
        altair.Chart.from_dict({**drawn[0], "columns": "two"})
    assert len(drawn) >= 10
    for spec in drawn[::2]:  # every other one is the same in its narrow width
        values = spec["data"]["values"][:1]
        altair.Chart.from_dict({**spec, "data": {"values": values}})


def test_contradictions_show_both_statuses(rendered: tuple[Path, str]) -> None:
    _, text = rendered
    assert "production (“In use”)" in text
    assert "retired (“Ended”)" in text


def test_few_documents_are_withheld_from_headlines_and_kept_in_tables(
    world: Store, tmp_path: Path
) -> None:
    index, text = render(world, 2019, tmp_path, "rhetoric")
    assert "withheld: only 1 document<" in text
    assert "too few to name a largest" in text
    assert "2019 (1)" in text
    with (index.parent / "data" / "imaginaries.csv").open(encoding="utf-8") as stream:
        assert "2019" in {row["year"] for row in csv.DictReader(stream)}


def test_a_report_ends_with_its_year(world: Store, tmp_path: Path) -> None:
    index, _ = render(world, 2022, tmp_path, "rhetoric", "hope")
    for path in (index.parent / "data").glob("*.csv"):
        with path.open(encoding="utf-8") as stream:
            years = {row["year"] for row in csv.DictReader(stream) if "year" in row}
        assert all(int(year) <= 2022 for year in years), path


def test_a_year_without_anything_says_so_and_draws_nothing(tmp_path: Path) -> None:
    with open_memory() as empty:
        _, text = render(empty, 2024, tmp_path)
    page = Page(text)
    assert "svg" not in page.names
    assert text.count("Not shown.") >= 5
    assert "No document of 2024 was collected." in text


def test_the_demo_says_that_it_is_fictional(world: Store, tmp_path: Path) -> None:
    assert "Fictional demo" not in render(world, 2024, tmp_path, "faults")[1]
    world.execute_script("delete from document where country = 'SE'")
    assert "Fictional demo" in render(world, 2024, tmp_path, "faults")[1]


def test_the_same_tables_give_the_same_pages(site: Path, tmp_path: Path) -> None:
    with open_compared_world() as store:
        again = render_site(store, 2024, tmp_path, ("gap",)).index
    for name in ("gap.html", "data/gap.csv", "evidence-legal.html"):
        first, second = ((of.parent / name).read_bytes() for of in (site, again))
        menu = rb'<nav id="menu".*</nav>|<p class="turn">.*?</p>'  # the second has one chapter
        assert re.sub(menu, b"", first, flags=re.S) == re.sub(menu, b"", second, flags=re.S)


def test_data_of_an_earlier_render_is_replaced(world: Store, tmp_path: Path) -> None:
    stale = tmp_path / "2024" / "data" / "gone.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("old", encoding="utf-8")
    render(world, 2024, tmp_path, "hope")
    assert not stale.exists()


def test_a_drawing_asks_for_no_data() -> None:
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"url": "https://documents.example/data.csv"},
        "mark": "point",
    }
    with pytest.raises(ValueError, match=r"documents\.example"):
        draw_svg(spec, "k")


def test_a_number_opens_down_to_its_sentence(rendered: tuple[Path, str]) -> None:
    index, _ = rendered
    pages = read_pages(index)
    assert 'href="evidence-efficiency.html">Efficiency (' in pages["rhetoric.html"]
    assert 'data-href="evidence-efficiency.html"' in pages["rhetoric.html"]
    page = pages["evidence-efficiency.html"]
    claims = page.split('<article class="claim"')[1:]
    assert f">Efficiency ({len(claims)})<" in pages["rhetoric.html"]
    herring = pages["evidence-resource.html"]
    assert "<mark>herring</mark>" in herring
    for words in ("score 0.90", "vision", "page 2", "fetched 2026-03-01", "stored copy"):
        assert words in herring
    assert '<span class="around">Without a legal basis' in herring  # the sentence before it


def test_a_mark_tells_its_value_and_leads_to_the_year_s_sentences_only(
    rendered: tuple[Path, str],
) -> None:
    text = read_pages(rendered[0])["rhetoric.html"]
    marks = dict(re.findall(r'data-tip="([^"]*)"( data-href="[^"]*")?', text))
    own = "Efficiency · 2024 · 20% (3.6% to 31%) · 8 of 41 sentences · 8 documents"
    found = [tip for tip in marks if tip.startswith("Efficiency · 2024 · 20%")]
    assert [re.sub(r"\(.*\)", "(…)", tip) for tip in found] == [re.sub(r"\(.*\)", "(…)", own)]
    assert marks[found[0]]
    assert not any(leads for tip, leads in marks.items() if "· 2023 ·" in tip)


def test_a_reader_may_choose_among_countries_and_the_counts_add_up(
    rendered: tuple[Path, str],
) -> None:
    text = (rendered[0].parent / "rhetoric.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'id="explorer-imaginaries">(.*?)</script>', text)
    explorer = json.loads(data)
    assert {code for code, _ in explorer["countries"]} == {"SE", "XN"}
    place = explorer["codes"].index("efficiency")
    own = [cell for cell in explorer["cells"] if cell[3] == 2024]
    assert (sum(cell[5] for cell in own), sum(cell[6][place] for cell in own)) == (41, 8)


def test_a_country_is_reported_on_alone(world: Store, tmp_path: Path) -> None:
    index = render_site(world, 2024, tmp_path, ("gap", "documents"), country="SE").index
    pages = read_pages(index)
    assert "Sweden 2024" in pages["index.html"]
    assert "No register is loaded for Sweden" in pages["gap.html"]
    assert not any("Plan 1 of 2024" in text for text in pages.values())  # a plan of XN
    assert "A plan for Sweden" in pages["documents.html"]


def test_a_country_that_was_not_collected_is_named(world: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing of country 'DK' was collected.*SE, XN"):
        render_site(world, 2024, tmp_path, country="DK")


def test_a_chapter_that_fails_leaves_the_others_whole(world: Store, tmp_path: Path) -> None:
    def ask_wrongly(year: Year) -> Chapter:
        year.rows("select nothing from nowhere")
        raise AssertionError("the question above must fail")

    failing = ChapterEntry("broken", "A broken chapter", "talk", ask_wrongly)
    entries = (failing, *(entry for entry in CHAPTERS if entry.key == "faults"))
    wanted = WantedReport(2024, NOW, "2026.03.01")
    rendered = render_report(world, wanted, tmp_path / "2024", entries=entries)
    assert [key for key, _ in rendered.faults] == ["broken"]
    pages = read_pages(rendered.index)
    assert "This chapter could not be made: DuckDB refuses" in pages["broken.html"]
    assert "broken.pdf" in pages["faults.html"]


def test_a_page_that_fails_is_replaced_by_words(world: Store, tmp_path: Path) -> None:
    def fail_once(make: Callable[[], Any]) -> Any:
        nonlocal calls
        calls += 1
        is_page = calls == 4  # the numbers, the chapter, the PDF, then its page
        return Fault("the template is wrong", next_step="mend it") if is_page else make()

    calls = 0
    entries = tuple(entry for entry in CHAPTERS if entry.key == "faults")
    wanted = WantedReport(2024, NOW, "2026.03.01")
    rendered = render_report(world, wanted, tmp_path / "2024", attempt=fail_once, entries=entries)
    assert [key for key, _ in rendered.faults] == ["faults"]
    assert "could not be made: the template is wrong" in read_pages(rendered.index)["faults.html"]


def test_the_report_in_norwegian_marks_what_is_english(tmp_path: Path) -> None:
    with open_compared_world() as store:
        index = render_site(store, 2024, tmp_path, ("rhetoric",), language="nb").index
    text = read_pages(index)["rhetoric.html"]
    assert '<html lang="nb">' in text
    assert ">Retorikk over tid</h1>" in text
    assert "20\u00a0% (" in text
    english = re.sub(r'<(\w+)[^>]* lang="en">.*?</\1>', "", text, flags=re.DOTALL)
    for words in ("sentences in scope", "is found most often", "All data as CSV", "Band: 95%"):
        assert words not in english


def test_a_question_that_does_not_fit_the_tables_costs_its_chapters_only(
    world: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [
        replace(one, sql="select nothing from nowhere") if one.view == "out_fault" else one
        for one in load_questions()
    ]
    monkeypatch.setattr("reports.year.load_questions", lambda: asked)
    rendered = render_site(world, 2024, tmp_path, ("faults", "hope"))
    assert [key for key, _ in rendered.faults] == ["faults"]
    assert "This chapter could not be made" in read_pages(rendered.index)["faults.html"]
