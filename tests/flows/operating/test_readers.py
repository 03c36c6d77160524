"""Readers of the published edition are never locked out, and never see two editions mixed."""

from __future__ import annotations

from pathlib import Path

from tests.soak.readers import read_through_publishes


def test_readers_in_a_loop_are_untouched_by_publishing(tmp_path: Path) -> None:
    """`make soak` has 20 readers and 10 publishes."""
    for reader in read_through_publishes(tmp_path, 2, 2):
        assert reader.faults == ()
        assert reader.reads >= 1
        assert reader.last in (1, 2)
