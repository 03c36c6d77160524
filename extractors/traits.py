"""Describes a sentence by what the codebook's words say of it, the same way in every language.

A trait is a name and a number, such as `cue:efficiency` 1 or `leads:obligation` 1. Because a code
and a marker mean the same in all languages, what a model learns of traits from English sentences
holds for Danish ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from data.codebook_files import Marker
from extractors.coding import BY_CONTEXT, MARKER_GROUPS, NEVER, SCOPE, Evidence, Found
from extractors.systems import find_system_names

KIND = "kind:"
"""Begins the traits that tell of the document: "shall" in a mandate letter is an order."""
_TOLD_BY_KIND = ("leads:", "opens:", "ruled:", "scope:ruled")

_YEAR = re.compile(r"\b20[0-4]\d\b")
_DIGIT = re.compile(r"\d")
_LEADING_PART = 3  # a marker leads when it begins in the first third of the text
_FIRST_CHARS = 8  # and opens the text when it begins among its first characters
_SHORT_WORDS, _LONG_WORDS = 7, 35
_TITLED_SHARE = 0.5  # of the words with a capital: more is the manner of headings
_SENTENCE_ENDS = (".", "!", "?", ":")


def describe(evidence: Evidence, codes: Collection[str]) -> dict[str, float]:
    """The traits of a sentence that are not 0; `codes` are the codebook's.

    Pairs of a cue and a marker ("growth" & "past") are traits too: a mention of law where
    something is needed says another thing than one where something is reported.
    """
    found = evidence.found
    cues = list(_cue_traits(found, codes))
    markers = _markers(found)
    traits = dict.fromkeys(cues, 1.0)
    traits.update(_marker_traits(found, markers, len(evidence.text)))
    traits.update(_shape_traits(evidence.text))
    for group in (SCOPE, BY_CONTEXT, NEVER):
        if found.of(group):
            traits[group] = 1.0
    is_about = "scope:ruled_in" if evidence.ruled.in_scope else "scope:ruled_out"
    traits[is_about] = 1.0
    traits[f"ruled:{evidence.ruled.type}"] = 1.0
    traits[f"language:{evidence.language}"] = 1.0
    singles = [cue for cue in cues if not cue.endswith(":2")]
    pairs = [f"{is_about}&{one}" for one in (*markers, *singles)]
    pairs += [f"{cue}&{marker}" for cue in singles for marker in markers]
    pairs += [f"{one}&{other}" for one, other in combinations(sorted(markers), 2)]
    traits.update(dict.fromkeys(pairs, 1.0))
    before = evidence.found_before
    for trait in (
        *_cue_traits(before, codes),
        *(MARKER_GROUPS[marker] for marker in _markers(before)),
    ):
        traits[f"before:{trait}"] = 1.0
    if before.has_direct_scope():
        traits["before:scope"] = 1.0
        traits[f"before:scope&{is_about}"] = 1.0
    traits.update(_kind_traits(evidence.document_kind, traits))
    return traits


def _kind_traits(document_kind: str, traits: Collection[str]) -> Mapping[str, float]:
    if not document_kind:
        return {}
    kind = KIND + document_kind
    told = [trait for trait in traits if trait.startswith(_TOLD_BY_KIND)]
    return {kind: 1.0, **dict.fromkeys((f"{kind}&{trait}" for trait in told), 0.5)}


def _cue_traits(found: Found, codes: Collection[str]) -> Iterator[str]:
    spoken = found.cues()
    for code in codes:
        if code not in spoken:
            continue
        for name, matches in zip(("cue", "weak"), spoken[code], strict=True):
            if matches:
                yield f"{name}:{code}"
                if len(matches) > 1 and len({match.cue for match in matches}) > 1:
                    yield f"{name}:{code}:2"


def _markers(found: Found) -> list[Marker]:
    return [marker for marker, group in MARKER_GROUPS.items() if group in found.groups]


def _marker_traits(found: Found, markers: Collection[Marker], length: int) -> Mapping[str, float]:
    traits: dict[str, float] = {}
    for marker in markers:
        matches = found.of(MARKER_GROUPS[marker])
        start = matches[0].start_char
        traits[f"marker:{marker}"] = 1.0
        if len(matches) > 1 and len({match.cue for match in matches}) > 1:
            traits[f"marker:{marker}:2"] = 1.0
        if start * _LEADING_PART < length:
            traits[f"leads:{marker}"] = 1.0
        if start < _FIRST_CHARS:
            traits[f"opens:{marker}"] = 1.0
    return traits


def _shape_traits(text: str) -> Mapping[str, float]:
    words = text.split()
    lettered = [word[:2] for word in words if word[0].isalpha()]
    titled = len([head for head in lettered if head[0].isupper() and head[1:].islower()])
    end = text.rstrip()[-1:]
    titled_share = titled / max(1, len(lettered))
    is_brief = len(words) < _SHORT_WORDS or titled_share > _TITLED_SHARE
    shape = {
        "shape:names": min(len(find_system_names(text)), 2),
        "shape:question": end == "?",
        # A sentence that only lost its full stop, in a list or before a footnote, is no heading.
        "shape:heading": is_brief and end not in _SENTENCE_ENDS,
        "shape:colon": end == ":",
        "shape:digit": _DIGIT.search(text) is not None,
        "shape:year": _YEAR.search(text) is not None,
        "shape:percent": "%" in text,
        "shape:length": math.log1p(len(words)) / 4,
        "shape:short": len(words) < _SHORT_WORDS,
        "shape:long": len(words) > _LONG_WORDS,
        "shape:titled": titled_share,
        "shape:lower": text[:1].islower(),
        "shape:numbered": text[:1].isdigit(),
    }
    return {name: float(value) for name, value in shape.items() if value}
