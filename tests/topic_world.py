"""A made-up world: ferries give way to bakeries in 2021, and one year has one document."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data.ids import content_id
from data.records import (
    Claim,
    Document,
    Passage,
    Sentence,
    Topic,
    TopicAssignment,
    TopicLineage,
    TopicLink,
    TopicModel,
    TopicStability,
)
from data.store import Store, open_work
from flows.modelling.measures import measure_topics
from tests.flows.comparing.ledger_store import blank
from tests.reports.conftest import NOW

WORDS = {
    "en": {
        "ferry": ["harbour", "vessel", "quay", "captain", "anchor", "timetable"],
        "bakery": ["dough", "oven", "flour", "yeast", "loaf", "pastry"],
        "forest": ["timber", "spruce", "sawmill", "canopy", "ranger", "bark"],
    },
    "nb": {"havn": ["havna", "fartøy", "brygge"], "skog": ["tømmer", "gran", "sagbruk"]},
}
SEED = 3
FEW_YEAR = 2019
"""Has one document; every other year has six."""


def build_topic_world(home: Path, *, is_measured: bool = True) -> Store:
    """Documents of 2018 to 2024 in two languages and countries, with topics as if fitted.

    A copy of its own for each caller, measured with seed 3 if it is; the file of labels is not
    there yet.
    """
    path = home / "world.duckdb"
    path.write_bytes(_built(is_measured))
    return open_work(path)


@lru_cache
def _built(is_measured: bool) -> bytes:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        with open_work(home / "world.duckdb") as store:
            _fill(store)
            if is_measured:
                measure_topics(store, home, SEED)
        return (home / "world.duckdb").read_bytes()


def _fill(store: Store) -> None:
    rows: dict[type, list[Any]] = {kind: [] for kind in _KINDS}
    sizes: Counter[tuple[str, str]] = Counter()
    for year in range(2018, 2025):
        for number in range(1 if year == FEW_YEAR else 6):
            _add_document(rows, sizes, year, number)
    for language, topics in WORDS.items():
        for position, (topic, words) in enumerate(topics.items()):
            rows[Topic].append(
                Topic(
                    topic_id=f"{language}-{topic}",
                    model_id=f"model-{language}",
                    language=language,
                    position=position,
                    label=", ".join(words[:4]),
                    words=", ".join(words),
                    passage_count=sizes[language, topic],
                )
            )
    _add_fit(rows)
    for kind, held in rows.items():
        store.append(kind, held)


_KINDS = (
    Document,
    Passage,
    Sentence,
    Claim,
    Topic,
    TopicAssignment,
    TopicModel,
    TopicStability,
    TopicLineage,
    TopicLink,
)


def _add_document(
    rows: dict[type, list[Any]], sizes: Counter[tuple[str, str]], year: int, number: int
) -> None:
    language = "nb" if number == 5 else "en"
    document_id = content_id("document", year, number)
    rows[Document].append(
        Document(
            document_id=document_id,
            source_id="made-up",
            title=f"Plan {number} of {year}",
            publisher=None,
            country="XN" if number % 2 else "SE",
            kind="digital_strategy" if number % 2 else "report",
            year=year,
            language=language,
            format="html",
            url=f"plans/{year}-{number}.html",
            licence=None,
            note=None,
            is_excerpt=False,
            page_count=None,
            sha256="0" * 64,
            parser_version="parser",
        )
    )
    for position in range(12):
        topic = _topic_of(language, year, position, number)
        sizes[language, topic] += 1
        words = WORDS[language][topic]
        text = f"The {words[position % 3]} and the {words[(position + 1) % 3]} of {topic} {year}."
        passage_id = content_id(document_id, position)
        sentence_id = content_id("sentence", passage_id)
        rows[Passage].append(
            Passage(passage_id, document_id, position, None, "prose", language, "", text, 1.0, "")
        )
        rows[Sentence].append(
            Sentence(
                sentence_id, passage_id, document_id, position, None, language, 0, len(text), text,
                has_codebook=True, in_scope=True, type="vision",
            )
        )  # fmt: skip
        if topic == "bakery":
            rows[Claim].append(_claim(sentence_id, document_id, "growth"))
        if position % 6 == 0:
            rows[Claim].append(_claim(sentence_id, document_id, "service"))
        rows[TopicAssignment].append(
            TopicAssignment(
                passage_id, document_id, f"{language}-{topic}", f"model-{language}",
                1 - position / 20, is_weak=False,
            )
        )  # fmt: skip


def _topic_of(language: str, year: int, position: int, number: int) -> str:
    if language == "nb":
        return "havn" if position < 8 else "skog"
    if position >= 9:
        return "forest"
    return "ferry" if (position < 6 + number % 3) == (year < 2021) else "bakery"


def _claim(sentence_id: str, document_id: str, code: str) -> Any:
    return blank(
        Claim,
        claim_id=content_id(sentence_id, code),
        sentence_id=sentence_id,
        document_id=document_id,
        code=code,
        family="imaginary",
        type="vision",
    )


def _add_fit(rows: dict[type, list[Any]]) -> None:
    """What a fit says of itself: a model before it in English, an unstable topic, and a link."""
    for language, topics in WORDS.items():
        earlier = "model-before" if language == "en" else None
        rows[TopicModel].append(
            blank(
                TopicModel,
                model_id=f"model-{language}",
                language=language,
                earlier_model_id=earlier,
                fitted_at=NOW,
            )
        )
        for topic in topics if language == "en" else ():
            found = 0.3 if topic == "forest" else 0.9
            rows[TopicStability].append(
                TopicStability(
                    f"en-{topic}", "model-en", "en", found, found, found, topic == "forest"
                )
            )
    fates: tuple[tuple[str | None, str | None, str], ...] = (
        ("en-ferry", "en-ferry", "kept"),
        ("en-bakery", "en-ferry", "split"),
        ("en-forest", None, "born"),
        (None, "en-castle", "died"),
    )
    for present, before, relation in fates:
        rows[TopicLineage].append(
            TopicLineage(
                "en", "model-en", "model-before", present, before, relation, 9, 0.5, 0.6, 0.7
            )
        )
    rows[TopicLink].append(
        TopicLink("en-ferry", "model-en", "en", "nb-havn", "model-nb", "nb", 0.8, "growth", "hav")
    )
