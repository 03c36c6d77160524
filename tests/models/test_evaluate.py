"""Scores of coded sentences, counted by hand, and what a gold file may not hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.errors import UsageError
from models.evaluate import PredictedCoding, score_claims
from models.gold import GoldSentence, Verdict, read_gold

FAMILIES = {"doors": "imaginary", "walls": "constraint"}

LINE: dict[str, Any] = {
    "id": "a1",
    "language": "en",
    "before": "",
    "text": "Doors open.",
    "imaginaries": ["doors"],
    "constraints": [],
    "type": "vision",
}
QUOTE: dict[str, Any] = {"code": "doors", "start_char": 0, "end_char": 5, "quote": "Doors"}
SAID: dict[str, Any] = {"imaginaries": [], "constraints": ["walls"], "type": "caution"}


def gold(number: int, imaginaries: str = "", constraints: str = "", **more: str) -> GoldSentence:
    return GoldSentence(
        id=str(number),
        language=more.get("language", "en"),
        before="",
        text="",
        imaginaries=tuple(imaginaries.split()),
        constraints=tuple(constraints.split()),
        type=more.get("type", "vision"),
        stratum=more.get("stratum", ""),
    )


def said(
    number: int, codes: str = "", kind: str = "vision", in_scope: bool = True
) -> PredictedCoding:
    return PredictedCoding(str(number), frozenset(codes.split()), kind, in_scope)


def test_precision_recall_and_f1_are_counted_per_code() -> None:
    scores = score_claims(
        [gold(1, "doors"), gold(2, "doors"), gold(3), gold(4, "", "walls")],
        [said(1, "doors"), said(2), said(3, "doors"), said(4, "walls")],
        FAMILIES,
    ).overall
    doors = scores.codes["doors"]
    assert (doors.count, doors.predicted_count) == (2, 2)
    assert (doors.precision, doors.recall, doors.f1) == (0.5, 0.5, 0.5)
    assert scores.imaginaries_macro_f1 == 0.5
    assert scores.constraints_macro_f1 == 1.0
    assert scores.codes_macro_f1 == 0.75


def test_micro_figures_take_all_decisions_together() -> None:
    scores = score_claims(
        [gold(1, "doors"), gold(2, "doors"), gold(3, "doors"), gold(4, "", "walls")],
        [said(1, "doors"), said(2, "doors walls"), said(3, "doors"), said(4)],
        FAMILIES,
    ).overall
    assert scores.codes_macro_f1 == 0.5
    assert scores.codes_micro_precision == 0.75
    assert scores.codes_micro_recall == 0.75
    assert scores.codes_micro_f1 == 0.75
    assert (scores.imaginaries_micro_f1, scores.constraints_micro_f1) == (1.0, 0.0)


def test_frequent_codes_have_thirty_gold_sentences() -> None:
    sentences = [gold(number, "doors") for number in range(30)] + [gold(99, "", "walls")]
    answers = [said(number, "doors") for number in range(30)] + [said(99)]
    found = score_claims(sentences, answers, FAMILIES).overall
    assert (found.frequent_code_count, found.frequent_codes_macro_f1) == (1, 1.0)
    fewer = score_claims(sentences[1:], answers[1:], FAMILIES).overall
    assert (fewer.frequent_code_count, fewer.frequent_codes_macro_f1) == (0, None)


def test_strata_are_scored_apart() -> None:
    sentences = [gold(1, "doors", stratum="random"), gold(2, "doors", stratum="active"), gold(3)]
    scores = score_claims(sentences, [said(1, "doors"), said(2), said(3)], FAMILIES)
    found = {name: part.imaginaries_macro_f1 for name, part in scores.by_stratum.items()}
    assert found == {"active": 0.0, "random": 1.0}


def test_types_and_scope_are_scored() -> None:
    scores = score_claims(
        [gold(1), gold(2, type="result"), gold(3, type="other"), gold(4, type="other")],
        [said(1), said(2, kind="vision"), said(3, kind="other", in_scope=False), said(4)],
        FAMILIES,
    ).overall
    assert scores.type_accuracy == 0.5
    assert scores.types["vision"].precision == pytest.approx(1 / 3)
    assert scores.scope_accuracy == 0.75
    # vision 1/2, other 2/3, the four types without a hit 0
    assert scores.type_macro_f1 == pytest.approx((1 / 2 + 2 / 3) / 6)


def test_languages_are_scored_apart() -> None:
    scores = score_claims(
        [gold(1, "doors"), gold(2, "doors", language="nb")],
        [said(2), said(1, "doors")],
        FAMILIES,
    )
    assert scores.by_language["en"].imaginaries_macro_f1 == 1.0
    assert scores.by_language["nb"].imaginaries_macro_f1 == 0.0
    assert scores.overall.sentence_count == 2


def test_an_empty_gold_gives_zeros_and_no_error() -> None:
    assert score_claims([], [], FAMILIES).overall.codes_macro_f1 == 0.0


def test_the_scores_can_be_written_as_json() -> None:
    scores = score_claims([gold(1, "doors")], [said(1, "doors")], FAMILIES)
    assert json.loads(json.dumps(scores.as_dict()))["overall"]["codes"]["doors"]["f1"] == 1.0


def test_a_gold_sentence_without_prediction_is_refused() -> None:
    with pytest.raises(UsageError, match=r"1 gold sentences have no prediction.*'2'"):
        score_claims([gold(1), gold(2)], [said(1)], FAMILIES)


def write(path: Path, *lines: object) -> Path:
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_a_gold_file_is_read_with_further_fields_ignored(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", LINE | {"mood": [1]}, "", LINE | {"id": "a2"})
    sentences = read_gold(path, FAMILIES)
    assert [sentence.id for sentence in sentences] == ["a1", "a2"]
    assert sentences[0].codes == {"doors"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (LINE | {"imaginaries": ["windows"]}, r":2: unknown code 'windows' in `imaginaries`"),
        (LINE | {"constraints": ["doors"]}, r":2: unknown code 'doors' in `constraints`"),
        (LINE | {"type": "dream"}, r":2: unknown type 'dream'"),
        (LINE, r":2: id 'a1' stands on line 1 already"),
        ({key: LINE[key] for key in LINE if key != "text"}, r":2: field `text` is missing"),
        (LINE | {"imaginaries": "doors"}, r":2: field `imaginaries` is missing or not a list"),
        (
            LINE | {"id": "b", "cues": [QUOTE | {"end_char": 4}]},
            r":2: characters 0 to 4 are 'Door'",
        ),
        (LINE | {"id": "b", "cues": [QUOTE | {"start_char": -11}]}, r":2: characters -11 to 5"),
        (
            LINE | {"id": "b", "cues": [QUOTE | {"end_char": None}]},
            r":2: 'Doors' runs from 0 to None",
        ),
        (
            LINE | {"id": "b", "cues": [QUOTE | {"quote": "Gates"}]},
            r":2: the quote 'Gates' does not",
        ),
        (LINE | {"id": "b", "cues": [QUOTE | {"code": "windows"}]}, r":2: unknown code 'windows'"),
        (
            LINE | {"id": "b", "claims": [{"code": "doors", "cues": [QUOTE | {"start_char": 1}]}]},
            ":2: ",
        ),
        (
            LINE | {"id": "b", "coders": {"A": SAID | {"type": "dream"}}},
            r":2: coder 'A': unknown type",
        ),
        (
            LINE | {"id": "b", "coders": {"A": SAID | {"imaginaries": ["x"]}}},
            r":2: coder 'A': unknown",
        ),
        (LINE | {"id": "b", "coders": {"A": "doors"}}, r":2: coder 'A': expected an object"),
        ("{not json", r":2: not JSON"),
        ("[1, 2]", r":2: expected a JSON object"),
    ],
)
def test_a_wrong_gold_line_is_refused_with_its_number(
    tmp_path: Path, line: object, message: str
) -> None:
    path = write(tmp_path / "gold.jsonl", LINE, line)
    with pytest.raises(UsageError, match=message):
        read_gold(path, FAMILIES)


def test_offsets_that_match_their_quote_are_fine(tmp_path: Path) -> None:
    rows = [
        LINE | {"cues": [QUOTE]},
        LINE | {"id": "a2", "claims": [{"code": "doors", "quote": "open", "cues": [QUOTE]}]},
        LINE | {"id": "a3", "spans": [{"start": 6, "end": 10, "quote": "open"}]},
    ]
    assert len(read_gold(write(tmp_path / "gold.jsonl", *rows), FAMILIES)) == 3


def test_each_coders_codes_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", LINE | {"coders": {"A": SAID}}, LINE | {"id": "a2"})
    first, second = read_gold(path, FAMILIES)
    assert first.coders == {"A": Verdict(frozenset({"walls"}), "caution")}
    assert first.verdict == Verdict(frozenset({"doors"}), "vision")
    assert second.coders == {}


def test_a_gold_file_without_a_sentence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no sentence"):
        read_gold(write(tmp_path / "gold.jsonl", ""), FAMILIES)


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    text = "Doors\u2028open.\x85Walls stand."
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(LINE | {"text": text}, ensure_ascii=False), encoding="utf-8")
    assert [sentence.text for sentence in read_gold(path, FAMILIES)] == [text]


def test_a_gold_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.jsonl cannot be read"):
        read_gold(tmp_path / "absent.jsonl", FAMILIES)
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes("å".encode("latin-1"))
    with pytest.raises(UsageError, match=r"latin\.jsonl cannot be read"):
        read_gold(latin, FAMILIES)


def test_the_shared_gold_reads_by_the_shipped_codes(shared: Path) -> None:
    assert len(read_gold(shared / "gold" / "dev.jsonl")) > 5000
