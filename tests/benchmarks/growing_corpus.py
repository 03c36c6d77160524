"""A corpus of any size in the demo's four languages, for measuring how cost grows.

Each document has the shape of one of the demo's and sentences of its language, every one with
other numbers and with a place that does not exist, so that no two passages are the same and words
keep coming up that nobody has met. Systems promised by name grow in number with the corpus.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from data.demo.generate import MINISTRY_NAMES, WRITERS
from data.demo.text import Block, DemoText, TextSentence, load_texts
from data.settings import DATA_FOLDER
from extractors.discover.folder import MANIFEST

TEXTS = DATA_FOLDER / "demo" / "texts" / "documents"
COUNTRY = "XN"
LICENCE = "MIT, as this project"
YEARS = range(2015, 2027)
SENTENCES_PER_DOCUMENT = 50
DOCUMENTS_PER_FOLDER = 1000
DOCUMENTS_PER_SYSTEM = 10
FORMATS = {"html": 0.85, "md": 0.05, "docx": 0.05, "pdf": 0.05}
COLUMNS = ("path", "title", "publisher/country", "kind", "year", "language", "licence", "note")

TAILS = {
    "en": (" in {0}", " for the people of {0}", ", as in {0} and {1}", ", in {0} by {2} offices"),
    "nb": (" i {0}", " for dem som bor i {0}", ", som i {0} og {1}", ", i {0} ved {2} kontorer"),
    "nn": (" i {0}", " for dei som bur i {0}", ", som i {0} og {1}", ", i {0} ved {2} kontor"),
    "sv": (" i {0}", " för dem som bor i {0}", ", som i {0} och {1}", ", i {0} vid {2} kontor"),
}
"""What a sentence is given before its full stop: places, and a number."""

_STARTS = ("Brat", "Dal", "Fug", "Gran", "Hest", "Kvern", "Lom", "Mos", "Rav", "Skut", "Tran")
_MIDDLES = ("", "e", "en", "er", "ing", "ol", "sta", "under")
_ENDS = ("berg", "bu", "eid", "fors", "heim", "lund", "mark", "nes", "rud", "stad", "vik")

_NUMBER = re.compile(r"\d+")
_QUOTED = re.compile(r"(?<=[“”«])[^“”»]+(?=[”»])")


def write_corpus(folder: Path, count: int, seed: int) -> None:
    """Write so many documents and their manifest; a document is the same in a larger corpus."""
    stocks = build_stocks(load_texts(TEXTS))
    rows = ["\t".join(COLUMNS)]
    for number, text in enumerate(vary_texts(load_texts(TEXTS), stocks, count, seed)):
        path = folder / text.path
        if number % DOCUMENTS_PER_FOLDER == 0:
            path.parent.mkdir(parents=True)
        path.write_bytes(WRITERS[text.format](text, publisher_of(text)))
        told = (text.path, text.title, COUNTRY, text.kind, str(text.year), text.language, LICENCE)
        rows.append("\t".join((*told, f"body: {publisher_of(text)}")))
    (folder / MANIFEST).write_text("\n".join(rows) + "\n", encoding="utf-8")


def publisher_of(text: DemoText) -> str:
    """The body that publishes a document, as its own language names it."""
    if text.publisher == "ministry":
        return MINISTRY_NAMES[text.language]
    return text.publisher.capitalize()


def build_stocks(texts: Sequence[DemoText]) -> dict[tuple[str, str], list[TextSentence]]:
    """The demo's sentences by language and by the kind of block that they stand in."""
    stocks: dict[tuple[str, str], list[TextSentence]] = defaultdict(list)
    for text in texts:
        for block in text.blocks:
            stocks[text.language, block.kind].extend(block.sentences)
    return stocks


def vary_texts(
    texts: Sequence[DemoText],
    stocks: Mapping[tuple[str, str], list[TextSentence]],
    count: int,
    seed: int,
) -> Iterator[DemoText]:
    """Documents like those of the demo, in turn; each rests on its number and the seed alone."""
    for number, text in zip(range(count), cycle(texts), strict=False):
        chance = random.Random(f"{seed} {number}")
        form = chance.choices(list(FORMATS), list(FORMATS.values()))[0]
        yield replace(
            text,
            path=f"{number // DOCUMENTS_PER_FOLDER}/{number}.{form}",
            title=f"{text.title.rstrip(' 0123456789')}, {name_place(chance)}",
            year=chance.choice(YEARS),
            format=form,
            blocks=tuple(vary_blocks(text, stocks, number, chance)),
        )


def vary_blocks(
    text: DemoText,
    stocks: Mapping[tuple[str, str], list[TextSentence]],
    number: int,
    chance: random.Random,
) -> Iterator[Block]:
    """Blocks in the order of the demo's document, over again until there are sentences enough."""
    written = 0
    for block in cycle(text.blocks):
        if written >= SENTENCES_PER_DOCUMENT:
            return
        if block.kind == "table":
            rows = [[vary_numbers(cell, chance) for cell in row] for row in block.rows]
            yield replace(block, rows=tuple(map(tuple, rows)))
            continue
        drawn = chance.choices(stocks[text.language, block.kind], k=len(block.sentences))
        if block.kind in ("paragraph", "list_item"):
            drawn = [
                replace(one, text=vary_sentence(one.text, text.language, number, chance))
                for one in drawn
            ]
        written += len(drawn)
        yield replace(block, sentences=tuple(drawn))


def vary_sentence(sentence: str, language: str, number: int, chance: random.Random) -> str:
    """The sentence with other numbers, another system if it names one, and a place."""
    sentence = vary_numbers(sentence, chance)
    if chance.random() > 1 / DOCUMENTS_PER_SYSTEM:
        system = chance.randrange(20 + number // DOCUMENTS_PER_SYSTEM)
        sentence = _QUOTED.sub(name_of(7919 * system), sentence)
    tail = chance.choice(TAILS[language])
    tail = tail.format(name_place(chance), name_place(chance), chance.randrange(2, 2000))
    return f"{sentence[:-1]}{tail}{sentence[-1]}"


def vary_numbers(text: str, chance: random.Random) -> str:
    """Other numbers of as many digits; a year stays a year of about the time."""

    def another(match: re.Match[str]) -> str:
        digits = len(match.group())
        if digits == 4:
            return str(chance.randrange(2010, 2032))
        return str(chance.randrange(10 ** (digits - 1), 10**digits))

    return _NUMBER.sub(another, text)


def name_place(chance: random.Random) -> str:
    """A place of many sentences or of one: names are as unequal as those of a real country."""
    return name_of(int(20 * min(chance.paretovariate(0.8), 10_000)))


def name_of(number: int) -> str:
    """The name with this number; no two numbers below a million have the same."""
    number, start = divmod(number, len(_STARTS))
    number, middle = divmod(number, len(_MIDDLES))
    number, end = divmod(number, len(_ENDS))
    name = _STARTS[start] + _MIDDLES[middle] + _ENDS[end]
    return name if not number else f"{name_of(number - 1)} {name}"
