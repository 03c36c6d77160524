"""Verbs for those who write the codebook: `codebook lint` and `codebook diff`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from data.errors import UsageError
from data.settings import DATA_FOLDER, Home, load_settings
from flows.cli.options import HomeOption

if TYPE_CHECKING:
    from data.codebook import Codebook
    from extractors.codebook_lint import Finding
    from extractors.coding import Judge

app = typer.Typer(help="Check the codebook, and compare two of them.", no_args_is_help=True)

MOST_OF_A_KIND = 3
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command(epilog="Example: imaginaries codebook lint --home ~/first")
def lint(
    folder: Annotated[
        Path, typer.Option(help="Folder with imaginaries/, constraints/ and languages/.")
    ] = DATA_FOLDER,
    home: HomeOption = None,
    corpus: Annotated[
        Path | None, typer.Option(help="Look for dead cues in this folder of documents.")
    ] = None,
    level: Annotated[
        Literal["error", "warning", "note"], typer.Option(help="List findings from this level on.")
    ] = "warning",
    everything: Annotated[
        bool, typer.Option("--all", help="List every finding, not the first few of each kind.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find overlaps, empty cells, and duplicate or dead cues; ends with 1 where there are errors.

    The first line sums up; of each kind of finding the first few are listed. Dead cues are looked
    for in the sentences of a home or of a folder of documents.
    """
    from data.codebook import load_codebook
    from extractors.codebook_lint import LEVELS, lint_codebook
    from flows.codebook_work import count_hits

    codebook = load_codebook(folder)
    texts = texts_of(home, corpus)
    hits = count_hits(codebook, texts)
    counts = {language: len(texts.get(language, ())) for language in codebook.languages}
    findings = lint_codebook(codebook, hits, counts)
    if as_json:
        answer = {
            "codebook_hash": codebook.hash,
            "sentences": counts,
            "dead_cues_checked": sorted(hits),
            "counts": dict(Counter(one.level for one in findings)),
            "findings": [asdict(one) for one in findings],
        }
        print(json.dumps(answer, ensure_ascii=False))
    else:
        shown = LEVELS[: LEVELS.index(level) + 1]
        print(summary_line(findings))
        print_findings(findings, shown, None if everything else MOST_OF_A_KIND)
        print(dead_cue_line(counts, hits, bool(texts)))
    raise typer.Exit(1 if any(one.level == "error" for one in findings) else 0)


@app.command(
    epilog="Example: imaginaries codebook diff ../before/data data --home ~/first --show 5"
)
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A folder, or a codebook's hash.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Likewise.")],
    home: HomeOption = None,
    show: Annotated[int, typer.Option(help="Print so many sentences of each change.", min=0)] = 0,
    as_json: AsJson = False,
) -> None:
    """Show which words changed, and which stored sentences gain or lose a code by that.

    A hash names a codebook that a run of the home has coded with.
    """
    from extractors.codebook_diff import find_changes

    places = load_settings(home).home
    codebooks = find_codebook(before, places), find_codebook(after, places)
    if codebooks[0].hash == codebooks[1].hash and not as_json:
        print(f"no difference: both are codebook {codebooks[0].hash}")
        return
    changes = list(find_changes(*codebooks))
    judge_name, judges = judges_for(*codebooks)
    answer: dict[str, Any] = {
        "before": codebooks[0].hash,
        "after": codebooks[1].hash,
        "coder": judge_name,
        "changes": [asdict(change) for change in changes],
        **compare_codings(places, codebooks, judges, show),
    }
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print_difference(answer)


def texts_of(home: Path | None, corpus: Path | None) -> dict[str, set[str]]:
    """The sentences to look for cues in, or none where no place is given."""
    from flows.codebook_work import open_corpus, parse_texts, read_texts

    if home is not None and corpus is not None:
        raise UsageError("give --home or --corpus, not both")
    if corpus is not None:
        return parse_texts(corpus)
    if home is None:
        return {}
    with open_corpus(load_settings(home).home) as store:
        return read_texts(store)


def dead_cue_line(counts: dict[str, int], hits: dict[str, Any], has_corpus: bool) -> str:
    """In which languages dead cues were looked for."""
    from extractors.codebook_lint import MIN_SENTENCES

    if not has_corpus:
        return "dead cues: not checked; give --home or --corpus"
    checked = ", ".join(f"{language} ({counts[language]:,} sentences)" for language in hits)
    too_few = ", ".join(f"{name} ({counts[name]:,})" for name in counts if name not in hits)
    line = f"dead cues: checked in {checked or 'no language'}"
    return f"{line}; not in {too_few}: under {MIN_SENTENCES:,} sentences" if too_few else line


def summary_line(findings: Sequence[Finding]) -> str:
    """How many findings there are of each level, and of which kinds they are."""
    from extractors.codebook_lint import LEVELS

    told = []
    for level in LEVELS:
        kinds = Counter(one.kind for one in findings if one.level == level)
        which = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
        count = kinds.total()
        told.append(
            f"{count} {level}{'' if count == 1 else 's'}" + (f" ({which})" if which else "")
        )
    return "; ".join(told)


