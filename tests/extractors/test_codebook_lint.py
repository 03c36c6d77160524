"""Every weak spot that lint knows, in a small codebook that has it and in one that has not."""

from pathlib import Path

import pytest

from data.codebook import Codebook, load_codebook
from data.records import Sentence
from extractors.codebook_diff import compare_document, find_changes
from extractors.codebook_lint import MIN_SENTENCES, Finding, lint_codebook

WORDS = "The claim that opening doors with data makes the house a better place to live in. "
DOORS = {
    "title": "Doors",
    "definition": WORDS * 3,
    "include": "[doors, gates, hatches]",
    "exclude": "[windows, walls]",
    "cues": "{en: [open door*, hinge*]}",
    "negative_cues": "{en: [unhinge*, hinge on]}",
}
WALLS = DOORS | {"title": "Walls", "cues": "{en: [brick*]}", "negative_cues": "{en: [brick lane]}"}
LANGUAGE = "title: English\nspacy: en\nscope: {direct: [data]}\n"


def examples(text: str, codes: str, count: int) -> str:
    return "{en: [" + ", ".join([f"{{text: '{text}', codes: {codes}, type: other}}"] * count) + "]}"


def build(folder: Path, doors: dict[str, str], **languages: str) -> Codebook:
    for name in ("imaginaries", "constraints", "languages"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for code, given in (("doors", doors), ("walls", WALLS)):
        word = {"doors": "hinge", "walls": "brick"}[code]
        entry = {
            "examples": examples(f"Data is the {word} of the house.", f"[{code}]", 8),
            "counter_examples": examples("The house is full of data.", "[]", 4),
        } | given
        text = "".join(f"{key}: {value}\n" for key, value in entry.items())
        (folder / "imaginaries" / f"{code}.yml").write_text(text, encoding="utf-8")
    for name, text in ({"en": LANGUAGE} | languages).items():
        (folder / "languages" / f"{name}.yml").write_text(text, encoding="utf-8")
    return load_codebook(folder)


def lint(folder: Path, **changed: str) -> list[Finding]:
    return lint_codebook(build(folder, DOORS | changed), {}, {})


def test_a_sound_codebook_has_no_error_and_no_warning(tmp_path: Path) -> None:
    found = lint(tmp_path, negative_cues="{en: [hinge on]}")
    assert [one for one in found if one.level != "note"] == []


@pytest.mark.parametrize(
    ("kind", "level", "cue", "changed"),
    [
        ("no_cues", "error", None, {"cues": "{}"}),
        ("no_negative_cue", "warning", None, {"negative_cues": "{}"}),
        ("few_examples", "error", None, {"examples": "{}"}),
        ("few_counter_examples", "error", None, {"counter_examples": "{}"}),
        ("short_definition", "warning", None, {"definition": "Doors" * 30}),
        ("few_lines", "warning", None, {"exclude": "[]"}),
        ("masked_cue", "error", "hinge pin", {"cues": "{en: [hinge pin, hinge*]}",
                                              "negative_cues": "{en: [pin]}"}),
        ("idle_negative", "warning", "unhinge*", {}),
        ("shared_cue", "warning", "brick*", {"cues": "{en: [hinge*, brick*]}"}),
        ("contained_cue", "note", "brick door", {"cues": "{en: [hinge*, brick door]}"}),
        ("repeated_cue", "warning", "b|a hinge", {"cues": "{en: [a|b hinge, b|a hinge, hinge]}"}),
        ("needless_cue", "note", "hinge pin", {"cues": "{en: [hinge pin, hinge*]}"}),
        ("silent_weak_cue", "warning", "hinge pin", {"weak_cues": "{en: [hinge pin]}"}),
        ("missed_example", "note", None, {"cues": "{en: [door*]}",
                                          "negative_cues": "{en: [door to door]}"}),
        ("hit_counter_example", "note", None, {"cues": "{en: [hinge*, house]}"}),
    ],
)  # fmt: skip
def test_each_weak_spot_is_found(
    tmp_path: Path, kind: str, level: str, cue: str | None, changed: dict[str, str]
) -> None:
    found = [one for one in lint(tmp_path, **changed) if one.kind == kind]
    assert (level, "en", cue) in {(one.level, one.language or "en", one.cue) for one in found}
    assert "walls" not in {one.code for one in found} or kind in ("shared_cue", "contained_cue")


def test_a_cue_without_a_hit_is_dead_only_where_it_was_looked_for(tmp_path: Path) -> None:
    codebook = build(tmp_path, DOORS)
    hits = {"en": {("cue:doors", "hinge*"): 3, ("cue:walls", "brick*"): 1}}
    found = lint_codebook(codebook, hits, {"en": MIN_SENTENCES})
    dead = {(one.level, one.cue) for one in found if one.kind == "dead_cue"}
    assert dead == {
        ("warning", "open door*"), ("note", "unhinge*"), ("note", "hinge on"),
        ("note", "brick lane"),
    }  # fmt: skip
    assert not [one for one in lint(tmp_path) if one.kind == "dead_cue"]


def test_a_marked_word_needs_a_table_of_lemmas(tmp_path: Path) -> None:
    nynorsk = "title: Nynorsk\nspacy: nn\nscope: {direct: [data]}\ncues: {doors: [dør~]}\n"
    found = lint_codebook(build(tmp_path, DOORS, nn=nynorsk), {}, {})
    assert [one.cue for one in found if one.kind == "no_lemmas"] == ["dør~"]


def test_the_words_that_changed_are_shown_by_place(tmp_path: Path) -> None:
    old = build(tmp_path / "old", DOORS)
    new = build(tmp_path / "new", DOORS | {"cues": "{en: [hinge*, latch]}", "title": "Gates"})
    changes = {change.place: (change.added, change.removed) for change in find_changes(old, new)}
    assert changes == {
        "doors.cues.en": (("latch",), ("open door*",)),
        "doors.title": (("Gates",), ("Doors",)),
    }
    assert list(find_changes(old, old)) == []


def test_sentences_gain_and_lose_a_code(tmp_path: Path) -> None:
    old = build(tmp_path / "old", DOORS)
    new = build(tmp_path / "new", DOORS | {"cues": "{en: [latch]}"})
    texts = ("Data is the hinge.", "Data is the latch.", "Data is the brick.")
    sentences = [
        Sentence(str(at), "p", "d", at, None, "en", 0, len(text), text, None, None, None)
        for at, text in enumerate(texts)
    ]
    found = compare_document(sentences, {"p": "prose"}, (old, new), (None, None))
    assert [(one.sentence.sentence_id, one.code, one.is_gained) for one in found.changes] == [
        ("0", "doors", False),
        ("1", "doors", True),
    ]
    assert found.counts_before == {"doors": 1, "walls": 1} == found.counts_after
