"""Memory of the code stage over a long stream of sentences with ever new words."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench_code import LANGUAGES, as_job, code_all, gold_texts

SENTENCES = int(os.environ.get("BENCH_SENTENCES", "1000000"))
PER_DOCUMENT = 1000
LETTERS = "abcdefghijklmnoprstuvyæøåö"
SEED = 5


def measure(shared: Path) -> list[dict[str, object]]:
    """Peak memory of a fresh process after each tenth of the stream, which is all coded."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=code_stream, args=(shared, SENTENCES, theirs))
    process.start()
    theirs.close()
    rows = []
    while True:
        try:
            rows.append(ours.recv())
        except EOFError:
            break
        print(rows[-1], file=sys.stderr, flush=True)
    process.join()
    return rows


def code_stream(shared: Path, count: int, told: multiprocessing.connection.Connection) -> None:
    """Code so many sentences, document by document, and keep nothing."""
    texts = {language: gold_texts(shared, language) for language in LANGUAGES}
    began, done = time.perf_counter(), 0
    for number, (language, document) in enumerate(vary(texts, count // PER_DOCUMENT)):
        code_all([as_job(document, language, str(number))])
        done += len(document)
        if done % (count // 10) < PER_DOCUMENT:
            told.send(
                {
                    "sentences": f"{done:,}",
                    "peak RSS, MiB": peak_mib(),
                    "sentences/s": round(done / (time.perf_counter() - began)),
                }
            )
    told.close()


def vary(texts: dict[str, list[str]], documents: int) -> Iterator[tuple[str, list[str]]]:
    """Documents of real sentences, each with a new word in it and one of its own left out.

    The same sentences over and over would let caches look bounded that are not.
    """
    random_source = random.Random(SEED)
    for number in range(documents):
        language = LANGUAGES[number % len(LANGUAGES)]
        document = []
        for text in random_source.choices(texts[language], k=PER_DOCUMENT):
            words = text.split()
            new = "".join(random_source.choices(LETTERS, k=random_source.randint(5, 14)))
            words[random_source.randrange(len(words))] = new
            document.append(" ".join(words))
        yield language, document


def peak_mib() -> int:
    """The most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))
