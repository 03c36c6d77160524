"""A small made-up world for the report: two countries, two languages, one register missing."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest

from data.ids import content_id
from data.records import (
    Claim,
    ClaimCue,
    ClaimFacet,
    Comparison,
    Deployment,
    DeploymentClaim,
    DeploymentGroup,
    DeploymentLink,
    Document,
    FaultRecord,
    Passage,
    Prevalence,
    Sentence,
    Snapshot,
    SystemMention,
    Topic,
    TopicAssignment,
    TopicShare,
)
from data.store import Store, open_again, open_new
from flows.comparing.correction import build_prevalence
from flows.recording.linking import link_store
from models.confusion import Confusion, ConfusionCount
from reports.compare import build_comparisons
from tests.reports.site import render_site

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC).replace(tzinfo=None)

# text, type, and for each code the words that make the claim
SAID = {
    "en": [
        (
            "Shared data can save every office in the valley a week of work.",
            "vision",
            {"efficiency": "save"},
        ),
        (
            "The ministry will give all parishes the Lantern assistant.",
            "commitment",
            {"service": "assistant"},
        ),
        (
            "The harbour board shall predict broken nets before they are reported.",
            "mandate",
            {"proactive": "predict", "organisation": "shall"},
        ),
        (
            "Last year Lantern answered 4,000 letters and saved two posts.",
            "result",
            {"efficiency": "saved"},
        ),
        (
            "Without a legal basis no register may be joined with another.",
            "caution",
            {"legal": "legal basis"},
        ),
        ("Data is the herring of our century.", "vision", {"resource": "herring"}),
        ("The island has twelve servers.", "result", {}),
        ("Old systems do not speak with each other.", "caution", {"infrastructure": "Old systems"}),
    ],
    "nb": [
        (
            "Delte data skal gi enklere tjenester for alle på øya.",
            "vision",
            {"service": "enklere tjenester"},
        ),
        ("Vi vil ta i bruk Fyrlykt i alle havner.", "commitment", {"proactive": "Fyrlykt"}),
        (
            "Etaten skal bygge kompetanse om kunstig intelligens.",
            "mandate",
            {"skills": "kompetanse"},
        ),
        (
            "Tilsynet fant flere feil med den nye modellen.",
            "result",
            {"control": "fant flere feil"},
        ),
    ],
}
FAMILY = dict.fromkeys(("legal", "organisation", "infrastructure", "skills"), "constraint")


Rows = dict[type, list[Any]]


ERRORS = Confusion(
    gold_sha256="0123456789abcdef",
    coder_version="coder",
    language_groups={"english": ("en",), "scandinavian": ("da", "nb", "nn", "sv")},
    sensitivity_design_effect=1.0,
    specificity_design_effect=1.0,
    counts=tuple(
        ConfusionCount(code, group, "random", tp=60, fp=10, fn=40, tn=890, missed=0)
        for group in ("english", "scandinavian")
        for code in sorted(
            {code for said in SAID.values() for _, _, codes in said for code in codes}
        )
    ),
)
"""A coder that misses four of ten, and is wrong on one sentence of ninety."""


@pytest.fixture
def small_world() -> Iterator[Store]:
    with open_small_world() as store:
        yield store


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first page of the report of 2024, drawn and printed once for all who look at it."""
    with open_compared_world() as store:
        return render_site(store, 2024, tmp_path_factory.mktemp("reports")).index


def open_small_world() -> Store:
    """A database in memory that holds the world; the caller closes it."""
    return _open_copy(_world_file())


def open_compared_world() -> Store:
    """The same, measured and compared; the caller closes it."""
    return _open_copy(_compared_file())


def compare(store: Store) -> None:
    """Measure the world as the compare stage does."""
    store.replace_all(Comparison, build_comparisons(store, 1))
    store.replace_all(Prevalence, build_prevalence(store, ERRORS, 1))


@cache
def _scratch() -> TemporaryDirectory[str]:
    """The databases of this process; they go with it."""
    return TemporaryDirectory(prefix="small-world-")


@cache
def _world_file() -> Path:
    """The world as a file: it is read ten times as fast as it is built."""
    path = Path(_scratch().name) / "world.duckdb"
    with open_new(path) as store:
        _build_world(store)
    return path


@cache
def _compared_file() -> Path:
    path = shutil.copyfile(_world_file(), Path(_scratch().name) / "compared.duckdb")
    with open_again(path) as store:
        compare(store)
    return path


def _open_copy(path: Path) -> Store:
    """What the file holds, in memory."""
    store = Store(duckdb.connect(":memory:"), Path(":memory:"))
    store.execute_script(
        f"attach '{path}' as world (read_only); copy from database world to memory; detach world"
    )
    return store


def _build_world(store: Store) -> None:
    rows: Rows = defaultdict(list)
    for year in range(2018, 2026):
        for number in range(6 if year > 2019 else 1):
            add_document(rows, "XN", year, "en" if number % 2 else "nb", number)
    add_document(rows, "XN", 2024, "en", 99, is_excerpt=True)
    add_document(rows, "SE", 2024, "en", 0, title="<script>alert('title')</script>")
    add_document(rows, "SE", 2024, "nb", 1, title="A plan for Sweden")
    add_registers(rows)
    add_topics(rows)
    rows[FaultRecord].append(
        FaultRecord(
            "f1",
            "parse",
            "broken.pdf",
            None,
            "the file is empty",
            "fetch it again or remove it",
            NOW,
            NOW,
            2,
        )
    )
    for passage in rows[Passage]:
        topic_id = content_id(passage.language, 0)
        rows[TopicAssignment].append(
            TopicAssignment(passage.passage_id, passage.document_id, topic_id, "model", 0.7, False)
        )
    for record_type, held in rows.items():
        store.append(record_type, held)
    linking = link_store(store, rows[Deployment])
    store.append(DeploymentLink, linking.links)
    store.append(DeploymentGroup, linking.groups)


