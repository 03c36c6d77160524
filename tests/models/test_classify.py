"""Training and applying the coder on a small slice of our own, and what its weights hold."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.codebook import load_codebook
from data.codebook_files import MARKERS
from data.concept import load_concepts
from data.errors import DeclarationError
from data.records import DOCUMENT_KINDS, SENTENCE_TYPES
from data.settings import DATA_FOLDER
from models.classify import (
    ABOUT_FILE,
    WEIGHTS_FILE,
    WEIGHTS_FOLDER,
    Coder,
    choose_types,
    find_reasons,
    judge,
    load_coder,
    save_coder,
)
from models.table import Example
from models.train import cross_validate, fit_coder
from models.words import WordReader

CODES = ("doors", "walls")
READER = WordReader(load_concepts(DATA_FOLDER), "en")
TEXTS = {
    "doors": "The door stands open and lets people in through the entrance.",
    "walls": "A wall keeps everybody out and the bricks are thick.",
    "": "Lunch is served at noon with bread and soup.",
}
TYPES = {"doors": "vision", "walls": "caution", "": "other"}


def example(code: str, number: int) -> Example:
    return Example(
        document=f"document {number % 12}",
        language="en",
        traits={f"cue:{code}": 1.0} if code and number % 3 else {"shape:length": 0.5},
        words=READER.read(f"{TEXTS[code]} Line {number}.", ""),
        ruled=frozenset({code} if code and number % 3 else ()),
        codes=frozenset({code} if code else ()),
        type=TYPES[code],
    )


EXAMPLES = [example(code, number) for number in range(40) for code in TEXTS]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return fit_coder(EXAMPLES, CODES)


def say(coder: Coder, text: str) -> tuple[tuple[str, ...], str]:
    judgement = judge(coder, {}, READER.read(text, ""), (), True)
    assert judgement.probabilities.min() >= 0
    assert judgement.probabilities.max() <= 1
    return judgement.codes, judgement.type


def test_it_learns_codes_and_types_from_words_alone(coder: Coder) -> None:
    assert say(coder, TEXTS["doors"]) == (("doors",), "vision")
    assert say(coder, TEXTS["walls"]) == (("walls",), "caution")
    assert say(coder, TEXTS[""]) == ((), "other")


def test_unknown_words_and_no_words_get_an_answer(coder: Coder) -> None:
    assert say(coder, "Zzz qqq xxx.")[1]
    assert say(coder, "")[1]


def test_a_sentence_with_a_code_has_another_type_than_other() -> None:
    kind = np.array([[0.2, 0.1, 0, 0, 0.1, 0.6]] * 2, dtype=np.float32)
    given = np.array([[False, True], [False, False]])
    found = [SENTENCE_TYPES[number] for number in choose_types(kind, given)]
    assert found == ["vision", "other"]


def test_the_reason_is_the_word_that_the_code_was_learned_from(coder: Coder) -> None:
    text = "Bread, soup, and an entrance."
    places = find_reasons(coder, READER, text, "doors", 1)
    assert [text[start:end] for start, end in places] == ["entrance"]
    assert find_reasons(coder, READER, "", "doors", 3) == []


def test_a_reason_is_no_empty_word_unless_nothing_else_speaks(coder: Coder) -> None:
    text = "The door lets people in."
    named = [text[start:end] for start, end in find_reasons(coder, READER, text, "doors", 5)]
    assert "door" in named
    assert "in" not in named
    without = find_reasons(coder, READER, text, "doors", 5, ("door", "lets", "people", "the"))
    assert "door" in [text[start:end] for start, end in without]


def test_the_same_examples_give_the_same_bytes(coder: Coder, tmp_path: Path) -> None:
    save_coder(coder, tmp_path / "one", {"note": "x"})
    save_coder(fit_coder(EXAMPLES, CODES), tmp_path / "two", {"note": "x"})
    for name in (WEIGHTS_FILE, ABOUT_FILE):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_coder_is_read_as_it_was_written(coder: Coder, tmp_path: Path) -> None:
    save_coder(coder, tmp_path, {})
    read = load_coder(tmp_path)
    assert read is not None
    for text in TEXTS.values():
        assert say(read, text) == say(coder, text)


def test_without_weights_there_is_no_coder(tmp_path: Path) -> None:
    assert load_coder(tmp_path) is None


def test_half_a_coder_is_refused(coder: Coder, tmp_path: Path) -> None:
    save_coder(coder, tmp_path, {})
    about = json.loads((tmp_path / ABOUT_FILE).read_text())
    (tmp_path / ABOUT_FILE).write_text(json.dumps(about | {"traits": ["cue:doors"]}))
    with pytest.raises(DeclarationError, match="is not that of"):
        load_coder(tmp_path)
    (tmp_path / ABOUT_FILE).unlink()
    with pytest.raises(DeclarationError, match="go together"):
        load_coder(tmp_path)


def test_no_sentence_is_predicted_from_its_own_document() -> None:
    # The code hangs on the document alone: who has not seen the document cannot know it.
    words = READER.read(TEXTS[""], "")
    examples = [
        Example(f"d{number}", "en", {"shape:length": 0.5}, words, frozenset(), codes, "other")
        for number in range(20)
        for codes in [frozenset({"doors"} if number % 2 else ())] * 6
    ]
    examples += [example("walls", number) for number in range(20)]
    found = cross_validate(examples, CODES)
    truth = np.array(["doors" in one.codes for one in examples])
    said = found.probabilities[:, 0]
    assert found.tested.all()
    assert said[:120][truth[:120]].mean() <= said[:120][~truth[:120]].mean() + 0.05


@pytest.mark.parametrize(("is_copy", "knows"), [(True, False), (False, True)])
def test_a_copy_of_a_measured_text_does_not_teach(is_copy: bool, knows: bool) -> None:
    # Each document's code hangs on one word that only it and its twin have.
    def one(number: int, document: str, work: str, is_gold: bool) -> Example:
        words = READER.read(f"The word is {'abcdefghijklmnopqrst'[number] * 7}.", "")
        codes = frozenset({"doors"} if number % 2 else ())
        return Example(
            document, "en", {"shape:length": 0.5}, words, frozenset(), codes, "other", work, is_gold
        )

    examples = [one(number, f"d{number}", f"w{number}", True) for number in range(20)] * 6
    for edition in range(6):
        for number in range(20):
            work = f"w{number}" if is_copy else f"another {number}"
            examples.append(one(number, f"twin {number}, {edition}", work, False))
    examples += [example("walls", number) for number in range(20)]
    said = cross_validate(examples, CODES).probabilities[:120, 0]
    truth = np.array(["doors" in one.codes for one in examples[:120]])
    assert (said[truth].mean() > said[~truth].mean() + 0.2) == knows


def test_where_the_documents_kind_is_known_types_have_weights_of_their_own() -> None:
    def one(number: int) -> Example:
        kind = ("mandate_letter", "report")[number % 2]
        said = example("doors", number)
        return replace(
            said,
            document=f"document {number}",
            traits={**said.traits, f"kind:{kind}": 1.0},
            type="mandate" if kind == "mandate_letter" else "result",
        )

    coder = fit_coder([one(number) for number in range(60)] + EXAMPLES, CODES)
    words = READER.read(TEXTS["doors"], "")
    assert judge(coder, {"kind:mandate_letter": 1.0}, words, (), True).type == "mandate"
    assert judge(coder, {"kind:report": 1.0}, words, (), True).type == "result"


def test_the_shipped_weights_hold_numbers_and_names_of_the_codebook_only() -> None:
    with np.load(WEIGHTS_FOLDER / WEIGHTS_FILE, allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= {"f", "i"}
    about = json.loads((WEIGHTS_FOLDER / ABOUT_FILE).read_text(encoding="utf-8"))
    codebook = load_codebook(DATA_FOLDER)
    known = {code.id for code in codebook.codes} | set(MARKERS) | set(codebook.languages)
    known |= {"cue", "weak", "marker", "leads", "opens", "type", "before", "language", "2"}
    known |= {"ruled", "kind", *SENTENCE_TYPES, *DOCUMENT_KINDS}
    for trait in about.pop("traits"):
        if not trait.startswith(("shape:", "scope:", "before:scope")):
            parts = {part for part in re.split(r"[:&]", trait) if not part.startswith("ruled_")}
            assert parts - {"scope"} <= known, trait
    assert set(about) == {
        "gold_sha256", "gold_sentences", "codings_sha256", "corpus_sentences",
        "codebook_sentences", "codebook_hash", "codes", "languages",
    }  # fmt: skip
    assert about["codes"] == [code.id for code in codebook.codes]