def print_findings(findings: Sequence[Finding], shown: Sequence[str], most: int | None) -> None:
    """The findings of these levels one a line; of each kind the first few, and how many more."""
    for (level, kind), group in groupby(findings, lambda one: (one.level, one.kind)):
        some = list(group)
        if level not in shown:
            continue
        for one in some[:most]:
            place = f"{one.code} {one.language}" if one.language else one.code
            cue = f"`{one.cue}`: " if one.cue else ""
            print(f"{level:<8}{kind:<22}{place}: {cue}{one.message}")
        if rest := len(some) - len(some[:most]):
            print(f"{level:<8}{kind:<22}and {rest} more like these: --all lists them")


def find_codebook(name: str, home: Home) -> Codebook:
    """The codebook in a folder, or the one that the home keeps by this hash."""
    from data.codebook import load_codebook
    from data.codebook_version import HASH, load_kept_codebook

    folder = Path(name)
    if (folder / "languages").is_dir():
        return load_codebook(folder)
    if HASH.fullmatch(name):
        return load_kept_codebook(home, name)
    raise UsageError(f"{name!r} is no folder with `languages/` in it, and no codebook's hash")


def judges_for(before: Codebook, after: Codebook) -> tuple[str, tuple[Judge | None, Judge | None]]:
    """The shipped model where its weights fit both codebooks, else the rules alone; which it is."""
    from flows.coding import make_judge
    from models.classify import WEIGHTS_FOLDER, load_coder

    coder = load_coder(WEIGHTS_FOLDER)
    families = [{code.id: code.family for code in book.codes} for book in (before, after)]
    if coder is None or families[0] != families[1] or set(coder.codes) != set(families[0]):
        return "rules alone: the shipped model knows other codes", (None, None)
    judge = make_judge(coder, after)
    return "rules and the shipped model", (judge, judge)


def compare_codings(
    home: Home,
    codebooks: tuple[Codebook, Codebook],
    judges: tuple[Judge | None, Judge | None],
    show: int,
) -> dict[str, Any]:
    """Sentences per code by both codebooks, those gained and lost, and up to `show` of each."""
    from extractors.codebook_diff import compare_document, remember_judgements
    from flows.codebook_work import open_corpus, read_documents

    codes = list(dict.fromkeys(code.id for book in codebooks for code in book.codes))
    rows: dict[str, dict[str, Any]] = {
        code: {"before": 0, "after": 0, "gained": 0, "lost": 0, "sentences": []} for code in codes
    }
    languages: dict[str, Counter[str]] = {"gained": Counter(), "lost": Counter()}
    totals = Counter[str]()
    with open_corpus(home) as store:
        for document in read_documents(store, codebooks):
            judge = judges[0] and remember_judgements(judges[0])
            found = compare_document(document.sentences, document.kinds, codebooks, (judge, judge))
            totals["sentences"] += len(document.sentences)
            totals["retyped"] += found.retyped_count
            totals["rescoped"] += found.rescoped_count
            for key, counted in (("before", found.counts_before), ("after", found.counts_after)):
                for code, count in counted.items():
                    rows[code][key] += count
            for change in found.changes:
                way = "gained" if change.is_gained else "lost"
                row = rows[change.code]
                row[way] += 1
                languages[way][change.sentence.language] += 1
                if row[way] <= show:
                    row["sentences"].append(
                        {
                            "way": way,
                            "sentence_id": change.sentence.sentence_id,
                            "language": change.sentence.language,
                            "document": document.title,
                            "page": change.sentence.page,
                            "text": change.sentence.text,
                        }
                    )
    return {
        "sentences": totals["sentences"],
        "retyped": totals["retyped"],
        "rescoped": totals["rescoped"],
        "languages": {way: dict(counted) for way, counted in languages.items()},
        "codes": rows,
    }


def print_difference(answer: dict[str, Any]) -> None:
    """Changed words, then a line per code that sentences gain or lose, for a person."""
    print(f"{answer['before']} -> {answer['after']}")
    for change in answer["changes"]:
        print(change["place"])
        for sign, texts in (("+", change["added"]), ("-", change["removed"])):
            for text in texts:
                print(f"  {sign} {text}")
    if not answer["changes"]:
        print("no word differs")
    print(f"\n{answer['sentences']:,} stored sentences, coded by {answer['coder']}")
    moved = {code: row for code, row in answer["codes"].items() if row["gained"] or row["lost"]}
    if moved:
        print(f"{'code':<16}{'before':>8}{'after':>8}{'gained':>8}{'lost':>8}")
    else:
        print("no sentence gains or loses a code")
    for code, row in moved.items():
        print(
            f"{code:<16}"
            + "".join(f"{row[key]:>8}" for key in ("before", "after", "gained", "lost"))
        )
        for one in row["sentences"]:
            sign = "+" if one["way"] == "gained" else "-"
            print(f"  {sign} [{one['language']}] {one['text']} ({one['document']})")
    print(f"type changed: {answer['retyped']:,}; scope changed: {answer['rescoped']:,}")
