"""The codebook as shipped, and what its loader refuses."""

from pathlib import Path

import pytest

from data.codebook import Codebook, load_codebook
from data.errors import DeclarationError
from data.settings import DATA_FOLDER

DEFINITION = "Technology is said to open doors that were closed before. " * 3

CODE = f"""\
title: Doors
definition: {DEFINITION}
include: [doors]
cues:
  en: [open door*, hinge]
"""

LANGUAGE = """\
title: English
spacy: en
scope:
  direct: [data]
"""


def write_codebook(folder: Path, code: str = CODE, language: str = LANGUAGE) -> Path:
    for name in ("imaginaries", "constraints", "languages"):
        (folder / name).mkdir(parents=True)
    (folder / "imaginaries" / "doors.yml").write_text(code, encoding="utf-8")
    (folder / "languages" / "en.yml").write_text(language, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shipped() -> Codebook:
    return load_codebook(DATA_FOLDER)


def test_the_shipped_codebook_has_ten_imaginaries_and_six_constraints(shipped: Codebook) -> None:
    families = [code.family for code in shipped.codes]
    assert (families.count("imaginary"), families.count("constraint")) == (10, 6)


def test_the_shipped_codebook_covers_five_languages_without_an_empty_cell(
    shipped: Codebook,
) -> None:
    assert sorted(shipped.languages) == ["da", "en", "nb", "nn", "sv"]
    assert all(shipped.covers(language) for language in shipped.languages)
    empty = [
        (code.id, language)
        for code in shipped.codes
        for language in shipped.languages
        if not code.cues.get(language)
    ]
    assert empty == []


def test_every_code_has_examples_and_counter_examples_in_every_language(
    shipped: Codebook,
) -> None:
    for code in shipped.codes:
        for language in shipped.languages:
            assert len(code.examples[language]) >= 8, (code.id, language)
            assert len(code.counter_examples[language]) >= 4, (code.id, language)


def test_a_language_without_scope_words_is_not_covered(tmp_path: Path) -> None:
    book = load_codebook(write_codebook(tmp_path, language="title: English\nspacy: en\n"))
    assert not book.covers("en")
    assert not book.covers("fi")


def test_a_language_file_may_lend_a_code_its_cues(tmp_path: Path) -> None:
    lent = LANGUAGE + "cues: {doors: [gate*]}\nweak_cues: {doors: [wall]}\n"
    code = load_codebook(write_codebook(tmp_path, language=lent)).codes[0]
    assert code.cues["en"] == ("open door*", "hinge", "gate*")
    assert code.weak_cues["en"] == ("wall",)


def test_a_code_file_may_bring_its_own_cues_for_a_language(tmp_path: Path) -> None:
    assert load_codebook(write_codebook(tmp_path)).codes[0].cues["en"] == ("open door*", "hinge")


def test_a_new_language_is_one_new_file(tmp_path: Path) -> None:
    write_codebook(tmp_path)
    (tmp_path / "languages" / "fi.yml").write_text(
        "title: Suomi\nspacy: fi\nscope: {direct: [tieto]}\ncues: {doors: [ovi]}\n",
        encoding="utf-8",
    )
    book = load_codebook(tmp_path)
    assert book.covers("fi")
    assert book.codes[0].cues["fi"] == ("ovi",)


@pytest.mark.parametrize("key", ["cues", "weak_cues", "negative_cues"])
def test_a_cue_given_in_both_files_is_refused_with_file_and_key(tmp_path: Path, key: str) -> None:
    write_codebook(tmp_path, language=LANGUAGE + f"{key}: {{doors: [hinge]}}\n")
    with pytest.raises(DeclarationError, match=rf"en\.yml.*{key}\.doors.*'hinge'.*twice"):
        load_codebook(tmp_path)


def test_a_cue_given_twice_in_one_file_is_refused(tmp_path: Path) -> None:
    write_codebook(tmp_path, code=CODE + "weak_cues:\n  en: [hinge]\n")
    with pytest.raises(DeclarationError, match=r"doors\.yml.*weak_cues\.en.*'hinge'.*twice"):
        load_codebook(tmp_path)


@pytest.mark.parametrize(
    ("code", "language", "message"),
    [
        (CODE + "colour: red\n", LANGUAGE, r"doors\.yml:6: key `colour`"),
        (CODE.replace("  en:", "  xx:"), LANGUAGE, r"doors\.yml.*cues\.xx.*unknown language"),
        (CODE, LANGUAGE + "cues: {windows: [pane]}\n", r"en\.yml.*windows.*unknown code"),
        (CODE, LANGUAGE + "modality: {mood: [alas]}\n", r"en\.yml:5: key `modality\.mood"),
        (CODE.replace("hinge", "Hinge"), LANGUAGE, r"doors\.yml.*lower case"),
        (CODE.replace("hinge", "hi*nge"), LANGUAGE, r"doors\.yml.*not a word pattern"),
        (CODE.replace("hinge", "hinge ..."), LANGUAGE, r"doors\.yml.*begin and end with a word"),
        (CODE.replace("hinge", "'... hinge'"), LANGUAGE, r"doors\.yml.*begin and end with a word"),
        (CODE.replace("hinge", "a ^ hinge"), LANGUAGE, r"doors\.yml.*only stand first"),
        (CODE.replace("hinge", "a-b|c"), LANGUAGE, r"doors\.yml.*cue of their own"),
        (CODE.replace(DEFINITION, "Short."), LANGUAGE, r"doors\.yml:2: key `definition`"),
    ],
)
def test_a_wrong_declaration_stops_with_its_file_and_key(
    tmp_path: Path, code: str, language: str, message: str
) -> None:
    write_codebook(tmp_path, code, language)
    with pytest.raises(DeclarationError, match=message):
        load_codebook(tmp_path)


def test_one_code_cannot_be_of_both_families(tmp_path: Path) -> None:
    write_codebook(tmp_path)
    (tmp_path / "constraints" / "doors.yml").write_text(CODE, encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"doors\.yml: the code is an imaginary already"):
        load_codebook(tmp_path)


def test_the_hash_changes_with_a_cue_and_with_a_definition(tmp_path: Path) -> None:
    hashes = {
        load_codebook(write_codebook(tmp_path / str(number), code)).hash
        for number, code in enumerate(
            [CODE, CODE.replace("hinge", "hinges"), CODE.replace("closed", "shut")]
        )
    }
    assert len(hashes) == 3


def test_the_hash_is_the_same_for_the_same_files_and_leaves_the_parser_out(tmp_path: Path) -> None:
    parser_words = LANGUAGE + "abbreviations: [e.g.]\nfunction_words: [the]\n"
    first = load_codebook(write_codebook(tmp_path / "a"))
    second = load_codebook(write_codebook(tmp_path / "b", language=parser_words))
    assert first.hash == second.hash
    assert second.languages["en"].abbreviations == ("e.g.",)
