"""Which rows of an edition are taken, and how often their columns are blank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import RegisterFault
from data.records import RegisterColumn
from data.register import Register, normalise
from extractors.registers.rows import Row, Rows
from extractors.registers.texts import cell_text

KEPT_ONLY = "kept in the row only"
"""What a column is used for that no field is read from."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows taken and how many were left out on purpose."""

    rows: tuple[Row, ...]
    excluded_count: int


def select_rows(register_id: str, register: Register, table: Rows, *, where: str) -> Selection:
    """Take the rows that `keep_where` names; all where there is no such filter.

    Raises:
        RegisterFault: the column has a value that is neither taken nor left out.
    """
    rule = register.keep_where
    if rule is None:
        return Selection(table.rows, 0)
    taken = {normalise(value) for value in rule.values}
    left_out = {normalise(value) for value in rule.left_out}
    kept = []
    for row in table.rows:
        value = cell_text(row.cell(rule.column))
        if normalise(value) in taken:
            kept.append(row)
        elif normalise(value) not in left_out:
            raise RegisterFault(
                f"{where}, row {row.number}, column {rule.column!r}: {value!r} is neither taken "
                "nor left out",
                next_step=f"add it in data/registers/{register_id}.yml under `keep_where:`, to "
                "`values:` or to `left_out:`",
            )
    return Selection(tuple(kept), len(table.rows) - len(kept))


def count_blanks(
    register_id: str, register: Register, columns: Sequence[str], rows: Sequence[Row]
) -> list[RegisterColumn]:
    """How often each column is blank, in the file's order; columns about people are not counted."""
    uses = register.uses()
    found = []
    for column in columns:
        if column in register.personal:
            continue
        blank = sum(not normalise(cell_text(row.cells.get(column))) for row in rows)
        found.append(
            RegisterColumn(
                register_id=register_id,
                column_name=column,
                used_for=", ".join(uses.get(column, (KEPT_ONLY,))),
                row_count=len(rows),
                blank_count=blank,
                blank_share=blank / len(rows) if rows else 0.0,
            )
        )
    return found
