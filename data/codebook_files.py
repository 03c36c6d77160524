"""The codebook's files as people write them: one per imaginary, constraint and language."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from data.cue import Cue
from data.declaration import Declaration
from data.facet_words import FacetWords
from data.records import SentenceType

Marker = Literal[
    "issuer_acts",  # the issuer says what it will do: we will, the government intends to
    "planned",  # an act is announced without its actor: will be established
    "bare_order",  # the text opens with a bare verb, as plans list their actions
    "addressee",  # a named body or group shall, must or should do something
    "instructs",  # words of instruction or recommendation: is tasked with, we recommend
    "obligation",  # must, need and should, whoever is meant
    "possibility",  # can, could, potential, opportunity
    "expectation",  # will, is expected to, in the future
    "goal",  # aim, vision, so that, in order to
    "value",  # important, essential, crucial
    "past",  # past and perfect tense
    "reported",  # figures, surveys, years, today, already
    "exists",  # describes what is there: is used, includes, offers
    "problem",  # risk, barrier, lack, difficulty
    "negation",  # not, no, without
    "contrast",  # but, however, although
    "condition",  # if, unless, depends on
]
"""Signs of what a sentence does, in any language; `extractors/modality.py` weighs them."""

MARKERS: tuple[Marker, ...] = get_args(Marker)

CueLists = dict[str, tuple[Cue, ...]]
MetaphorLists = dict[str, CueLists]
"""Cues of a metaphor by its name and language, such as `gold_mine`, `en`."""


class ExampleSentence(Declaration):
    """A sentence of our own, coded in full as a coder should: every code, and the type."""

    text: str = Field(min_length=10)
    codes: tuple[str, ...]
    type: SentenceType


ExampleLists = dict[str, tuple[ExampleSentence, ...]]


class CodeFile(Declaration):
    """An imaginary or constraint as people write it; the file name is the code."""

    title: str
    definition: str = Field(min_length=120)
    include: tuple[str, ...] = Field(min_length=1)
    exclude: tuple[str, ...] = ()
    cues: CueLists = Field(default={})
    weak_cues: CueLists = Field(default={})
    negative_cues: CueLists = Field(default={})
    metaphors: MetaphorLists = Field(default={})
    """Images for the code, told apart in the facets of a claim; no cues by themselves."""
    examples: ExampleLists = Field(default={})
    counter_examples: ExampleLists = Field(default={})


class Scope(Declaration):
    """Words that place a sentence among data and digital technology."""

    direct: tuple[Cue, ...] = ()
    """Enough in the sentence itself."""
    by_context: tuple[Cue, ...] = ()
    """Enough where the text just before has a direct one: "the system", "these models"."""
    never: tuple[Cue, ...] = ()
    """Words that only look like it: "animal control systems"."""


class LanguageFile(Declaration):
    """A language as people write it; the file name is its ISO 639-1 code."""

    title: str
    spacy: str
    """Name of the blank spaCy pipeline whose tokens are matched."""
    scope: Scope = Scope()
    modality: dict[Marker, tuple[Cue, ...]] = Field(default={})
    cues: CueLists = Field(default={})
    weak_cues: CueLists = Field(default={})
    negative_cues: CueLists = Field(default={})
    metaphors: dict[str, CueLists] = Field(default={})
    """Cues of metaphors by code and name."""
    facets: FacetWords = FacetWords()
    abbreviations: tuple[str, ...] = ()
    function_words: tuple[str, ...] = ()
    telling_words: tuple[str, ...] = ()
    """More words, and letters in words, that the language is told by; see extractors.language."""
