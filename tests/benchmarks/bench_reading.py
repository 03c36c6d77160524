"""Scans and languages: what is measured without peers."""

from __future__ import annotations

from tests.benchmarks.bench_parse import measure_reading as measure

__all__ = ["measure"]
