from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import altair
import pytest
import vl_convert

from data.errors import StoreError
from data.records import Comparison, Prevalence, Topic
from data.store import Store, open_memory
from flows.correction import build_prevalence
from reports.charts import Spec
from reports.compare import build_comparisons
from reports.figures import Cell, draw_svg
from reports.links import name_link
from reports.render import render_report
from tests.reports.conftest import ERRORS, NOW, open_small_world


class Page(HTMLParser):
    """Ids, addresses and element names of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.names: list[str] = []
        self.alternatives: list[str] = []
        self.evidence: dict[str, int] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.names.append(tag)
        if "id" in values:
            self.ids.append(values["id"])
        if values.get("role") == "img":
            self.alternatives.append(values["aria-label"])
        if tag == "figure" and values.get("id", "").startswith("figure-"):
            self.evidence[values["id"]] = 0
        if tag == "blockquote" or (tag == "span" and values.get("class") == "row tag"):
            self.evidence[list(self.evidence)[-1]] += 1
        self.addresses += [values[name] for name in ("href", "src", "xlink:href") if name in values]


def compare(store: Store) -> None:
    store.replace_all(Comparison, build_comparisons(store, 1))
    store.replace_all(Prevalence, build_prevalence(store, ERRORS, 1))


@pytest.fixture
def world(small_world: Store) -> Store:
    compare(small_world)
    return small_world


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The report of 2024, rendered once: its place and its text."""
    with open_small_world() as store:
        compare(store)
        return render(store, 2024, tmp_path_factory.mktemp("reports"))


def render(store: Store, year: int, tmp_path: Path) -> tuple[Path, str]:
    index = render_report(store, year, tmp_path / str(year), now=NOW, edition="2026.03.01")
    return index, index.read_text(encoding="utf-8")


def test_nothing_of_the_page_is_asked_for_outside_it(rendered: tuple[Path, str]) -> None:
    index, text = rendered
    page = Page(text)
    assert {"script", "img", "iframe", "object"}.isdisjoint(page.names)
    assert "url(http" not in text
    assert "@import" not in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    for address in page.addresses:
        if address.startswith("#"):
            assert address[1:] in page.ids
        elif address.startswith("data/"):
            assert (index.parent / address).exists()
        else:
            assert re.match(r"https://|\.\./\.\./raw/|data:,$", address), address


def test_ids_stand_once(rendered: tuple[Path, str]) -> None:
    ids = Page(rendered[1]).ids
    assert len(ids) == len(set(ids))


def test_a_title_that_looks_like_markup_is_a_title(rendered: tuple[Path, str]) -> None:
    _, text = rendered
    assert "<script" not in text
    assert "&lt;script&gt;alert" in text


def test_a_topic_label_that_looks_like_markup_is_text(world: Store, tmp_path: Path) -> None:
    world.execute_script("update topic set label = '<script>alert(1)</script>' where position = 0")
    assert world.read(Topic, "label like '<script>%'")
    _, text = render(world, 2024, tmp_path)
    assert "<script" not in text


def test_each_figure_has_words_its_n_its_data_and_its_quotes(rendered: tuple[Path, str]) -> None:
    index, text = rendered
    page = Page(text)
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
    _, text = render(world, 2024, tmp_path)
    assert "Efficiency, Proactive and Service are each found most often" in text
    assert words not in text
    world.execute_script("delete from claim where code in ('service', 'proactive')")
    compare(world)
    _, text = render(world, 2024, tmp_path)
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
    _, text = render(world, 2024, tmp_path)
    assert "Corrected for what the coder misses" not in text
    why = "Not corrected for the coder’s errors: the coder&#39;s error was not measured."
    assert text.count(why) == 2  # the headline and the chapter
    assert "None in this year: the coder’s error was not measured" in text


def test_an_error_measured_on_another_coder_is_said_to_be(world: Store, tmp_path: Path) -> None:
    assert "in an earlier state" not in render(world, 2024, tmp_path)[1]
    world.execute_script("update claim set coder_version = 'newer' where document_id is not null")
    assert "in an earlier state" in render(world, 2024, tmp_path)[1]


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
    label = 'are on record as in production</dt><dd class="value">{}</dd>'
    _, text = render(world, 2024, tmp_path)
    assert label.format("0 of 2") in text
    world.execute_script("delete from document where country = 'XN'")
    _, text = render(world, 2024, tmp_path)
    assert label.format("–") in text
    assert "withheld: no promise of a country with a register names a system" in text


def test_systems_dated_by_their_record_are_said_to_be(world: Store, tmp_path: Path) -> None:
    assert "0 of them dated by the register" in render(world, 2024, tmp_path)[1]
    world.execute_script("update deployment set year_basis = 'record' where deployment_id = 'd2'")
    _, text = render(world, 2024, tmp_path)
    assert "1 of them dated by the register’s own year, not by a start" in text
    assert "1 are dated by the register’s own year, not by a start" in text


def test_a_link_says_where_it_leads(world: Store, tmp_path: Path) -> None:
    assert "public copy</a>" not in render(world, 2024, tmp_path)[1]
    world.execute_script(
        "update document set url = replace(url, 'documents.example', 'github.com')"
    )
    _, text = render(world, 2024, tmp_path)
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
        return "<svg ></svg>"

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
    index, text = render(world, 2019, tmp_path)
    assert "withheld: only 1 documents" in text
    assert "too few to name a largest" in text
    assert "2019 (1)" in text
    with (index.parent / "data" / "imaginaries.csv").open(encoding="utf-8") as stream:
        assert "2019" in {row["year"] for row in csv.DictReader(stream)}


def test_a_report_ends_with_its_year(world: Store, tmp_path: Path) -> None:
    index, _ = render(world, 2022, tmp_path)
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
    assert "Fictional demo" not in render(world, 2024, tmp_path)[1]
    world.execute_script("delete from document where country = 'SE'")
    assert "Fictional demo" in render(world, 2024, tmp_path)[1]


def test_the_same_tables_give_the_same_page(world: Store, tmp_path: Path) -> None:
    first = render(world, 2024, tmp_path / "one")[1]
    second = render(world, 2024, tmp_path / "two")[1]
    assert first == second


def test_data_of_an_earlier_render_is_replaced(world: Store, tmp_path: Path) -> None:
    stale = tmp_path / "2024" / "data" / "gone.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("old", encoding="utf-8")
    render(world, 2024, tmp_path)
    assert not stale.exists()


def test_a_drawing_asks_for_no_data() -> None:
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"url": "https://documents.example/data.csv"},
        "mark": "point",
    }
    with pytest.raises(ValueError, match=r"documents\.example"):
        draw_svg(spec, "k")
