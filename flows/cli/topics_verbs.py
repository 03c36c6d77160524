"""Verbs about topics: `topics` itself fits them; below it what people ask of them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import UsageError
from data.settings import load_settings
from data.store import open_work

if TYPE_CHECKING:
    from collections.abc import Iterable

from flows.cli.options import HomeOption

app = typer.Typer(
    epilog="Example: imaginaries topics --home /tmp/first",
)

Language = Annotated[
    str | None, typer.Option(help="Only this language, such as en; `mul` for all by one model.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command(epilog="Example: imaginaries topics stability --language en --seeds 10")
def stability(
    language: Language = None,
    seeds: Annotated[int, typer.Option(min=0, help="Fits under other seeds.")] = 10,
    bootstraps: Annotated[
        int, typer.Option(min=0, help="Fits on 80 % of the documents each.")
    ] = 10,
    home: HomeOption = None,
    as_json: AsJson = False,
) -> None:
    """Fit the topics again and tell how much of each is found again."""
    from flows.modelling.stability import measure_home, render_stability, stability_json

    told = measure_home(load_settings(home), language, seeds, bootstraps)
    print(stability_json(told) if as_json else render_stability(told))


@app.command(epilog="Example: imaginaries topics compare 3f9a 81c2")
def compare(
    before: Annotated[
        str, typer.Argument(metavar="RUN_A", help="A model's id or its beginning, or an edition.")
    ],
    after: Annotated[str, typer.Argument(metavar="RUN_B", help="The later one, named likewise.")],
    home: HomeOption = None,
    as_json: AsJson = False,
) -> None:
    """Tell which topics of one run are kept, split, merged, born and died in another."""
    from flows.modelling.compare import compare_runs, comparison_json, render_comparison

    compared = compare_runs(load_settings(home).home, before, after)
    print(comparison_json(compared) if as_json else render_comparison(compared))


@app.command(epilog="Example: imaginaries topics models --home /tmp/first")
def models(home: HomeOption = None) -> None:
    """List the models that are kept, for `compare` and `place`."""
    from flows.modelling.models import find_models
    from models.fitted import read_about

    found = find_models(load_settings(home).home, "")
    if not found:
        print("no topic model is kept: run `imaginaries topics` first")
    for folder in found:
        about = read_about(folder)
        print(
            f"{folder.parent.name:<4} {folder.name}  {about['fitted_at'][:19]}  "
            f"{len(about['topics'])} topics  {about['embedder'].split()[0]}"
        )


@app.command(epilog="Example: imaginaries topics place 3f9a passages.txt")
def place(
    model: Annotated[str, typer.Argument(help="A kept model's id or its beginning.")],
    file: Annotated[Path, typer.Argument(help="Texts, one a line; - reads standard input.")],
    home: HomeOption = None,
) -> None:
    """Find the topic of new texts by a kept model: one JSON object a line."""
    from flows.modelling.models import open_model
    from models.fitted import place_texts

    kept = open_model(load_settings(home).home, model)
    texts = [line.strip() for line in _lines(file) if line.strip()]
    for text, row in zip(texts, place_texts(kept, texts).tolist(), strict=True):
        best = max(range(len(row)), key=row.__getitem__)
        answer = {
            "topic_id": kept.topics[best].topic_id,
            "label": kept.topics[best].label,
            "weight": round(row[best], 4),
            "text": text,
        }
        print(json.dumps(answer, ensure_ascii=False))


@app.command(epilog='Example: imaginaries topics label 3f9a "open data portals"')
def label(
    topic: Annotated[str, typer.Argument(help="A topic's id or its beginning.")],
    text: Annotated[str, typer.Argument(help="The name to show; empty takes it back.")],
    note: Annotated[str, typer.Option(help="Why, for whoever reads the file.")] = "",
    home: HomeOption = None,
) -> None:
    """Give a topic a name that stays with it; the next run shows it."""
    from data.records import Topic
    from data.store import open_reading
    from flows.modelling.labels import give_topic_label

    settings = load_settings(home)
    with open_reading(settings.home.work_database) as store:
        topics = store.read(Topic, "true order by language, position")
    print(give_topic_label(settings.home.root, topics, topic, text, note))


@app.command(epilog="Example: imaginaries topics intrusion --export sheet.csv --language en")
def intrusion(
    export_to: Annotated[
        Path | None, typer.Option("--export", help="Write a sheet of riddles to this CSV file.")
    ] = None,
    import_from: Annotated[
        Path | None, typer.Option("--import", help="Read the filled-in sheet.")
    ] = None,
    reader: Annotated[str, typer.Option(help="Who answered; a role, not a name.")] = "reader",
    language: Language = None,
    each: Annotated[int, typer.Option(min=1, help="Riddles for each topic.")] = 3,
    home: HomeOption = None,
) -> None:
    """Ask people which word does not belong to a topic, and score their answers."""
    from flows.modelling.intrusion import export_intrusion, import_intrusion
    from flows.stage import now

    if (export_to is None) == (import_from is None):
        raise UsageError("give either --export FILE or --import FILE")
    settings = load_settings(home)
    with open_work(settings.home.work_database) as store:
        if export_to is not None:
            said = export_intrusion(
                store, export_to, seed=settings.seed, language=language, each=each
            )
        else:
            assert import_from is not None
            said = import_intrusion(store, import_from, reader=reader, now=now())
    print(said)


def refuse_early_options(context: typer.Context) -> None:
    """Say where options belong that stand before a verb, where it would not see them."""
    given = [
        f"--{name}"
        for name in context.params
        if (source := context.get_parameter_source(name)) and source.name == "COMMANDLINE"
    ]
    if given:
        raise UsageError(
            f"{', '.join(given)} stands before {context.invoked_subcommand}: put it behind"
        )


def _lines(file: Path) -> Iterable[str]:
    if str(file) == "-":
        return sys.stdin
    if not file.is_file():
        raise UsageError(f"{file} is no file: give a text file with one text a line")
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: byte {error.start} is not UTF-8: save it as UTF-8") from error
