"""The command line: every verb explains itself, answers, and ends with the right exit code."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from data.errors import DeclarationError, StoreError, UsageError
from data.settings import Home
from flows.cli.answers_verbs import show
from flows.cli.main import app
from flows.launch import hold_home, launch
from flows.scope import Scope
from tests.conftest import PROJECT
from tests.extractors.pdf_pages import write_pdf
from tests.flows.conftest import DemoRun

RUNNER = CliRunner()
VERBS = [
    "demo",
    "run",
    "collect",
    "parse",
    "code",
    "topics",
    "registers",
    "compare",
    "report",
    "publish",
    "status",
    "serve",
    "check",
    "query",
    "parse-file",
    "code-text",
    "evaluate",
    "model",
    "codebook",
    "agreement",
    "codings",
    "explain",
    "changes",
    "archive",
    "sample",
    "movement",
    "search",
    "cite",
    "export",
    "retry",
]


def imaginaries(
    *arguments: str, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the installed command as a person would."""
    return subprocess.run(
        [Path(sys.executable).with_name("imaginaries"), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def answers(stdin: str, *arguments: str) -> list[dict[str, Any]]:
    result = RUNNER.invoke(app, ["code-text", "--jsonl", *arguments], input=stdin)
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_an_example(verb: str) -> None:
    parts = {
        "evaluate": ["claims"],
        "codebook": ["lint"],
        "codings": ["import"],
        "archive": ["export"],
    }
    names = [verb, *parts.get(verb, [])]
    result = RUNNER.invoke(app, [*names, "--help"])
    assert result.exit_code == 0
    assert "Example:" in result.stdout


def test_no_verb_is_missing_here() -> None:
    group = typer.main.get_command(app)
    assert set(VERBS) == set(group.commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-verb"],
        ["query"],
        ["query", "select 1", "--format", "xml"],
        ["code-text"],
        ["parse-file", "no-such-file.pdf"],
        ["run", "--corpus", "no-such-folder"],
        ["registers", "--registers", "no-such-folder"],
        ["collect", "--sources", "no-such-source", "--offline"],
        ["evaluate", "parse", "--pdf", "a.pdf", "--truth", "a.jsonl", "--truth", "b.jsonl"],
    ],
    ids=" ".join,
)
def test_bad_usage_ends_with_2_and_says_why(arguments: list[str], tmp_path: Path) -> None:
    ended = imaginaries(*arguments, IMAGINARIES_HOME=str(tmp_path))
    assert ended.returncode == 2
    assert ended.stderr.strip()
    assert "Traceback" not in ended.stderr


def test_a_home_where_nothing_has_run_ends_with_3(tmp_path: Path) -> None:
    for verb in (["query", "select 1"], ["status"]):
        ended = imaginaries(*verb, "--home", str(tmp_path))
        assert ended.returncode == 3
        assert "imaginaries run" in ended.stderr


def test_a_table_rounds_for_people_and_says_nothing_for_null() -> None:
    assert [show(value) for value in (2 / 3, 12345.67891, 7, None, "two\nlines")] == [
        "0.6667",
        "12345.6789",
        "7",
        "",
        "two lines",
    ]


def test_faults_end_a_run_with_1_and_are_listed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "strategy-2021.md").write_text("# Strategy\n\nThe ministry will share its data.\n")
    (corpus / "empty-2021.pdf").write_bytes(b"")
    ended = imaginaries("parse", "--corpus", str(corpus), "--home", str(tmp_path / "home"))
    assert ended.returncode == 1, ended.stderr
    assert "empty-2021.pdf" in ended.stdout
    assert "->" in ended.stdout


