"""Verbs that measure: `evaluate claims`, `topics`, `parse`, `scan` and `tables`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Annotated, Any

import typer

from data.errors import UsageError
from data.settings import load_settings
from flows.cli.options import HomeOption

app = typer.Typer(help="Measure coding, topics and parsing.", no_args_is_help=True)

FITTED = "fitted"
"""Folder of the home for what was fitted and can be fitted again."""
TRIES, MAX_SECONDS = 3, 10.0
READ = ("title", "heading", "prose", "list_item", "table_row", "footnote", "caption")
"""Kinds of block whose sentences a reader of the page would take as its text."""


@dataclass(frozen=True, slots=True)
class TrueText:
    """A PDF and the sentences that its publisher says it holds."""

    name: str
    content: bytes
    truth: list[str]


AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command(epilog="Example: imaginaries evaluate claims --gold ../shared/gold/dev.jsonl --json")
def claims(
    gold: Annotated[list[Path], typer.Option(help="Coded sentences; may be given again.")],
    train: Annotated[
        Path | None, typer.Option(help="Coded sentences that the TF-IDF line learns from.")
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(help="The corpus that our line learns from too; else that beside a checkout."),
    ] = None,
    home: HomeOption = None,
    as_json: AsJson = False,
) -> None:
    """Score the coder against sentences that others have coded, beside plainer lines.

    On the very file that the shipped model was trained on, all lines are cross-validated by
    document; on any other file the shipped model, rules and cues are applied as they are. What the
    TF-IDF line has learned is kept in the home, so that the next time takes seconds.
    """
    from flows.training.measuring import evaluate_claims
    from flows.training.score_table import print_scores

    answer = evaluate_claims(gold, train, corpus, load_settings(home).home.root / FITTED)
    if as_json:
        show(answer, as_json)
    else:
        print_scores(answer)


@app.command(
    epilog="Example: imaginaries evaluate topics --texts bills.jsonl --text-field summary "
    "--label-field topic --k 21 --seeds 5 --json"
)
def topics(
    texts: Annotated[Path, typer.Option(help="One JSON object a line.")],
    text_field: Annotated[str, typer.Option(help="The field with the text.")],
    label_field: Annotated[str, typer.Option(help="The field with the class a person gave.")],
    k: Annotated[int, typer.Option(min=2, help="How many topics to fit.")] = 20,
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds to fit with.")] = 5,
    language: Annotated[str, typer.Option(help="Language of the texts.")] = "en",
    embedder: Annotated[
        str,
        typer.Option(help="For ours: tfidf-svd, model2vec:MODEL or sentence-transformers:MODEL."),
    ] = "tfidf-svd",
    as_json: AsJson = False,
) -> None:
    """Score topics against human classes, beside NMF, LDA, k-means and stock BERTopic."""
    from flows.modelling.table import render_topic_table
    from models.evaluate_topics import evaluate

    rows = read_lines(texts, (text_field, label_field))
    result = evaluate(
        [str(row[text_field]) for row in rows],
        [str(row[label_field]) for row in rows],
        language=language,
        topic_count=k,
        seeds=list(range(seeds)),
        embedder=embedder,
    )
    if as_json:
        show(result.as_dict(), as_json)
    else:
        print(render_topic_table(result))


@app.command(epilog="Example: imaginaries evaluate parse --pdf moj.pdf --truth moj.jsonl --json")
def parse(
    pdf: Annotated[list[Path], typer.Option(help="A PDF; may be given again.")],
    truth: Annotated[
        list[Path], typer.Option(help="Its true sentences, one a line; in the order of --pdf.")
    ],
    as_json: AsJson = False,
) -> None:
    """Score parsed sentences against a publisher's own text, beside plain extraction."""
    from extractors.plain import find_peers

    if len(pdf) != len(truth):
        raise UsageError(f"{len(pdf)} --pdf and {len(truth)} --truth: give one truth for each PDF")
    files = [
        TrueText(path.name, read_bytes(path), [str(row["text"]) for row in rows])
        for path, rows in zip(pdf, (read_lines(lines, ("text",)) for lines in truth), strict=True)
    ]
    heads = {file.name: running_heads(file) for file in files}
    answer = measure(ours, files, heads)
    answer["peers"] = {
        name: measure(partial(plain, reader), files, heads) for name, reader in find_peers().items()
    }
    show(answer, as_json)


@app.command(epilog="Example: imaginaries evaluate scan --pdf scan.pdf --text true.txt --json")
def scan(
    pdf: Annotated[Path, typer.Option(help="A PDF of pictures of pages.")],
    text: Annotated[Path, typer.Option(help="The text of these pages.")],
    language: Annotated[str | None, typer.Option(help="Its language, if OCR is to know.")] = None,
    as_json: AsJson = False,
) -> None:
    """Score how many words of a scan are found by OCR (needs tesseract)."""
    from extractors.document import read_blocks
    from extractors.pdf.ocr import INSTALL_OCR, find_tesseract
    from models.evaluate_parse import word_recall

    tesseract = find_tesseract()
    if tesseract is None:
        raise UsageError(f"no tesseract on this machine: {INSTALL_OCR}")
    started = time.perf_counter()
    found = read_blocks(read_bytes(pdf), pdf.name, tesseract, language)
    seconds = time.perf_counter() - started
    read = " ".join(block.text for block in found.blocks)
    answer = {
        "word_recall": word_recall(read, read_bytes(text).decode("utf-8", "replace")),
        "pages_per_second": (found.page_count or 0) / seconds,
        "reader": tesseract.version,
    }
    show(answer, as_json)


