"""Who is said to act: bodies by name, the issuer, government, industry, the technology, people.

Names and plain words are found by spaCy's EntityRuler on the language's blank pipeline; words with
a wildcard ("*direktoratet") by the matcher of cues. Without a parser a subject is known by its
surroundings: no preposition stands before it, and a verb follows soon or, in the Nordic languages,
an auxiliary stands just before. In the passive only "by" shows who acts; else nobody does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.pipeline import EntityRuler
from spacy.tokens import Doc, Span

from data.codebook import Codebook
from data.facet_words import ACTOR_KINDS
from data.organisation import Organisations
from extractors.cues import Match, drop_masked
from extractors.facet_reader import ACTOR, TECHNOLOGY, Reading, phrases_of
from extractors.tokens import build_pipeline, cutter_for

_WORDS_BEFORE_VERB = 3
_LOOK_CHARS = 60
_MAX_WORDS = 50_000
_WORD = re.compile(r"\w[\w'’-]*")

NamedIds = Mapping[str, tuple[str, ...]]

_rulers: dict[tuple[str, str, str], tuple[EntityRuler, NamedIds]] = {}
# per process, by the hashes of codebook and bodies and by language


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that a sentence names and that might act."""

    kind: str
    start_char: int
    end_char: int
    organisation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts, with the place of the verb that shows it; what hides actors; all who are named."""

    acting: tuple[tuple[Actor, int], ...]
    passives: tuple[Match, ...]
    named: tuple[Actor, ...]


def find_cast(
    reading: Reading, codebook: Codebook, organisations: Organisations, country: str | None
) -> Cast:
    """Everybody whom a sentence names, and who of them acts; bodies are known by their country."""
    named = _find_named(reading, codebook, organisations, country)
    passives = tuple(drop_masked(reading.of("passive"), reading.of("not_passive")))
    acting: list[tuple[Actor, int]] = []
    for actor in named:
        verb = _verb_of(actor, reading, passives)
        if verb is None and acting and _is_joined(acting[-1][0], actor, reading):
            verb = acting[-1][1]
        if verb is not None:
            acting.append((actor, verb))
    return Cast(tuple(acting), passives, named)


def choose_actors(cast: Cast, reading: Reading, place: int) -> tuple[Actor, ...]:
    """Who acts in what is said at a place: the subject of its clause, or of the last one before.

    Subjects of one verb belong together ("Digdir and KS will"). Nobody gives an empty tuple: the
    clause is in the passive, or no subject is named.
    """
    clause = reading.clauses.at(place)
    for at in range(clause, -1, -1):
        here = [one for one in cast.acting if reading.clauses.at(one[0].start_char) == at]
        if here:
            before = [one for one in here if one[0].start_char <= place]
            verb = (before[-1] if before else here[0])[1]
            return tuple(actor for actor, its_verb in here if its_verb == verb)
        if any(reading.clauses.at(hidden.start_char) == at for hidden in cast.passives):
            return ()
    return ()


def _find_named(
    reading: Reading, codebook: Codebook, organisations: Organisations, country: str | None
) -> tuple[Actor, ...]:
    ruler, by_name = _ruler_for(codebook, organisations, reading.language)
    home = reading.words.actors.countries
    countries = (country, *home) if country else home
    named = []
    cutter = cutter_for(codebook.languages[reading.language].spacy)
    doc = Doc(ruler.nlp.vocab, *cutter.words(reading.text))
    for label, span in _longest(ruler, doc):
        ids = by_name.get(span.text, ())
        body = organisations.choose(ids, countries) if ids else None
        named.append(Actor(label, span.start_char, span.end_char, body))
    others = [
        Actor(kind, match.start_char, match.end_char) for kind, match in reading.starting(ACTOR)
    ]
    others += [
        Actor("technology", match.start_char, match.end_char)
        for _, match in reading.starting(TECHNOLOGY)
    ]
    # The longest name holds its words: in "open government data" no government acts.
    kept: list[Actor] = []
    for actor in sorted((*named, *others), key=lambda one: one.start_char - one.end_char):
        if not any(
            actor.start_char < other.end_char and other.start_char < actor.end_char
            for other in kept
        ):
            kept.append(actor)
    return tuple(sorted(kept, key=lambda actor: actor.start_char))


def _longest(ruler: EntityRuler, doc: Doc) -> Iterator[tuple[str, Span]]:
    """The entities that the ruler would set, longest first; setting them takes twice the time."""
    seen: set[int] = set()
    matches = set(ruler.phrase_matcher(doc))
    for name, start, end in sorted(matches, key=lambda m: (m[2] - m[1], -m[1]), reverse=True):
        if start not in seen and end - 1 not in seen:
            seen.update(range(start, end))
            yield doc.vocab.strings[name], doc[start:end]


def _verb_of(actor: Actor, reading: Reading, passives: Sequence[Match]) -> int | None:
    """Where the verb stands that makes it the subject; none where it is no subject."""
    words = reading.words.actors
    text, clauses = reading.text, reading.clauses
    start = max(0, actor.start_char - _LOOK_CHARS)
    before = [word.lower() for word in _WORD.findall(text[start : actor.start_char])]
    while before and before[-1] in words.determiners:
        before.pop()
    if before and before[-1] in words.by:
        hidden = [p for p in passives if p.end_char <= actor.start_char]
        if hidden and clauses.are_one(hidden[-1].start_char, actor.start_char):
            return hidden[-1].start_char
        return None
    if before and before[-1] in words.prepositions:
        return None
    if text[actor.end_char : actor.end_char + 1] in ("'", "’"):  # "the agency's plan"
        return None
    verb = _verb_before(actor, reading) or _verb_after(actor, reading)
    if verb is None or _is_passive(verb, reading, passives):
        return None
    return verb.start_char


def _is_joined(actor: Actor, other: Actor, reading: Reading) -> bool:
    """Whether only "and" stands between two: "i år skal Digdir og KS"."""
    between = reading.text[actor.end_char : other.start_char].split()
    return len(between) == 1 and between[0] in reading.words.beneficiaries.conjunctions


def _verb_after(actor: Actor, reading: Reading) -> Match | None:
    for act in reading.found.of("acts"):
        if actor.end_char <= act.start_char <= actor.end_char + _LOOK_CHARS:
            if not reading.clauses.are_one(actor.start_char, act.start_char):
                return None
            between = _WORD.findall(reading.text, actor.end_char, act.start_char)
            is_cut = any(sign in reading.text[actor.end_char : act.start_char] for sign in "(:;")
            if is_cut or len(between) > _WORDS_BEFORE_VERB:
                return None
            if not between or between[-1].lower() not in reading.words.actors.infinitive:
                return act
    return None


def _verb_before(actor: Actor, reading: Reading) -> Match | None:
    acts = reading.found.of("acts_first")
    if reading.words.is_verb_second and _opens_with_preposition(actor, reading):
        acts = reading.found.of("acts")  # "for tiden mangler etatene": any verb comes first
    may_part = {*reading.words.actors.determiners, *phrases_of(reading.words.negators)}
    for act in acts:
        if act.end_char <= actor.start_char and actor.start_char - act.end_char <= _LOOK_CHARS:
            between = _WORD.findall(reading.text, act.end_char, actor.start_char)
            if all(word.lower() in may_part for word in between):
                return act
    return None


def _opens_with_preposition(actor: Actor, reading: Reading) -> bool:
    clauses = reading.clauses
    clause = clauses.at(actor.start_char)
    if clause in clauses.relatives:
        return False  # "som gir innbyggerne": the subject is what "som" stands for
    first = _WORD.search(reading.text, clauses.starts[clause])
    return first is not None and first.group().lower() in reading.words.actors.prepositions


def _is_passive(verb: Match, reading: Reading, passives: Iterable[Match]) -> bool:
    return any(
        verb.start_char <= passive.start_char <= verb.end_char + _LOOK_CHARS
        and reading.clauses.are_one(verb.start_char, passive.start_char)
        and len(_WORD.findall(reading.text, verb.end_char, passive.start_char)) <= 1
        for passive in passives
    )


def _ruler_for(
    codebook: Codebook, organisations: Organisations, language: str
) -> tuple[EntityRuler, NamedIds]:
    key = (codebook.hash, organisations.hash, language)
    kept = _rulers.get(key)
    # spaCy keeps every word it meets, so a ruler is built anew before a long run fills the memory.
    if kept is None or len(kept[0].nlp.vocab.strings) > _MAX_WORDS:
        spoken = codebook.languages[language]
        by_name = organisations.ids_by_name()
        # Ids are looked up by name: the ruler makes a label of each id, and is slow with many.
        patterns = [{"label": "public_body", "pattern": name} for name in by_name]
        for kind in ACTOR_KINDS:
            for phrase in phrases_of(spoken.facets.actors.kinds.get(kind, ())):
                # The ruler matches names as written, so common words are given both ways.
                forms = dict.fromkeys((phrase, phrase[0].upper() + phrase[1:]))
                patterns += [{"label": kind, "pattern": form} for form in forms]
        ruler = EntityRuler(build_pipeline(spoken.spacy))
        ruler.add_patterns(patterns)  # type: ignore[arg-type]
        kept = _rulers[key] = ruler, by_name
    return kept
