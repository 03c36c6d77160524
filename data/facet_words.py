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
    """Words without `*` go to spaCy's EntityRuler beside the names of `organisations.yml`."""
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
    prepositions: tuple[Word, ...] = ()
    """Words after which no subject stands."""
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
    present: Cues = ()
    future: Cues = ()
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
    no_negators: Cues = ()
    """Phrases that only look like a negation: not only."""
    is_verb_second: bool = False
    """Whether the negation follows the verb: "sparer ikke"."""
    clause_starts: Cues = ()
    """Words that open a clause of its own: but, because."""
    relatives: Cues = ()
    """Words that open a clause which stands in the time of the one before: which, som."""
    subordinators: Cues = ()
    """Words whose clause ends at the next comma: if, when, without."""
    sources: Cues = ()
    """Words for whom a statement is taken from: according to."""
    no_sources: Cues = ()
    """Such words with another sense: according to law."""
    reporting: Cues = ()
    """What introduces another's statement: "the report shows that"."""
    saying: Cues = ()
    """Verbs beside a quotation: says, writes."""
