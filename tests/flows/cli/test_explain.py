"""The verb `explain`: on claims of the demo, and on sentences that a newcomer types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from data.codebook_files import MARKERS
from data.errors import StoreError, UsageError
from data.records import CONSTRAINT
from data.settings import Home
from data.store import Store
from extractors.claims import code_text, find_evidence
from flows.cli.main import app
from flows.coding import shipped_codebook, shipped_judge
from flows.explain import explainer as explainer_module
from flows.explain.claim import explain_claim, find_claim_id, open_edition
from flows.explain.explainer import Explainer, make_explainer
from flows.explain.page import WIDTH, show_explanation
from flows.explain.sentence import explain_text
from flows.explain.trait_names import MARKER_NAMES, name_trait
from flows.explain.witnesses import weigh_witnesses
from models.classify import WEIGHTS_FOLDER, load_coder
from tests.flows.conftest import DemoRun

RUNNER = CliRunner()
MOST_LINES = 50
"""Of a claim with all there is to tell; without heading, gold or text before it is ten fewer."""

SENTENCES = {
    "en": "Data is a gold mine that can save time for case workers.",
    "nb": "Data er en gullgruve som kan spare tid for saksbehandlerne.",
    "nn": "Data er ei gullgruve som kan spare tid for saksbehandlarane.",
    "sv": "Data är en guldgruva som kan spara tid för handläggarna.",
    "da": "Data er en guldgrube, der kan spare tid for sagsbehandlerne.",
}
SAVING = {
    "en": "save time", "nb": "spare tid", "nn": "spare tid", "sv": "spara tid", "da": "spare tid",
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _no_gold_beside() -> Iterator[None]:
    """Whether gold lies beside the checkout or not, the tests say the same."""
    patch = pytest.MonkeyPatch()
    patch.setattr(explainer_module, "GOLD_BESIDE", Path("no-gold-here"))
    yield
    patch.undo()


def run(*arguments: object, stdin: str = "") -> Result:
    return RUNNER.invoke(app, ["explain", *map(str, arguments)], input=stdin, catch_exceptions=True)


def run_json(*arguments: object, stdin: str = "") -> Any:
    result = run(*arguments, "--json", stdin=stdin)
    assert result.exit_code == 0, result.exception
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def trained() -> Explainer:
    return make_explainer(None, load_coder(WEIGHTS_FOLDER))


@pytest.fixture(scope="module")
def by_rules() -> Explainer:
    return make_explainer(None, None)


@pytest.mark.parametrize("language", SENTENCES)
def test_a_newcomers_sentence_is_explained_in_each_language(language: str) -> None:
    text = SENTENCES[language]
    result = run("--text", "-l", language, "--code", "efficiency", stdin=text)
    assert result.exit_code == 0, result.exception
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"text {language}   ")
    assert f"«{SAVING[language]}»" in lines[0]
    caret_end = len(lines[1])
    assert lines[0][:caret_end].endswith(SAVING[language])
    assert lines[1].endswith(f" {'^' * len(SAVING[language])}")
    assert "efficiency (imaginary): given" in result.stdout
    assert "resource (imaginary): given" in result.stdout
    assert "cue of efficiency «" in result.stdout
    assert "yes" in result.stdout
    assert len(lines) <= MOST_LINES


@pytest.mark.parametrize("language", SENTENCES)
def test_what_is_explained_is_what_code_text_says(language: str, trained: Explainer) -> None:
    (found,) = explain_text(trained, SENTENCES[language], language)
    coding = code_text(SENTENCES[language], language, "", shipped_codebook(), shipped_judge())
    assert [(one.code, one.score, one.cues) for one in found.codes] == [
        (claim.code, claim.score, claim.cues) for claim in coding.claims
    ]
    assert all(one.is_given and one.facets for one in found.codes)
    assert found.type == coding.type
    assert found.type_reasons
    assert found.type_reasons.type == coding.type
    given = {claim.code for claim in coding.claims}
    assert given.isdisjoint(close.code for close in found.closest)


def test_a_code_that_is_not_given_is_explained_when_asked_for(trained: Explainer) -> None:
    (found,) = explain_text(trained, SENTENCES["en"], "en", ["welfare"])
    asked = found.codes[-1]
    assert (asked.code, asked.is_given, asked.cues) == ("welfare", False, ())
    assert asked.reasons
    assert asked.reasons.probability < asked.reasons.threshold
    page = "\n".join(show_explanation(found, ["welfare"], everything=False))
    assert "welfare (imaginary): not given" in page


def test_each_sentence_has_those_before_it_as_its_context(trained: Explainer) -> None:
    found = explain_text(trained, "Our registers are full. Sharing them saves time.", "en")
    assert [one.before for one in found] == ["", "Our registers are full."]


def test_everything_shows_every_feature() -> None:
    arguments = ["--text", "-l", "en", "--code", "efficiency"]
    short, full = (run(*arguments, *more, stdin=SENTENCES["en"]).stdout for more in ([], ["--all"]))
    assert "--all shows them" in short
    assert "others, each less" not in full
    assert len(full.splitlines()) > len(short.splitlines())


def test_json_has_the_sums_and_who_coded(trained: Explainer) -> None:
    answer = run_json("--text", "-l", "da", stdin=SENTENCES["da"])
    (sentence,) = answer["sentences"]
    for code in sentence["codes"]:
        for part in ("causes", "traits", "words"):
            breakdown = code["reasons"][part]
            added = sum(reason["contribution"] for reason in breakdown["reasons"])
            assert added == pytest.approx(breakdown["total"], abs=1e-4)
    assert sentence["maker"] == {
        "coder_version": trained.maker.coder_version,
        "codebook_hash": shipped_codebook().hash,
        "gold_sha256": trained.maker.gold_sha256,
    }
    assert {"efficiency", "resource"} <= {code["code"] for code in sentence["codes"]}


def gold_row(number: int, text: str, *codes: str) -> str:
    row = {
        "id": f"g{number}", "language": "nb", "before": "", "text": text, "type": "vision",
        "imaginaries": list(codes), "constraints": [], "document": f"g{number}.pdf",
    }  # fmt: skip
    return json.dumps(row)


def test_gold_sentences_are_shown_where_gold_is_given(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    rows = [
        gold_row(1, "Havnen har data som er en gullgruve.", "resource"),
        gold_row(2, "Lunsjen blir servert klokken tolv."),
        gold_row(3, SENTENCES["nb"], "resource", "efficiency"),
    ]
    gold.write_text("\n".join(rows), encoding="utf-8")
    answer = run_json("--text", "-l", "nb", "--gold", gold, stdin=SENTENCES["nb"])
    near = answer["sentences"][0]["near_gold"]
    assert [one["coded"]["source"] for one in near] == ["gold g3", "gold g1"]
    assert near[0]["likeness"] == pytest.approx(1, abs=1e-5)
    assert answer["sentences"][0]["gold_count"] == 3
    assert answer["sentences"][0]["near_examples"]
    far = run("--text", "-l", "nb", "--gold", gold, stdin="Været var fint i går.").stdout
    assert "of the 3 gold sentences: none is near" in far
    without = run("--text", "-l", "nb", stdin="Været var fint i går.").stdout
    assert "gold sentences" not in without


def test_near_sentences_are_in_order_and_say_where_they_are_in_another_language() -> None:
    found = 0
    for language, text in SENTENCES.items():
        shown = run("--text", "-l", language, stdin=text).stdout.splitlines()
        for line in (line for line in shown if " (other language) [" in line):
            assert f" {language} (other" not in line
            found += 1
        (near,) = (
            one["near_examples"]
            for one in run_json("--text", "-l", language, stdin=text)["sentences"]
        )
        likeness = [one["likeness"] for one in near]
        assert likeness == sorted(likeness, reverse=True)
    assert found


def test_codes_not_given_are_told_likeliest_first_with_their_cues(trained: Explainer) -> None:
    # Out of scope by the rules, though a strong cue of a code stands there.
    (found,) = explain_text(trained, "Hotellet vil spare tid for kokkene.", "nb")
    assert not any(one.is_given for one in found.codes)
    close = {one.code: one for one in found.closest}
    assert close["efficiency"].cues == ("spare tid",)
    chances = [one.probability for one in found.closest]
    assert chances == sorted(chances, reverse=True)
    assert all(one.cues or one.probability >= 0.05 for one in found.closest)
    page = " ".join("\n".join(show_explanation(found, [], everything=False)).split())
    assert "in spite of its cue «spare tid»" in page
    (lunch,) = explain_text(trained, "Lunsj klokken tolv.", "nb")
    assert lunch.closest == ()
    assert "no code none is close" in " ".join(
        "\n".join(show_explanation(lunch, [], everything=False)).split()
    )


def test_where_every_sentence_starts_is_told_apart_from_reasons() -> None:
    for more in ([], ["--all"]):
        shown = run("--text", "-l", "en", "--code", "efficiency", *more, stdin=SENTENCES["en"])
        text = " ".join(shown.stdout.split())
        assert text.count("as for any sentence, and") >= 4
        assert "every sentence starts" not in text


def test_help_says_where_gold_is_looked_for() -> None:
    assert "dev.jsonl" in run("--help").stdout


def test_every_claim_of_the_demo_is_explained_with_the_score_it_has(
    edition: Store, trained: Explainer
) -> None:
    claims = edition.query("select claim_id, score, type from claim order by claim_id").rows
    assert claims
    for claim_id, score, kind in claims[:: max(1, len(claims) // 40)]:
        explained = explain_claim(trained, edition, claim_id)
        (code,) = explained.explanation.codes
        assert explained.is_same_coder
        assert code.is_given
        assert code.score == pytest.approx(score, abs=1e-4)
        assert explained.explanation.type == kind
        assert explained.explanation.text == explained.stored.sentence.text
        assert explained.stored.cues
        assert [(cue.start_char, cue.end_char) for cue in code.cues] == [
            (cue.start_char, cue.end_char) for cue in explained.stored.cues
        ]


def ask(demo: DemoRun, sql: str) -> list[tuple[Any, ...]]:
    """The edition's answer; it is closed again, since a process opens it once at a time."""
    with open_edition(demo.home) as store:
        return store.query(sql).rows


