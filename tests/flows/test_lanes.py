from __future__ import annotations

import os
import time
from collections.abc import Sequence

import pytest

from data.errors import Fault
from flows.lanes import open_lanes


def double(items: Sequence[int]) -> list[int]:
    """Doubles; dies on 13, hangs on 99, and fails on 0."""
    if 13 in items:
        os._exit(1)
    if 99 in items:
        time.sleep(60)
    return [6 // item and item * 2 for item in items]


def test_every_item_is_answered_in_order() -> None:
    with open_lanes(2, seconds_per_item=30) as lanes:
        assert lanes.run(double, [1, 2, 3]) == [2, 4, 6]


def test_an_item_that_kills_its_worker_is_a_fault_and_the_others_are_done() -> None:
    with open_lanes(1, seconds_per_item=30) as lanes:
        first, killer, last = lanes.run(double, [1, 13, 3])
        assert (first, last) == (2, 6)
        assert isinstance(killer, Fault)
        assert lanes.run(double, [2]) == [4]


def test_an_item_that_hangs_is_a_fault_and_the_others_are_done() -> None:
    with open_lanes(1, seconds_per_item=2) as lanes:
        hung, fine = lanes.run(double, [99, 3])
    assert fine == 6
    assert isinstance(hung, Fault)
    assert "2 seconds" in hung.reason


def test_a_defect_in_the_work_is_not_hidden() -> None:
    with open_lanes(1, seconds_per_item=30) as lanes, pytest.raises(ZeroDivisionError):
        lanes.run(double, [0])
