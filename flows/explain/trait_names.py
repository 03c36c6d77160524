"""Puts a sentence's traits into words, with the words of the sentence that show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from data.codebook_files import Marker
from extractors.coding import BY_CONTEXT, MARKER, NEVER, SCOPE, Evidence, Found

_MOST_WORDS, _MOST_CHARS = 3, 40

MARKER_NAMES: Mapping[Marker, str] = {
    "issuer_acts": "the issuer says what it will do",
    "planned": "an act is announced",
    "bare_order": "opens with a bare verb",
    "addressee": "a body or group is told to act",
    "instructs": "instruction or advice",
    "obligation": "says what is needed",
    "possibility": "says what is possible or still unused",
    "expectation": "says what is to come",
    "goal": "says what is aimed at",
    "value": "said to be important",
    "past": "past tense",
    "reported": "figures, years or surveys told",
    "exists": "tells what is there",
    "problem": "risk, barrier or lack",
    "negation": "a negation",
    "contrast": "a contrast",
    "condition": "a condition",
}
"""What each marker of the codebook's languages is the sign of."""
_SHAPES = {
    "names": "names of systems",
    "question": "ends as a question",
    "heading": "looks like a heading",
    "colon": "ends with a colon",
    "digit": "holds a figure",
    "year": "holds a year",
    "percent": "holds a per cent sign",
    "length": "length of the sentence",
    "short": "fewer than seven words",
    "long": "more than 35 words",
    "titled": "words with a capital letter",
    "lower": "starts with a small letter",
    "numbered": "starts with a number",
}
_SCOPES = {
    SCOPE: "a word for data or technology",
    BY_CONTEXT: "a word that may mean technology, such as system",
    NEVER: "a word that only looks like technology",
    "scope:ruled_in": "about technology by the rules",
    "scope:ruled_out": "not about technology by the rules",
    "scope": "a word for data or technology",  # of the text before
}
_STRENGTHS = {"cue": "cue", "weak": "weak cue"}
_PLACES = {"marker": "", "type": "", "leads": ", early", "opens": ", at the very start"}


def name_trait(trait: str, evidence: Evidence) -> str:
    """A trait as a person would say it; one that is not known here is given as it is."""
    if trait.startswith("before:"):
        earlier, _, now = trait.removeprefix("before:").partition("&")
        named = f"text before: {_name(earlier, evidence.found_before, evidence.before)}"
        return f"{named} + {_name(now, evidence.found, evidence.text)}" if now else named
    return " + ".join(_name(part, evidence.found, evidence.text) for part in trait.split("&"))


def _name(trait: str, found: Found, text: str) -> str:
    if trait in _SCOPES:
        scope = SCOPE if trait == "scope" else trait
        return _SCOPES[trait] + quote(text, ((m.start_char, m.end_char) for m in found.of(scope)))
    kind, _, rest = trait.partition(":")
    name, _, twice = rest.partition(":")
    several = "several: " if twice else ""
    if kind in _STRENGTHS:
        strong, weak = found.cues_of(name)
        matches = strong if kind == "cue" else weak
        places = ((match.start_char, match.end_char) for match in matches)
        return f"{several}{_STRENGTHS[kind]} of {name}{quote(text, places)}"
    marker = next((one for one in MARKER_NAMES if one in (name, trait)), None)
    if marker and (kind in _PLACES or marker == trait):
        places = ((m.start_char, m.end_char) for m in found.of(MARKER + marker))
        return f"{several}{MARKER_NAMES[marker]}{_PLACES.get(kind, '')}{quote(text, places)}"
    if kind == "shape":
        return _SHAPES.get(name, trait)
    if kind == "kind":
        return f"in a document of the kind {name.replace('_', ' ')}"
    return {"ruled": f"of type {name} by the rules", "language": f"language {name}"}.get(
        kind, trait
    )


def quote(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The words at these places, each once and only the first few, to stand behind a name."""
    words = list(dict.fromkeys(" ".join(text[start:end].split()) for start, end in places))
    return "".join(f" «{_cut(word)}»" for word in words[:_MOST_WORDS])


def _cut(words: str) -> str:
    return words if len(words) <= _MOST_CHARS else f"{words[:_MOST_CHARS].rstrip()}…"