def test_an_interrupted_run_ends_with_3_and_leaves_the_edition(
    demo: DemoRun, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(demo.home.root, home.root, symlinks=True)
    edition = home.published.resolve()
    # A shell may have told its background children to ignore interrupts: take that back first.
    plain = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    command = [sys.executable, "-c", plain + "os.execv(sys.argv[1], sys.argv[1:])"]
    command += [str(Path(sys.executable).with_name("imaginaries")), "run", "--offline"]
    running = subprocess.Popen(
        [*command, "--home", str(home.root)], stderr=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    while not running.stderr.readline().startswith("collect"):
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=120)
    assert running.returncode == 3
    assert "the last edition stays" in told
    assert home.published.resolve() == edition
    state = RUNNER.invoke(app, ["status", "--json", "--home", str(home.root)])
    assert state.exit_code == 1
    assert "stopped by a person" in json.loads(state.stdout)["last_failure"]["reason"]


def test_a_malformed_declaration_stops_before_anything_runs(tmp_path: Path) -> None:
    declarations = tmp_path / "declarations"
    (declarations / "sources").mkdir(parents=True)
    (declarations / "registers").mkdir()
    (declarations / "sources" / "letters.yml").write_text("title: Letters\npublisherr: M\n")
    with pytest.raises(DeclarationError, match=r"letters\.yml:2: key `publisherr`"):
        launch("everything", Scope(home=tmp_path / "home", declarations=declarations))
    assert not (tmp_path / "home").exists()


def test_publishers_are_not_asked_without_a_contact(
    tmp_path: Path, demo_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMAGINARIES_CONTACT", raising=False)
    with pytest.raises(UsageError, match="IMAGINARIES_CONTACT"):
        launch("collect", Scope(home=tmp_path / "home", declarations=demo_files))


@pytest.mark.parametrize("format_name", ["table", "json", "csv"])
def test_query_prints_each_format(demo: DemoRun, format_name: str) -> None:
    sql = "select 'æ, ø' as letters, count(*) as documents, null as nothing from document"
    home = str(demo.home.root)
    result = RUNNER.invoke(app, ["query", sql, "--format", format_name, "--home", home])
    assert result.exit_code == 0
    count = len(demo.planted["documents"])
    if format_name == "json":
        assert json.loads(result.stdout) == [
            {"letters": "æ, ø", "documents": count, "nothing": None}
        ]
    elif format_name == "csv":
        assert result.stdout.splitlines() == ["letters,documents,nothing", f'"æ, ø",{count},']
    else:
        assert result.stdout.splitlines()[1].split() == ["æ,", "ø", str(count)]


def test_json_holds_numbers_and_nothing_that_json_lacks(demo: DemoRun) -> None:
    sql = "select 1.5 as half, 'nan'::double as nothing, date '2024-05-01' as day"
    arguments = ["query", sql, "--format", "json", "--home", str(demo.home.root)]
    (row,) = json.loads(RUNNER.invoke(app, arguments).stdout)
    assert row == {"half": 1.5, "nothing": None, "day": "2024-05-01"}


def test_a_second_run_on_a_home_is_refused(demo: DemoRun) -> None:
    with hold_home(demo.home), pytest.raises(StoreError, match=str(os.getpid())):
        launch("collect", Scope(home=demo.home.root, offline=True))


@pytest.mark.parametrize("value", ["0", "many", "-1", "1.5"])
def test_a_wrong_setting_is_bad_usage(value: str, tmp_path: Path) -> None:
    ended = imaginaries("status", IMAGINARIES_WORKERS=value, IMAGINARIES_HOME=str(tmp_path))
    assert ended.returncode == 2
    assert f"IMAGINARIES_WORKERS is '{value}'" in ended.stderr


def test_a_query_cannot_change_the_edition(demo: DemoRun) -> None:
    ended = imaginaries("query", "delete from claim", "--home", str(demo.home.root))
    assert ended.returncode == 2
    assert "read-only" in ended.stderr


def test_status_tells_what_there_is(demo: DemoRun) -> None:
    result = RUNNER.invoke(app, ["status", "--json", "--home", str(demo.home.root)])
    assert result.exit_code == 0, result.stdout
    state = json.loads(result.stdout)
    assert state["counts"]["document"] == len(demo.planted["documents"])
    assert {run["stage"] for run in state["last_runs"]} == set(demo.outcomes)
    assert state["faults"] == []
    plain = RUNNER.invoke(app, ["status", "--home", str(demo.home.root)])
    assert demo.home.published.resolve().name in plain.stdout


def test_code_text_answers_every_line() -> None:
    lines = [
        {
            "id": 7,
            "language": "nb",
            "text": "Data er en gullgruve for forvaltningen.",
            "before": "",
        },
        {"id": "b", "language": "xx", "text": "Qapla'!"},
        {"id": "c", "language": "en", "text": ""},
        {"id": "d", "language": "en"},
    ]
    assert (
        len(answers('{"id": 1, "language": "en", "text": "\\ud800 data"}\n' + "[" * 100_000)) == 2
    )
    found = answers("".join(f"{json.dumps(line)}\n" for line in lines) + "not json\n")
    assert [one["id"] for one in found] == [7, "b", "c", "d", None]
    assert "resource" in found[0]["codes"]
    assert found[0]["claims"][0]["cues"][0]["quote"] in lines[0]["text"]
    assert [one["codes"] for one in found[1:]] == [[]] * 4
    assert [("error" in one) for one in found] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "Machine learning can save time for case workers.", "efficiency"),
        ("nb", "Maskinlæring kan spare tid for saksbehandlerne.", "efficiency"),
        ("nn", "Maskinlæring kan spare tid for saksbehandlarane.", "efficiency"),
        ("sv", "Maskininlärning kan spara tid för handläggarna.", "efficiency"),
        ("da", "Maskinlæring kan spare tid for sagsbehandlerne.", "efficiency"),
    ],
)
def test_code_text_shows_the_words_behind_a_code(language: str, text: str, code: str) -> None:
    result = RUNNER.invoke(app, ["code-text", "--language", language], input=text)
    assert result.exit_code == 0
    assert f"imaginary {code}" in result.stdout
    assert "type: vision" in result.stdout


