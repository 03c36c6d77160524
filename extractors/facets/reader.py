"""What a sentence holds of the language's words for facets, read once for all its claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from data.codebook import Codebook
from data.facet_words import FacetWords
from extractors.coding import MARKER, NEGATIVE, Found
from extractors.cues import Match, Matcher, drop_masked
from extractors.facets.clauses import Clauses, find_clauses

METAPHOR, GROUP, TECHNOLOGY, ACTOR = "metaphor:", "group:", "technology:", "actor:"
"""Groups of matches, followed by a code and a metaphor's name, a group, a technology or a kind."""
MAX_CHARS = 4000
"""Facets are looked for no further: no sentence is that long, and time stays bounded."""

_LISTS = {
    "acts": "actors.acts",
    "acts_first": "actors.acts_first",
    "passive": "actors.passive",
    "not_passive": "actors.not_passive",
    "not_by": "actors.not_by",
    "cause": "actors.causes",
    "gain_before": "beneficiaries.before",
    "gain_after": "beneficiaries.after",
    "past": "time.past",
    "not_past": "time.not_past",
    "present": "time.present",
    "future": "time.future",
    "purpose": "time.purposes",
    "possible": "time.possible",
    "until": "time.until",
    "in_words": "figures.in_words",
    "system": "systems",
    "hedge": "hedges",
    "negator": "negators",
    "negative": "negative_words",
    "lacking": "lacking",
    "denial": "denials",
    "belief": "beliefs",
    "falsehood": "falsehoods",
    "no_negator": "no_negators",
    "opening": "clause_starts",
    "contrast": "contrasts",
    "relative": "relatives",
    "subordinator": "subordinators",
    "source": "sources",
    "no_source": "no_sources",
    "reporting": "reporting",
    "showing": "showing",
    "source_noun": "source_nouns",
    "saying": "saying",
}

_WORD = re.compile(r"\w[\w'’-]*")
_YEARS = re.compile(r"(?:19|20)\d\d")
_matchers: dict[tuple[str, str], Matcher] = {}  # per process: codebook hash and language


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its matches by group and its clauses."""

    text: str
    language: str
    words: FacetWords
    found: Found
    clauses: Clauses
    named: Mapping[str, list[tuple[str, Match]]]
    """The matches of groups with a prefix, such as `actor:`, by this, with the rest of the name."""

    def of(self, group: str) -> Sequence[Match]:
        """The matches of a group, in order of place."""
        return self.found.groups.get(group, ())

    def starting(self, prefix: str) -> list[tuple[str, Match]]:
        """The matches of all groups that begin so, with the rest of the group's name, by place."""
        named = self.named.get(prefix, [])
        return sorted(named, key=_by_place) if len(named) > 1 else named

    def is_filler(self, word: str) -> bool:
        """Whether a word, in lower case, may stand between a preposition and its noun."""
        if word.isdigit():
            return not _YEARS.fullmatch(word)
        return word in self.words.actors.determiners

    def are_fillers(self, start: int, end: int) -> bool:
        """Whether all words of a stretch may."""
        return all(self.is_filler(word.lower()) for word in _WORD.findall(self.text, start, end))


def _by_place(named: tuple[str, Match]) -> tuple[int, int, str]:
    return named[1].start_char, -named[1].end_char, named[0]


def read_facet_words(text: str, language: str, codebook: Codebook) -> Reading:
    """Match the language's words for facets, and cut the text into clauses."""
    words = codebook.languages[language].facets
    text = text[:MAX_CHARS]
    groups: dict[str, list[Match]] = {}
    for match in _matcher_for(codebook, language).find(text):
        groups.setdefault(match.group, []).append(match)
    found = Found(groups)
    clauses = find_clauses(text, found, words)
    named: dict[str, list[tuple[str, Match]]] = {}
    for group, matches in groups.items():
        head, colon, rest = group.partition(":")
        if colon:
            named.setdefault(head + colon, []).extend([(rest, match) for match in matches])
    return Reading(text, language, words, found, clauses, named)


def unmasked_metaphors(reading: Reading) -> list[tuple[str, str, Match]]:
    """Images as code, name and match; words that only look like the code's are left out."""
    images = []
    for group, match in reading.starting(METAPHOR):
        code, name = group.split("/")
        if drop_masked([match], reading.found.of(NEGATIVE + code)):
            images.append((code, name, match))
    return images


@lru_cache(maxsize=256)
def phrases_of(cues: tuple[str, ...]) -> tuple[str, ...]:
    """Cues without wildcard or gap as the plain phrases that they stand for: "a|b c" is two."""
    phrases: list[str] = []
    for cue in cues:
        if _is_plain(cue):
            begun = [""]
            for word in cue.split(" "):
                begun = [f"{head} {form}".strip() for head in begun for form in word.split("|")]
            phrases += begun
    return tuple(phrases)


def _is_plain(cue: str) -> bool:
    return not any(sign in cue for sign in ("*", "~", "^", "..."))


def _matcher_for(codebook: Codebook, language: str) -> Matcher:
    key = (codebook.hash, language)
    if key not in _matchers:
        spoken = codebook.languages[language]
        _matchers[key] = Matcher(_groups(codebook, language), spoken.spacy)
    return _matchers[key]


def _groups(codebook: Codebook, language: str) -> Mapping[str, Iterable[str]]:
    words = codebook.languages[language].facets
    groups: dict[str, Iterable[str]] = {group: _part(words, path) for group, path in _LISTS.items()}
    for kind, cues in words.actors.kinds.items():
        groups[ACTOR + kind] = [cue for cue in cues if not _is_plain(cue)]
    for name, cues in words.beneficiaries.groups.items():
        groups[GROUP + name] = cues
    for name, cues in words.technologies.items():
        groups[TECHNOLOGY + name] = cues
    groups[MARKER + "past"] = codebook.languages[language].modality.get("past", ())
    for code in codebook.codes:
        for name, by_language in code.metaphors.items():
            if by_language.get(language):
                groups[f"{METAPHOR}{code.id}/{name}"] = by_language[language]
                groups[NEGATIVE + code.id] = code.negative_cues.get(language, ())
    return groups


def _part(words: FacetWords, path: str) -> tuple[str, ...]:
    part: object = words
    for name in path.split("."):
        part = getattr(part, name)
    assert isinstance(part, tuple)
    return part