@app.command(epilog="Example: imaginaries evaluate tables --folder tables --json")
def tables(
    folder: Annotated[Path, typer.Option(help="PDFs with their gold: NAME.pdf, NAME-str.xml.")],
    as_json: AsJson = False,
) -> None:
    """Score how tables are read against their marked cells, beside plain extraction."""
    from flows.table_reading import evaluate_tables

    show(evaluate_tables(folder), as_json)


@app.command(epilog="Example: imaginaries evaluate languages --sentences dev.jsonl --json")
def languages(
    sentences: Annotated[Path, typer.Option(help="One a line, with `language` and `text`.")],
    as_json: AsJson = False,
) -> None:
    """Score how well the language of single sentences is told."""
    from flows.language_reading import evaluate_languages

    rows = read_lines(sentences, ("language", "text"))
    show(evaluate_languages((row["language"], row["text"]) for row in rows), as_json)


def ours(file: TrueText) -> tuple[int, list[str]]:
    """Pages and sentences of a PDF as the parse stage reads it."""
    from extractors.document import read_file_blocks

    found, blocks = read_file_blocks(file.content, file.name)
    sentences = [text for block in blocks if block.kind in READ for text in block.sentences]
    return found.page_count or 0, sentences


def plain(reader: Callable[[bytes], list[str]], file: TrueText) -> tuple[int, list[str]]:
    """Pages and sentences of a PDF as another tool's plain text has them."""
    from extractors.plain import plain_sentences

    pages = reader(file.content)
    return len(pages), plain_sentences(pages, "en")


def running_heads(file: TrueText) -> list[str]:
    """The running heads that the parse stage sets apart, to be looked for in anyone's sentences."""
    from extractors.document import read_file_blocks

    _, blocks = read_file_blocks(file.content, file.name)
    return sorted({block.text for block in blocks if block.kind == "running_head"})


def measure(
    reader: Callable[[TrueText], tuple[int, list[str]]],
    files: list[TrueText],
    heads: dict[str, list[str]],
) -> dict[str, Any]:
    """One reader's figures over all files, weighted by their true sentences; pages by the clock."""
    from models.evaluate_parse import score_parse

    scores, pages, seconds = [], 0, 0.0
    for file in files:
        page_count, sentences, taken = best_time(reader, file)
        seconds += taken
        pages += page_count
        scores.append(score_parse(sentences, file.truth, heads[file.name]))
    total = sum(score.truth_count for score in scores)
    found = sum(score.found_count for score in scores)
    ordered = [score for score in scores if score.order is not None]
    return {
        "sentence_recall": found / total,
        "recall_in_one_or_two": (found + sum(one.found_in_two_count for one in scores)) / total,
        "order": fmean(score.order or 0.0 for score in ordered) if ordered else None,
        "running_heads_leaked": sum(score.running_heads_leaked for score in scores),
        "pages_per_second": pages / seconds,
    }


def best_time(
    reader: Callable[[TrueText], tuple[int, list[str]]], file: TrueText
) -> tuple[int, list[str], float]:
    """What a reader answers, and its best time of three, or of as many as ten seconds allow.

    The first time loads the library, and any time may be disturbed by what else the machine does.
    """
    times: list[float] = []
    while len(times) < TRIES and sum(times) < MAX_SECONDS:
        started = time.perf_counter()
        page_count, sentences = reader(file)
        times.append(time.perf_counter() - started)
    return page_count, sentences, min(times)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error


def read_lines(path: Path, fields: tuple[str, ...]) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file, each with these fields.

    Raises:
        UsageError: the file, a line or a field is not there; names the line.
    """
    rows = []
    for number, line in enumerate(read_bytes(path).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:  # among them bytes that are not UTF-8
            raise UsageError(f"{path}:{number}: not JSON: {error}") from error
        if not isinstance(row, dict):
            raise UsageError(f"{path}:{number}: expected a JSON object")
        missing = [field for field in fields if field not in row]
        if missing:
            raise UsageError(f"{path}:{number}: no field {missing[0]!r}, only {', '.join(row)}")
        rows.append(row)
    if not rows:
        raise UsageError(f"{path} holds no line")
    return rows


def show(answer: dict[str, Any], as_json: bool) -> None:
    """Print the figures: JSON, or one `name  value` a line with nested names joined by dots."""
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    for name, value in flatten(answer):
        print(f"{name:<40} {value:.3f}" if isinstance(value, float) else f"{name:<40} {value}")


def flatten(answer: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Nested objects as one list of dotted names and values."""
    found: list[tuple[str, Any]] = []
    for key, value in answer.items():
        name = f"{prefix}{key}"
        found += flatten(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return found
