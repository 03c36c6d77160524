"""Word intrusion: can a person tell which of six words is foreign to a topic?

Chang, Boyd-Graber, Gerrish, Wang and Blei (2009), "Reading tea leaves". A topic whose intruder is
found is one that people recognise; by chance one answer in six is right.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.ids import content_id
from models.stems import stem_word

SHOWN_WORDS = 5
"""Words of the topic in a riddle, beside the intruder."""
_STRANGE_RATIO = 0.1  # an intruder is at most so common in the topic, against the whole language
_POOL = 40  # intruders are drawn from so many of the commonest that fit


@dataclass(frozen=True, slots=True)
class Riddle:
    """Five words of a topic and one intruder, in the order to show them in."""

    item_id: str
    topic_id: str
    words: tuple[str, ...]
    intruder: str


def build_riddles(
    words: Mapping[str, Sequence[str]],
    frequencies: Mapping[str, Counter[str]],
    *,
    language: str,
    each: int,
    seed: int,
) -> list[Riddle]:
    """Up to `each` riddles per topic, in random order; the same seed gives the same ones.

    An intruder is one of the strongest words of another topic, so that it is no rare word that
    gives itself away, and hardly stands in this topic's passages. A topic with fewer than five
    words, or without a word foreign to it, gets none.

    Args:
        words: of each topic id, strongest first.
        frequencies: of each topic id, how often each word stands in its passages.
        language: ISO 639-1 code, for telling forms of one word.
        each: riddles per topic, if there are so many intruders.
        seed: decides which words are shown, and in which order.
    """
    everywhere: Counter[str] = Counter()
    for counted in frequencies.values():
        everywhere.update(counted)
    riddles = []
    for topic_id, own in words.items():
        draw = random.Random(content_id("intrusion", language, topic_id, seed))
        pool = _intruders(topic_id, words, frequencies[topic_id], everywhere, language)
        if len(own) < SHOWN_WORDS:
            continue
        for intruder in draw.sample(pool, min(each, len(pool))):
            shown = [*draw.sample(list(own), SHOWN_WORDS), intruder]
            draw.shuffle(shown)
            riddles.append(
                Riddle(
                    content_id("intrusion", language, topic_id, *shown),
                    topic_id,
                    tuple(shown),
                    intruder,
                )
            )
    random.Random(content_id("intrusion", language, seed)).shuffle(riddles)
    return riddles


def _intruders(
    topic_id: str,
    words: Mapping[str, Sequence[str]],
    here: Counter[str],
    everywhere: Counter[str],
    language: str,
) -> list[str]:
    """Words of other topics that are common elsewhere and hardly occur in this one."""
    own_stems = {stem_word(word, language) for word in words[topic_id]}
    here_total, total = max(1, here.total()), max(1, everywhere.total())
    fitting = {
        word
        for other, listed in words.items()
        if other != topic_id
        for word in listed
        if stem_word(word, language) not in own_stems
        and here[word] / here_total <= _STRANGE_RATIO * everywhere[word] / total
        and everywhere[word]
    }
    return sorted(fitting, key=lambda word: (-everywhere[word], word))[:_POOL]