def test_a_claim_is_shown_with_where_it_stands(demo: DemoRun) -> None:
    sql = """
        select claim_id, title, sentence.text, quote
        from claim join sentence using (sentence_id)
        join document on document.document_id = claim.document_id
        where length(sentence.text) < 80 order by claim_id limit 1
    """
    ((claim_id, title, text, quote),) = ask(demo, sql)
    result = run(claim_id[:12], "--home", demo.home.root)
    assert result.exit_code == 0, result.exception
    assert claim_id in result.stdout
    assert title in result.stdout
    assert text.split()[0] in result.stdout
    assert quote in result.stdout
    assert "^" * len(quote) in result.stdout
    assert "facets    " in result.stdout
    assert "examples of the codebook" in result.stdout
    assert "CAUTION" not in result.stdout
    assert len(result.stdout.splitlines()) <= MOST_LINES


def test_a_claim_by_another_coder_says_so(demo: DemoRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explainer_module, "coder_version", lambda: "another-coder")
    ((claim_id, version),) = ask(demo, "select claim_id, coder_version from claim limit 1")
    result = run(claim_id, "--home", demo.home.root)
    assert "CAUTION" in result.stdout
    assert version in result.stdout
    assert "another-coder" in result.stdout


def test_a_claims_id_may_be_given_by_its_beginning(edition: Store) -> None:
    ids = [row[0] for row in edition.query("select claim_id from claim").rows]
    alone = next(one for one in ids if sum(other.startswith(one[:6]) for other in ids) == 1)
    assert find_claim_id(edition, alone[:6].upper()) == alone
    with pytest.raises(UsageError, match="too short"):
        find_claim_id(edition, alone[:5])
    with pytest.raises(UsageError, match=alone):  # all but the last digit is right
        find_claim_id(edition, f"{alone[:15]}z")
    with pytest.raises(UsageError, match=r"nearest ids: [0-9a-f]{16}, "):
        find_claim_id(edition, "zzzzzzzz")


