"""The codebook: one YAML file per imaginary, constraint and language, merged and checked.

A cue for one code in one language may stand in the code's file (`cues: {en: [...]}`) or in the
language's file (`cues: {efficiency: [...]}`), so that a new code and a new language are each one
new file. Both contribute; a cue that stands twice is refused.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from data.codebook_files import CodeFile, ExampleSentence, LanguageFile, Marker
from data.declaration import load_folder
from data.errors import DeclarationError
from data.facet_words import FacetWords
from data.ids import content_id
from data.records import CONSTRAINT, IMAGINARY

FOLDERS = {IMAGINARY: "imaginaries", CONSTRAINT: "constraints"}
STRENGTHS = ("cues", "weak_cues", "negative_cues")
"""Keys of cues: enough alone; in need of support; words that only look like the code."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code with its cues by language."""

    id: str
    family: str
    title: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    cues: Mapping[str, tuple[str, ...]]
    weak_cues: Mapping[str, tuple[str, ...]]
    negative_cues: Mapping[str, tuple[str, ...]]
    metaphors: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By name, then by language."""
    examples: Mapping[str, tuple[ExampleSentence, ...]]
    counter_examples: Mapping[str, tuple[ExampleSentence, ...]]


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its tokens, its scope words, its markers of sentence types, its facets."""

    id: str
    title: str
    spacy: str
    scope: tuple[str, ...]
    context_scope: tuple[str, ...]
    never_scope: tuple[str, ...]
    modality: Mapping[Marker, tuple[str, ...]]
    facets: FacetWords
    abbreviations: tuple[str, ...]
    function_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """Every code and language, and a hash that changes when any coding could."""

    codes: tuple[Code, ...]
    languages: Mapping[str, Language]
    hash: str = field(repr=False)

    def covers(self, language: str) -> bool:
        """Whether sentences of the language can be coded: it has scope words and cues."""
        known = self.languages.get(language)
        return bool(known and known.scope) and any(code.cues.get(language) for code in self.codes)


def code_families(folder: Path) -> dict[str, str]:
    """The family of every code that the folder declares, by file name alone."""
    return {
        path.stem: family
        for family, name in FOLDERS.items()
        for path in sorted((folder / name).glob("*.yml"))
    }


def load_codebook(folder: Path) -> Codebook:
    """Read `imaginaries/`, `constraints/` and `languages/` below the folder, and merge their cues.

    Raises:
        DeclarationError: a malformed file, a cue given twice for one code and language, an
            unknown code in a language file, or an unknown language in a code file.
    """
    languages = load_folder(folder / "languages", LanguageFile)
    families = {family: load_folder(folder / name, CodeFile) for family, name in FOLDERS.items()}
    _refuse_unknown(folder, families, languages)
    codes = tuple(
        _build_code(folder, code_id, family, file, languages)
        for family, files in families.items()
        for code_id, file in files.items()
    )
    known = {name: _build_language(name, file) for name, file in languages.items()}
    return Codebook(codes, known, _hash(codes, known))


def _build_code(
    folder: Path, code_id: str, family: str, file: CodeFile, languages: Mapping[str, LanguageFile]
) -> Code:
    merged: dict[str, dict[str, tuple[str, ...]]] = {strength: {} for strength in STRENGTHS}
    for language, spoken in languages.items():
        seen: set[str] = set()
        for strength in STRENGTHS:
            own = getattr(file, strength).get(language, ())
            lent = getattr(spoken, strength).get(code_id, ())
            for place, key, cues in (
                (folder / FOLDERS[family] / f"{code_id}.yml", language, own),
                (folder / "languages" / f"{language}.yml", code_id, lent),
            ):
                for cue in cues:
                    if cue in seen:
                        raise DeclarationError(
                            f"{place}: key `{strength}.{key}`: cue {cue!r} for {code_id} in "
                            f"{language} is given twice: remove one of them"
                        )
                    seen.add(cue)
            if own or lent:
                merged[strength][language] = (*own, *lent)
    return Code(
        id=code_id,
        family=family,
        title=file.title,
        definition=file.definition,
        include=file.include,
        exclude=file.exclude,
        cues=merged["cues"],
        weak_cues=merged["weak_cues"],
        negative_cues=merged["negative_cues"],
        metaphors=_merge_metaphors(folder, code_id, family, file, languages),
        examples=file.examples,
        counter_examples=file.counter_examples,
    )