def add_document(
    rows: Rows,
    country: str,
    year: int,
    language: str,
    number: int,
    *,
    is_excerpt: bool = False,
    title: str | None = None,
) -> str:
    """A document that says all of the language's sentences, the last few left out by number."""
    document_id = content_id(country, year, number)
    said = SAID[language][: len(SAID[language]) - number % 3]
    address = f"https://documents.example/{country}/{year}/{number}.pdf"
    rows[Document].append(
        Document(
            document_id,
            "made-up",
            title or f"Plan {number} of {year}",
            f"Ministry {number % 3}",
            country,
            "digital_strategy",
            year,
            language,
            "pdf",
            address,
            "open",
            None,
            is_excerpt,
            3,
            f"{number:064d}",
            "parser",
        )
    )
    rows[Snapshot].append(
        Snapshot(
            content_id(document_id, "snapshot"),
            document_id,
            address,
            f"{number:064d}",
            f"raw/00/{document_id}.pdf",
            1000,
            "application/pdf",
            200,
            None,
            None,
            NOW,
        )
    )
    text = " ".join(sentence for sentence, _, _ in said)
    passage_id = content_id(document_id, "passage")
    rows[Passage].append(
        Passage(
            passage_id,
            document_id,
            0,
            2,
            "prose",
            language,
            "Aims",
            text,
            1.0,
            "",
        )
    )
    start = 0
    for position, (sentence, kind, codes) in enumerate(said):
        sentence_id = content_id(document_id, position)
        end = start + len(sentence)
        rows[Sentence].append(
            Sentence(
                sentence_id,
                passage_id,
                document_id,
                position,
                2,
                language,
                start,
                end,
                sentence,
                True,
                True,
                kind,
            )
        )
        start = end + 1
        for name in ("Lantern", "Fyrlykt"):
            if name in sentence:
                rows[SystemMention].append(
                    SystemMention(
                        content_id(sentence_id, name),
                        sentence_id,
                        document_id,
                        name,
                        kind,
                    )
                )
        for code, cue in codes.items():
            claim_id = content_id(sentence_id, code)
            at = sentence.index(cue)
            rows[Claim].append(
                Claim(
                    claim_id,
                    sentence_id,
                    document_id,
                    code,
                    FAMILY.get(code, "imaginary"),
                    kind,
                    0.9,
                    cue,
                    "codebook",
                    "coder",
                )
            )
            rows[ClaimCue].append(
                ClaimCue(
                    claim_id,
                    document_id,
                    at,
                    at + len(cue),
                    cue,
                    cue,
                )
            )
            add_facets(rows, claim_id, document_id, cue, at)
    return document_id


def add_facets(rows: Rows, claim_id: str, document_id: str, cue: str, at: int) -> None:
    """What every claim has, with the cue's own words as the actor, and an image for herrings."""
    told = [("actor", "technology"), ("horizon", "present"), ("specificity", "none")]
    if cue == "herring":
        told += [("metaphor", "herring"), ("negation", "negated")]
    for facet, value in told:
        place = (None, None, None)
        if facet in ("actor", "metaphor"):
            place = (at, at + len(cue), cue)
        rows[ClaimFacet].append(ClaimFacet(claim_id, document_id, facet, value, None, None, *place))


def add_registers(rows: Rows) -> None:
    """Two registers of XN: one system in both with statuses that cannot both hold."""
    recorded = [
        ("list-a", "Lantern", "Ministry 1", "production", "In use", 2024),
        ("list-b", "LANTERN", "Ministry 1", "retired", "Ended", 2024),
        ("list-a", "Net watch", "Harbour board", "pilot", "Pilot", 2024),
        ("list-a", "Tide model", "Harbour board", "unknown", "", 2024),
        ("list-b", "Tide model", "Harbour board", "production", "In use", 2024),
        ("list-a", "Snow plough planner", "Road office", "production", "In use", 2023),
        ("list-a", "Archive reader", "Archive", "unknown", "", None),
    ]
    for number, (register, name, organisation, status, status_raw, year) in enumerate(recorded):
        rows[Deployment].append(
            Deployment(
                register,
                f"d{number}",
                "2025-01",
                "XN",
                organisation,
                name,
                None,
                None,
                None,
                status,
                status_raw,
                "stated" if status_raw else "blank",
                None,
                None,
                None,
                year,
                "start" if year else "unknown",
                f"https://register.example/{number}",
                "list.csv",
                number + 1,
                "{}",
            )
        )
    rows[DeploymentClaim].extend(
        [
            DeploymentClaim(
                register, f"d{number}", code, "imaginary", 0.8, "saves time", "codebook", "coder"
            )
            for register, number, code in (
                ("list-a", 0, "efficiency"),
                ("list-b", 1, "efficiency"),
                ("list-a", 2, "proactive"),
            )
        ]
    )


def add_topics(rows: Rows) -> None:
    labels_by_language = {"en": ["letters, offices", "herring, nets"], "nb": ["havn, øy"]}
    for language, labels in labels_by_language.items():
        for position, label in enumerate(labels):
            topic_id = content_id(language, position)
            rows[Topic].append(
                Topic(
                    topic_id,
                    "model",
                    language,
                    position,
                    label,
                    label,
                    20,
                )
            )
            for year in range(2018, 2026):
                share = 1.0 if len(labels) == 1 else (0.4 if position else 0.6)
                rows[TopicShare].append(
                    TopicShare(
                        topic_id,
                        "model",
                        language,
                        year,
                        int(10 * share),
                        10,
                        3,
                        share,
                        label,
                    )
                )
