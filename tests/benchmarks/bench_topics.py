"""Topics: agreement with human topics beside the peers, and the time that many passages take."""

from __future__ import annotations

import json
import time
from pathlib import Path

from models.evaluate_topics import TopicQuality, evaluate
from models.topics import TopicPassage, default_topic_count, fit_topics

TOPIC_COUNT = 21  # as many as the people had who labelled the bills
SEEDS = range(5)
PASSAGE_COUNT = 25_000


def measure(shared: Path) -> list[dict[str, object]]:
    """One row per method on the labelled bills, and one for speed on as many passages as we may."""
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
    return [*rows, _measure_speed(texts)]


def _row(name: str, quality: TopicQuality) -> dict[str, object]:
    return {
        "what": f"topics of 1,000 bills, k={TOPIC_COUNT}: {name}",
        "p1": f"{quality.p1.mean:.3f} ± {quality.p1.sd:.3f}",
        "ari": f"{quality.ari.mean:.3f} ± {quality.ari.sd:.3f}",
        "nmi": f"{quality.nmi.mean:.3f} ± {quality.nmi.sd:.3f}",
        "npmi": f"{quality.npmi.mean:.3f}",
        "diversity": f"{quality.diversity.mean:.3f}",
        "seconds": round(quality.seconds.mean, 2),
    }


def _measure_speed(texts: list[str]) -> dict[str, object]:
    """Fit passages of about sixty words that are cut from the texts at every possible place."""
    words = [text.split() for text in texts]
    cuts = [" ".join(listed[n : n + 60]) for listed in words for n in range(0, len(listed), 6)]
    passages = [
        TopicPassage(str(n), str(n // 100), 2000 + n % 20, cut)
        for n, cut in enumerate(cuts[:PASSAGE_COUNT])
    ]
    started = time.perf_counter()
    fitted = fit_topics(
        passages, language="en", topic_count=default_topic_count(len(passages)), seed=0
    )
    seconds = time.perf_counter() - started
    return {
        "what": f"topics of {len(passages):,} passages, k={len(fitted.topics)}, by year",
        "seconds": round(seconds, 2),
        "passages_per_second": round(len(passages) / seconds),
    }
