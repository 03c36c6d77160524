"""The verb `explain`: why a claim of the edition, or a typed sentence, is coded as it is."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from data.errors import UsageError
from data.settings import load_settings
from flows.cli.answers_verbs import plain_value
from flows.cli.options import HomeOption
from flows.cli.text_verbs import is_writable

_ALL_NEAR = 3  # times as many near sentences with --all


def add_to(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command(
        epilog='Example: echo "Data er en gullgruve." | imaginaries explain --text -l nb '
        "--code efficiency"
    )(explain)


def explain(
    claim_id: Annotated[
        str | None,
        typer.Argument(help="A claim of the published edition; its first six characters will do."),
    ] = None,
    text: Annotated[
        bool, typer.Option("--text", help="Explain text from standard input instead.")
    ] = False,
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="With --text: en, nb, nn, sv or da.")
    ] = None,
    code: Annotated[
        list[str] | None,
        typer.Option(help="Explain this code too, given or not; may be given again."),
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(
            help="Coded sentences, of which the nearest are shown; by default "
            "shared/gold/dev.jsonl beside the checkout, if it is there."
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show all that counts, not only what counts most.")
    ] = False,
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Show why a sentence has a code: its words, what each adds, and the coded sentences near it.

    Without --text a claim of the published edition is explained, by the coder that is installed.
    """
    if text == (claim_id is not None):
        raise UsageError("give either a claim's id, or --text with a sentence on standard input")
    if text and language is None:
        raise UsageError("which language is the text in? Give --language en, nb, nn, sv or da")
    from flows.explain.claim import explain_claim, open_edition
    from flows.explain.explainer import shipped_explainer
    from flows.explain.page import show_claim, show_explanation
    from flows.explain.sentence import explain_text

    near = _ALL_NEAR if everything else 1
    if claim_id is not None:
        with open_edition(load_settings(home).home) as store:
            claim = explain_claim(shipped_explainer(gold), store, claim_id, code or (), near)
        answer = asdict(claim)
        pages = [show_claim(claim, everything)]
    else:
        typed = sys.stdin.buffer.read().decode("utf-8", "replace")
        found = explain_text(shipped_explainer(gold), typed, str(language), code or (), near)
        answer = {"sentences": [asdict(one) for one in found]}
        pages = [show_explanation(one, code or (), everything) for one in found]
    if as_json:
        print(json.dumps(answer, ensure_ascii=not is_writable(answer), default=plain_value))
    else:
        print("\n\n".join("\n".join(page) for page in pages))
