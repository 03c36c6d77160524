"""Whether somebody who is named is the subject, without a parser: by what stands around.

No preposition stands before a subject, and a verb follows soon or, in the Nordic languages, stands
just before. At the start of a clause any word may be the verb. What follows another subject's verb
is its object. In the passive only "by" shows who acts; else nobody does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.cues import Match
from extractors.facets.names import Actor
from extractors.facets.reader import Reading, phrases_of

_WORDS_BEFORE_VERB = 3
_LOOK_CHARS = 60
_INSERT_CHARS = 120
_WORD = re.compile(r"\w[\w'’-]*")


def find_verb(
    members: Sequence[Actor],
    reading: Reading,
    passives: Sequence[Match],
    acting: Sequence[tuple[Actor, int]],
) -> int | None:
    """Where the verb stands that makes those named together its subject; none where it does not.

    `acting` are the subjects found before them.
    """
    first, last = members[0], members[-1]
    words = reading.words.actors
    start = max(0, first.start_char - _LOOK_CHARS)
    before = _WORD.findall(reading.text, start, first.start_char)
    nearest = next(
        (word for word in map(str.lower, reversed(before)) if not reading.is_filler(word)), ""
    )
    if nearest in words.by:
        return _hidden_by(first, reading, passives)
    opens_clause = nearest in words.complementizers
    is_owner = reading.text[last.end_char : last.end_char + 1] in ("'", "’")  # "the agency's plan"
    if is_owner or (nearest in words.prepositions and not opens_clause):
        return None
    if _is_object(first, reading, acting):
        return None
    verb = _verb_before(first, reading) or _verb_after(last, reading)
    if verb is not None:
        start, end = verb.start_char, verb.end_char
    elif (opens_clause or _opens_clause(first, reading)) and _is_followed(last, reading):
        start = end = last.end_char
    else:
        return None
    return None if _is_passive(start, end, reading, passives) else start


def _hidden_by(actor: Actor, reading: Reading, passives: Sequence[Match]) -> int | None:
    """The passive whose agent a "by" names; phrases such as "by means of" name none."""
    hidden = [one for one in passives if one.end_char <= actor.start_char]
    if not hidden or not reading.clauses.are_one(hidden[-1].start_char, actor.start_char):
        return None
    passive = hidden[-1]
    between = reading.text[passive.end_char : actor.start_char]
    names = [word for word in _WORD.findall(between) if word.lower() in reading.words.actors.by]
    others = [
        one
        for one in reading.of("not_by")
        if passive.start_char <= one.start_char and one.end_char <= actor.start_char
    ]
    return (
        passive.start_char
        if len(names) - len(others) == 1 and not _ends_near(others, actor)
        else None
    )


def _ends_near(phrases: Sequence[Match], actor: Actor) -> bool:
    return any(actor.start_char - one.end_char < _LOOK_CHARS // 2 for one in phrases[-1:])


def _is_object(actor: Actor, reading: Reading, acting: Sequence[tuple[Actor, int]]) -> bool:
    """Whether another subject's verb stands just before: "AI helps doctors make decisions"."""
    here = [one for one, _ in acting if reading.clauses.are_one(one.start_char, actor.start_char)]
    if not here:
        return False
    low = max(here[0].end_char, actor.start_char - _LOOK_CHARS)
    return any(
        low <= act.start_char
        and act.end_char <= actor.start_char
        and reading.are_fillers(act.end_char, actor.start_char)
        and all(act.start_char != one.start_char for one in reading.of("acts_first"))
        for act in reading.of("acts")
    )


def _verb_after(actor: Actor, reading: Reading) -> Match | None:
    acts = reading.of("acts")
    act = next((one for one in acts if one.start_char >= actor.end_char), None)
    if act is None:
        return None
    clauses = reading.clauses
    inserted = clauses.at(actor.end_char + 1)
    if inserted in clauses.relatives and inserted > clauses.at(actor.start_char):
        # "algorithms that are trained on this, can"
        comma = reading.text.find(",", actor.end_char, actor.end_char + _INSERT_CHARS)
        after = [one for one in acts if comma >= 0 and 0 < one.start_char - comma <= 2]
        return after[0] if after else None
    is_near = act.start_char <= actor.end_char + _LOOK_CHARS
    if not is_near or not clauses.are_one(actor.start_char, act.start_char):
        return None
    return act if _may_part(actor, act, reading) else None


