"""What people add to topics: names that last, and answers to riddles."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.errors import UsageError
from data.records import (
    Topic,
    TopicIntrusion,
    TopicIntrusionAnswer,
    TopicIntrusionScore,
    TopicLabel,
)
from data.store import Store
from flows.modelling.intrusion import export_intrusion, import_intrusion
from flows.modelling.labels import FILE, give_topic_label, read_topic_labels, write_topic_labels
from flows.modelling.measures import measure_inputs, measure_topics
from tests.reports.conftest import NOW
from tests.topic_world import build_topic_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Store]:
    with build_topic_world(tmp_path) as store:
        yield store


def topics_of(store: Store) -> list[Topic]:
    return store.read(Topic, "true order by language, position")


def lines_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_name_survives_refits_and_the_end_of_its_topic(world: Store, tmp_path: Path) -> None:
    said = give_topic_label(tmp_path, topics_of(world), "en-fer", "Ferries and quays", "on sight")
    assert said == "'harbour, vessel, quay, captain' (en) is now called 'Ferries and quays'"
    world.execute_script("update topic set label = 'other, words' where topic_id = 'en-ferry'")
    measure_topics(world, tmp_path, 3)
    given = [TopicLabel("en-ferry", "en", "Ferries and quays", "on sight")]
    assert world.read(TopicLabel) == given
    world.execute_script("delete from topic where topic_id = 'en-ferry'")
    measure_topics(world, tmp_path, 3)
    assert read_topic_labels(tmp_path).labels == given
    (line,) = [row for row in lines_of(tmp_path / FILE) if row["topic_id"] == "en-ferry"]
    assert (line["is_current"], line["given_label"]) == ("no", "Ferries and quays")


def test_every_present_topic_is_in_the_file_and_an_empty_name_takes_one_away(
    world: Store, tmp_path: Path
) -> None:
    topics = topics_of(world)
    give_topic_label(tmp_path, topics, "en-ferry", "Ferries")
    give_topic_label(tmp_path, topics, "en-bakery", "Bread")
    assert give_topic_label(tmp_path, topics, "en-ferry", " ").endswith("no given name any more")
    assert [row.given_label for row in read_topic_labels(tmp_path).labels] == ["Bread"]
    assert {row["topic_id"] for row in lines_of(tmp_path / FILE)} == {
        one.topic_id for one in topics
    }


def test_a_new_name_changes_what_the_measures_rest_on(world: Store, tmp_path: Path) -> None:
    before = measure_inputs(world, tmp_path, 3)
    assert before == measure_inputs(world, tmp_path, 3)
    give_topic_label(tmp_path, topics_of(world), "en-ferry", "Ferries")
    assert measure_inputs(world, tmp_path, 3) != before
    assert measure_inputs(world, tmp_path, 4) != measure_inputs(world, tmp_path, 3)


@pytest.mark.parametrize(
    ("topic_id", "label", "message"),
    [
        ("en-nothing", "Ferries", "no topic begins with 'en-nothing'"),
        ("", "Ferries", "no topic begins with ''"),
        ("en-", "Ferries", "fits several topics: en-bakery"),
        ("en-ferry", "F" * 61, "has 61 characters: give 60 at most"),
    ],
)
def test_names_that_cannot_be_given_are_refused(
    world: Store, tmp_path: Path, topic_id: str, label: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        give_topic_label(tmp_path, topics_of(world), topic_id, label)


def test_a_damaged_file_of_names_is_refused_with_its_line(world: Store, tmp_path: Path) -> None:
    path = tmp_path / FILE
    give_topic_label(tmp_path, topics_of(world), "en-ferry", "Ferries")
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{text.splitlines()[1]}\n", encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"topic_labels\.csv:\d+: topic en-ferry is named in anoth"
    ):
        read_topic_labels(tmp_path)
    path.write_text("topic_id\nx\n", encoding="utf-8")
    with pytest.raises(UsageError, match="columns are missing: given_label"):
        read_topic_labels(tmp_path)


def test_words_that_look_like_formulas_are_no_formulas_in_the_file(
    world: Store, tmp_path: Path
) -> None:
    topics = [replace(one, label="=1+1") for one in topics_of(world)]
    write_topic_labels(tmp_path, topics, read_topic_labels(tmp_path))
    assert {row["label"] for row in lines_of(tmp_path / FILE)} == {" =1+1"}


def answer(store: Store, path: Path, right: int) -> None:
    """Fill in the sheet: the first `right` riddles as they should be, the others wrongly."""
    rows = lines_of(path)
    solution = {row.item_id: row for row in store.read(TopicIntrusion)}
    for number, row in enumerate(rows):
        item = solution[row["item_id"]]
        wrong = next(word for word in item.words.split(", ") if word != item.intruder)
        row["intruder"] = item.intruder.upper() if number < right else wrong
    write(path, rows)


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:  # as spreadsheets save
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_sheet_is_filled_in_read_and_scored(world: Store, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    assert "6 riddles on 3 topics" in export_intrusion(world, path, seed=1, language="en", each=2)
    rows = lines_of(path)
    solutions = {row.intruder for row in world.read(TopicIntrusion)}
    assert {row["intruder"] for row in rows} == {""}
    assert not solutions & set(rows[0].keys())
    answer(world, path, 4)
    printed = import_intrusion(world, path, reader="first", now=NOW)
    (whole,) = world.read(TopicIntrusionScore, "topic_id is null")
    assert (whole.found_count, whole.answer_count, whole.reader_count) == (4, 6, 1)
    assert whole.found_share_low < whole.found_share < whole.found_share_high
    by_topic = world.read(TopicIntrusionScore, "topic_id is not null")
    assert sum(row.found_count for row in by_topic) == 4
    assert printed.splitlines()[0].startswith("en all topics: 4 of 6 found, 67% (30% to 90%)")


def test_who_answers_again_replaces_the_answers_and_another_reader_adds(
    world: Store, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.csv"
    export_intrusion(world, path, seed=1, language="en", each=2)
    for reader, right in (("first", 0), ("first", 6), ("second", 3)):
        answer(world, path, right)
        import_intrusion(world, path, reader=reader, now=NOW)
    assert len(world.read(TopicIntrusionAnswer)) == 12
    (whole,) = world.read(TopicIntrusionScore, "topic_id is null")
    assert (whole.found_count, whole.answer_count, whole.reader_count) == (9, 12, 2)


def test_the_same_seed_makes_the_same_sheet_and_keeps_one_solution(
    world: Store, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    export_intrusion(world, first, seed=1)
    export_intrusion(world, second, seed=1)
    assert first.read_bytes() == second.read_bytes()
    items = [row.item_id for row in world.read(TopicIntrusion)]
    assert len(items) == len(set(items)) == len(lines_of(first))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"intruder": "lighthouse"}, "'lighthouse' is none of the words"),
        ({"item_id": "elsewhere"}, "riddle 'elsewhere' is not of this home: export a new sheet"),
    ],
)
def test_sheets_that_do_not_fit_are_refused_with_their_line(
    world: Store, tmp_path: Path, change: dict[str, str], message: str
) -> None:
    path = tmp_path / "sheet.csv"
    export_intrusion(world, path, seed=1, language="en", each=1)
    rows = lines_of(path)
    write(path, [rows[0] | change, *rows[1:]])
    with pytest.raises(UsageError, match=rf"sheet\.csv:2: {message}"):
        import_intrusion(world, path, reader="first", now=NOW)
    assert world.read(TopicIntrusionAnswer) == []


def test_an_empty_sheet_a_lost_one_and_a_language_without_topics_are_said(
    world: Store, tmp_path: Path
) -> None:
    path = tmp_path / "sheet.csv"
    export_intrusion(world, path, seed=1, language="en", each=1)
    with pytest.raises(UsageError, match="no riddle is answered"):
        import_intrusion(world, path, reader="first", now=NOW)
    with pytest.raises(UsageError, match=r"no sheet at .*lost\.csv"):
        import_intrusion(world, tmp_path / "lost.csv", reader="first", now=NOW)
    with pytest.raises(UsageError, match="no topics in 'fi'; there are some in en, nb"):
        export_intrusion(world, path, seed=1, language="fi")
    with pytest.raises(UsageError, match="no riddle can be made"):
        export_intrusion(world, path, seed=1, language="nb")  # its topics have three words
    world.execute_script("delete from topic")
    with pytest.raises(UsageError, match="run `imaginaries topics` first"):
        export_intrusion(world, path, seed=1)
