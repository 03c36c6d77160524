"""`code-text` as a person types it: what it says once, and what it refuses."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from data.records import DOCUMENT_KINDS
from flows.cli.main import app
from flows.cli.text_verbs import facet_words, shared_facets

RUNNER = CliRunner()


def facet(name: str, value: str, quote: str | None = None) -> dict[str, object]:
    return {"facet": name, "value": value, "quote": quote, "organisation_id": None, "year": None}


def test_what_all_claims_share_is_told_apart() -> None:
    actor, horizon = facet("actor", "people", "farmers"), facet("horizon", "present")
    hedge = facet("hedge", "hedged", "perhaps")
    claims = [{"facets": [actor, hedge, horizon]}, {"facets": [actor, horizon]}]
    assert shared_facets(claims) == [actor, horizon]
    assert shared_facets(claims[:1]) == []
    assert facet_words([actor, hedge]) == ["actor people «farmers»", "hedged «perhaps»"]


def test_facets_of_all_claims_are_printed_once() -> None:
    text = "Machine learning can save time and prevent fraud."
    result = RUNNER.invoke(app, ["code-text", "-l", "en"], input=text)
    assert result.stdout.count("«save time»") == 1
    assert result.stdout.count("imaginary ") > 1
    assert result.stdout.count("technology machine_learning") == 1
    assert "all of these: actor technology «Machine learning»" in result.stdout


@pytest.mark.parametrize("arguments", [["-l", "xx"], ["-l", "norsk"], ["-l", "xx", "--jsonl"]])
def test_a_language_that_does_not_exist_is_a_usage_error(arguments: list[str]) -> None:
    result = RUNNER.invoke(app, ["code-text", *arguments], input="Data.")
    assert result.exit_code != 0
    assert result.stdout == ""
    assert "da, en, nb, nn, sv" in str(result.exception)


def test_a_language_without_cues_is_answered_as_such() -> None:
    result = RUNNER.invoke(app, ["code-text", "-l", "fi"], input="Tieto on kultaa.")
    assert result.exit_code == 0
    assert "not coded" in result.stdout


def test_an_unknown_kind_of_document_is_an_error_of_its_line() -> None:
    lines = [
        {"id": 1, "language": "en", "text": "AI saves time.", "kind": "mandate"},
        {"id": 2, "language": "en", "text": "AI saves time.", "kind": "mandate_letter"},
        {"id": 3, "language": "en", "text": "AI saves time.", "kind": None},
    ]
    stdin = "\n".join(map(json.dumps, lines))
    result = RUNNER.invoke(app, ["code-text", "--jsonl"], input=stdin)
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers if "error" in answer] == [1]
    assert all(kind in answers[0]["error"] for kind in ("'mandate'", *DOCUMENT_KINDS))
    assert result.exit_code == 1
