"""Kept models, and two runs compared, without Prefect and without a fit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from data.errors import UsageError
from data.settings import Home
from data.topic_settings import TopicSettings
from flows.cli.main import app
from flows.modelling.compare import compare_runs, render_comparison
from flows.modelling.inputs import LEAST_PASSAGES, choose_trials, group_passages, read_seed_texts
from flows.modelling.models import KEPT_MODELS, find_models, keep_model, model_folder, why_unusable
from models.embed import TfidfSvdEmbedder
from models.fitted import FittedModel, KeptTopic
from models.topics import TopicPassage

PASSAGES = tuple(f"p{n}" for n in range(8))


def build_model(model_id: str, positions: list[int], names: str, day: int = 1) -> FittedModel:
    space = TfidfSvdEmbedder("en", seed=1).fit(["ferry harbour quay", "dough oven flour"])
    count = max(positions) + 1
    return FittedModel(
        model_id=model_id,
        language="en",
        embedder=space.name,
        settings={"seed": 1, "is_seeded": False},
        fitted_at=f"2030-01-{day:02}T00:00:00",
        topics=tuple(KeptTopic(name, f"label {name}", "ferry, dough") for name in names),
        passage_ids=PASSAGES[: len(positions)],
        positions=np.array(positions, dtype=np.int32),
        distribution=np.full((len(positions), count), 1 / count, dtype=np.float32),
        centres=space.embed(["ferry harbour", "dough oven"])[:count],
        space=space,
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    keep_model(home, build_model("aaaa1111", [0, 0, 0, 0, 1, 1, 1, 1], "xy"))
    keep_model(home, build_model("bbbb2222", [0, 0, 0, 1, 1, 1, 1, 1], "xz", day=2))
    return home


def test_two_kept_models_are_compared_by_the_beginnings_of_their_ids(home: Home):
    (compared,) = compare_runs(home, "aaaa", "bbbb2222")
    assert compared.shared_passage_count == 8
    assert compared.kept_topic_share == 1
    assert compared.same_id_count == 1
    said = render_comparison([compared])
    assert "2 kept, 0 split, 0 merged, 0 born, 0 died (100% kept); 1 have the id they had" in said
    assert "label y -> label z" in said


def test_a_run_that_is_not_there_or_not_one_is_refused_with_those_that_are(home: Home):
    with pytest.raises(UsageError, match=r"'cccc' fits no run.*aaaa1111 \(en\), bbbb2222 \(en\)"):
        compare_runs(home, "cccc", "bbbb")
    keep_model(home, build_model("aaaa3333", [0, 1], "xy", day=3))
    with pytest.raises(UsageError, match="fits aaaa1111, aaaa3333"):
        compare_runs(home, "aaaa", "bbbb")
    with pytest.raises(UsageError, match="none kept yet"):
        compare_runs(Home(home.root / "empty"), "a", "b")


def test_only_the_last_few_models_stay(home: Home):
    for number in range(KEPT_MODELS):
        keep_model(home, build_model(f"new{number}", [0, 1], "xy", day=10 + number))
    assert [path.name for path in find_models(home, "")] == [f"new{n}" for n in range(KEPT_MODELS)]


def test_a_model_that_cannot_be_used_says_why(home: Home):
    assert why_unusable(home, "en", "aaaa1111") is None
    assert "model.json is missing" in str(why_unusable(home, "en", "gone"))
    about = model_folder(home, "en", "aaaa1111") / "model.json"
    changed = json.loads(about.read_text(encoding="utf-8")) | {"code_version": "old"}
    about.write_text(json.dumps(changed), encoding="utf-8")
    assert "another version of this software" in str(why_unusable(home, "en", "aaaa1111"))


def test_the_verbs_answer(home: Home, tmp_path: Path):
    def said(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["topics", *arguments, "--home", str(home.root)])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "aaaa1111" in said("models")
    assert json.loads(said("compare", "aaaa", "bbbb", "--json"))[0]["kept_topic_share"] == 1
    texts = tmp_path / "texts.txt"
    texts.write_text("a ferry to the quay\n\ndough in the oven\n", encoding="utf-8")
    placed = [json.loads(line) for line in said("place", "aaaa", str(texts)).splitlines()]
    assert [row["topic_id"] for row in placed] == ["x", "y"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--home", "x", "compare", "a", "b"], "--home stands before compare: put it behind"),
        (["place", "zz", "-"], "is no model"),
        (["intrusion"], "either --export FILE or --import FILE"),
        (["stability"], "nothing at"),
    ],
)
def test_a_verb_that_cannot_do_it_says_so(tmp_path: Path, arguments: list[str], expected: str):
    home = [] if "--home" in arguments else ["--home", str(tmp_path)]
    result = CliRunner().invoke(app, ["topics", *arguments, *home])
    assert result.exit_code != 0
    assert expected in str(result.exception)


def passages(count: int) -> list[TopicPassage]:
    return [TopicPassage(f"p{n}", "d", 2030, "text") for n in range(count)]


def test_a_language_with_too_few_passages_has_no_model_of_its_own():
    spoken = {"en": passages(LEAST_PASSAGES), "sv": passages(LEAST_PASSAGES - 1)}
    apart = group_passages(spoken, TopicSettings())
    assert {key: group.languages for key, group in apart.items()} == {"en": None}
    together = group_passages(spoken, replace(TopicSettings(), is_multilingual=True))
    assert list(together) == ["mul"]
    assert together["mul"].languages == ("en",) * LEAST_PASSAGES + ("sv",) * (LEAST_PASSAGES - 1)
    assert group_passages({}, TopicSettings()) == {}


def test_seed_texts_are_the_codes_in_words_of_the_language():
    seeded = replace(TopicSettings(), is_seeded=True)
    assert read_seed_texts("en", TopicSettings()) == ()
    assert len(read_seed_texts("en", seeded)) > 10
    assert "*" not in " ".join(read_seed_texts("nb", seeded))


def test_many_passages_are_fitted_again_half_as_often():
    assert choose_trials(500, TopicSettings()).seeds == 10
    many = choose_trials(50_000, TopicSettings())
    assert (many.seeds, many.bootstraps) == (5, 5)
