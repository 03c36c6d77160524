"""Verbs about coders: `agreement` between them, `codings import` to keep what they said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from data.errors import UsageError
from data.settings import load_settings
from flows.cli.options import HomeOption

if TYPE_CHECKING:
    from flows.codings import Coded
    from models.agreement import Agreement, Contested
    from models.coefficients import Figure

codings = typer.Typer(help="Keep what coders said of sentences.", no_args_is_help=True)

SEED = 20
SHIPPED = "coder"
"""The word that stands for the shipped coder among the arguments."""
ROLE = "A role or public body, such as coder-1 or statistics-office; never a person's name."
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
COLUMNS = ("agreed_share", "f1", "kappa", "alpha", "ac1")


def add_to(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(epilog="Example: imaginaries agreement coder-1.jsonl coder-2.jsonl coder --json")(
        agreement
    )
    app.add_typer(codings, name="codings")


def agreement(
    coders: Annotated[
        list[str],
        typer.Argument(help="Gold files, `coder` for the shipped coder, or coders of the home."),
    ],
    machine: Annotated[
        bool, typer.Option("--machine", help="Take the shipped coder as one more.")
    ] = False,
    inside: Annotated[
        bool,
        typer.Option(
            "--coders", help="Take the coders that a file's rows name, not its own codes."
        ),
    ] = False,
    contested: Annotated[
        bool, typer.Option("--contested", help="List the sentences on which coders differ.")
    ] = False,
    home: HomeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Measure how far coders agree: F1, Cohen's kappa, Krippendorff's alpha and Gwet's AC1.

    For every code and type and over all, for each pair of coders and for all of them together, with
    95 % intervals over documents drawn anew. Sentences are matched by id; one that a coder did not
    code is missing, and never agreement. With one file alone its rows' `coders` are compared.
    Before all figures it is said how many of the sentences the shipped coder learned from.
    """
    from flows.coding import shipped_codebook
    from flows.codings import MACHINE, make_panel
    from flows.training.taught import count_taught, tell_taught
    from models.agreement import find_contested, measure_agreements
    from models.gold import CAUTION

    panel = make_panel(find_coders(coders, machine, inside, home))
    codes = tuple(code.id for code in shipped_codebook().codes)
    agreements = measure_agreements(panel, codes, SEED)
    found = find_contested(panel) if contested else []
    notes = [CAUTION]
    by_machine = panel.verdicts.get(MACHINE)
    seen = None
    if by_machine is not None:
        seen = count_taught(panel.sentences[one] for one in by_machine)
        if seen:
            notes.insert(0, tell_taught(seen, len(by_machine)))
    if as_json:
        answer = {
            "taught_sentence_count": seen,
            "coders": {coder: len(said) for coder, said in panel.verdicts.items()},
            "agreements": [asdict(one) for one in agreements],
            "notes": notes,
        }
        if contested:
            answer["contested"] = [as_object(one) for one in found]
        print(json.dumps(answer, ensure_ascii=False))
        return
    for note in notes[:-1]:
        print(fill(note, 100) + "\n")
    if contested:
        print_contested(found)
        return
    for one in agreements:
        print_agreement(one)
    print(fill(notes[-1], 100))


