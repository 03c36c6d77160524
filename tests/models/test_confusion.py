from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.errors import DeclarationError
from models.accuracy import estimate_accuracies
from models.classify import WEIGHTS_FOLDER
from models.confusion import (
    Confusion,
    ConfusionCount,
    load_confusion,
    measure_confusion,
    read_places,
    save_confusion,
)
from models.evaluate import GoldSentence, PredictedCoding


def gold(number: int, has_code: bool, **fields: str) -> GoldSentence:
    held = {"language": "en", "document": f"d{number % 20}", "stratum": "random", **fields}
    codes = ("growth",) if has_code else ()
    kind = "vision" if has_code else "result"
    return GoldSentence(
        id=str(number), before="", text="", imaginaries=codes, constraints=(), type=kind, **held
    )


def said(number: int, has_code: bool, in_scope: bool = True) -> PredictedCoding:
    return PredictedCoding(str(number), frozenset({"growth"} if has_code else ()), "x", in_scope)


def measure(pairs: list[tuple[GoldSentence, PredictedCoding]], **fields: object) -> Confusion:
    return measure_confusion(
        [one for one, _ in pairs],
        [one for _, one in pairs],
        ["growth"],
        gold_sha256="digest",
        coder_version="coder",
        **fields,  # type: ignore[arg-type]
    )


def count(stratum: str, tp: int, fp: int, fn: int, tn: int, code: str = "a") -> ConfusionCount:
    return ConfusionCount(code, "english", stratum, tp, fp, fn, tn, 0)


def confusion(*counts: ConfusionCount, effect: float = 1.0) -> Confusion:
    return Confusion("digest", "coder", {"english": ("en",)}, effect, effect, counts)


def test_sentences_are_counted_by_language_group_and_stratum() -> None:
    found = measure(
        [
            (gold(1, True), said(1, True)),
            (gold(2, True), said(2, False)),
            (gold(3, False), said(3, True)),
            (gold(4, False, language="sv"), said(4, False)),
            (gold(5, False, language="nn"), said(5, False)),
            (gold(6, True, stratum="enriched"), said(6, True)),
            (gold(7, True, language="fi"), said(7, True)),
        ]
    )
    assert {(row.language_group, row.stratum): (row.tp, row.fp, row.fn, row.tn)
            for row in found.counts} == {
        ("english", "random"): (1, 1, 1, 0),
        ("english", "enriched"): (1, 0, 0, 0),
        ("scandinavian", "random"): (0, 0, 0, 2),
    }  # fmt: skip


def test_what_the_coder_holds_out_of_scope_is_in_no_rate() -> None:
    found = measure(
        [(gold(1, True), said(1, False, in_scope=False)), (gold(2, True), said(2, True)),
         (gold(3, False), said(3, False, in_scope=False))]
    )  # fmt: skip
    row = found.counts[0]
    assert (row.tp, row.fp, row.fn, row.tn, row.missed) == (1, 0, 0, 0, 1)


def test_gold_without_a_prediction_is_left_out() -> None:
    found = measure_confusion(
        [gold(1, True), gold(2, True)],
        [said(1, True)],
        ["growth"],
        gold_sha256="",
        coder_version="",
    )
    assert found.counts[0].tp == 1
    assert found.counts[0].fn == 0


