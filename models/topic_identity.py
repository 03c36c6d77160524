"""The ids of topics: a topic that is still the same keeps the id that it had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from data.ids import content_id
from models.lineage import Descent, EarlierTopics, rename_kept, trace_descent


def name_topics(
    passage_ids: Sequence[str],
    positions: Sequence[int],
    earlier: EarlierTopics | None,
    *,
    language: str,
    model_id: str,
) -> tuple[list[Descent], list[str]]:
    """What became of the earlier topics, and the id of the topic at each position.

    A new topic is named after its members: an equal group in another home has the same id. Every
    position from 0 has a passage.
    """
    members: defaultdict[int, list[str]] = defaultdict(list)
    for passage_id, position in zip(passage_ids, positions, strict=True):
        members[position].append(passage_id)
    names = {
        str(position): content_id("topic", language, *sorted(members[position]))
        for position in sorted(members)
    }
    if earlier is None:
        return [], list(names.values())
    present = dict(zip(passage_ids, map(str, positions), strict=True))
    descents = trace_descent(earlier.topic_of, present)
    kept = rename_kept(descents)
    taken = set(earlier.topic_of.values())
    for place, name in names.items():
        if place in kept:
            names[place] = kept[place]
        elif name in taken:  # that topic is another one now: the lineage says which
            names[place] = content_id("topic", language, model_id, name)
    renamed = [
        row if row.topic is None else replace(row, topic=names[row.topic]) for row in descents
    ]
    return renamed, list(names.values())
