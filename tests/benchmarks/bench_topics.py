"""Topics: agreement with human topics beside the peers, and the time that many passages take."""

from __future__ import annotations

import json
import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from models.best_match import mean_stability
from models.consensus import cluster_vectors, group_centres
from models.embed import TfidfSvdEmbedder
from models.evaluate_topics import TopicQuality, evaluate
from models.grouping import describe_groups
from models.neighbours import Vectors
from models.placing import place_vectors
from models.topic_methods import cluster_by_bertopic
from models.topics import default_topic_count
from models.word_space import WordSpace

TOPIC_COUNT = 21  # as many as the people had who labelled the bills
SEEDS = range(5)
PASSAGE_COUNT = 100_000
STABILITY_SEEDS = range(2)  # stock BERTopic takes minutes for each
WORDS_PER_PASSAGE = 60
STOCK_SECONDS = 1200


def measure(shared: Path) -> list[dict[str, object]]:
    """One row per method on the labelled bills, and those for speed on 100,000 passages."""
    lines = (shared / "benchmarks" / "topics" / "bills.jsonl").read_text(encoding="utf-8")
    bills = [json.loads(line) for line in lines.splitlines()]
    texts = [bill["summary"] for bill in bills]
    result = evaluate(
        texts,
        [bill["topic"] for bill in bills],
        language="en",
        topic_count=TOPIC_COUNT,
        seeds=list(SEEDS),
    )
    rows = [_row("ours", result.ours)]
    rows += [_row(name, quality) for name, quality in result.peers.items()]
    return rows + measure_speed(cut_passages(texts, PASSAGE_COUNT))


def _row(name: str, quality: TopicQuality) -> dict[str, object]:
    return {
        "what": f"topics of 1,000 bills, k={TOPIC_COUNT}: {name}",
        "p1": f"{quality.p1.mean:.3f} ± {quality.p1.sd:.3f}",
        "ari": f"{quality.ari.mean:.3f} ± {quality.ari.sd:.3f}",
        "nmi": f"{quality.nmi.mean:.3f} ± {quality.nmi.sd:.3f}",
        "npmi": f"{quality.npmi.mean:.3f}",
        "diversity": f"{quality.diversity.mean:.3f}",
        "stability": f"{quality.stability.mean:.3f}",
        "seconds": round(quality.seconds.mean, 2),
    }


def cut_passages(texts: Sequence[str], count: int) -> list[str]:
    """Cut passages of sixty words from the texts, a step further each time round.

    Passages overlap: there are not as many different ones of the size in the texts.
    """
    words = [text.split() for text in texts]
    starts = [(listed, start) for listed in words for start in range(len(listed))]
    step = max(1, len(starts) // count)
    chosen = starts[::step][:count]
    return [" ".join(listed[start : start + WORDS_PER_PASSAGE]) for listed, start in chosen]


def measure_speed(passages: Sequence[str]) -> list[dict[str, object]]:
    """Fit ours and stock BERTopic on the same vectors, and place passages in what was fitted."""
    count = default_topic_count(len(passages))
    started = time.perf_counter()
    with threadpool_limits(limits=1):
        space = TfidfSvdEmbedder("en").fit(passages)
        vectors = space.embed(passages)
    embedding = time.perf_counter() - started

    def ours(seed: int) -> list[int]:
        with threadpool_limits(limits=1):  # as in the stage: many small fits only wait for threads
            labels: list[int] = cluster_vectors(vectors, count, seed=seed).tolist()
        describe_groups(passages, labels, [None] * len(labels), "en")
        return labels

    def stock(seed: int) -> list[int]:
        return cluster_by_bertopic(passages, vectors, "en", count, seed).assigned

    what = f"topics of {len(passages):,} passages, k={count}"
    rows = [_time_fits(f"{what}: ours", ours, embedding)]
    rows.append(_measure_placing(passages, vectors, space, count))
    rows.append(_time_in_bounds(f"{what}: stock BERTopic, same vectors", stock, embedding))
    return rows


def _time_in_bounds(
    what: str, fit: Callable[[int], list[int]], embedding_seconds: float
) -> dict[str, object]:
    """Time fits in a process of their own, which is ended where it takes too long."""
    forked = multiprocessing.get_context("fork")
    answers = forked.SimpleQueue()
    process = forked.Process(target=lambda: answers.put(_time_fits(what, fit, embedding_seconds)))
    process.start()
    process.join(STOCK_SECONDS)
    if process.is_alive():
        process.kill()
        return {"what": what, "seconds": f"two fits had not ended after {STOCK_SECONDS}"}
    if process.exitcode:  # nobody would ever put an answer
        return {"what": what, "seconds": f"ended with {process.exitcode}, without an answer"}
    row: dict[str, object] = answers.get()
    return row


def _time_fits(
    what: str, fit: Callable[[int], list[int]], embedding_seconds: float
) -> dict[str, object]:
    seconds, found = [], []
    for seed in STABILITY_SEEDS:
        started = time.perf_counter()
        found.append(fit(seed))
        seconds.append(time.perf_counter() - started)
    return {
        "what": what,
        "embedding_seconds": round(embedding_seconds, 1),
        "seconds": round(min(seconds), 1),
        "stability": f"{mean_stability(found):.3f}",
        "peak_gb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, 2),
    }


def _measure_placing(
    passages: Sequence[str], vectors: Vectors, space: WordSpace, count: int
) -> dict[str, object]:
    """Embed and place passages as if they were new."""
    new = passages[:20_000]
    centres = group_centres(vectors, np.arange(len(vectors)) % count)
    started = time.perf_counter()
    place_vectors(space.embed(new), centres)
    seconds = time.perf_counter() - started
    return {
        "what": f"topics: {len(new):,} new passages placed",
        "seconds": round(seconds, 2),
        "passages_per_second": round(len(new) / seconds),
    }
