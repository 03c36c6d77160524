"""Finds the names of systems that a sentence puts in quotation marks.

Promised systems are looked up in registers by these names. Quotation marks hold much else: laws,
plans, concepts, remarks. So the words beside a name must speak of a system, or of building or
running what a coined name stands for.
"""

from __future__ import annotations

import re

_PAIRS = ("«»", "“”", '""', "””", "„“", "»«")
_QUOTED = re.compile("|".join(f"{pair[0]}([^{pair}\n]{{2,80}}){pair[1]}" for pair in _PAIRS))
_MAX_WORDS = 6
_NOT_IN_NAMES = re.compile(r"[.!?;:]$|[.!?]\s|[,;()\[\]/]")
_CLAUSE_END = re.compile(r"[.!?;:](?=\s|$)")
_WORD = re.compile(r"\w[\w'’-]*")
_WORDS_BEFORE, _WORDS_AFTER = 4, 5
_REACH = 300  # characters in which those words stand: bounds the time of a text full of names

# A word of a name, or the word beside it, that tells that no system is meant.
_OTHER_THING = re.compile(
    r"laws?|lov(en|a)?|lag(en)?|\w+(loven|lagen|lova)|acts?|bills?|decrees?|orders?|provisions?"
    r"|directives?|direktiv(et)?|regulations?|forskrift(en)?|förordning(en)?|forordning(en)?"
    r"|\w*strateg(y|ies|i|ien|in|ier)|plans?|\w*plan(en)?|programmes?|programs?|\w*program(met)?"
    r"|agendas?|\w*agenda(en|n)?|schedules?|sections?|append(ix|ices)|annex(es)?|chapters?"
    r"|kapit(el|tel|let|len|let)|kap|vedlegg|bilaga|bilag|reports?|\w*rapport(en)?|documents?"
    r"|dokument(et)?|guid(e|es|eline|elines|ance)|veileder(en)?|rettleiar(en)?|vejledning(en)?"
    r"|vägledning(en)?|retningslinjer|riktlinjer|principles?|prinsipp(er)?|principer|council"
    r"|board|committee|commission|group|\w*(utvalg|udvalg)(et)?|\w*råd(et)?|pillars?|measures?"
    r"|tiltak(et)?|initiatives?|initiativ(et)?|polic(y|ies)|frameworks?|projects?|clubs?|networks?"
    r"|reform(en|s)?|dimensions?|objectives?|goals?|visas?|degrees?|courses?|terms?|begrep(et)?"
    r"|concepts?|visions?|visjon(en)?",
    re.IGNORECASE,
)
_SYSTEM_NOUN = re.compile(
    r"\w*systems?|\w*system(et|a|en|er|erne|ene)|\w*services?|tools?|toolkits?|models?|\w*models?"
    r"|\w*modell?(en|er|ane|ar|erne)?|\w*(chat)?bot(s|en|ten|ter|tar|tarna)?|robot(s|en|er)?"
    r"|algorithms?|\w*algoritme?(n|r|ne|en|er|ar)?|platforms?|\w*plattform(en|er|a)?"
    r"|\w*platform(en|e)?|\w*portals?|\w*portal(en|er|ar)?|apps?|\w*app(en|er)|applications?"
    r"|applikasjon(en)?|applikation(en)?|software|programvare|programvara|solutions?"
    r"|\w*løsning(en|er)?|\w*løysing(a|ar)?|\w*lösning(en|ar)?|regist(er|ers|ry)|\w*registe?re?t?"
    r"|assistants?|\w*assistent(en|er)?|databases?|\w*database(n|r)?|\w*databas(en)?"
    r"|\w*tjenest(e|en|er)|\w*ten(este|esta|ester)|\w*tjänst(en|er)?|\w*verktøy(et)?"
    r"|\w*verktyg(et)?|\w*værktøj(et)?",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"(introduc|launch|build|built|develop|test|extend|deploy|implement|pilot|operat|examin|try"
    r"|run|trial|detect|answer|warn|sav(e|es|ing)$|bygg|utvikl|udvikl|utveckl|innfør|indfør|inför"
    r"|lanser|prøv|pröv|försök|forsøk|test|bruk(e|er|t|ar)?$|brug(e|er|es)?$|drift|vis(er|ar|e)?$"
    r"|spar)",
    re.IGNORECASE,
)
_COMMON_ENDING = re.compile(
    r"(tions?|ances?|ences?|ity|ities|ness|ments?|ents|ships?|isms?|asjon(en)?|het(en)?|skills?"
    r"|services?|data)$",
    re.IGNORECASE,
)


def find_system_names(text: str) -> tuple[str, ...]:
    """Names in quotation marks that stand for a system, in order, each once.

    A name has one to six words and begins with a capital, or has one inside its first word as
    "eSkjema". A few words before or after it must be a noun such as "system" or "tjeneste"; for a
    coined name, whose words are all capitalised, an act such as "build" or "prøve" is enough.
    """
    names: dict[str, None] = {}
    for found in _QUOTED.finditer(text):
        name = next(group for group in found.groups() if group is not None).strip(" ,")
        before = text[max(0, found.start() - _REACH) : found.start()]
        after = text[found.end() : found.end() + _REACH]
        if _is_name(name) and _is_system(name, before, after):
            names[name] = None
    return tuple(names)


def _is_name(name: str) -> bool:
    words = name.split()
    if not 1 <= len(words) <= _MAX_WORDS or _NOT_IN_NAMES.search(name):
        return False
    if any(_OTHER_THING.fullmatch(word) for word in words):
        return False
    if len(words) <= 2 and _COMMON_ENDING.search(words[-1]):
        return False
    return _has_capital(words[0])


def _is_system(name: str, before: str, after: str) -> bool:
    left = _WORD.findall(_CLAUSE_END.split(before)[-1])[-_WORDS_BEFORE:]
    right = _WORD.findall(_CLAUSE_END.split(after)[0])[:_WORDS_AFTER]
    if any(_OTHER_THING.fullmatch(word) for word in (*left[-1:], *right[:1])):
        return False
    if any(_SYSTEM_NOUN.fullmatch(word) for word in (*left, *name.split()[-1:], *right)):
        return True
    return _is_coined(name) and any(_ACT.match(word) for word in (*left, *right))


def _is_coined(name: str) -> bool:
    words = name.split()
    return len(words) <= 2 and all(_has_capital(word) for word in words)


def _has_capital(word: str) -> bool:
    """At its head, or inside as in "eSkjema"."""
    return any(letter.isupper() for letter in word)
