"""Recording a live sample from a local twin of a door, and comparing it with the shipped one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import typer
from typer.testing import CliRunner

from data.errors import UsageError
from data.source import load_sources
from flows.cli import collect_verbs
from flows.collecting.recording import SHIPPED_SAMPLES, Recording, record, record_sample
from flows.collecting.sample import ANSWERS, EXPECTED, SampleAsk
from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, LocalSite, Publisher, Reply, serve

SOURCES = load_sources(Path(__file__).resolve().parents[3] / "data" / "sources")
ASSIGNMENTS = "se-assignments-ai"


def twin_of(
    source_id: str, change: Callable[[bytes], bytes] = lambda content: content
) -> Publisher:
    """A publisher that answers what the shipped sample of a source has, perhaps changed."""
    files = SampleAsk(SHIPPED_SAMPLES / source_id).files
    known = {
        url.split(urlsplit(url).netloc, 1)[1]: change(file.read_bytes())
        for url, file in files.items()
    }

    def answer(asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return NO_ROBOTS
        content = known.get(asked.target)
        return Reply(content, media_type="application/json") if content else NOT_THERE

    return answer


def run_verb(site: LocalSite, home: Path) -> tuple[int, str]:
    """What `imaginaries sample` prints of the assignments, and its exit code."""
    app = typer.Typer()
    collect_verbs.add_to(app)
    app.callback()(lambda: None)
    host = f"g0v.se={site.address}"
    result = CliRunner().invoke(app, ["sample", ASSIGNMENTS, "--home", str(home), "--host", host])
    return result.exit_code, result.output


def test_a_door_that_answers_as_its_sample_is_recorded_the_same(tmp_path: Path) -> None:
    with serve(twin_of(ASSIGNMENTS)) as site:
        code, told = run_verb(site, tmp_path)
        asked = [one.path for one in site.asked]
    recorded = tmp_path / "samples" / ASSIGNMENTS
    shipped = SHIPPED_SAMPLES / ASSIGNMENTS
    assert (code, "all that the sample has is there" in told) == (0, True)
    assert json.loads((recorded / EXPECTED).read_text("utf-8")) == json.loads(
        (shipped / EXPECTED).read_text("utf-8")
    )
    assert asked.count("/regeringsuppdrag.json") == 1
    assert not [path for path in asked if path.endswith(".md")], "documents are not asked"
    assert list(SampleAsk(recorded).files) == ["https://g0v.se/regeringsuppdrag.json"]


def test_a_door_whose_answers_lost_a_key_is_told_and_ends_with_one(tmp_path: Path) -> None:
    with serve(twin_of(ASSIGNMENTS, lambda old: old.replace(b'"published"', b'"dated"'))) as site:
        code, told = run_verb(site, tmp_path)
    assert code == 1
    assert "missing: json [].published\n" in told
    assert "new: json [].dated\n" in told


def test_a_door_that_refuses_is_a_fault_and_not_an_empty_sample(tmp_path: Path) -> None:
    def refuse(asked: Asked) -> Reply:
        return NO_ROBOTS if asked.path == "/robots.txt" else Reply(b"<h1>No</h1>", 403)

    with serve(refuse) as site:
        code, told = run_verb(site, tmp_path)
    assert code == 1
    assert "403" in told
    assert "not compared" in told


def test_files_saved_by_hand_answer_before_the_publisher(tmp_path: Path) -> None:
    saved = tmp_path / "saved" / ASSIGNMENTS
    saved.mkdir(parents=True)
    shipped = SHIPPED_SAMPLES / ASSIGNMENTS / "regeringsuppdrag.json"
    (saved / "regeringsuppdrag.json").write_bytes(shipped.read_bytes())
    with serve(lambda asked: NOT_THERE) as site:
        recording = record_sample(ASSIGNMENTS, tmp_path, [f"g0v.se={site.address}"])
    assert recording.documents == 2
    assert recording.faults == ()


def test_nobody_is_asked_by_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMAGINARIES_CONTACT", raising=False)
    with pytest.raises(UsageError, match="IMAGINARIES_CONTACT"):
        record_sample(ASSIGNMENTS, tmp_path, [])


def test_a_source_that_is_not_declared_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'se-letters-nobody'.*declared are: .*ca-mandate"):
        record_sample("se-letters-nobody", tmp_path, [])


def record_shipped(source_id: str, folder: Path, limit: int) -> tuple[SampleAsk, Recording]:
    ask = SampleAsk(SHIPPED_SAMPLES / source_id)
    return ask, record(source_id, SOURCES[source_id], ask, folder / source_id, limit=limit)


def test_a_recording_stops_asking_when_it_has_enough(tmp_path: Path) -> None:
    ask, recording = record_shipped("no-digitalisation-circulars", tmp_path, limit=2)
    assert (recording.documents, recording.answers, len(ask.asked)) == (2, 2, 2)


def test_a_recording_replaces_the_one_before(tmp_path: Path) -> None:
    record_shipped("no-digitalisation-circulars", tmp_path, limit=3)
    record_shipped("no-digitalisation-circulars", tmp_path, limit=1)
    files = {file.name for file in (tmp_path / "no-digitalisation-circulars").iterdir()}
    assert files == {"001.html", ANSWERS, EXPECTED}


@pytest.mark.parametrize("source_id", SOURCES)
def test_the_shipped_sample_recorded_again_has_the_same_shape(
    source_id: str, tmp_path: Path
) -> None:
    _, recording = record_shipped(source_id, tmp_path, limit=1000)
    expected = json.loads((SHIPPED_SAMPLES / source_id / EXPECTED).read_text("utf-8"))
    assert recording.documents == len(expected["documents"])
    assert list(recording.faults) == expected["faults"]
    if recording.answers:
        assert recording.difference is not None
        assert recording.difference.missing == recording.difference.added == ()
        assert recording.difference.links_live == recording.difference.links_shipped


def test_a_listing_whose_selector_finds_no_more_is_a_fault(tmp_path: Path) -> None:
    source_id = "fi-ai-strategy"
    door = SOURCES[source_id].door.model_copy(update={"link_selector": "a.renamed"})
    source = SOURCES[source_id].model_copy(update={"door": door})
    ask = SampleAsk(SHIPPED_SAMPLES / source_id)
    recording = record(source_id, source, ask, tmp_path / source_id, shipped=tmp_path / "none")
    assert recording.documents == 0
    assert "a.renamed" in recording.faults[0]
