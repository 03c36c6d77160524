"""Coding speed beside spaCy's blank pipeline with a PhraseMatcher, on the same sentences."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.matcher import PhraseMatcher

from data.codebook import load_codebook
from data.settings import DATA_FOLDER
from extractors.claims import code_text

SENTENCES = 2000


def measure(shared: Path) -> list[dict[str, object]]:
    """Sentences a second on one core, per language with enough gold sentences."""
    rows: list[dict[str, object]] = []
    gold = [json.loads(line) for line in (shared / "gold" / "dev.jsonl").open(encoding="utf-8")]
    codebook = load_codebook(DATA_FOLDER)
    for language in ("en", "nb", "sv"):
        texts = [one["text"] for one in gold if one["language"] == language][:SENTENCES]
        nlp = spacy.blank(language)
        matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        cues = [cue for code in codebook.codes for cue in code.cues.get(language, ())]
        matcher.add("cues", [nlp.make_doc(str(cue).replace("*", "")) for cue in cues])
        code_text(texts[0], language, "", codebook)
        ours = speed(texts, lambda text, lang=language: code_text(text, lang, "", codebook))
        peer = speed(texts, lambda text, n=nlp, m=matcher: m(n.make_doc(text)))
        rows.append(
            {
                "language": language,
                "sentences": len(texts),
                "ours, sentences/s": round(ours),
                "spaCy blank + PhraseMatcher": round(peer),
                "ratio": round(ours / peer, 2),
            }
        )
    return rows


def speed(texts: list[str], work: Callable[[str], object]) -> float:
    """Sentences a second over one pass."""
    started = time.perf_counter()
    for text in texts:
        work(text)
    return len(texts) / (time.perf_counter() - started)