def _merge_metaphors(
    folder: Path, code_id: str, family: str, file: CodeFile, languages: Mapping[str, LanguageFile]
) -> dict[str, dict[str, tuple[str, ...]]]:
    merged = {name: dict(cues) for name, cues in file.metaphors.items()}
    for language, spoken in languages.items():
        for name, cues in spoken.metaphors.get(code_id, {}).items():
            cells = merged.setdefault(name, {})
            if language in cells:
                raise DeclarationError(
                    f"{folder / 'languages' / language}.yml: key `metaphors.{code_id}.{name}`: "
                    f"{folder / FOLDERS[family] / code_id}.yml has this cell already: keep one"
                )
            cells[language] = cues
    return merged


def _build_language(language: str, file: LanguageFile) -> Language:
    return Language(
        id=language,
        title=file.title,
        spacy=file.spacy,
        scope=file.scope.direct,
        context_scope=file.scope.by_context,
        never_scope=file.scope.never,
        modality=file.modality,
        facets=file.facets,
        abbreviations=file.abbreviations,
        function_words=file.function_words,
    )


def _refuse_unknown(
    folder: Path,
    families: Mapping[str, Mapping[str, CodeFile]],
    languages: Mapping[str, LanguageFile],
) -> None:
    imaginaries, constraints = families[IMAGINARY], families[CONSTRAINT]
    for code_id in imaginaries.keys() & constraints.keys():
        raise DeclarationError(
            f"{folder / FOLDERS[CONSTRAINT]}/{code_id}.yml: the code is an imaginary already: "
            "rename one of the files"
        )
    for family, files in families.items():
        for code_id, file in files.items():
            place = f"{folder / FOLDERS[family]}/{code_id}.yml"
            cells = {
                key: getattr(file, key) for key in (*STRENGTHS, "examples", "counter_examples")
            } | {f"metaphors.{name}": cues for name, cues in file.metaphors.items()}
            for key, cell in cells.items():
                for language in cell.keys() - languages.keys():
                    raise DeclarationError(
                        f"{place}: key `{key}.{language}`: unknown language; "
                        f"known: {', '.join(languages)}"
                    )
            _refuse_false_examples(place, code_id, file, {*imaginaries, *constraints})
    for name, spoken in languages.items():
        for key in (*STRENGTHS, "metaphors"):
            for code_id in getattr(spoken, key).keys() - imaginaries.keys() - constraints.keys():
                raise DeclarationError(
                    f"{folder}/languages/{name}.yml: key `{key}.{code_id}`: unknown code; known: "
                    f"{', '.join((*imaginaries, *constraints))}"
                )


def _refuse_false_examples(
    place: str, code_id: str, file: CodeFile, known: Collection[str]
) -> None:
    for key, cells, is_wanted in (
        ("examples", file.examples, True),
        ("counter_examples", file.counter_examples, False),
    ):
        for language, sentences in cells.items():
            for number, sentence in enumerate(sentences, start=1):
                where = f"{place}: key `{key}.{language}`, sentence {number}"
                for code in sentence.codes:
                    if code not in known:
                        raise DeclarationError(
                            f"{where}: unknown code {code!r}; known: {', '.join(sorted(known))}"
                        )
                if (code_id in sentence.codes) != is_wanted:
                    raise DeclarationError(
                        f"{where}: an example carries {code_id}, and a counter-example does not"
                    )


def _hash(codes: tuple[Code, ...], languages: Mapping[str, Language]) -> str:
    # How sentences are cut is the parser's version, not the codebook's.
    parser_keys = ("abbreviations", "function_words")
    spoken = [
        {key: value for key, value in asdict(language).items() if key not in parser_keys}
        for language in languages.values()
    ]
    content = json.dumps(
        [[asdict(code) for code in codes], spoken],
        sort_keys=True,
        default=lambda declared: declared.model_dump(),
    )
    return content_id("codebook", content)