def test_documents_that_are_all_hit_or_all_missed_count_for_less() -> None:
    # 20 documents of ten sentences each: alike within documents, or alternating.
    alike = [(gold(n, True), said(n, n % 20 < 10)) for n in range(200)]
    mixed = [(gold(n, True), said(n, (n // 20) % 2 == 0)) for n in range(200)]
    # Ten sentences that say the same are one: Kish's 1 + (10 - 1) * 1, times 20/19.
    assert measure(alike).sensitivity_design_effect == pytest.approx(10 * 20 / 19)
    assert measure(mixed).sensitivity_design_effect == 1.0


def test_a_country_and_year_with_enough_random_gold_is_kept_as_a_cell() -> None:
    # 200 sentences of 20 documents; 80 have the code and 60 of them are found, none wrongly.
    pairs = [(gold(n, n < 80), said(n, n < 60)) for n in range(200)]
    places = {str(n): ("NO", 2024) for n in range(200)}
    cell = measure(pairs, places=places).cells[0]
    assert (cell.country, cell.year, cell.code) == ("NO", 2024, "growth")
    assert (cell.document_count, cell.sentence_count) == (20, 200)
    assert cell.shortfall == pytest.approx(0.1)
    assert cell.shortfall_error == pytest.approx(0.0)  # every document falls short by as much
    few = {str(n): ("NO", 2024) for n in range(90)}
    assert measure(pairs, places=few).cells == ()
    one_large = [(gold(n, False, document="d0" if n < 60 else f"d{n}"), said(n, False))
                 for n in range(200)]  # fmt: skip
    assert measure(one_large, places=places).cells == ()
    assert measure([(gold(n, False, stratum="active"), s) for n, (_, s) in enumerate(pairs)],
                   places=places).cells == ()  # fmt: skip


def test_places_are_read_from_gold_that_has_them(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    rows = [{"id": "1", "country": "norway", "year": 2024}, {"id": "2"},
            {"id": "3", "country": "sweden", "year": None}]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    assert read_places(path) == {"1": ("NO", 2024)}


def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    pairs = [(gold(n, n < 80), said(n, n < 60)) for n in range(200)]
    measured = measure(pairs, places={str(n): ("NO", 2024) for n in range(200)})
    assert measured.cells
    path = save_confusion(measured, tmp_path)
    assert load_confusion(tmp_path) == measured
    first = path.read_bytes()
    save_confusion(measured, tmp_path)
    assert path.read_bytes() == first


def test_without_a_file_nothing_was_measured(tmp_path: Path) -> None:
    assert load_confusion(tmp_path) is None


@pytest.mark.parametrize(
    "change", [{"counts": [{"tp": 1}]}, {"language_groups": None}, {"cells": 3}, {"more": 1}]
)
def test_a_file_of_another_shape_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = save_confusion(confusion(count("random", 1, 1, 1, 1)), tmp_path)
    held = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**held, **change}), encoding="utf-8")
    with pytest.raises(DeclarationError, match="make model"):
        load_confusion(tmp_path)


def test_the_shipped_confusion_has_every_code_in_random_gold_and_no_text() -> None:
    shipped = load_confusion(WEIGHTS_FOLDER)
    assert shipped is not None
    accuracies = estimate_accuracies(shipped)
    assert len(accuracies) == 16 * len(shipped.language_groups) == 64
    for (_, group), accuracy in accuracies.items():
        assert 0.2 < accuracy.sensitivity.mean < (1 if group.endswith(", taught") else 0.98)
        assert 0.85 < accuracy.specificity.mean < 1
    sums = {row.code: row.tp + row.fp + row.fn + row.tn for row in shipped.counts
            if (row.language_group, row.stratum) == ("english", "random")}  # fmt: skip
    assert len(set(sums.values())) == 1


def test_much_random_gold_speaks_for_itself() -> None:
    accuracies = estimate_accuracies(
        confusion(count("random", 6000, 3000, 4000, 97000), count("enriched", 90, 1, 10, 99))
    )
    found = accuracies["a", "english"]
    assert found.sensitivity.mean == pytest.approx(0.6, abs=0.005)
    assert found.specificity.mean == pytest.approx(0.97, abs=0.001)


def test_a_code_without_random_gold_leans_on_the_other_strata_brought_to_the_random_level() -> None:
    accuracies = estimate_accuracies(
        confusion(
            # Both common codes are found in .8 of picked sentences and in .6 of random ones.
            count("random", 60, 10, 40, 900, "a"),
            count("enriched", 800, 100, 200, 9000, "a"),
            count("random", 60, 10, 40, 900, "b"),
            count("enriched", 800, 100, 200, 9000, "b"),
            count("random", 0, 10, 0, 900, "rare"),
            count("enriched", 800, 100, 200, 9000, "rare"),
        )
    )
    rare = accuracies["rare", "english"].sensitivity
    assert rare.mean == pytest.approx(0.6, abs=0.01)
    assert rare.hits + rare.misses == pytest.approx(40)  # the stated weight, no more
    common = accuracies["a", "english"].sensitivity
    assert common.hits + common.misses == pytest.approx(140)


def test_a_design_effect_thins_the_counts() -> None:
    rows = count("random", 60, 10, 40, 900), count("enriched", 8, 1, 2, 90)
    sure = estimate_accuracies(confusion(*rows))["a", "english"].sensitivity
    unsure = estimate_accuracies(confusion(*rows, effect=2.0))["a", "english"].sensitivity
    assert sure.hits + sure.misses == pytest.approx(140)
    assert unsure.hits + unsure.misses == pytest.approx(90)


def test_a_language_group_without_random_gold_has_no_accuracy() -> None:
    assert estimate_accuracies(confusion(count("enriched", 8, 1, 2, 90))) == {}