@codings.command(
    "import", epilog="Example: imaginaries codings import coded.jsonl --coder statistics-office"
)
def import_file(
    file: Annotated[Path, typer.Argument(help="Coded sentences, one JSON object a line.")],
    coder: Annotated[str, typer.Option(help=ROLE)],
    kind: Annotated[Literal["human", "machine"], typer.Option(help="What codes.")] = "human",
    row_coder: Annotated[
        str | None, typer.Option(help="Take what the rows' `coders` have under this name.")
    ] = None,
    coded_on: Annotated[
        str | None, typer.Option(help="When it was coded: YYYY, YYYY-MM or YYYY-MM-DD.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Keep a coder's codings in the home: added to what is there, never in its place.

    A row's id is the sentence's identity in the home, or any other: then it is compared with other
    coders' codings of that id only. The next `imaginaries publish` puts them into the edition.
    """
    from data.store import open_work
    from flows.coding import shipped_codebook
    from flows.codings import check_coder_name, import_codings
    from flows.launch import hold_home
    from flows.stage import now

    check_coder_name(coder)
    check_date(coded_on)
    coded = named_coder(file, coder, row_coder)
    places = load_settings(home).home
    places.root.mkdir(parents=True, exist_ok=True)
    with hold_home(places), open_work(places.work_database) as store, store.transaction():
        done = import_codings(
            store,
            coded,
            kind=kind,
            codebook_hash=shipped_codebook().hash,
            coded_on=coded_on,
            now=now(),
        )
    print(f"{coder}: {done.added} codings added, {done.same} were there with the same codes")


def check_date(coded_on: str | None) -> None:
    """Refuse what is not YYYY, YYYY-MM or YYYY-MM-DD, or no day of the calendar."""
    if coded_on is None:
        return
    wrong = f"--coded-on {coded_on!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD"
    if not _DATE.fullmatch(coded_on):
        raise UsageError(wrong)
    try:
        date.fromisoformat(coded_on + "-01-01"[len(coded_on) - 4 :])
    except ValueError as error:
        raise UsageError(wrong) from error


def find_coders(
    names: Sequence[str], machine: bool, inside: bool, home: Path | None
) -> list[Coded]:
    """The coders that the arguments name."""
    from data.store import open_reading
    from flows.coding import shipped_codebook, shipped_judge
    from flows.codings import code_by_machine, make_panel, read_file_coders, read_stored_coder

    others = [name for name in names if name != SHIPPED or Path(name).is_file()]
    machine = machine or len(others) < len(names)
    inside = inside or (len(others) == 1 and not machine)
    found: list[Coded] = []
    for name in others:
        if Path(name).is_file():
            found += read_file_coders(Path(name), inside=inside)
        elif "." in name or "/" in name:
            raise UsageError(f"{name} is not there: give gold files, or coders of the home")
        else:
            with open_reading(load_settings(home).home.work_database) as store:
                found.append(read_stored_coder(store, name))
    if machine:
        sentences = make_panel(found).sentences
        found.append(code_by_machine(sentences, shipped_codebook(), shipped_judge()))
    return found


def named_coder(file: Path, coder: str, row_coder: str | None) -> Coded:
    """The codings of a file, or of one coder that its rows name, under the coder's name."""
    from dataclasses import replace

    from flows.codings import read_file_coders

    found = {one.coder: one for one in read_file_coders(file, inside=row_coder is not None)}
    wanted = row_coder or file.stem
    if wanted not in found:
        raise UsageError(f"{file}: no row has a coder {wanted!r}, only {', '.join(found)}")
    return replace(found[wanted], coder=coder)


def as_object(one: Contested) -> dict[str, Any]:
    """A contested sentence for JSON."""
    return {
        "id": one.sentence.id,
        "document": one.sentence.document,
        "language": one.sentence.language,
        "text": one.sentence.text,
        "coders": {
            coder: {"codes": sorted(said.codes), "type": said.type}
            for coder, said in one.verdicts.items()
        },
    }


def print_contested(found: Sequence[Contested]) -> None:
    """Each contested sentence with what every coder said of it."""
    for one in found:
        print(f"{one.sentence.id} ({one.sentence.language}) {' '.join(one.sentence.text.split())}")
        for coder, said in one.verdicts.items():
            print(f"  {coder}: {', '.join(sorted(said.codes)) or 'no code'}; {said.type}")
    print(f"{len(found)} contested sentences")


def print_agreement(one: Agreement) -> None:
    """One table: over all, then codes, then types."""
    from flows.training.score_table import print_rows

    counts = f"{one.sentence_count} sentences of {one.document_count} documents"
    print(f"{' · '.join(one.coders)}: {counts}")
    head = [
        "",
        *(f"has it: {coder}" for coder in one.coders),
        "agreed",
        "F1",
        "kappa",
        "alpha",
        "AC1",
    ]
    overall = {
        f"codes, mean of {one.codes_counted}": one.mean_of_codes,
        "codes, pooled": one.pooled_codes,
        "type, one of six": one.type,
    }
    blank = [""] * len(one.coders)
    rows = [[name, *blank, *cells(figures)] for name, figures in overall.items()]
    for label, found in {**one.codes, **one.types}.items():
        shares = [cell(found.prevalence[coder]) for coder in one.coders]
        rows.append([label, *shares, *cells(found.figures)])
    print_rows([head, *rows])
    print()


def cells(figures: Mapping[str, Figure]) -> Iterator[str]:
    """The figures in the order of the columns."""
    return (cell(figures[name]) for name in COLUMNS)


def cell(figure: Figure) -> str:
    """A figure with its interval; a dash where it is not defined."""
    if figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return short(figure.value)
    return f"{short(figure.value)} [{short(figure.low)}–{short(figure.high)}]"


def short(value: float) -> str:
    """Three digits without the leading zero."""
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.2f}"