def _may_part(actor: Actor, act: Match, reading: Reading) -> bool:
    """Whether what stands between somebody and a verb lets him be its subject."""
    words = reading.words
    text = reading.text[actor.end_char : act.start_char]
    if text == " ":
        between = []
    elif any(sign in text for sign in "(:;,"):
        return False
    else:
        between = [word.lower() for word in _WORD.findall(text)]
    if len(between) > _WORDS_BEFORE_VERB:
        return False
    if between:
        joins = (*words.actors.infinitive, *words.beneficiaries.conjunctions)
        if between[-1] in joins or any(one in words.actors.complementizers for one in between):
            return False
    # "ved å bruke data kan etaten": the verb comes second, then its subject
    is_fronted = words.is_verb_second and opens_with_preposition(actor, reading)
    return not (is_fronted and _starts_other_subject(act, reading))


def _starts_other_subject(act: Match, reading: Reading) -> bool:
    """Whether a name, an article or a noun with its article at the end follows a verb."""
    following = _WORD.search(reading.text, act.end_char)
    if following is None:
        return False
    word = following.group()
    return (
        word[0].isupper()
        or reading.is_filler(word.lower())
        or word.endswith(("ne", "na", "en", "et", "a"))
    )


def _verb_before(actor: Actor, reading: Reading) -> Match | None:
    acts = reading.of("acts_first")
    if reading.words.is_verb_second and opens_with_preposition(actor, reading):
        acts = reading.of("acts")  # "for tiden mangler etatene": any verb comes first
    may_part = phrases_of(reading.words.negators)
    for act in acts:
        if act.end_char <= actor.start_char and actor.start_char - act.end_char <= _LOOK_CHARS:
            between = _WORD.findall(reading.text, act.end_char, actor.start_char)
            rest = [
                word
                for word in between
                if word.lower() not in may_part and not reading.is_filler(word.lower())
            ]
            # "fant kommunens algoritme": one whose it is may part them.
            if not rest or (len(between) == len(rest) == 1 and rest[0].endswith("s")):
                return act
    return None


def opens_with_preposition(actor: Actor, reading: Reading) -> bool:
    """Whether the clause of somebody who is named begins with a preposition or an adverb."""
    clauses = reading.clauses
    clause = clauses.at(actor.start_char)
    if clause in clauses.relatives:
        return False  # "som gir innbyggerne": the subject is what "som" stands for
    first = _WORD.search(reading.text, clauses.starts[clause])
    return first is not None and first.group().lower() in reading.words.actors.prepositions


def _opens_clause(actor: Actor, reading: Reading) -> bool:
    """Whether nothing but the word that opens the clause, and articles, stand before it there."""
    clauses = reading.clauses
    start = clauses.starts[clauses.at(actor.start_char)]
    if actor.start_char - start > _LOOK_CHARS:
        return False
    openings = [
        one.end_char
        for group in ("opening", "relative")
        for one in reading.of(group)
        if one.start_char == start and one.end_char <= actor.start_char
    ]
    before = _WORD.findall(reading.text, max([start, *openings]), actor.start_char)
    return all(reading.is_filler(word.lower()) for word in before)


def _is_followed(actor: Actor, reading: Reading) -> bool:
    """Whether a word that might be a verb follows at once."""
    following = _WORD.match(reading.text, actor.end_char + 1)
    if following is None or reading.text[actor.end_char : actor.end_char + 1] != " ":
        return False
    words, word = reading.words, following.group()
    no_verbs = (
        *words.actors.prepositions,
        *words.actors.infinitive,
        *words.beneficiaries.conjunctions,
    )
    if word.lower() in no_verbs:
        return False
    if words.is_verb_second:
        return True
    # "AI research" and "Government Policies" are things.
    is_plural = actor.kind == "issuer" or reading.text[actor.end_char - 1] in "sS"
    is_capital = word[0].isupper() and not reading.text.isupper()
    return not is_capital and (is_plural or word.lower().endswith(("s", "ed")))


def _is_passive(start: int, end: int, reading: Reading, passives: Sequence[Match]) -> bool:
    return any(
        start <= passive.start_char <= end + _LOOK_CHARS
        and reading.clauses.are_one(start, passive.start_char)
        and len(_WORD.findall(reading.text, end, passive.start_char)) <= 1
        for passive in passives
    )