def test_what_cannot_be_explained_is_refused_with_what_to_do(tmp_path: Path, demo: DemoRun) -> None:
    for arguments, text, says in (
        (["--text"], "Data.", "--language"),
        ([], "", "either a claim's id"),
        (["abcdef01", "--text", "-l", "en"], "Data.", "either a claim's id"),
        (["--text", "-l", "en"], "", "no sentence"),
        (["--text", "-l", "fi"], "Tieto on kultaa.", "no cues in 'fi'"),
        (["--text", "-l", "en", "--code", "magic"], "Data.", "unknown code 'magic'; known: "),
        (["zzzzzzzz", "--home", demo.home.root], "", "nearest ids"),
        (["zzzzzzzz", "--home", demo.home.root, "--code", "magic"], "", "unknown code"),
    ):
        result = run(*arguments, stdin=text)
        assert isinstance(result.exception, UsageError), arguments
        assert says in str(result.exception)
    with pytest.raises(StoreError, match="imaginaries demo"):
        open_edition(Home(tmp_path))


def test_a_claim_of_the_rules_alone_shows_its_witnesses(by_rules: Explainer) -> None:
    text = "Data is a gold mine that can save time."
    (found,) = explain_text(by_rules, text, "en", ["welfare"])
    codes = {one.code: one for one in found.codes}
    assert codes["resource"].is_given
    assert codes["resource"].reasons is None
    assert codes["resource"].score == 0.7
    assert not codes["welfare"].is_given
    assert found.signs
    assert found.near_examples == ()
    assert found.example_count == 0
    page = "\n".join(show_explanation(found, [], everything=False))
    assert "by the rules alone" in page
    assert "score 1 - 0.3^1 × 0.7^0 = 0.70; needed 0.60" in page
    assert "score 1 - 0.3^0 × 0.7^0 = 0.00; needed 0.60" in page


