"""Batches: their sizes, and how many are under way at a time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from prefect.utilities.collections import visit_collection

from data.settings import load_settings
from data.store import open_memory
from flows.batches import MOST_BATCHES, cut_batches, work_off
from flows.stage import Stage


def test_the_heaviest_come_first_and_a_batch_ends_at_its_size() -> None:
    batches = cut_batches(list(range(1, 101)), lambda item: item, size=8)
    assert [item for batch in batches for item in batch] == list(range(100, 0, -1))
    assert max(len(batch) for batch in batches) == 8
    assert len(batches[0]) < 3  # 100 and 99 are a fortieth of the whole already


def test_of_many_items_each_batch_takes_more() -> None:
    batches = cut_batches([1] * 20_000, lambda item: item, size=8)
    assert len(batches) == MOST_BATCHES
    assert {len(batch) for batch in batches} == {50}


def test_items_without_weight_are_cut_by_size() -> None:
    assert [len(batch) for batch in cut_batches([0] * 5, lambda item: item, size=2)] == [2, 2, 1]
    assert cut_batches([], lambda item: 1, size=2) == []


def test_so_many_batches_are_under_way_and_all_are_done() -> None:
    under_way: list[int] = []
    most, done, lock = 0, [], threading.Lock()

    def work(batch: list[int]) -> None:
        nonlocal most
        with lock:
            under_way.append(1)
            most = max(most, len(under_way))
        time.sleep(0.01)
        with lock:
            under_way.pop()
            done.extend(batch)

    batches = [[number] for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        work_off("x", batches, lambda one: pool.submit(work, one), at_once=3)
    assert most == 3
    assert sorted(done) == list(range(20))


def test_the_first_failure_ends_it() -> None:
    asked: list[int] = []

    def work(batch: list[int]) -> None:
        asked.extend(batch)
        if batch == [2]:
            raise ValueError("the disk is full")

    batches = [[number] for number in range(500)]
    with ThreadPoolExecutor(2) as pool, pytest.raises(ValueError, match="the disk is full"):
        work_off("x", batches, lambda one: pool.submit(work, one), at_once=2)
    assert 3 <= len(asked) < 10


def test_prefect_does_not_look_through_a_stage(tmp_path: Path) -> None:
    """It does so for each task, so a stage of twenty thousand documents would cost their square."""
    with open_memory() as store:
        stage = Stage("parse", load_settings(tmp_path), store, datetime(2026, 1, 1))
        stage.changed({f"{number}": "hash" for number in range(1000)})
        seen: list[object] = []
        visit_collection(stage, seen.append, return_data=False)
    assert seen == [stage]
