"""The lines that `evaluate claims` sets side by side, on small gold files of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from data.errors import UsageError
from data.ids import bytes_sha256
from flows.cli.main import app
from flows.coding import shipped_codebook
from flows.training import measuring, taught
from flows.training.coded_corpus import sentence_digest
from flows.training.measuring import Line, cue_line, evaluate_claims, ruled_line
from models.evaluate import PredictedCoding
from models.gold import GoldSentence

SENTENCES = {
    "en": ("Data is a gold mine that can save time for case workers.", "resource efficiency"),
    "nb": ("Data er en gullgruve som kan spare tid for saksbehandlerne.", "resource efficiency"),
    "sv": ("Lunch serveras klockan tolv.", ""),
    "fi": ("Tekoäly säästää aikaa.", "efficiency"),
}


@pytest.fixture(autouse=True)
def _no_shared_gold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(measuring, "GOLD_BESIDE", tmp_path / "absent.jsonl")


def row(number: int, language: str, text: str, codes: str) -> dict[str, Any]:
    return {
        "id": f"{language}{number}",
        "language": language,
        "before": "",
        "text": text,
        "imaginaries": codes.split(),
        "constraints": [],
        "type": "vision" if codes else "other",
        "document": f"d{number % 6}",
        "stratum": "random" if number % 2 else "active",
    }


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")
    return path


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    rows = [row(n, language, *said) for n in range(6) for language, said in SENTENCES.items()]
    return write(tmp_path / "gold.jsonl", rows)


def test_four_lines_stand_side_by_side_and_say_what_they_are(gold: Path) -> None:
    answer = evaluate_claims([gold])
    assert list(answer["lines"]) == ["ours", "rules", "cues", "tfidf_lr"]
    assert all(line["what"] for line in answer["lines"].values())
    for name in ("ours", "rules", "cues"):
        overall = answer["lines"][name]["overall"]
        assert overall["codes"]["resource"]["f1"] == 1
        assert overall["codes"]["resource"]["f1_95"] == {"low": 1, "high": 1}
        assert overall["codes_micro_recall"] == 1
    # What says no type is not wrong about types.
    assert answer["lines"]["cues"]["overall"]["type_macro_f1"] is None
    assert answer["lines"]["rules"]["overall"]["types"]["vision"]["f1"] == 1
    assert answer["overall"] == answer["lines"]["ours"]["overall"]
    json.dumps(answer, allow_nan=False)


def test_the_shipped_coder_has_a_calibration_error_on_any_gold(gold: Path) -> None:
    ours = evaluate_claims([gold])["lines"]["ours"]
    assert 0 <= ours["overall"]["expected_calibration_error"] < 0.5
    assert ours["by_language"]["nb"]["codes"]["resource"]["calibration_error"] is not None


def test_a_language_without_cues_is_not_covered_and_in_no_score(gold: Path) -> None:
    answer = evaluate_claims([gold])
    assert answer["sentence_count"] == 24
    assert answer["not_covered"] == {
        "sentence_count": 6,
        "by_language": {"fi": 6},
        "by_stratum": {"active": 3, "random": 3},
    }
    for line in ("ours", "rules", "cues"):
        scores = answer["lines"][line]
        assert scores["overall"]["sentence_count"] == 18
        assert set(scores["by_language"]) == {"en", "nb", "sv"}
        assert scores["by_stratum"]["random"]["sentence_count"] == 9


def test_gold_in_no_covered_language_gives_no_figure(tmp_path: Path) -> None:
    path = write(tmp_path / "fi.jsonl", [row(n, "fi", *SENTENCES["fi"]) for n in range(3)])
    answer = evaluate_claims([path])
    assert answer["not_covered"]["by_language"] == {"fi": 3}
    for line in answer["lines"].values():
        assert "not covered" in line["reason"]
        assert "overall" not in line
    shown = CliRunner().invoke(app, ["evaluate", "claims", "--gold", str(path)])
    assert shown.exit_code == 0
    assert "fi        3  not covered" in shown.stdout


def test_cues_alone_need_no_scope_and_rules_do() -> None:
    text = "The hotel saves time for its cooks and cuts costs."
    one = GoldSentence("1", "en", "", text, (), (), "other")
    assert [coding.codes for coding in cue_line([one], shipped_codebook())] == [{"efficiency"}]
    assert [coding.codes for coding in ruled_line([one], shipped_codebook())] == [frozenset()]


def test_without_sentences_to_learn_from_the_tfidf_line_says_why(gold: Path) -> None:
    line = evaluate_claims([gold])["lines"]["tfidf_lr"]
    assert "--train" in line["reason"]
    assert "overall" not in line
    few = evaluate_claims([gold], train=gold)["lines"]["tfidf_lr"]
    assert "0 sentences of other documents" in few["reason"]


def test_the_tfidf_line_learns_from_a_given_file(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = list(SENTENCES.values())[:3]
    rows = [
        row(n, "en", f"{text} It is line {n}.", codes)
        | {"id": f"{n}-{at}", "document": f"t{n % 9}"}
        for n in range(80)
        for at, (text, codes) in enumerate(said)
    ]
    train, kept = write(tmp_path / "train.jsonl", rows), tmp_path / "fitted"
    answer = evaluate_claims([gold], train=train, kept=kept)
    line = answer["lines"]["tfidf_lr"]
    assert line["overall"]["codes"]["resource"]["f1"] == 1
    assert line["overall"]["expected_calibration_error"] is not None
    assert len(answer["notes"]) == 1
    # What it learned is kept, and found again for the same sentences only.
    assert "TF-IDF line: learning from 240 sentences" in capsys.readouterr().err
    assert len(list(kept.iterdir())) == 1
    assert evaluate_claims([gold], train=train, kept=kept) == answer
    assert "learning" not in capsys.readouterr().err
    rows[0]["type"] = "result"
    evaluate_claims([gold], train=write(train, rows), kept=kept)
    assert "learning from 240" in capsys.readouterr().err
    assert len(list(kept.iterdir())) == 2


def test_what_cannot_be_kept_costs_no_figure(tmp_path: Path, gold: Path) -> None:
    rows = [row(n, "en", f"Data is a gold mine {n}.", "resource") for n in range(200)]
    train = [{**one, "document": f"t{n % 9}"} for n, one in enumerate(rows)]
    path = write(tmp_path / "train.jsonl", train)
    line = evaluate_claims([gold], train=path, kept=gold / "no folder")["lines"]["tfidf_lr"]
    # All that it learned from has the one code and type, so it gives these to all.
    assert line["overall"]["codes"]["resource"]["recall"] == 1
    assert line["overall"]["types"]["vision"]["recall"] == 1
    assert line["overall"]["types"]["other"]["recall"] == 0


def test_sentences_that_were_learned_from_are_called_no_test(
    gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = evaluate_claims([gold])
    assert answer["taught_sentence_count"] == 0
    assert not any("is no test" in note for note in answer["notes"])
    known = frozenset({sentence_digest(SENTENCES["en"][0])})
    monkeypatch.setattr(taught, "load_taught", lambda folder: known)
    answer = evaluate_claims([gold])
    assert answer["taught_sentence_count"] == 6
    assert "from 6 of these 24 sentences" in answer["notes"][0]
    shown = CliRunner().invoke(app, ["evaluate", "claims", "--gold", str(gold)])
    assert shown.stdout.startswith("CAUTION: the trained coder learned from 6 of these 24")
    assert shown.stdout.count("CAUTION") == 1


def test_codes_without_a_gold_sentence_are_in_no_mean(gold: Path) -> None:
    answer = evaluate_claims([gold])
    overall = answer["overall"]
    assert overall["codes"]["legal"]["f1"] is None
    assert (overall["codes_counted"], overall["imaginaries_counted"]) == (2, 2)
    assert (overall["constraints_counted"], overall["constraints_macro_f1"]) == (0, None)
    assert overall["types_counted"] == 2
    f1 = [overall["codes"][code]["f1"] for code in ("resource", "efficiency")]
    assert overall["codes_macro_f1"] == pytest.approx(sum(f1) / 2)
    shown = CliRunner().invoke(app, ["evaluate", "claims", "--gold", str(gold)]).stdout
    assert "codes, macro-F1 (2)" in shown
    legal = next(line for line in shown.splitlines() if line.startswith("legal"))
    assert legal.split() == ["legal", "0", *["–"] * 6]


def test_the_coders_own_gold_is_cross_validated(
    gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = bytes_sha256(gold.read_bytes())
    monkeypatch.setattr(measuring, "read_about", lambda folder: {"gold_sha256": digest})

    def lines(sentences: list[GoldSentence], codebook: object, corpus: object) -> dict[str, Line]:
        assert corpus is None
        said = [PredictedCoding(one.id, one.codes, one.type, True) for one in sentences]
        return {"ours": Line([one for one in said if not one.id.startswith("fi")])}

    monkeypatch.setattr(measuring, "cross_validated_lines", lines)
    monkeypatch.setattr(measuring, "find_corpus", lambda given: given)
    answer = evaluate_claims([gold])
    assert answer["method"] == "cross-validation by document"
    assert any("give --corpus" in note for note in answer["notes"])
    assert answer["overall"]["codes"]["resource"]["f1"] == 1


def test_an_id_in_two_files_and_a_wrong_line_score_nothing(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="stands in an earlier --gold file"):
        evaluate_claims([gold, gold])
    wrong = row(1, "en", *SENTENCES["en"]) | {
        "cues": [{"code": "resource", "start_char": 0, "end_char": 4, "quote": "gold"}]
    }
    bad = write(tmp_path / "bad.jsonl", [row(2, "en", *SENTENCES["en"]), wrong])
    with pytest.raises(UsageError, match=r"bad\.jsonl:2: characters 0 to 4 are 'Data'"):
        evaluate_claims([gold, bad])


def test_the_tables_name_codes_types_languages_strata_and_lines(gold: Path) -> None:
    shown = CliRunner().invoke(app, ["evaluate", "claims", "--gold", str(gold)])
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    firsts = {line.split("  ")[0] for line in lines}
    assert {"code", "resource", "legal", "type", "vision", "language", "nb", "fi"} <= firsts
    assert {"stratum", "random", "over all", "codes, macro-F1 (2)", "codes, micro-F1"} <= firsts
    resource = next(line for line in lines if line.startswith("resource"))
    assert resource.split() == ["resource", "12", *["1.000"] * 3, "1.000–1.000", *["1.000"] * 2]
    assert max(map(len, lines)) < 120
