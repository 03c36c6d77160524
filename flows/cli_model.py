"""The verb that trains the coder: `model`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command(epilog="Example: imaginaries model --gold ../shared/gold/dev.jsonl")(model)


def model(
    gold: Annotated[Path, typer.Option(help="The coded sentences to learn from.")],
    folder: Annotated[
        Path | None, typer.Option(help="Where to write; by default where the coder is shipped.")
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="Weights only: no cross-validation, no card.")
    ] = False,
) -> None:
    """Train the coder, and write its weights, its card and the README's scores.

    The same gold gives the same bytes.
    """
    from flows.coding import shipped_codebook
    from flows.measuring import LINES, cross_validated_lines, measure_lines
    from flows.training import code_ids, train
    from flows.versions import PROJECT, coder_version
    from models.card import put_scores, render_card, render_scores
    from models.classify import CARD_FILE, WEIGHTS_FOLDER, save_coder
    from models.confusion import measure_confusion, read_places, save_confusion
    from models.evaluate import read_gold

    target = folder or WEIGHTS_FOLDER
    coder, about = train(gold)
    save_coder(coder, target, about)
    if not fast:
        sentences = read_gold(gold)
        codebook = shipped_codebook()
        lines = cross_validated_lines(sentences, codebook)
        confusion = measure_confusion(
            sentences,
            lines["ours"].predicted,
            code_ids(codebook),
            gold_sha256=about["gold_sha256"],
            coder_version=coder_version(),
            places=read_places(gold),
        )
        save_confusion(confusion, target)
        measured = measure_lines(sentences, lines, codebook)
        card = render_card(about, measured, LINES)
        (target / CARD_FILE).write_text(card, encoding="utf-8")
        if target == WEIGHTS_FOLDER:
            readme = PROJECT / "README.md"
            text = readme.read_text(encoding="utf-8")
            scores = render_scores(measured, LINES)
            readme.write_text(put_scores(text, scores), encoding="utf-8")
    typer.echo(f"{target}: {len(coder.traits)} traits, {len(coder.kept)} word features")
