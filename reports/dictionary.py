"""What every table, view and column of an edition means, read from their own comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.store import Store
from reports.ten_questions import TEN, read_example

_RELATIONS = """
    select table_name, comment, if(starts_with(table_name, 'out_'), 'view', 'table') as kind
    from duckdb_tables()
    where database_name = current_database() and schema_name = 'main'
      and not internal and not temporary
    union all
    select view_name, comment, 'view' from duckdb_views()
    where database_name = current_database() and schema_name = 'main'
      and not internal and not temporary
    order by kind, table_name
"""
_COLUMNS = """
    select table_name, column_name, data_type, comment, is_nullable from duckdb_columns()
    where database_name = current_database() and schema_name = 'main' and not internal
    order by table_name, column_index
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view, as the database describes it."""

    name: str
    type: str
    comment: str
    is_nullable: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view with its columns in order."""

    name: str
    kind: str
    """table, or view: the answer to a question, stored or asked anew."""
    comment: str
    columns: tuple[Column, ...]


def read_relations(store: Store) -> list[Relation]:
    """The tables, then the views, of an open database; both by name."""
    columns: dict[str, list[Column]] = {}
    for table, name, kind, comment, is_nullable in store.query(_COLUMNS).rows:
        column = Column(name, kind.lower(), comment or "", is_nullable)
        columns.setdefault(table, []).append(column)
    return [
        Relation(name, kind, comment or "", tuple(columns[name]))
        for name, comment, kind in store.query(_RELATIONS).rows
    ]


def in_order(relations: Sequence[Relation]) -> tuple[list[Relation], list[Relation]]:
    """Views, the ten questions asked most before the others, and tables."""
    rank = {question.view: number for number, question in enumerate(TEN)}
    views = [relation for relation in relations if relation.kind == "view"]
    views.sort(key=lambda view: (rank.get(view.name, len(rank)), view.name))
    return views, [relation for relation in relations if relation.kind == "table"]


def build_dictionary(store: Store) -> str:
    """The data dictionary in Markdown: views first, because people start there."""
    views, tables = in_order(read_relations(store))
    lines = [
        "# Data dictionary",
        "",
        "Shares are fractions from 0 to 1. Null means not known or not applicable, never zero.",
        "Offsets are characters from 0; the end is exclusive.",
    ]
    known = {view.name: view for view in views}
    ten = [question for question in TEN if question.view in known]
    if ten:
        lines += ["", "## Ten questions", ""]
    for number, question in enumerate(ten, start=1):
        lines.append(f"{number}. {known[question.view].comment} `from {question.view}`")
        if example := read_example(store, question):
            lines.append(f"   A row of it says: {example}")
    if views:
        lines += ["", "## Views: questions and their answers"]
        lines += [line for view in views for line in _relation_lines(view)]
    lines += ["", "## Tables"]
    lines += [line for table in tables for line in _relation_lines(table)]
    return "\n".join(lines) + "\n"


def _relation_lines(relation: Relation) -> list[str]:
    rows = [
        f"| `{column.name}` | {column.type} | {_cell(column.comment)} |"
        for column in relation.columns
    ]
    heading = ["", f"### {relation.name}", "", relation.comment, ""]
    return [*heading, "| column | type | meaning |", "| --- | --- | --- |", *rows]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