def test_parse_file_prints_blocks_in_reading_order(tmp_path: Path) -> None:
    file = tmp_path / "strategy.md"
    file.write_text("# Strategy\n\nFirst sentence here. Second one there.\n\n- An item\n")
    result = RUNNER.invoke(app, ["parse-file", str(file), "--json"])
    blocks = json.loads(result.stdout)["blocks"]
    assert [block["kind"] for block in blocks] in (
        ["title", "prose", "list_item"],
        ["heading", "prose", "list_item"],
    )
    assert blocks[1]["sentences"] == ["First sentence here.", "Second one there."]
    assert {"text", "sentences", "kind", "page"} <= set(blocks[0])


def test_parse_file_writes_a_page_that_shows_how_a_pdf_was_read(tmp_path: Path) -> None:
    file, page = tmp_path / "strategy.pdf", tmp_path / "view.html"
    file.write_bytes(
        write_pdf(lambda canvas: canvas.drawString(60, 700, "We will share all data."))
    )
    result = RUNNER.invoke(app, ["parse-file", str(file), "--html", str(page)])
    assert result.exit_code == 0
    shown = page.read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in shown
    assert shown.count('class="area k-prose"') == 1
    assert '<p class="sentence">We will share all data.</p>' in shown
    read = json.loads(RUNNER.invoke(app, ["parse-file", str(file), "--json"]).stdout)
    assert read["pages"][0]["grade"] == 1.0
    assert read["blocks"][0]["boxes"][0][0]["page"] == 1
    nowhere = str(tmp_path / "no" / "view.html")
    result = RUNNER.invoke(app, ["parse-file", str(file), "--html", nowhere])
    assert result.exit_code != 0


def test_a_file_that_cannot_be_parsed_ends_with_3(tmp_path: Path) -> None:
    file = tmp_path / "broken.pdf"
    file.write_bytes(b"%PDF-1.7 broken")
    ended = imaginaries("parse-file", str(file))
    assert ended.returncode == 3
    assert "->" in ended.stderr


def test_the_readme_names_every_verb() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert [verb for verb in VERBS if f"imaginaries {verb}" not in readme] == []


def test_the_readmes_queries_run(demo: DemoRun) -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    queries = [
        line.split('"')[1] for line in readme.splitlines() if line.startswith("imaginaries query")
    ]
    assert len(queries) >= 3
    for sql in queries:
        result = RUNNER.invoke(app, ["query", sql, "--home", str(demo.home.root)])
        assert result.exit_code == 0, (sql, result.output)
