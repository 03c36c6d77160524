"""Finds the systems that a commitment or mandate speaks of without quotation marks.

"We will introduce a chatbot for applicants" promises a system that a register could hold; "we will
develop standards for AI systems" does not. So a noun for a system counts as the object of a verb of
building or using, with nothing between them that makes it another thing's. Somebody must be bound
to the verb ("will", "shall", or an order that opens the sentence), and the object must be one
system: "a tool", and not "tools". Rather a promise is missed than one invented.
"""

from __future__ import annotations

import re

_MOST_BEFORE_USE = 3  # "shall, where it can, give agencies the right to use a tool" uses nothing
_MAX_BETWEEN = 7  # words between verb and noun: "an advanced and fully automated air traffic"

_ACTS = re.compile(
    r"introduc(?:e|es|ed|ing)|launch\w*|build(?:s|ing)?|built|develop(?:s|ed|ing)?"
    r"|creat(?:e|es|ing)|establish\w*|deploy(?:s|ed|ing)?|pilot(?:s|ed|ing)?"
    r"|implement(?:s|ed|ing)?|test(?:s|ed|ing)?|trial\w*|extend\w*|expand\w*|moderni[sz]\w*"
    r"|replac(?:e|es|ing)|procur\w+|adopt\w*|us(?:e|es|ing)|appl(?:y|ies|ying)|run|roll out"
    r"|try|tries|start work on|starter arbeid(?:et)? med|börja arbetet med"
    r"|utvikl(?:e|er|es|a|ar|ast)|videreutvikl\w*|innfør\w*|lanser\w*|bygg(?:e|er|es|a|ja)"
    r"|etabler\w*|t(?:a|ar|as|akast) i bruk|prøve? ut|prøv(?:e|es|ast)|test(?:e|es|ast)"
    r"|piloter\w*|implementer\w*|bruk(?:e|er|es|a|ar)|lag(?:e|er|a)"
    r"|utveckl(?:a|ar|as)|inför\w*|bygga|bygger|testa\w*|pröva\w*|använd(?:a|er|as)"
    r"|tar? fram|udvikl\w*|indfør\w*|lancer\w*|afprøv\w*|tager? i brug|anvend(?:e|er|es)",
    re.IGNORECASE,
)
# "Guidelines for developing AI systems" promises guidelines.
_ABOUT = re.compile(
    r"\b(?:for|of|in|on|when|before|after|prior to|without|about|while|by|av|om|ved|vid|för"
    r"|til at)\s+"
    r"(?:\w+ing and |\w+ing, )?$",
    re.IGNORECASE,
)
_SYSTEMS = re.compile(
    r"(?:information|computer|it|expert|warning|management|monitoring|detection|recognition"
    r"|recommendation|recommender|support|case|decision|screening|booking|search|identification"
    r"|traffic)[ -](?:\w+[ -])?(?:systems?|tools?|models?)"
    r"|(?:ai|learning|automated|intelligent) (?:\w+ )?(?:system|model|tools?)|tools?|algorithms?"
    r"|(?:language|prediction|predictive|foundation|statistical|risk) models?"
    r"|(?:chat|voice ?|search ?)?bots?|(?:virtual|digital|ai|smart) (?:assistants?|agents?)"
    r"|software|prototypes?|dashboards?|platforms?|portals?|apps?|digital twins?"
    r"|databases?|search engines?|online services?|e-services?"
    r"|\w*(?:språk|prediksjons|maskinlærings|risiko|ki-|ai-)\w*modell\w*|algoritm\w*"
    r"|(?:chat|prat|samtale|programvare)?robot\w*|chatbot\w*|\w*verktøy\w*|\w*verktyg\w*"
    r"|\w*værktøj\w*|\w+system(?:et|a|er|ene|erne|en)?|system(?:et)?|programvare\w*"
    r"|\w*plattform\w*|\w*platform(?:en|e)?|\w*portal(?:en|er|ar)?|\w*løsning(?:en|er)?"
    r"|\w*løysing(?:a|ar)?|\w*lösning(?:en|ar)?|e-tjänst\w*|\w*assistent(?:en|er|ar)?",
    re.IGNORECASE,
)
# What binds somebody to the verb behind it. "May", "can" and "is encouraged to" bind nobody.
_BINDING = re.compile(
    r"\b(?:will|shall|must|should|(?:is|are) (?:to|going to|required to|tasked with)"
    r"|plans? (?:to|on)|intends? to|aims? to|commits? to|committed to|undertakes? to"
    r"|skal|vil|må|bør|ska|skall|måste|kommer til å|kommer att|planlegger å|planerar att"
    r"|avser att|tar sikte på å|starter|i oppdrag å|i uppdrag att)\b"
    r"(?!\s+(?:not|ikke|ikkje|inte)\b)",
    re.IGNORECASE,
)
# The speaker or its government, who binds itself by saying what it does.
_COMMITTED = re.compile(
    r"(?:\b(?:we|the government|the ministry|vi|regjeringen|regjeringa|regeringen|departementet)"
    r"(?: (?:also|now|therefore|are|is|også|nå|därför|nu))*"
    r"|\b(?:is|are)(?: (?:now|currently|also))?)\s+$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^\W*(?:(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s*)?\W*$", re.IGNORECASE)
# Between the binding word and the verb: from here on the sentence speaks of somebody else.
_OTHER_CLAUSE = re.compile(
    r"[.;:!?]|\b(?:that|which|who|whose|those|such as|when|where|if|because|som|når|hvis"
    r"|där|eftersom)\b",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"\bthe term\b|\b(?:is|are) defined as\b|\brefers? to\b"
    r"|(?<!will )(?<!shall )\b(?:entails?|involves?)\b|[\"”»’] means\b"
    r"|\b(?:innebærer|innebär|indebærer|menes med|avses med)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\w+ed|built|\w+(?:erte|førte|erade|förde|erede)", re.IGNORECASE)
