"""Which of the declared groups each sentence in scope names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.codebook import Codebook
from data.named_group import NamedGroup
from data.records import GroupMention, SoughtGroup
from data.store import Store
from extractors.cues import Match, Matcher, drop_contained

_SENTENCES = """
    select s.sentence_id, s.document_id, s.text
    from sentence s join document d using (document_id)
    where s.in_scope and s.has_codebook and s.language = ?
    order by s.document_id, s.position
"""


def list_groups(groups: Mapping[str, NamedGroup]) -> list[SoughtGroup]:
    """What is looked for: one row per group and language."""
    return [
        SoughtGroup(group_id, language, position, group.label, ", ".join(words))
        for position, (group_id, group) in enumerate(groups.items())
        for language, words in sorted(group.words.items())
    ]


def find_mentions(
    store: Store, groups: Mapping[str, NamedGroup], codebook: Codebook
) -> Iterator[GroupMention]:
    """Every sentence in scope with every group that it names, at the first place.

    A language without an entry in the codebook has no sentence in scope.
    """
    for language, spoken in sorted(codebook.languages.items()):
        words = {
            name: group.words[language] for name, group in groups.items() if language in group.words
        }
        matcher = Matcher(words, spoken.spacy)
        for sentence_id, document_id, text in store.query(_SENTENCES, [language]).rows:
            for group_id, match in _first_of_each(matcher.find(text)).items():
                yield GroupMention(
                    sentence_id,
                    document_id,
                    group_id,
                    match.start_char,
                    match.end_char,
                    text[match.start_char : match.end_char],
                )


def _first_of_each(matches: list[Match]) -> dict[str, Match]:
    """The first match of each group; words within a longer name count for the longer one only."""
    first: dict[str, Match] = {}
    for match in drop_contained(matches):
        first.setdefault(match.group, match)
    return first