def test_witnesses_come_to_the_score_that_the_rules_give() -> None:
    codebook = shipped_codebook()
    checked = 0
    for code in codebook.codes:
        for language, examples in code.examples.items():
            for example in examples:
                evidence = find_evidence(example.text, language, "", codebook)
                for claim in evidence.ruled.claims:
                    if claim.code == code.id:
                        checked += 1
                        found = weigh_witnesses(evidence, code)
                        assert found.is_ruled
                        assert found.score == claim.score
                        assert found.score >= found.needed
                        assert found.cues or found.weak_cues
    assert checked > 100


def test_a_mention_of_a_constraint_needs_more(by_rules: Explainer) -> None:
    asked = {code.id: code.family for code in shipped_codebook().codes}
    (found,) = explain_text(by_rules, "Data.", "en", list(asked))
    for one in found.codes:
        wants_more = one.witnesses.needed_of_a_mention > one.witnesses.needed
        assert wants_more == (asked[one.code] == CONSTRAINT)


def test_every_trait_of_the_model_can_be_said_in_words() -> None:
    assert set(MARKER_NAMES) == set(MARKERS)
    coder = load_coder(WEIGHTS_FOLDER)
    assert coder is not None
    evidence = find_evidence(SENTENCES["en"], "en", "", shipped_codebook())
    for trait in coder.traits:
        said = name_trait(trait, evidence)
        assert ":" not in said.removeprefix("text before: ").replace("several: ", ""), trait
        assert "_" not in said, trait


@pytest.mark.parametrize(
    "text", ["data 😀 — " * 3, "d" * 20_000, "data og " * 4_000, "数据 data \ud800 x"], ids=len
)
def test_odd_texts_are_explained_within_bounds(text: str, trained: Explainer) -> None:
    for found in explain_text(trained, text, "nb", ["trust"])[:3]:
        lines = show_explanation(found, ["trust"], everything=False)
        assert len(lines) <= MOST_LINES
        assert max(map(len, lines)) <= 3 * WIDTH
