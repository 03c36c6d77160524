"""How topics are fitted, as the environment says; the table `topic_model` says what a fit used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.errors import UsageError

OWN_EMBEDDER = "tfidf-svd"
EMBEDDER_KINDS = ("model2vec", "sentence-transformers")


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """How topics are fitted; nothing is downloaded unless an embedder is named."""

    embedder: str = OWN_EMBEDDER
    """`tfidf-svd`, `model2vec:NAME` or `sentence-transformers:NAME`: a folder or a hub's name."""

    count: int | None = None
    """Topics of a model; none where their number goes by size or is searched."""

    is_count_searched: bool = False
    is_seeded: bool = False
    """Whether the codebook's codes are what the first topics start from."""

    is_multilingual: bool = False
    """Whether one model reads all languages; it takes an embedder that does."""

    seeds: int = 10
    bootstraps: int = 10
    """Fits that the stage measures stability with, under other seeds and on samples."""


def read_topic_settings(environment: Mapping[str, str]) -> TopicSettings:
    """Read IMAGINARIES_TOPIC_EMBEDDER, _COUNT, _SEEDED, _MULTILINGUAL, _SEEDS and _BOOTSTRAPS.

    Raises:
        UsageError: a value is none of those that there are, or two do not go together.
    """
    usual = TopicSettings()
    embedder = _text(environment, "EMBEDDER", usual.embedder)
    kind, _, name = embedder.partition(":")
    if embedder != OWN_EMBEDDER and (kind not in EMBEDDER_KINDS or not name):
        others = " or ".join(f"{kind}:NAME" for kind in EMBEDDER_KINDS)
        raise UsageError(
            f"IMAGINARIES_TOPIC_EMBEDDER is {embedder!r}: give {OWN_EMBEDDER}, or {others} with a "
            "folder or a hub's name"
        )
    is_multilingual = _yes(environment, "MULTILINGUAL")
    if is_multilingual and embedder == OWN_EMBEDDER:
        raise UsageError(
            "IMAGINARIES_TOPIC_MULTILINGUAL is yes, and the embedder reads one language only: "
            "name one that reads several in IMAGINARIES_TOPIC_EMBEDDER"
        )
    count = _text(environment, "COUNT", "size")
    if count not in ("size", "search") and not (count.isdecimal() and int(count) >= 2):
        raise UsageError(
            f"IMAGINARIES_TOPIC_COUNT is {count!r}: give a number of 2 or more, size or search"
        )
    return TopicSettings(
        embedder=embedder,
        count=int(count) if count.isdecimal() else None,
        is_count_searched=count == "search",
        is_seeded=_yes(environment, "SEEDED"),
        is_multilingual=is_multilingual,
        seeds=_number(environment, "SEEDS", usual.seeds),
        bootstraps=_number(environment, "BOOTSTRAPS", usual.bootstraps),
    )


def _text(environment: Mapping[str, str], name: str, default: str) -> str:
    return environment.get(f"IMAGINARIES_TOPIC_{name}", "").strip() or default


def _yes(environment: Mapping[str, str], name: str) -> bool:
    given = _text(environment, name, "no").lower()
    if given not in ("yes", "no"):
        raise UsageError(f"IMAGINARIES_TOPIC_{name} is {given!r}: give yes or no")
    return given == "yes"


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    given = _text(environment, name, str(default))
    if not given.isdecimal():
        raise UsageError(f"IMAGINARIES_TOPIC_{name} is {given!r}: give a whole number, or 0")
    return int(given)
