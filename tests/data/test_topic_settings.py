from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import UsageError
from data.settings import load_settings


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("EMBEDDER", "COUNT", "SEEDED", "MULTILINGUAL", "SEEDS", "BOOTSTRAPS"):
        monkeypatch.delenv(f"IMAGINARIES_TOPIC_{name}", raising=False)


def test_topics_are_fitted_by_size_and_without_a_download_unless_told(tmp_path: Path):
    settings = load_settings(tmp_path)
    assert settings.topics.embedder == "tfidf-svd"
    assert (settings.topics.count, settings.topics.is_count_searched) == (None, False)
    assert not settings.topics.is_seeded
    assert not settings.topics.is_multilingual
    assert (settings.topics.seeds, settings.topics.bootstraps) == (10, 10)
    assert settings.home.topic_models == settings.home.root / "models" / "topics"


def test_what_the_environment_says_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("IMAGINARIES_TOPIC_EMBEDDER", "sentence-transformers:/models/many")
    monkeypatch.setenv("IMAGINARIES_TOPIC_COUNT", "24")
    monkeypatch.setenv("IMAGINARIES_TOPIC_MULTILINGUAL", "yes")
    monkeypatch.setenv("IMAGINARIES_TOPIC_SEEDED", "yes")
    monkeypatch.setenv("IMAGINARIES_TOPIC_SEEDS", "0")
    found = load_settings(tmp_path).topics
    assert (found.embedder, found.count) == ("sentence-transformers:/models/many", 24)
    assert found.is_multilingual
    assert found.is_seeded
    assert found.seeds == 0
    monkeypatch.setenv("IMAGINARIES_TOPIC_COUNT", "search")
    assert load_settings(tmp_path).topics.is_count_searched


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("EMBEDDER", "word2vec", "give tfidf-svd, or model2vec:NAME"),
        ("EMBEDDER", "model2vec", "a folder or a hub's name"),
        ("COUNT", "1", "2 or more, size or search"),
        ("COUNT", "many", "2 or more, size or search"),
        ("SEEDED", "perhaps", "give yes or no"),
        ("MULTILINGUAL", "yes", "reads one language only"),
        ("SEEDS", "-1", "a whole number"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, said: str
):
    monkeypatch.setenv(f"IMAGINARIES_TOPIC_{name}", value)
    with pytest.raises(UsageError, match=said) as refused:
        load_settings(tmp_path)
    assert f"IMAGINARIES_TOPIC_{name}" in str(refused.value)
