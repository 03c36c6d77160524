from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from data.register import Register

Declare = Callable[..., Register]

_DECLARATION: dict[str, Any] = {
    "title": "Systems of Eastland",
    "publisher": "Office of Lists",
    "country": "XN",
    "language": "en",
    "licence": "CC0",
    "url": "https://lists.example/systems.csv",
    "files": ["eastland/*.csv"],
    "edition": {"pattern": r"(?P<date>\d{4}-\d{2}-\d{2})(_(?P<mark>\w+))?"},
    "format": {"type": "csv"},
    "columns": {"id": "No", "name": "System", "organisation": "Body", "description": "About"},
    "status_column": "Stage",
    "statuses": {"In use": "production", "On trial": "pilot", "Ended": "retired"},
    "start": {"column": "Since", "basis": "taken into use"},
    "personal": ["Contact"],
    "ignore": ["Remark"],
    "bounds": {"least": 1, "most": 50},
}


@pytest.fixture
def declare() -> Declare:
    """A small register of our own, with any key replaced."""
    return lambda **changes: Register.model_validate({**_DECLARATION, **changes})
