"""A small made-up world for the report: two countries, two languages, one register missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from data.ids import content_id
from data.records import (
    Claim,
    ClaimCue,
    Deployment,
    DeploymentClaim,
    Document,
    FaultRecord,
    Passage,
    Sentence,
    Snapshot,
    SystemMention,
    Topic,
    TopicShare,
)
from data.store import Store, open_memory

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC).replace(tzinfo=None)

# text, type, and for each code the words that make the claim
SAID = {
    "en": [
        ("Shared data can save every office in the valley a week of work.", "vision",
         {"efficiency": "save"}),
        ("The ministry will give all parishes the Lantern assistant.", "commitment",
         {"service": "assistant"}),
        ("The harbour board shall predict broken nets before they are reported.", "mandate",
         {"proactive": "predict", "organisation": "shall"}),
        ("Last year Lantern answered 4,000 letters and saved two posts.", "result",
         {"efficiency": "saved"}),
        ("Without a legal basis no register may be joined with another.", "caution",
         {"legal": "legal basis"}),
        ("Data is the herring of our century.", "vision", {"resource": "herring"}),
        ("The island has twelve servers.", "result", {}),
        ("Old systems do not speak with each other.", "caution", {"infrastructure": "Old systems"}),
    ],
    "nb": [
        ("Delte data skal gi enklere tjenester for alle på øya.", "vision",
         {"service": "enklere tjenester"}),
        ("Vi vil ta i bruk Fyrlykt i alle havner.", "commitment", {"proactive": "Fyrlykt"}),
        ("Etaten skal bygge kompetanse om kunstig intelligens.", "mandate",
         {"skills": "kompetanse"}),
        ("Tilsynet fant flere feil med den nye modellen.", "result",
         {"control": "fant flere feil"}),
    ],
}  # fmt: skip
FAMILY = dict.fromkeys(("legal", "organisation", "infrastructure", "skills"), "constraint")


@pytest.fixture
def small_world() -> Iterator[Store]:
    with open_memory() as store:
        for year in range(2018, 2026):
            for number in range(6 if year > 2019 else 1):
                add_document(store, "XN", year, "en" if number % 2 else "nb", number)
        add_document(store, "XN", 2024, "en", 99, is_excerpt=True)
        add_document(store, "SE", 2024, "en", 0, title="<script>alert('title')</script>")
        add_document(store, "SE", 2024, "nb", 1, title="A plan for Sweden")
        add_registers(store)
        add_topics(store)
        store.append(
            FaultRecord,
            [
                FaultRecord("f1", "parse", "broken.pdf", None, "the file is empty",
                            "fetch it again or remove it", NOW, NOW, 2),
            ],
        )  # fmt: skip
        yield store


def add_document(
    store: Store, country: str, year: int, language: str, number: int, *,
    is_excerpt: bool = False, title: str | None = None,
) -> str:  # fmt: skip
    """A document that says all of the language's sentences, the last few left out by number."""
    document_id = content_id(country, year, number)
    said = SAID[language][: len(SAID[language]) - number % 3]
    address = f"https://documents.example/{country}/{year}/{number}.pdf"
    store.append(Document, [Document(
        document_id, "made-up", title or f"Plan {number} of {year}", f"Ministry {number % 3}",
        country, "digital_strategy", year, language, "pdf", address, "open", None, is_excerpt, 3,
        f"{number:064d}", "parser",
    )])  # fmt: skip
    store.append(Snapshot, [Snapshot(
        content_id(document_id, "snapshot"), document_id, address, f"{number:064d}",
        f"raw/00/{document_id}.pdf", 1000, "application/pdf", 200, None, None, NOW,
    )])  # fmt: skip
    text = " ".join(sentence for sentence, _, _ in said)
    passage_id = content_id(document_id, "passage")
    store.append(Passage, [Passage(
        passage_id, document_id, 0, 2, "prose", language, "Aims", text, 1.0,
    )])  # fmt: skip
    start = 0
    for position, (sentence, kind, codes) in enumerate(said):
        sentence_id = content_id(document_id, position)
        end = start + len(sentence)
        store.append(Sentence, [Sentence(
            sentence_id, passage_id, document_id, position, 2, language, start, end, sentence,
            True, True, kind,
        )])  # fmt: skip
        start = end + 1
        for name in ("Lantern", "Fyrlykt"):
            if name in sentence:
                store.append(SystemMention, [SystemMention(
                    content_id(sentence_id, name), sentence_id, document_id, name, kind,
                )])  # fmt: skip
        for code, cue in codes.items():
            claim_id = content_id(sentence_id, code)
            at = sentence.index(cue)
            store.append(Claim, [Claim(
                claim_id, sentence_id, document_id, code, FAMILY.get(code, "imaginary"), kind,
                0.9, cue, "codebook", "coder",
            )])  # fmt: skip
            store.append(ClaimCue, [ClaimCue(
                claim_id, document_id, at, at + len(cue), cue, cue,
            )])  # fmt: skip
    return document_id


def add_registers(store: Store) -> None:
    """Two registers of XN: one system in both with statuses that cannot both hold."""
    rows = [
        ("list-a", "Lantern", "Ministry 1", "production", "In use", 2024),
        ("list-b", "LANTERN", "Ministry 1", "retired", "Ended", 2024),
        ("list-a", "Net watch", "Harbour board", "pilot", "Pilot", 2024),
        ("list-a", "Tide model", "Harbour board", "unknown", "", 2024),
        ("list-b", "Tide model", "Harbour board", "production", "In use", 2024),
        ("list-a", "Snow plough planner", "Road office", "production", "In use", 2023),
        ("list-a", "Archive reader", "Archive", "unknown", "", None),
    ]
    for number, (register, name, organisation, status, status_raw, year) in enumerate(rows):
        store.append(Deployment, [Deployment(
            register, f"d{number}", "2025-01", "XN", organisation, name, None, None, None, status,
            status_raw, "stated" if status_raw else "blank", None, None, None, year,
            "start" if year else "unknown", f"https://register.example/{number}", "list.csv",
            number + 1, "{}",
        )])  # fmt: skip
    store.append(DeploymentClaim, [
        DeploymentClaim(register, f"d{number}", code, "imaginary", 0.8, "saves time", "codebook",
                        "coder")
        for register, number, code in (
            ("list-a", 0, "efficiency"), ("list-b", 1, "efficiency"), ("list-a", 2, "proactive"),
        )
    ])  # fmt: skip


def add_topics(store: Store) -> None:
    labels_by_language = {"en": ["letters, offices", "herring, nets"], "nb": ["havn, øy"]}
    for language, labels in labels_by_language.items():
        for position, label in enumerate(labels):
            topic_id = content_id(language, position)
            store.append(Topic, [Topic(
                topic_id, "model", language, position, label, label, 20,
            )])  # fmt: skip
            for year in range(2018, 2026):
                share = 1.0 if len(labels) == 1 else (0.4 if position else 0.6)
                store.append(TopicShare, [TopicShare(
                    topic_id, "model", language, year, int(10 * share), 10, 3, share, label,
                )])  # fmt: skip
