"""Coders' codings: read from files, the shipped coder or the home, and kept in the home."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from data.codebook import Codebook
from data.errors import UsageError
from data.ids import content_id
from data.records import Coding
from data.store import Store
from extractors.claims import code_text
from extractors.coding import Judge
from models.agreement import Panel
from models.gold import GoldSentence, Verdict, read_gold

MACHINE = "imaginaries"
"""The shipped coder, among other coders; the contested view has it by this name too."""
_LATEST = (
    "true qualify rank() over (partition by coder_id, subject_id order by imported_at desc) = 1"
)
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Coded:
    """One coder's codings: the sentences, and what the coder said of each, by sentence id."""

    coder: str
    sentences: Mapping[str, GoldSentence]
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many codings were added, and how many the coder had given in the same words before."""

    added: int
    same: int


def check_coder_name(name: str) -> None:
    """Refuse what may be a person's name or address: a coder is a role or a public body.

    Raises:
        UsageError: other than small letters, digits and single hyphens, or the shipped coder's.
    """
    if not _NAME.fullmatch(name) or name == MACHINE:
        raise UsageError(
            f"{name!r} is no name for a coder: give a role or a public body in small letters, "
            "such as coder-1 or statistics-office, and never a person's name"
        )


def import_codings(
    store: Store,
    coded: Coded,
    *,
    kind: str,
    codebook_hash: str,
    coded_on: str | None,
    now: datetime,
) -> Imported:
    """Add a coder's codings to those that the store has; nothing there is replaced.

    What the coder's latest coding of the sentence says already is not added again.
    """
    before = {
        one.id: one
        for one in _group(store.read(Coding, f"coder_id = ? and {_LATEST}", [coded.coder]))
    }
    rows: list[Coding] = []
    added = 0
    for sentence_id, verdict in coded.verdicts.items():
        sentence = coded.sentences[sentence_id]
        known = before.get(sentence_id)
        if known and known.verdict == verdict and known.text == sentence.text:
            continue
        added += 1
        rows += [
            Coding(
                coding_id=content_id("coding", coded.coder, sentence_id, now.isoformat()),
                coder_id=coded.coder,
                coder_kind=kind,
                subject_id=sentence_id,
                document=sentence.document,
                language=sentence.language,
                text_before=sentence.before,
                text=sentence.text,
                code=code,
                type=verdict.type,
                coded_on=coded_on,
                codebook_hash=codebook_hash,
                imported_at=now,
            )
            for code in (*sorted(verdict.codes),) or (None,)
        ]
    store.append(Coding, rows)
    return Imported(added, len(coded.verdicts) - added)


def read_file_coders(path: Path, *, inside: bool) -> list[Coded]:
    """The coders of a gold file: the file itself by its name, or the coders that its rows name.

    Raises:
        UsageError: the file is not as `read_gold` wants it, or its rows name no coder.
    """
    gold = {one.id: one for one in read_gold(path)}
    if not inside:
        return [Coded(path.stem, gold, {one.id: one.verdict for one in gold.values()})]
    coders = sorted({coder for one in gold.values() for coder in one.coders})
    if not coders:
        raise UsageError(f"{path}: no row has `coders`: give a second file, or the word coder")
    return [
        Coded(
            coder, gold, {one.id: one.coders[coder] for one in gold.values() if coder in one.coders}
        )
        for coder in coders
    ]


def read_stored_coder(store: Store, coder: str) -> Coded:
    """A coder's latest coding of every sentence in the home.

    Raises:
        UsageError: the home has none.
    """
    sentences = _group(store.read(Coding, f"coder_id = ? and {_LATEST}", [coder]))
    if not sentences:
        raise UsageError(f"{coder!r} is no file, and {store.path} has no codings of that coder")
    by_id = {one.id: one for one in sentences}
    return Coded(coder, by_id, {one.id: one.verdict for one in sentences})


def code_by_machine(
    sentences: Mapping[str, GoldSentence], codebook: Codebook, judge: Judge | None
) -> Coded:
    """What the shipped coder says of the sentences; one in a language without cues is missing."""
    verdicts = {}
    for one in sentences.values():
        coding = code_text(one.text, one.language, one.before, codebook, judge, one.document_kind)
        if coding.has_codebook:
            codes = frozenset(claim.code for claim in coding.claims)
            verdicts[one.id] = Verdict(codes, coding.type)
    return Coded(MACHINE, sentences, verdicts)


def make_panel(coders: Sequence[Coded]) -> Panel:
    """All coders' codings side by side, matched by sentence id.

    Raises:
        UsageError: two coders of one name, or two texts under one id.
    """
    sentences: dict[str, GoldSentence] = {}
    verdicts: dict[str, Mapping[str, Verdict]] = {}
    for coded in coders:
        if coded.coder in verdicts:
            raise UsageError(f"two coders are called {coded.coder!r}: rename one of the files")
        verdicts[coded.coder] = coded.verdicts
        for one in coded.verdicts:
            sentence = coded.sentences[one]
            known = sentences.setdefault(one, sentence)
            if known.text != sentence.text:
                raise UsageError(f"id {one!r} is another sentence in {coded.coder} than before")
            if known.document == known.id:  # stands alone until a file tells its document
                sentences[one] = replace(known, document=sentence.document)
    return Panel(sentences, verdicts)


def _group(rows: Sequence[Coding]) -> list[GoldSentence]:
    """Codings of one coder as sentences with their codes; the families do not matter here."""
    codes: dict[str, list[str]] = {}
    first: dict[str, Coding] = {}
    for row in rows:
        first.setdefault(row.subject_id, row)
        codes.setdefault(row.subject_id, [])
        if row.code is not None:
            codes[row.subject_id].append(row.code)
    return [
        GoldSentence(
            id=subject_id,
            language=row.language,
            before=row.text_before,
            text=row.text,
            imaginaries=tuple(codes[subject_id]),
            constraints=(),
            type=row.type,
            document=row.document,
        )
        for subject_id, row in first.items()
    ]