_USE = re.compile(r"us(?:e|es|ing)|appl\w+|implement\w*|adopt\w*|bruk\w*|använd\w*|anvend\w*", re.I)
_ONE = re.compile(
    r"\b(?:an?|the|one|its|our|this|another|en|et|ei|ett|eit|den|det|sin|sitt|vår|vårt|dens)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:the|its|our|two|three|four|five|six|tre|fire|två|fyra|\d+)\b", re.I)
_MANY = re.compile(
    r"(?:systems|tools|models|algorithms|bots|assistants|agents|prototypes|dashboards|platforms"
    r"|portals|apps|twins|databases|engines|services|\w+(?:er|ar|are))$",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"\w+(?:et|en|ene|erne|løysinga)$", re.IGNORECASE)
# A noun behind these belongs to something else, or is a system of another kind.
_BREAK = re.compile(
    r"[.;:!?()]|\b(?:for|of|on|about|regarding|against|around|whether|how|that|which|who"
    r"|to|in|within|as|using|om|av|af|at|att|som|hvordan|hur|mot|over|over for|knyttet|rundt|til"
    r"|till)\b",
    re.IGNORECASE,
)
_NO_MACHINE = re.compile(
    r"\b(?:(?:eco|health|education|school|legal|justice|tax|political|financial|social|innovation"
    r"|value|payment|care|welfare|training|governance|quality|mission|policy|business|role"
    r"|operating|funding|partnership|cooperation|supervision|accountability|property"
    r"|patent|benefits|standards)[ -]?(?:(?:care|management) )?|(?:øko|helse|utdannings|retts"
    r"|skatte|styrings|kvalitets|utbildnings|rätts|hälso|innovations|finans)\w*)"
    r"(?:systems?|models?|platforms?|tools?|system\w*|modell\w*)\b|\btoolkits?\b|\bguid\w+\b",
    re.IGNORECASE,
)
_ABOUT_AI = re.compile(
    r"\b(?:AI|KI)[ -]?(?:portal|hub|website|nettsted|webbplats)\w*", re.IGNORECASE
)
_INTELLIGENT = re.compile(
    r"\b(?:AI|A\.I\.|KI)\b|artificial intelligence|machine[ -]learning|deep learning|algorithm"
    r"|neural|chatbot|language model|predictive|automated decision|facial recognition|speech"
    r"|kunstig intelligen|konstgjord intelligens|artificiell intelligens|maskin(?:læring|inlärning)"
    r"|maskininlärning|algoritm|språkmodell|prediksjon|samtalerobot|chatrobot|robotprosess"
    r"|intelligence artificielle|apprentissage automatique",
    re.IGNORECASE,
)


def find_described_systems(text: str) -> tuple[str, ...]:
    """Verb to noun of each system that the text binds somebody to, in order, each once.

    As "build a prediction model": enough for a person to see what is promised. Empty for what only
    explains a term, tells of the past or speaks of systems in general.
    """
    if _EXPLAINS.search(text):
        return ()
    found: dict[str, None] = {}
    for act in re.finditer(rf"(?<![\w-])(?:{_ACTS.pattern})\b", text, re.IGNORECASE):
        if not _is_promised(text, act):
            continue
        after = text[act.end() : act.end() + 40 + 14 * _MAX_BETWEEN]
        if stop := _BREAK.search(after):
            after = after[: stop.start()]
        noun = re.search(rf"\b(?:{_SYSTEMS.pattern})\b", after, re.IGNORECASE)
        if noun is None or len(after[: noun.start()].split()) > _MAX_BETWEEN:
            continue
        if not _is_one(act.group(), after[: noun.start()], noun.group()):
            continue
        phrase = text[act.start() : act.end()] + after[: noun.end()]
        if not _NO_MACHINE.search(phrase) and not _ABOUT_AI.search(phrase):
            found[" ".join(phrase.split())] = None
    return tuple(found)


def _is_promised(text: str, act: re.Match[str]) -> bool:
    """Whether somebody is bound to the act, which is not over."""
    before, verb = text[: act.start()], act.group()
    if _PAST.fullmatch(verb) or (verb.lower().endswith("ing") and _ABOUT.search(before)):
        return False
    most = _MOST_BEFORE_USE if _USE.fullmatch(verb) else len(before)
    for one in _BINDING.finditer(before):
        since = before[one.end() :]
        if not _OTHER_CLAUSE.search(since) and len(since.split()) <= most:
            return True
    if _COMMITTED.search(before):
        return True
    is_order = not verb.lower().endswith("ing") and not _USE.fullmatch(verb)
    return is_order and _OPENING.match(before) is not None


def _is_one(verb: str, between: str, noun: str) -> bool:
    """Whether the object is a certain system or a number of them, and not a kind of thing."""
    if _MANY.search(noun):
        return _COUNTED.search(between) is not None and not _USE.fullmatch(verb)
    return _ONE.search(between) is not None or _DEFINITE.fullmatch(noun) is not None


def can_name_system(name: str, text: str) -> bool:
    """Whether a name in quotation marks or capitals may be a system's, by the sentence it is in.

    Not that of a toolkit or guide, nor any in a sentence that only explains what a term means.
    """
    return not _NO_MACHINE.search(name) and not _EXPLAINS.search(text)


def says_intelligent(text: str) -> bool:
    """Whether the text says that AI, learning or algorithms are at work: what registers hold."""
    return _INTELLIGENT.search(text) is not None
