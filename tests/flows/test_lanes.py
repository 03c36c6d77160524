from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence

import pytest

from data.errors import Fault, WorkerFault
from flows.lanes import guarded, open_lanes


def double(items: Sequence[int]) -> list[int]:
    """Doubles; dies on 13, hangs on 99, and fails on 0."""
    if 13 in items:
        os._exit(1)
    if 99 in items:
        time.sleep(60)
    return [6 // item and item * 2 for item in items]


def spoil(items: Sequence[str]) -> list[object]:
    """Works in a worker as a hostile document would make a reader work."""
    return [guarded(_spoil_one, item) for item in items]


def _spoil_one(item: str) -> object:
    if item == "memory":
        return len(bytearray(4 << 30))
    if item == "network":
        return socket.create_connection(("127.0.0.1", 9), timeout=1)
    if item == "name":
        return socket.getaddrinfo("localhost", 80)
    return os.getpid()


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


def test_an_item_that_hangs_costs_its_own_time_and_not_that_of_its_batch() -> None:
    began = time.monotonic()
    with open_lanes(1, seconds_per_item=2) as lanes:
        answers = lanes.run(double, [1, 2, 99, 4, 5, 6])
    assert [isinstance(one, Fault) for one in answers] == [False, False, True, False, False, False]
    assert time.monotonic() - began < 8


def test_an_item_that_fills_the_memory_is_a_fault_and_its_worker_is_replaced() -> None:
    with open_lanes(1, seconds_per_item=30, memory_mib=1024) as lanes:
        first, full, last = lanes.run(spoil, ["", "memory", ""])
    assert isinstance(full, WorkerFault)
    assert "memory" in full.reason
    assert "1024 MiB" in full.reason
    assert isinstance(first, int)
    assert isinstance(last, int)
    assert first != last


@pytest.mark.parametrize("way", ["network", "name"])
def test_a_confined_worker_has_no_network(way: str) -> None:
    with open_lanes(1, seconds_per_item=30, memory_mib=1024) as lanes:
        (answer,) = lanes.run(spoil, [way])
    assert isinstance(answer, Fault)
    assert "has no network" in answer.reason


def test_a_defect_in_the_work_is_not_hidden() -> None:
    with open_lanes(1, seconds_per_item=30) as lanes, pytest.raises(ZeroDivisionError):
        lanes.run(double, [0])
