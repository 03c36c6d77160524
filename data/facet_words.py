"""The words by which a language tells the facets of a claim: `facets:` in `languages/*.yml`."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from data.cue import Cue
from data.declaration import Declaration

ActorKind = Literal[
    "issuer",  # who writes: we, this strategy
    "government",  # the government, a ministry, the state
    "public_body",  # an agency, a municipality, by name or as a kind
    "industry",  # businesses, suppliers
    "technology",  # the technology itself: AI will ...
    "people",  # citizens, staff, researchers
]
ACTOR_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)

Word = Annotated[str, Field(pattern=r"^[^\W_]+$")]
Cues = tuple[Cue, ...]


class ActorWords(Declaration):
    """Who may act, and the words that show who does."""

    kinds: dict[ActorKind, Cues] = Field(default={})
    """Words without `*` go to spaCy's EntityRuler beside the names of `organisations/`."""
    countries: tuple[str, ...] = ()
    """Whose bodies are meant where two share a name and the document's country is not known."""
    acts: Cues = ()
    """Verbs that show that what stands before them is the subject."""
    acts_first: Cues = ()
    """Verbs that also stand before their subject: "i dag skal etaten"."""
    passive: Cues = ()
    """Forms that hide who acts: "is used", "skal brukes"."""
    not_passive: Cues = ()
    """Forms that only look like it: "is committed", "skal lykkes"."""
    by: tuple[Word, ...] = ()
    """Words before the one who acts in the passive."""
    not_by: Cues = ()
    """Phrases with such a word that name nobody: "by means of", "bruk av"."""
    causes: Cues = ()
    """What comes of the subject; who acts in it does so thanks to that: "gjør at"."""
    complementizers: tuple[Word, ...] = ()
    """Words that open a clause with a subject, but no clause of its own for a "not": "at"."""
    prepositions: tuple[Word, ...] = ()
    """Words after which no subject stands; in a verb-second language adverbs too."""
    infinitive: tuple[Word, ...] = ()
    """Words after which a verb has no subject: "to use", "å bruke"."""
    determiners: tuple[Word, ...] = ()
    """Words that may stand between a preposition and its noun."""


class BeneficiaryWords(Declaration):
    """Whom a good is for: a group, with words before or after it that say that it gains."""

    groups: dict[str, Cues] = Field(default={})
    before: Cues = ()
    after: Cues = ()
    conjunctions: tuple[Word, ...] = ()


class TimeWords(Declaration):
    """Tense and time."""

    past: Cues = ()
    not_past: Cues = ()
    """What only looks like a perfect: "har et"."""
    present: Cues = ()
    future: Cues = ()
    purposes: Cues = ()
    """In order to: stands in the time of what is done for it, else ahead."""
    possible: Cues = ()
    """Can, may: beside a year it lies ahead."""
    until: Cues = ()
    """Words before a year that lies ahead."""
    months: tuple[Word, ...] = ()


class FigureWords(Declaration):
    """What makes a number a figure, and what does not."""

    units: tuple[str, ...] = ()
    """Words after a number that belong to it: percent, million."""
    in_words: Cues = ()
    """Figures without a digit: "half of", "one in three"."""
    references: tuple[Word, ...] = ()
    """Words before a number that only points somewhere: section 4, figure 2."""
    references_after: tuple[Word, ...] = ()
    """Such words after it: "4 kap."."""


class FacetWords(Declaration):
    """All words for facets of one language; an empty part finds nothing."""

    actors: ActorWords = ActorWords()
    beneficiaries: BeneficiaryWords = BeneficiaryWords()
    technologies: dict[str, Cues] = Field(default={})
    systems: Cues = ()
    """Proper names of systems in use, without quotation marks."""
    time: TimeWords = TimeWords()
    figures: FigureWords = FigureWords()
    hedges: Cues = ()
    negators: Cues = ()
    """Negations of the verb: not, never."""
    negative_words: Cues = ()
    """Negations of what follows: no, without."""
    lacking: Cues = ()
    """Those that make a condition of what follows: "without AI, the state cannot"."""
    denials: Cues = ()
    """What denies the clause that it introduces: "it is not true that"."""
    beliefs: Cues = ()
    """What introduces a clause that a word of `falsehoods` may follow: "the claim that"."""
    falsehoods: Cues = ()
    """What denies a belief after it: "is false"."""
    no_negators: Cues = ()
    """Phrases that only look like a negation, or affirm: not only, cannot afford to miss."""
    is_verb_second: bool = False
    """Whether the negation follows the verb: "sparer ikke"."""
    clause_starts: Cues = ()
    """Words that open a clause of its own: but, because."""
    contrasts: Cues = ()
    """Words that do so after a negation only: "inte X utan Y"."""
    pronouns: tuple[Word, ...] = ()
    """Words that open a clause of its own after a comma, where a verb follows: "it is"."""
    relatives: Cues = ()
    """Words that open a clause which stands in the time of the one before: which, som."""
    subordinators: Cues = ()
    """Words whose clause ends at the next comma: if, when, without."""
    sources: Cues = ()
    """Words for whom a statement is taken from: according to."""
    no_sources: Cues = ()
    """Such words with another sense: according to law."""
    reporting: Cues = ()
    """What introduces another's statement: "the mayor says that"."""
    showing: Cues = ()
    """What does so only where a source is its subject: "the report shows that"."""
    source_nouns: Cues = ()
    """Such sources that are nobody who acts: report, survey."""
    saying: Cues = ()
    """Verbs beside a quotation or after a comma: says, writes."""
