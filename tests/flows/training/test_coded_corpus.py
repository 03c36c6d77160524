"""Coded sentences are found in the corpus again, and no text teaches and is measured at once."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from data.codebook import code_families
from data.errors import DeclarationError
from data.settings import DATA_FOLDER
from flows.coding import shipped_codebook
from flows.training.coded_corpus import (
    CODINGS,
    CorpusCoding,
    find_works,
    read_coded_corpus,
    read_codings,
    sentence_digest,
)
from flows.training.lessons import codebook_sentences, read_lessons
from models.gold import GoldSentence

FIRST = "The harbour office will share its registers with every municipality in the region."
SECOND = "Shared registers save the harbour office two hours of work every single day."
THIRD = "The county has painted the lighthouse."


def gold_sentence(text: str, document: str) -> GoldSentence:
    return GoldSentence("g1", "en", "", text, (), (), "result", document)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus" / "norway" / "report"
    folder.mkdir(parents=True)
    (folder / "harbour.md").write_text(f"# Harbour\n\n{FIRST} {SECOND}\n\n{THIRD}\n", "utf-8")
    (folder / "copy.md").write_text(f"# Copy\n\n{FIRST} {SECOND}\n", "utf-8")
    return tmp_path / "corpus"


def test_a_coded_sentence_is_found_again_with_the_text_before_it(corpus: Path) -> None:
    document = "norway/report/harbour.md"
    codings = {
        sentence_digest(SECOND.upper()): CorpusCoding(
            document, ("efficiency", "finance"), "result"
        ),
        sentence_digest("Nobody ever wrote this."): CorpusCoding(document, (), "other"),
    }
    coded = read_coded_corpus(corpus, [], codings)
    (found,) = coded.sentences
    assert (found.text, found.before, found.document) == (SECOND, FIRST, document)
    assert (found.imaginaries, found.constraints) == (("efficiency",), ("finance",))
    assert (found.type, found.document_kind, found.language) == ("result", "report", "en")
    assert coded.lost_count == 1


def test_a_sentence_that_the_gold_holds_is_left_to_it(corpus: Path) -> None:
    codings = {sentence_digest(SECOND): CorpusCoding("norway/report/harbour.md", (), "other")}
    assert not read_coded_corpus(corpus, [gold_sentence(SECOND, "elsewhere")], codings).sentences


def test_a_damaged_copy_is_the_same_work_and_another_text_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "norway" / "report"
    folder.mkdir(parents=True)
    things = ("cranes", "pilots", "buoys", "sheds", "ferries", "ropes", "lamps", "gates")
    text = "\n\n".join(
        f"The {one} of the harbour share registers with {other} in every region of the coast."
        for one, other in pairwise(things)
    )
    (folder / "harbour.md").write_text(f"# Harbour\n\n{text}\n", "utf-8")
    damaged = text.replace("region", "reglon")
    (folder / "copy.md").write_text(f"# Copy\n\n{damaged}\n", "utf-8")
    works = read_coded_corpus(tmp_path, [gold_sentence(THIRD, "elsewhere")], {}).works
    assert works == {"norway/report/harbour.md": "norway/report/copy.md"}


def test_stock_phrases_make_no_work() -> None:
    long = frozenset(range(5000))
    assert find_works({"a": long, "b": frozenset(range(4990, 5600))}) == {}
    assert find_works({"a": long, "b": frozenset(range(4975, 5600))}) == {"b": "a"}
    assert find_works({"a": long, "b": frozenset(range(4960, 9000))}) == {}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("d1\ta.md\tefficency\tvision", "unknown code 'efficency'"),
        ("d1\ta.md\tefficiency\thope", "unknown type 'hope'"),
        ("d0\ta.md\t\tother", "d0 stands twice"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(tmp_path: Path, row: str, complaint: str) -> None:
    file = tmp_path / "codings.tsv"
    file.write_text(f"digest\tdocument\tcodes\ttype\nd0\ta.md\t\tother\n{row}\n", "utf-8")
    with pytest.raises(DeclarationError, match=rf":3: {complaint}"):
        read_codings(file)


def test_the_shipped_codings_hold_no_text() -> None:
    codes = "|".join(code_families(DATA_FOLDER))
    row = re.compile(rf"[0-9a-f]{{16,64}}\t[^\t]+\.[a-z]{{2,4}}\t(({codes})(,({codes}))*)?\t[a-z]+")
    lines = CODINGS.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines[1:] if not row.fullmatch(line)] == []
    assert len(read_codings()) == len(lines) - 1


def test_without_the_corpus_gold_and_codebook_teach() -> None:
    codebook = shipped_codebook()
    lessons = read_lessons([gold_sentence(FIRST, "d")], codebook, None)
    assert (lessons.gold_count, lessons.corpus_count) == (1, 0)
    assert lessons.codebook_count == len(list(codebook_sentences(codebook)))
    assert [one.is_gold for one in lessons.examples[:2]] == [True, False]


def test_the_shared_corpus_holds_nearly_every_coded_sentence(shared: Path) -> None:
    codings = read_codings()
    coded = read_coded_corpus(shared / "corpus", [], codings)
    assert coded.lost_count < 0.02 * len(codings)
