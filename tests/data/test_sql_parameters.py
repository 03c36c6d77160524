"""Values go into SQL as parameters; only text of ours, such as names of tables, is set in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT

ASKING = {"query", "execute", "execute_script", "write", "_write", "read", "read_table"}
"""Methods of the store and of DuckDB whose first or second argument is SQL."""

SET_IN = {
    "', '.join(table.column_names)",
    "_columns(table)",
    "by_country",
    "columns",
    "create",
    "each",
    "key",
    "kind",
    "name",
    "name.lower()",
    "names",
    "question.sql",
    "question.view",
    "relation",
    "table",
    "table.columns[name]",
    "table.name",
    "table_name(record_type)",
    "view.name",
    "view.sql",
    "where",
}
"""What may be set into SQL everywhere: names of tables and columns, and SQL of our own files.

Text as such goes through `sql_text`, in statements that take no parameters (`comment on`).
"""

SET_IN_HERE = {
    "data/edition_file.py": {"column", "comment"},  # of the schema; the comment is quoted
    "data/store.py": {"READER_MIB", "WRITER_MIB"},  # numbers of ours
    "data/lake.py": {"INLINED_ROWS", "NAME", "made_of"},  # options of ours; the folder is quoted
    "flows/cli/edition_verbs.py": {"what"},  # what a person asks of a published edition
    "flows/code_jobs.py": {"chosen", "kinds"},
    "flows/codebook_work.py": {"kinds"},
    "flows/codings.py": {"_LATEST"},
    "flows/collecting/changes.py": {"parts"},
    "flows/collecting/listing.py": {"_LISTED_BY_THE_PUBLISHER"},
    "flows/collecting/undeclared.py": {"is_declared", "undeclared"},
    "flows/collecting/warc.py": {"ROWS_AT_ONCE"},
    "flows/recording/linking.py": {"_CONTENT.format(table=table)"},
    "flows/scans.py": {"GAP", "MAYBE_TEXT", "OCR"},
    "reports/comparison_tables.py": {"_WIDEST.format(readings=readings)"},
    "reports/edition_units.py": {
        "_DOCUMENTS.format(text=digest)",
        "_SENTENCES.format(text=self.text_digest)",
    },
    "reports/full_text.py": {
        "language",  # two or three letters: the question that gives it asks for no others
        "NOT_A_WORD",
        "STEMMERS.get(language, 'none')",
    },
    "reports/headline_counts.py": {"_CODED", "_SAID", "counted", "database"},
    "reports/narrowing.py": {
        "_TOPICS.format(catalog=catalog, country=sql_text(country))",
        "sql",  # made of names of tables and of `_rule_for`, which quotes the country
    },
    "reports/quotes.py": {"_CHOSEN.format(part=part)"},
    "reports/search.py": {"condition", "either", "index", "self._stemmer"},
    "reports/ten_questions.py": {"question.first", "question.shown"},
}
"""The same for single modules; what is new here has been looked at."""


def files() -> list[Path]:
    return sorted(
        file
        for folder in ("data", "extractors", "models", "reports", "flows")
        for file in (PROJECT / folder).rglob("*.py")
        if not {"var", "notebooks"} & set(file.parts)
    )


def set_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and source of everything that is set into SQL, directly or by a name of the function."""
    for scope in ast.walk(tree):
        if not isinstance(scope, ast.FunctionDef):
            continue
        given = {
            target.id: node.value
            for node in ast.walk(scope)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(scope):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ASKING
            ):
                for argument in node.args[:2]:
                    value = given.get(argument.id) if isinstance(argument, ast.Name) else argument
                    yield from _parts(value) if value is not None else ()


def _parts(value: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(value):
        if isinstance(node, ast.FormattedValue):
            yield node.lineno, ast.unparse(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "format":
                yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            yield node.lineno, ast.unparse(node)


def is_allowed(place: str, value: str) -> bool:
    return (
        value in SET_IN
        or value in SET_IN_HERE.get(place, ())
        or (value.startswith("sql_text(") and value.endswith(")"))
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('def f(s, x):\n    s.query(f"select {x}")', ["x"]),
        ('def f(s, x):\n    sql = f"select {x.name}"\n    s.query(sql)', ["x.name"]),
        ('def f(s, x):\n    s.write("delete from {}".format(x))', ["'delete from {}'.format(x)"]),
        ('def f(s, x):\n    s.query("select ?", [x])', []),
    ],
)
def test_what_is_set_into_sql_is_found(source: str, found: list[str]) -> None:
    assert [part for _, part in set_in(ast.parse(source))] == found


def test_values_never_go_into_the_text_of_sql() -> None:
    wrong = [
        f"{place}:{line}: {part}"
        for file in files()
        for place in [file.relative_to(PROJECT).as_posix()]
        for line, part in set_in(ast.parse(file.read_text(encoding="utf-8")))
        if not is_allowed(place, part)
    ]
    assert wrong == []
