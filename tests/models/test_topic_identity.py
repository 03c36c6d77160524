from __future__ import annotations

import random

from models.lineage import EarlierTopics
from models.topic_identity import name_topics

PASSAGES = [f"p{n}" for n in range(12)]


def named(positions, earlier=None, passages=PASSAGES, model_id="m1"):
    return name_topics(passages, positions, earlier, language="en", model_id=model_id)


def follow(positions, passages=PASSAGES):
    ids = named(positions, passages=passages)[1]
    topic_of = dict(zip(passages, (ids[position] for position in positions), strict=True))
    return ids, EarlierTopics("m0", topic_of)


def test_a_first_model_names_topics_after_their_members():
    positions = [0] * 5 + [1] * 4 + [2] * 3
    descents, ids = named(positions)
    assert descents == []
    assert len(set(ids)) == 3
    assert named(positions, model_id="m2")[1] == ids


def test_ids_stay_when_the_positions_are_permuted():
    positions = [n % 3 for n in range(12)]
    before, earlier = follow(positions)
    moved = [(position + 1) % 3 for position in positions]
    descents, ids = named(moved, earlier)
    assert [ids[(place + 1) % 3] for place in range(3)] == before
    assert {row.relation for row in descents} == {"kept"}


def test_ids_stay_when_passages_come_in_another_order_and_new_ones_come_in():
    before, earlier = follow([n % 3 for n in range(12)])
    rows = [(f"p{n}", n % 3) for n in range(12)] + [(f"new{n}", n % 3) for n in range(6)]
    random.Random(1).shuffle(rows)
    _, ids = named([row[1] for row in rows], earlier, [row[0] for row in rows])
    assert ids == before


def test_a_part_that_splits_off_gets_an_id_of_its_own():
    before, earlier = follow([0] * 12)
    descents, ids = named([0] * 9 + [1] * 3, earlier)
    assert ids[0] == before[0]
    assert ids[1] != before[0]
    split = next(row for row in descents if row.relation == "split")
    assert (split.topic, split.earlier) == (ids[1], before[0])


def test_no_two_topics_have_one_id_even_if_the_members_were_another_topics():
    # The second topic's members once were the first topic, which by now is mostly elsewhere.
    taken = named([0] * 12, passages=PASSAGES)[1][0]
    topic_of = dict.fromkeys([f"q{n}" for n in range(30)], taken)
    passages = [f"q{n}" for n in range(30)] + PASSAGES
    _, ids = named([0] * 30 + [1] * 12, EarlierTopics("m0", topic_of), passages)
    assert ids[0] == taken
    assert len(set(ids)) == 2
