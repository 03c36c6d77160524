"""Verbs that work on one file or text and store nothing: `parse-file` and `code-text`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.errors import ParseFault, UsageError
from data.language_code import is_language_code
from data.records import DOCUMENT_KINDS

if TYPE_CHECKING:
    from extractors.document import ReadFile


def add_to(app: typer.Typer) -> None:
    """Add the verbs of this module."""
    app.command(epilog="Example: imaginaries parse-file strategy.pdf --json")(parse_file)
    app.command(epilog='Example: echo "Data er en gullgruve." | imaginaries code-text -l nb')(
        code_text
    )


def parse_file(
    file: Annotated[
        Path,
        typer.Argument(
            help="A PDF, HTML, DOCX, EPUB, XML, Markdown, text or CSV file, or a zip of HTML pages."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    language: Annotated[str | None, typer.Option(help="Its language, if you know it.")] = None,
    html: Annotated[
        Path | None,
        typer.Option(help="Write a page here that shows the blocks over the pages' pictures."),
    ] = None,
) -> None:
    """Show the blocks of a file in reading order, with their sentences.

    Pages without usable text are read by OCR if tesseract is installed.
    """
    from extractors.document import gap_fault, read_file
    from extractors.pdf.ocr import find_tesseract

    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    try:
        read = read_file(content, file.name, language, find_tesseract())
    except ParseFault as fault:
        typer.echo(f"{file}: {fault.reason}\n-> {fault.next_step}", err=True)
        raise typer.Exit(3) from fault
    if gaps := gap_fault(read.pages, file.name):
        typer.echo(f"{gaps.reason}\n-> {gaps.next_step}", err=True)
    if html:
        from flows.parse_view import view_file

        write_text(html, view_file(content, file.name, read))
    if as_json:
        print_json(file.name, read)
    elif html is None:
        print_blocks(read)


def print_json(name: str, read: ReadFile) -> None:
    """All that was read of a file, as one object."""
    answer = {
        "file": name,
        "format": read.found.format,
        "title": read.found.title,
        "page_count": read.found.page_count,
        "pages": [asdict(page) for page in read.pages],
        "blocks": [asdict(block) for block in read.blocks],
    }
    print(json.dumps(answer, ensure_ascii=False))


def print_blocks(read: ReadFile) -> None:
    """The blocks with a sentence a line."""
    for block in read.blocks:
        print(f"[{block.kind}{f' p. {block.page}' if block.page else ''} {block.language}]")
        for sentence in block.sentences or (block.text,):
            print(f"  {sentence}")


def write_text(path: Path, text: str) -> None:
    """Write a file.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    typer.echo(f"written: {path}", err=True)


