"""What nobody writes as a sentence must be coded all the same: without a crash, in bounded time."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from data.records import Sentence
from extractors.claims import code_sentences, code_text
from flows.cli.main import app
from flows.coding import shipped_codebook, shipped_judge

LANGUAGES = ("en", "nb", "nn", "sv", "da")
ODD_TEXTS = {
    "empty": "",
    "blank": " \n\t ",
    "punctuation": "?!… — «»()[]{}•••",
    "emoji": "Data 🚀🚀 will save time 👩🏽‍💻 🇳🇴",
    "mixed scripts": "Data данные 数据 بيانات δεδομένα will save time",
    "right to left": "\u202eData will save time\u202c البيانات توفر الوقت",
    "combining": "D\u0301a\u0302t\u0303a\u0304 e\u0301kt\u0308a " * 5,
    "NUL": "Data\x00will\x00save time\x00",
    "control": "\x01\x02\x1b[31mdata\x7f",
    "half a pair": "Data \ud83d will save time",
    "one letter": "a",
    "no break": "data" * 400,
}
LONG_PIECES = (
    "data will save time ", "a", "x1,", "«Aa» ", '"Aa" system ', "(", "😀", "e\u0301", "数据",
    "datasikkerhet data ", "it säkerhet data ", "legacy of data ", "- ", "\x00 ", "1 000 ", "a:",
)  # fmt: skip
RUNNER = CliRunner()


def as_sentence(text: str, language: str) -> Sentence:
    return Sentence("s", "p", "d", 0, None, language, 0, len(text), text, None, None, None)


@pytest.mark.parametrize("name", ODD_TEXTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_odd_text_is_coded_and_its_quotes_are_slices_of_it(name: str, language: str) -> None:
    text = ODD_TEXTS[name]
    coding = code_text(text, language, text, shipped_codebook(), shipped_judge())
    assert coding.has_codebook
    for claim in coding.claims:
        assert claim.quote in text
        for cue in claim.cues:
            assert text[cue.start_char : cue.end_char] == cue.quote


@pytest.mark.parametrize("name", ["empty", "blank", "punctuation", "one letter"])
def test_a_text_without_words_carries_no_claim(name: str) -> None:
    coding = code_text(ODD_TEXTS[name], "en", "", shipped_codebook(), shipped_judge())
    assert coding.claims == ()


def test_a_document_of_odd_sentences_is_coded_whole() -> None:
    sentences = [
        replace(as_sentence(text, language), sentence_id=f"{language} {name}")
        for language in LANGUAGES
        for name, text in ODD_TEXTS.items()
    ]
    coded = code_sentences(sentences, {"p": "prose"}, shipped_codebook(), "v", shipped_judge())
    assert [one.sentence_id for one in coded.sentences] == [one.sentence_id for one in sentences]
    assert all(one.has_codebook for one in coded.sentences)


@pytest.mark.parametrize("language", ["fi", "is", "ar"])
def test_a_language_without_cues_is_not_covered_rather_than_without_claims(language: str) -> None:
    text = "Tekoäly säästää aikaa. بيانات"
    coding = code_text(text, language, "", shipped_codebook(), shipped_judge())
    assert (coding.has_codebook, coding.in_scope, coding.claims) == (False, False, ())
    sentence = as_sentence(text, language)
    coded = code_sentences([sentence], {"p": "prose"}, shipped_codebook(), "v", shipped_judge())
    assert coded.sentences[0].has_codebook is False
    answer = json.loads(RUNNER.invoke(app, ["code-text", "-l", language, "--json"], text).stdout)
    assert {one["has_codebook"] for one in answer} == {False}
    assert "not coded" in RUNNER.invoke(app, ["code-text", "-l", language], text).stdout


@pytest.mark.parametrize("piece", LONG_PIECES)
def test_a_text_without_a_full_stop_takes_about_the_time_of_many_short_ones(piece: str) -> None:
    language = "sv" if "ä" in piece else "en"
    text = (piece * 50_000)[:50_000]
    short = text[:1000]

    def seconds(some: str, times: int) -> float:
        began = time.process_time()
        for _ in range(times):
            code_text(some, language, some, shipped_codebook(), shipped_judge())
        return time.process_time() - began

    seconds(short, 5)  # builds the matcher
    many, one = seconds(short, 50), seconds(text, 1)
    # Quadratic work takes fifty times as long; a linear path, and what is done once, takes few.
    print(f"{piece!r}: 50,000 characters take {one / many:.1f} times 50 sentences of 1,000")
    assert one < 12 * many + 0.5


def test_the_command_line_answers_hard_lines_one_for_one() -> None:
    texts = [*ODD_TEXTS.values(), "data will save time " * 2500]
    lines = [json.dumps({"id": i, "language": "en", "text": text}) for i, text in enumerate(texts)]
    stdin = "\n".join(lines)
    result = RUNNER.invoke(app, ["code-text", "--jsonl"], input=stdin)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == list(range(len(texts)))
    assert not any("error" in answer for answer in answers)


@pytest.mark.parametrize("name", ["punctuation", "emoji", "right to left", "NUL", "combining"])
def test_plain_text_of_any_kind_is_answered(name: str) -> None:
    result = RUNNER.invoke(app, ["code-text", "-l", "en"], input=ODD_TEXTS[name])
    assert result.exit_code == 0, result.output
