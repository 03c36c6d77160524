"""The verb that trains the coder: `model`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add_to(app: typer.Typer) -> None:
    """Add the verb of this module."""
    app.command(epilog="Example: imaginaries model --gold gold/dev.jsonl --corpus corpus")(model)


def model(
    gold: Annotated[Path, typer.Option(help="The coded sentences to learn from.")],
    corpus: Annotated[
        Path, typer.Option(help="The corpus whose sentences data/codings codes, to learn from too.")
    ],
    folder: Annotated[
        Path | None, typer.Option(help="Where to write; by default where the coder is shipped.")
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="Weights only: no cross-validation, no card.")
    ] = False,
) -> None:
    """Train the coder, and write its weights, its card and the README's scores.

    The same gold, codebook, codings and corpus give the same bytes.
    """
    from flows.training.model import measure, train
    from models.classify import WEIGHTS_FOLDER

    target = folder or WEIGHTS_FOLDER
    typer.echo(train(gold, corpus, target))
    if not fast:
        measure(gold, corpus, target)
