"""Who is named in a sentence: bodies, kinds of bodies and people, technologies.

Names and plain words are found by the patterns of spaCy's EntityRuler on the language's blank
pipeline; words with a wildcard ("*direktoratet") by the matcher of cues. The ruler is shown only
the words that stand in some pattern, and one blank word for all between them: most words of a
sentence name nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spacy.pipeline import EntityRuler
from spacy.tokens import Doc

from data.codebook import Codebook
from data.facet_words import ACTOR_KINDS
from data.organisation import Organisations
from extractors.facets.reader import ACTOR, TECHNOLOGY, Reading, phrases_of
from extractors.tokens import MAX_KEPT, Cutter, build_pipeline, cutter_for, readable

_UPPER_LETTERS = 5
_LOOK_CHARS = 60
_ELSE = "·"  # stands for words of no pattern

_Place = tuple[str, int, int]  # a word, its first character and the one after its last
_Piece = tuple[str, int, int, bool]  # the same, and whether it begins a pattern


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that a sentence names and that might act."""

    kind: str
    start_char: int
    end_char: int
    organisation_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Ruler:
    """The patterns of a language, the words in them, and the stretches of text met so far."""

    ruler: EntityRuler
    ids_by_name: Mapping[str, tuple[str, ...]]
    vocabulary: Mapping[str, bool]
    """Whether each word of a pattern begins one."""
    cutter: Cutter
    stretches: dict[str, tuple[_Piece, ...]] = field(default_factory=dict)

    def find(self, text: str) -> Iterator[_Place]:
        """The entities that the ruler would set, longest first: kind and place."""
        words: list[str] = []
        places: list[tuple[int, int]] = []
        at = 0
        for stretch in readable(text).split(" "):
            for word, start, end, begins in self.stretches.get(stretch) or self._meet(stretch):
                if begins or (words and words[-1] != _ELSE):
                    words.append(word)
                    places.append((at + start, at + end))
            at += len(stretch) + 1
        if not words:
            return
        doc = Doc(self.ruler.nlp.vocab, words)
        # Setting the entities takes twice the time of matching.
        seen: set[int] = set()
        for name, start, end in sorted(set(self.ruler.phrase_matcher(doc)), key=_longest_first):
            if start not in seen and end - 1 not in seen:
                seen.update(range(start, end))
                yield doc.vocab.strings[name], places[start][0], places[end - 1][1]

    def _meet(self, stretch: str) -> tuple[_Piece, ...]:
        """The words of a stretch, with one blank for each run of words of no pattern."""
        kept: list[_Piece] = []
        for _, start, end in self.cutter.cut(stretch):
            word = stretch[start:end]
            if word in self.vocabulary:
                kept.append((word, start, end, self.vocabulary[word]))
            elif not kept or kept[-1][0] != _ELSE:
                kept.append((_ELSE, start, end, False))
        if len(self.stretches) >= MAX_KEPT:
            self.stretches.clear()
        places = tuple(kept)
        self.stretches[stretch] = places
        return places


def _longest_first(match: tuple[int, int, int]) -> tuple[int, int]:
    return match[1] - match[2], match[1]


_rulers: dict[tuple[str, str, str], _Ruler] = {}
# per process, by the hashes of codebook and bodies and by language


def find_named(
    reading: Reading, codebook: Codebook, organisations: Organisations, country: str | None
) -> tuple[Actor, ...]:
    """Everybody whom a sentence names, in order; bodies that share a name by their country."""
    ruler = _ruler_for(codebook, organisations, reading.language)
    home = reading.words.actors.countries
    countries = (country, *home) if country else home
    every = []
    for kind, start, end in ruler.find(reading.text):
        ids = ruler.ids_by_name.get(reading.text[start:end], ())
        body = organisations.choose(ids, countries) if ids else None
        every.append(Actor(kind, start, end, body))
    for kind, match in reading.starting(ACTOR):
        every.append(Actor(kind, match.start_char, match.end_char))
    for _, match in reading.starting(TECHNOLOGY):
        every.append(Actor("technology", match.start_char, match.end_char))
    # The longest name holds its words: in "open government data" no government acts.
    kept: list[Actor] = []
    for actor in sorted(every, key=lambda one: one.start_char - one.end_char):
        if not any(
            actor.start_char < other.end_char and other.start_char < actor.end_char
            for other in kept
        ):
            kept.append(actor)
    kept.sort(key=lambda actor: actor.start_char)
    if len(kept) < 2:
        return tuple(kept)
    starts = [one.start_char for one in kept[1:]]
    counts = [
        only_counts(one.start_char, one.end_char, start, reading)
        for one, start in zip(kept, starts, strict=False)
    ]
    return (*[one for one, is_count in zip(kept, counts, strict=False) if not is_count], kept[-1])


def only_counts(start: int, end: int, following: int, reading: Reading) -> bool:
    """Whether a word names nobody but says how many: the "all" of "all agencies".

    `following` is where the next name begins.
    """
    if following - end > _LOOK_CHARS or not reading.is_filler(reading.text[start:end].lower()):
        return False
    return "," not in reading.text[end:following] and reading.are_fillers(end, following)


def _ruler_for(codebook: Codebook, organisations: Organisations, language: str) -> _Ruler:
    key = (codebook.hash, organisations.hash, language)
    kept = _rulers.get(key)
    if kept is None:
        spoken = codebook.languages[language]
        by_name = organisations.ids_by_name()
        for name in tuple(by_name):  # in a heading; short ones might be other words there
            if len(name) > _UPPER_LETTERS:
                by_name.setdefault(name.upper(), by_name[name])
        # Ids are looked up by name: the ruler makes a label of each id, and is slow with many.
        patterns = [{"label": "public_body", "pattern": name} for name in by_name]
        for kind in ACTOR_KINDS:
            for phrase in phrases_of(spoken.facets.actors.kinds.get(kind, ())):
                # The ruler matches names as written, so common words are given in all ways.
                forms = dict.fromkeys(
                    (phrase, phrase[0].upper() + phrase[1:], phrase.title(), phrase.upper())
                )
                patterns += [{"label": kind, "pattern": form} for form in forms]
        ruler = EntityRuler(build_pipeline(spoken.spacy))
        ruler.add_patterns(patterns)  # type: ignore[arg-type]
        cutter = cutter_for(spoken.spacy)
        vocabulary: dict[str, bool] = {}
        for pattern in patterns:
            written = pattern["pattern"]
            words = [
                stretch[start:end]
                for stretch in written.split(" ")
                for _, start, end in cutter.cut(stretch)
            ]
            for at, word in enumerate(words):
                vocabulary[word] = vocabulary.get(word, False) or at == 0
        kept = _rulers[key] = _Ruler(ruler, by_name, vocabulary, cutter)
    return kept
