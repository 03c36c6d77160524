"""The SQL of the README's snippets for DuckDB's command line and for R runs on the demo."""

from __future__ import annotations

import re

import pytest

from data.store import Store
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")
SNIPPETS = {
    "duckdb": re.compile(r'^duckdb -readonly -csv \S+/imaginaries\.duckdb "(.+?)" > ', re.M | re.S),
    "R": re.compile(r'dbGetQuery\(\w+, "(.+?)"\)', re.S),
}


@pytest.mark.parametrize(
    ("tool", "columns"),
    [
        ("duckdb", {"code", "hope_count", "evidence_count", "production_count", "record"}),
        ("R", {"year", "code", "claim_share", "claim_share_low", "claim_share_high"}),
    ],
)
def test_the_sql_of_a_snippet_answers(tool: str, columns: set[str], edition: Store) -> None:
    (sql,) = SNIPPETS[tool].findall(README)
    answer = edition.query(sql)
    assert columns <= set(answer.columns)
    assert len(answer.rows) > 9


def test_the_readme_names_every_notebook() -> None:
    for notebook in (PROJECT / "reports" / "notebooks").glob("*.py"):
        assert f"marimo edit reports/notebooks/{notebook.name}" in README
