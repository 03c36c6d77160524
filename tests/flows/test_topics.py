"""The stage: what the demo's run left, and what the tables are cleared of."""

from __future__ import annotations

from data.records import Topic, TopicModel
from data.settings import load_settings
from data.store import Store, open_memory
from flows.modelling.inputs import read_earlier
from flows.modelling.models import code_version, find_models, model_folder
from flows.modelling.tables import drop_groups, find_unusable, known_models
from flows.stage import Stage, now
from models.fitted import load_model, place_texts
from tests.flows.conftest import DemoRun


def test_every_language_of_the_demo_has_a_model_that_tells_how_it_was_fitted(
    demo: DemoRun, edition: Store
) -> None:
    models = edition.read(TopicModel)
    assert {row.language for row in models} == {
        row[0] for row in edition.query("select distinct language from topic").rows
    }
    for row in models:
        assert row.embedder.startswith("tfidf-svd")
        assert row.earlier_model_id is None
        assert row.seed_jaccard_share is not None
        assert row.seed_count > 0
    assert demo.outcomes["topics"].faults == 0


def test_no_passage_is_lost_and_every_topic_has_its_stability(edition: Store) -> None:
    lost = """
        select count(*) from passage p join topic_model m using (language)
        where p.passage_id not in (select passage_id from topic_exclusion)
          and p.passage_id not in (select passage_id from topic_assignment)
    """
    assert edition.query(lost).rows == [(0,)]
    unmarked = "select * from topic anti join topic_stability using (topic_id, model_id, language)"
    assert edition.query(unmarked).rows == []


def test_the_models_of_the_demo_are_kept_and_place_new_texts(demo: DemoRun, edition: Store) -> None:
    for row in edition.read(TopicModel):
        folder = model_folder(demo.home, row.language, row.model_id)
        model = load_model(folder, code_version=code_version())
        assert len(model.passage_ids) == row.passage_count
        texts = [topic.words.replace(",", "") for topic in model.topics]
        assert place_texts(model, texts).argmax(axis=1).tolist() == list(range(len(texts)))
    assert len(find_models(demo.home, "")) == len(edition.read(TopicModel))


def stage_of(store: Store, home_root) -> Stage:
    return Stage("topics", load_settings(home_root), store, now())


def model_row(model_id: str, language: str, *, is_multilingual: bool = False) -> TopicModel:
    return TopicModel(
        model_id=model_id,
        language=language,
        embedder="tfidf-svd",
        topic_count=1,
        count_basis="size",
        is_seeded=False,
        is_multilingual=is_multilingual,
        seed=1,
        earlier_model_id=None,
        kept_topic_share=None,
        passage_count=1,
        document_count=1,
        unknown_passage_count=0,
        weak_passage_count=0,
        seed_count=0,
        bootstrap_count=0,
        tested_passage_count=0,
        seed_jaccard_share=None,
        bootstrap_jaccard_share=None,
        adjusted_rand=None,
        agreement_share=None,
        is_unstable=False,
        note="",
        fitted_at=now(),
    )


def topic_row(model_id: str, language: str) -> Topic:
    return Topic(f"t-{model_id}", model_id, language, 0, "ferry", "ferry", 1)


def test_topics_of_languages_that_are_gone_and_of_no_known_model_are_removed(tmp_path) -> None:
    with open_memory() as store:
        stage = stage_of(store, tmp_path)
        store.append(TopicModel, [model_row("m-en", "en"), model_row("m-sv", "sv")])
        store.append(
            Topic, [topic_row("m-en", "en"), topic_row("m-sv", "sv"), topic_row("old", "fr")]
        )
        stage.remember({"en": "1", "sv": "2"})
        drop_groups(stage, {"en"})
        assert known_models(stage) == [("en", "m-en")]
        assert [row.model_id for row in store.read(Topic)] == ["m-en"]
        assert stage.changed({"en": "1", "sv": "2"}) == ["sv"]


def test_a_model_of_several_languages_is_one_group(tmp_path) -> None:
    with open_memory() as store:
        stage = stage_of(store, tmp_path)
        rows = [model_row("m", code, is_multilingual=True) for code in ("en", "sv")]
        store.append(TopicModel, rows)
        store.append(Topic, [topic_row("m", "en"), topic_row("m", "sv")])
        assert known_models(stage) == [("mul", "m")]
        assert list(find_unusable(stage)) == ["mul"]
        assert read_earlier(stage, "mul") is None
        drop_groups(stage, {"en", "sv"})
        assert store.read(Topic) == []
