"""Where gold lies beside a checkout."""

from __future__ import annotations

from flows.versions import PROJECT

GOLD_BESIDE = PROJECT.parent / "shared" / "gold" / "dev.jsonl"
"""Coded sentences, shown or learned from where no other gold is given; it may not be there."""
