"""Coding speed beside spaCy's blank pipeline with a PhraseMatcher, on the same sentences."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import spacy
from spacy.matcher import PhraseMatcher

from data.records import Sentence
from extractors.claims import code_sentences, find_evidence, matcher_for
from flows.coding import shipped_codebook, shipped_judge
from flows.work import CodeJob, code_batch

WARM = {
    "en": "Data is a gold mine.",
    "nb": "Data er en gullgruve.",
    "sv": "Data är en guldgruva.",
}
"""A claim in each language: coding it builds all that a process builds once."""
LANGUAGES = tuple(WARM)
SENTENCES_PER_DOCUMENT = 100
Work = Callable[[list[str]], object]
PROCESSES = 2


def measure(shared: Path) -> list[dict[str, object]]:
    """Sentences a second per language with enough gold sentences, as first / second pass.

    Each column is measured in a process of its own, so that none profits from the words that
    another has met; in the second pass all words are known. A column on one core does what the one
    before does and more: the stage goes from sentences to rows, facets included. One core is
    measured in processor time, processes by the clock.
    """
    rows: list[dict[str, object]] = []
    for language in LANGUAGES:
        texts = gold_texts(shared, language)
        row: dict[str, object] = {"language": language, "sentences": len(texts)}
        speeds = {name: in_fresh_process(name, texts, language) for name in COLUMNS}
        row |= {name: f"{first:.0f} / {second:.0f}" for name, (first, second) in speeds.items()}
        row[f"stage, {PROCESSES} processes, first pass"] = round(
            speed_of_processes(as_jobs(texts, language), len(texts))
        )
        ratios = [ours / peer for ours, peer in zip(speeds["stage"], speeds[PEER], strict=True)]
        row["stage to peer"] = " / ".join(f"{ratio:.2f}" for ratio in ratios)
        rows.append(row)
    return rows


def in_fresh_process(name: str, texts: list[str], language: str) -> tuple[float, float]:
    """The speeds of one column's two passes."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(speeds_of, name, texts, language).result()


def speeds_of(name: str, texts: list[str], language: str) -> tuple[float, float]:
    """Sentences a second of processor time; what a process builds once is built before."""
    work = COLUMNS[name](language)
    work([WARM[language]])
    passes = []
    for _ in range(2):
        began = time.process_time()
        work(texts)
        passes.append(len(texts) / (time.process_time() - began))
    return passes[0], passes[1]


def find_phrases(language: str) -> Work:
    """The peer: all cues as phrases; spaCy has no wildcards, so their stars are left out."""
    nlp = spacy.blank(language)
    matcher = phrase_matcher(nlp, language)
    return lambda texts: [matcher(nlp.make_doc(text)) for text in texts]


def find_cues(language: str) -> Work:
    """The codebook's words alone."""
    matcher = matcher_for(shipped_codebook(), language)
    return lambda texts: [matcher.find(text) for text in texts]


def rule(language: str) -> Work:
    """Cues, scope and type by the rules."""
    book = shipped_codebook()
    return lambda texts: [find_evidence(text, language, "", book) for text in texts]


def classify(language: str) -> Work:
    """The rules and the trained model, document by document."""
    book, judge = shipped_codebook(), shipped_judge()
    return lambda texts: [
        code_sentences(job.sentences, job.kinds, book, "bench", judge)
        for job in as_jobs(texts, language)
    ]


def run_stage(language: str) -> Work:
    """All that the code stage does with a document."""
    return lambda texts: code_all(as_jobs(texts, language))


PEER = "spaCy blank + PhraseMatcher"
COLUMNS: dict[str, Callable[[str], Work]] = {
    "cues": find_cues,
    "with rules": rule,
    "with classifier": classify,
    "stage": run_stage,
    PEER: find_phrases,
}


def phrase_matcher(nlp: spacy.language.Language, language: str) -> PhraseMatcher:
    """One pattern per cue, as near as a phrase comes to it."""
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    cues = [
        str(cue).translate(str.maketrans("", "", "*^~"))
        for code in shipped_codebook().codes
        for cue in (*code.cues.get(language, ()), *code.weak_cues.get(language, ()))
    ]
    matcher.add("cues", [nlp.make_doc(cue) for cue in cues])
    return matcher


def gold_texts(shared: Path, language: str) -> list[str]:
    """The gold sentences of one language."""
    with (shared / "gold" / "dev.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row["text"] for row in rows if row["language"] == language]


def as_job(texts: Sequence[str], language: str, name: str) -> CodeJob:
    """The texts as one document of prose."""
    sentences = tuple(
        Sentence(
            f"{name}-{at}", "p", name, at, None, language, 0, len(text), text, None, None, None
        )
        for at, text in enumerate(texts)
    )
    return CodeJob(
        name, sentences, {"p": "prose"}, "bench", year=None, country="NO", document_kind="report"
    )


def as_jobs(texts: Sequence[str], language: str) -> list[CodeJob]:
    """The texts as documents."""
    starts = range(0, len(texts), SENTENCES_PER_DOCUMENT)
    return [as_job(texts[at : at + SENTENCES_PER_DOCUMENT], language, str(at)) for at in starts]


def speed_of_processes(jobs: list[CodeJob], sentence_count: int) -> float:
    """Sentences a second of the code stage in worker processes that are ready."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context) as pool:
        language = jobs[0].sentences[0].language
        warm = [as_job([WARM[language]], language, "warm")]
        for ready in [pool.submit(code_and_wait, warm) for _ in range(PROCESSES)]:
            ready.result()
        began = time.perf_counter()
        running = [pool.submit(code_all, [job]) for job in jobs]
        for result in running:
            result.result()
        return sentence_count / (time.perf_counter() - began)


def code_all(jobs: list[CodeJob]) -> None:
    """Code the documents; a fault is no speed."""
    for result in code_batch(jobs):
        if isinstance(result, Exception):
            raise result


def code_and_wait(jobs: list[CodeJob]) -> None:
    """Code, and stay so long that no worker takes the warm-up of another."""
    code_all(jobs)
    time.sleep(2)