def code_text(
    language: Annotated[
        str | None, typer.Option("--language", "-l", help="en, nb, nn, sv or da.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One JSON object a line in, one a line out.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Code text from standard input: scope, type, codes and the words behind them.

    With --jsonl each line holds id, language, text and, where they are known, the text before and
    the kind of document, such as mandate_letter; every line is answered, and one that cannot be
    read is answered with its error. Facets that all claims of a sentence share are printed once.
    """
    if language is not None:
        _check_language(language)
    if jsonl:
        has_errors = False
        for number, line in enumerate(sys.stdin.buffer, start=1):
            if line.strip():
                answer = answer_line(line, number, language)
                has_errors |= "error" in answer
                print(json.dumps(answer, ensure_ascii=not is_writable(answer)), flush=True)
        raise typer.Exit(1 if has_errors else 0)
    if language is None:
        raise UsageError("which language is the text in? Give --language en, nb, nn, sv or da")
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    answers = code_sentences_of(text, language)
    if as_json:
        print(json.dumps(answers, ensure_ascii=False))
    else:
        print_answers(answers, language)


def _check_language(language: str) -> None:
    """Refuse a slip of the pen; a language that exists but has no cues is answered as such."""
    if not is_language_code(language):
        from flows.coding import shipped_codebook

        codebook = shipped_codebook()
        known = ", ".join(name for name in codebook.languages if codebook.covers(name))
        raise UsageError(f"there is no language {language!r}; the codebook has cues in {known}")


def is_writable(answer: dict[str, Any]) -> bool:
    """Whether the answer can be printed as it is; half a character pair, say, cannot."""
    try:
        json.dumps(answer, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def answer_line(line: bytes, number: int, language: str | None) -> dict[str, Any]:
    """The answer to one line of JSON, with an `error` where there is nothing to code."""
    nothing: dict[str, Any] = {"codes": [], "type": "other", "in_scope": False, "claims": []}
    try:
        given = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, **nothing, "error": f"line {number} is not JSON: {error}"}
    if not isinstance(given, dict):
        return {"id": None, **nothing, "error": f"line {number} is not a JSON object"}
    head = {"id": given.get("id")}
    text, spoken = given.get("text"), given.get("language") or language
    if not isinstance(text, str) or not isinstance(spoken, str):
        return {**head, **nothing, "error": f"line {number} needs `text` and `language`"}
    kind = given.get("kind") or ""
    if kind and kind not in DOCUMENT_KINDS:
        known = ", ".join(DOCUMENT_KINDS)
        fault = f"line {number} has the unknown kind {kind!r}; the kinds of documents are {known}"
        return {**head, **nothing, "error": fault}
    return {**head, **code_one(text, spoken, str(given.get("before") or ""), kind)}


def code_one(text: str, language: str, before: str, document_kind: str = "") -> dict[str, Any]:
    """Code one sentence as a plain object."""
    from extractors.claims import code_text as code
    from extractors.facets.finder import Background, find_facets
    from flows.coding import shipped_codebook, shipped_judge
    from flows.organisations import shipped_organisations

    codebook = shipped_codebook()
    coding = code(text, language, before, codebook, shipped_judge(), document_kind)
    facets = find_facets(text, language, coding, codebook, Background(shipped_organisations()))
    return {
        "codes": [claim.code for claim in coding.claims],
        "type": coding.type,
        "in_scope": coding.in_scope,
        "has_codebook": coding.has_codebook,
        "claims": [
            {**asdict(claim), "facets": [asdict(facet) for facet in told]}
            for claim, told in zip(coding.claims, facets, strict=True)
        ],
    }


def code_sentences_of(text: str, language: str) -> list[dict[str, Any]]:
    """Cut the text into sentences and code each, with the two before it as context."""
    from extractors.sentences import find_sentences

    sentences = [text[span.start : span.end] for span in find_sentences(text, language)]
    return [
        {
            "text": sentence,
            **code_one(sentence, language, " ".join(sentences[max(0, i - 2) : i])),
        }
        for i, sentence in enumerate(sentences)
    ]


def print_answers(answers: list[dict[str, Any]], language: str) -> None:
    """Each sentence with its type and codes, for a person."""
    for answer in answers:
        print(answer["text"])
        if not answer["has_codebook"]:
            print(f"  the codebook has no cues in {language!r}: not coded")
        elif not answer["in_scope"]:
            print("  out of scope: not about data or digital technology")
        else:
            print(f"  type: {answer['type']}")
        shared = shared_facets(answer["claims"])
        for claim in answer["claims"]:
            words = ", ".join(f"«{cue['quote']}»" for cue in claim["cues"])
            print(f"  {claim['family']} {claim['code']} ({claim['score']:.2f}): {words}")
            own = facet_words([one for one in claim["facets"] if one not in shared])
            if own:
                print(f"    {', '.join(own)}")
        if shared:
            print(f"  all of these: {', '.join(facet_words(shared))}")


def shared_facets(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The facets that each of several claims has; a single claim shares none."""
    if len(claims) < 2:
        return []
    first, *others = (claim["facets"] for claim in claims)
    return [one for one in first if all(one in facets for facets in others)]


def facet_words(facets: list[dict[str, Any]]) -> list[str]:
    """Each facet in a word or two, with the words of the text that show it."""
    said = []
    for facet in facets:
        value = facet["organisation_id"] or facet["value"]
        if facet["year"] and facet["facet"] == "horizon":
            value = f"{value} {facet['year']}"
        named = value if value in ("hedged", "negated", "reported") else f"{facet['facet']} {value}"
        said.append(f"{named} «{facet['quote']}»" if facet["quote"] else named)
    return said
