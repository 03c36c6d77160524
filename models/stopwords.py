"""Words that carry no topic, by language: spaCy's lists and what public documents add."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

# Modals, pronouns and connectives that spaCy's lists leave out and that public documents are full
# of. Words of the subject ("data", "service") never belong here: they are what topics are made of.
_ADDITIONS = {
    "en": "also etc may must shall including include includes within well new use used using per "
    "e.g i.e via upon thus hence whose key ensure ensuring",
    "nb": "bør dersom derfor deres disse eget egne ellers enten flest hva hvem hver hvert hvilke "
    "hvilken hvilket hvis hvor hvordan hvorfor innen innenfor kun mest minst må måte måten nye "
    "nytt omfatter særlig slike slikt samt tillegg utenfor vår våre vårt være både årene mv osv",
    "sv": "bör där därmed denna dessa sådan sådana sådant samt samtliga respektive genom inom "
    "enligt avser avseende bl.a dvs m.m t.ex även ny nya nytt ökad ökade varje varit annars hos",
    "da": "bør dersom derfor eksempelvis enten herunder hvad hvem hver hvert hvilke hvilken "
    "hvilket hvis hvordan hvorfor inden indenfor kun samt skal særligt sådan sådanne vores være "
    "ligeledes via mv osv ny nye nyt",
    "nn": "alle allereie alt andre annan anna annleis at av begge berre ble blei bli blir blitt "
    "bør både då dag de dei deira dels dem den denne der dersom desse det dette di du eg ei eige "
    "eigne ein eit eitt eller elles en enn er et etter eventuelt far fekk fem fire fleire fleste "
    "for fordi fram framleis frå før først første få får fått gi gir gjekk gjennom gjer gjera "
    "gjere gjort god gode godt gong grunn gå går ha hadde han har hatt heile heilt her ho hos "
    "hovudsakleg i ifølgje igjen ikkje ingen inn innan innanfor ja kan kom kome koma kor korleis "
    "kva kvar kvart kven kvifor kunne lang langt litt ligg like løpet man mange med meg mellom men "
    "mens medan meir mest mi min minst mot mykje må måte måten måtte ned neste no noko nokon nokre "
    "nok ny nye nytt nå når og òg også om opp oss over per på saman same samstundes samt seg sei "
    "sett sidan sin sine sist siste sitt sitter sjå sjølv skal skulle slik slike slikt som stad "
    "stor store stort står svært særleg så ta tek teke tid tidlegare til tilbake tillegg to under "
    "ut utan utanfor var ved veldig vere vera vi vidare viktig vil ville vore vår våre vårt å år "
    "året åra mv osv",
}

_BORROWED = {"no": ("nb",), "nn": ("nb",)}  # languages without a list of their own in spaCy


def stop_words(language: str) -> frozenset[str]:
    """The lower-case stop words of an ISO 639-1 language; empty where nobody has a list."""
    words: set[str] = set()
    for code in _BORROWED.get(language, (language,)):
        words |= _spacy_stop_words(code)
        words |= set(_ADDITIONS.get(code, "").split())
    words |= set(_ADDITIONS.get(language, "").split())
    return frozenset(words)


def _spacy_stop_words(language: str) -> set[str]:
    package = f"spacy.lang.{language}"
    if not language.isidentifier() or find_spec(package) is None:
        return set()
    if find_spec(f"{package}.stop_words") is None:
        return set()
    listed: set[str] = import_module(f"{package}.stop_words").STOP_WORDS
    return {word.lower() for word in listed}
