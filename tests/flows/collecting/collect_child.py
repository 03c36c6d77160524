"""Collects the office in a process of its own, so that a test can kill it."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.scope import Scope
from tests.flows.collecting.office import HOST, collect_office, declare

if __name__ == "__main__":
    home, address = sys.argv[1:]
    collect_office(Scope(home=Path(home), hosts={HOST: address}), declare())
