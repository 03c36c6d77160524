"""The verbs about coders: files of our own, kept codings, and the sentences they differ on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from data.errors import UsageError
from data.records import Claim, Coding, Sentence
from data.settings import Home
from data.store import open_published, open_work
from flows.cli.main import app
from flows.codings import MACHINE
from flows.publish import publish
from flows.scope import Scope
from flows.training import taught
from flows.training.coded_corpus import sentence_digest
from reports.questions import open_questions

RUNNER = CliRunner()

TEXTS = {
    "s1": ("en", "Data is a gold mine for the harbour."),
    "s2": ("en", "AI will save time for the harbour office."),
    "s3": ("en", "Lunch is served at noon."),
    "s4": ("fi", "Tekoäly säästää aikaa."),
}


def run(*arguments: object) -> Result:
    return RUNNER.invoke(app, [str(one) for one in arguments], catch_exceptions=False)


def write(path: Path, said: dict[str, tuple[str, str]], **more: Any) -> Path:
    """A gold file: for each sentence id its imaginaries, separated by blanks, and its type."""
    rows = [
        {
            "id": one,
            "language": TEXTS[one][0],
            "before": "",
            "text": TEXTS[one][1],
            "imaginaries": codes.split(),
            "constraints": [],
            "type": kind,
            "document": f"{one}.pdf",
            **more,
        }
        for one, (codes, kind) in said.items()
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    one = {"s1": ("resource", "vision"), "s2": ("efficiency", "vision"), "s3": ("", "other")}
    two = one | {"s2": ("efficiency welfare", "commitment"), "s4": ("efficiency", "vision")}
    return write(tmp_path / "one.jsonl", one), write(tmp_path / "two.jsonl", two)


def test_two_files_are_compared_by_id(files: tuple[Path, Path]) -> None:
    answer = json.loads(run("agreement", *files, "--json").stdout)
    assert answer["coders"] == {"one": 3, "two": 4}
    (found,) = answer["agreements"]
    assert (found["coders"], found["sentence_count"]) == (["one", "two"], 3)
    assert found["codes"]["efficiency"]["figures"]["f1"]["value"] == 1
    assert found["codes"]["welfare"]["figures"]["f1"]["value"] == 0
    assert found["codes"]["welfare"]["prevalence"]["two"]["value"] == pytest.approx(1 / 3)
    assert found["codes_counted"] == 3
    assert found["codes"]["legal"]["figures"]["f1"]["value"] is None
    assert found["type"]["agreed_share"]["value"] == pytest.approx(2 / 3)


def test_the_table_names_every_code_and_type(files: tuple[Path, Path]) -> None:
    lines = run("agreement", *files).stdout.splitlines()
    assert lines[0] == "one · two: 3 sentences of 3 documents"
    assert {"resource", "infrastructure", "vision", "other"} <= {
        line.split(" ")[0] for line in lines
    }


def test_the_shipped_coder_is_a_coder_and_misses_what_it_does_not_cover(
    files: tuple[Path, Path],
) -> None:
    for arguments in ((*files, "coder"), (*files, "--machine")):
        answer = json.loads(run("agreement", *arguments, "--json").stdout)
        assert answer["coders"] == {"one": 3, "two": 4, MACHINE: 3}
        assert len(answer["agreements"]) == 4
    assert "no test" not in " ".join(answer["notes"])
    assert answer["taught_sentence_count"] == 0


def test_the_coders_that_rows_name_are_compared(tmp_path: Path) -> None:
    said = {"imaginaries": ["resource"], "constraints": [], "type": "vision"}
    other = said | {"imaginaries": [], "type": "result"}
    path = write(
        tmp_path / "g.jsonl", {"s1": ("resource", "vision")}, coders={"A": said, "B": other}
    )
    answer = json.loads(run("agreement", path, "--json", "--contested").stdout)
    assert answer["coders"] == {"A": 1, "B": 1}
    assert answer["contested"][0]["coders"]["B"] == {"codes": [], "type": "result"}
    # Beside another coder the file's own, settled codes count, unless the rows' are asked for.
    assert "g" in json.loads(run("agreement", path, "coder", "--json").stdout)["coders"]
    both = json.loads(run("agreement", path, "coder", "--coders", "--json").stdout)
    assert list(both["coders"]) == ["A", "B", MACHINE]


def test_contested_sentences_are_listed_with_who_said_what(files: tuple[Path, Path]) -> None:
    lines = run("agreement", *files, "--contested").stdout.splitlines()
    assert lines == [
        "s2 (en) AI will save time for the harbour office.",
        "  one: efficiency; vision",
        "  two: efficiency, welfare; commitment",
        "1 contested sentences",
    ]


def test_coders_that_share_no_sentence_and_other_texts_are_refused(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", {"s1": ("", "other")})
    two = write(tmp_path / "two.jsonl", {"s2": ("", "other")})
    with pytest.raises(UsageError, match="no sentence was coded by two of one, two"):
        run("agreement", one, two)
    with pytest.raises(UsageError, match="two coders are called 'one'"):
        run("agreement", one, one)
    with pytest.raises(UsageError, match="no row has `coders`"):
        run("agreement", one)
    with pytest.raises(UsageError, match=r"absent\.jsonl is not there"):
        run("agreement", one, tmp_path / "absent.jsonl")
    row = json.loads(one.read_text()) | {"text": "Another sentence."}
    two.write_text(json.dumps(row))
    with pytest.raises(UsageError, match="id 's1' is another sentence in two"):
        run("agreement", one, two)


def test_agreement_on_what_the_coder_learned_from_is_called_no_test_first(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = frozenset(sentence_digest(TEXTS[one][1]) for one in ("s1", "s3", "s4"))
    monkeypatch.setattr(taught, "load_taught", lambda folder: known)
    answer = json.loads(run("agreement", files[1], "coder", "--json").stdout)
    assert answer["taught_sentence_count"] == 2  # s4 is in a language that it does not code
    assert "from 2 of these 3 sentences" in answer["notes"][0]
    for more in ((), ("--contested",)):
        shown = run("agreement", files[1], "coder", *more).stdout
        assert shown.startswith("CAUTION: the trained coder learned from 2 of these 3")
    people = json.loads(run("agreement", *files, "--json").stdout)
    assert people["taught_sentence_count"] is None


@pytest.mark.parametrize("date", ["yesterday", "2026-13", "2026-13-45", "2026-02-30", "26", "0000"])
def test_only_a_day_month_or_year_of_the_calendar_is_a_date(
    date: str, files: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="is no date"):
        keep(files[0], "coder-1", tmp_path / "home", "--coded-on", date)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("date", ["2024", "2024-02", "2024-02-29"])
def test_each_form_of_a_date_is_kept(date: str, files: tuple[Path, Path], tmp_path: Path) -> None:
    keep(files[0], "coder-1", tmp_path, "--coded-on", date)
    assert {row.coded_on for row in stored(tmp_path)} == {date}


def keep(path: Path, coder: str, home: Path, *more: str) -> str:
    return run("codings", "import", path, "--coder", coder, "--home", home, *more).stdout


def stored(home: Path) -> list[Coding]:
    with open_work(Home(home).work_database) as store:
        return store.read(Coding, "true order by imported_at, subject_id, code")


def test_codings_are_added_and_never_replaced(files: tuple[Path, Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert keep(files[0], "coder-1", home) == (
        "coder-1: 3 codings added, 0 were there with the same codes\n"
    )
    first = stored(home)
    assert [(row.subject_id, row.code, row.type) for row in first] == [
        ("s1", "resource", "vision"),
        ("s2", "efficiency", "vision"),
        ("s3", None, "other"),
    ]
    assert "0 codings added, 3" in keep(files[0], "coder-1", home)
    # A change of mind is one more coding, and so is going back on it.
    assert "2 codings added, 2" in keep(files[1], "coder-1", home, "--coded-on", "2025-05")
    assert "1 codings added, 2" in keep(files[0], "coder-1", home)
    rows = stored(home)
    assert rows[:3] == first
    assert [row.code for row in rows if row.subject_id == "s2"] == [
        "efficiency",
        "efficiency",
        "welfare",
        "efficiency",
    ]
    assert rows[3].coded_on == "2025-05"


def test_stored_coders_can_be_compared(files: tuple[Path, Path], tmp_path: Path) -> None:
    home = tmp_path / "home"
    keep(files[0], "coder-1", home)
    keep(files[1], "statistics-office", home, "--kind", "machine")
    arguments = ("agreement", "coder-1", "statistics-office", "--home", home)
    answer = json.loads(run(*arguments, "--json").stdout)
    assert answer["coders"] == {"coder-1": 3, "statistics-office": 4}
    assert answer["agreements"][0]["type"]["agreed_share"]["value"] == pytest.approx(2 / 3)
    with pytest.raises(UsageError, match=r"'nobody' is no file, and .* has no codings"):
        run("agreement", "coder-1", "nobody", "--home", home)


@pytest.mark.parametrize("name", ["Ola Nordmann", "ola@example.org", "", "a--b", MACHINE])
def test_a_coder_is_a_role_and_no_person(
    name: str, files: tuple[Path, Path], tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="give a role or a public body"):
        keep(files[0], name, tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_one_of_the_coders_that_rows_name_can_be_kept(tmp_path: Path) -> None:
    said = {"imaginaries": [], "constraints": ["legal"], "type": "result"}
    path = write(tmp_path / "g.jsonl", {"s1": ("resource", "vision")}, coders={"A": said})
    keep(path, "coder-1", tmp_path / "home", "--row-coder", "A")
    assert [(row.code, row.type) for row in stored(tmp_path / "home")] == [("legal", "result")]
    with pytest.raises(UsageError, match="no row has a coder 'B', only A"):
        keep(path, "coder-2", tmp_path / "home", "--row-coder", "B")


def test_the_contested_view_has_the_shipped_coder_among_the_coders(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    keep(files[0], "coder-1", home)
    keep(files[1], "coder-2", home)
    with open_work(Home(home).work_database) as store:
        text = TEXTS["s1"][1]
        store.append(
            Sentence,
            [
                Sentence("s1", "p", "d", 0, 1, "en", 0, len(text), text, True, True, "result"),
                # Without cues in its language the shipped coder has said nothing of it.
                Sentence("s4", "p", "d", 1, 1, "fi", 0, 5, "Tekoä", False, False, "other"),
            ],
        )
        store.append(
            Claim, [Claim("c", "s1", "d", "growth", "imaginary", "result", 0.9, "gold", "h", "v")]
        )
        open_questions(store)
        rows = store.query(
            "select subject_id, point, label, given_by, not_given_by from out_contested_sentence"
        ).rows
    people = "coder-1, coder-2"
    assert rows == [
        ("s1", "code", "growth", MACHINE, people),
        ("s1", "code", "resource", people, MACHINE),
        ("s1", "type", "result", MACHINE, people),
        ("s1", "type", "vision", people, MACHINE),
        ("s2", "code", "welfare", "coder-2", "coder-1"),
        ("s2", "type", "commitment", "coder-2", "coder-1"),
        ("s2", "type", "vision", "coder-1", "coder-2"),
    ]


def test_new_codings_make_a_new_edition(files: tuple[Path, Path], tmp_path: Path) -> None:
    scope = Scope(home=tmp_path)
    assert publish(scope).done == 1
    assert publish(scope).done == 0
    run("codings", "import", files[0], "--coder", "coder-1", "--home", tmp_path)
    assert publish(scope).done == 1
    with open_published(Home(tmp_path).published_database) as store:
        assert store.query("select count(*) from coding").rows == [(3,)]
