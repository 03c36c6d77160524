"""Narrows a store to one country, so that every chapter is about it and none has to think of it."""

from __future__ import annotations

from collections.abc import Sequence

from data.errors import UsageError
from data.sql_text import sql_text
from data.store import Store
from data.tables import RECORD_TYPES, table_name
from reports.compare import EVERYWHERE

_COLUMNS = """
    select table_name, list(column_name order by column_index)
    from duckdb_columns() where database_name = current_database() and schema_name = 'main'
    group by table_name
"""
_KNOWN = "select country from document union select country from deployment order by country"
_SHARED = frozenset({"organisation", "organisation_name_match"})
"""Lists of names of all countries: what they hold is looked up and never counted."""
_TOPICS = """
    create or replace temp view topic_share as
    select s.* replace (
        p.passage_count as passage_count, p.period_passage_count as period_passage_count,
        p.document_count as document_count, p.share as share, p.share_low as share_low,
        p.share_high as share_high, p.interval as interval,
        p.has_few_documents as has_few_documents)
    from "{catalog}".main.topic_share s
    join "{catalog}".main.topic_part_share p using (topic_id, model_id, language, period)
    where p.part_by = 'country' and p.part = {country}
"""
"""Topics are fitted on all countries' passages: their words of the year stay those of all."""
_SYSTEMS = "select (register_id, deployment_id) from deployment"
_FIRST = ("document", "deployment", "register")
"""Tables that the others are narrowed by."""


def narrow_store(store: Store, country: str) -> None:
    """Lay views of this country's rows over the tables, in this connection only.

    Rows that are of all countries together (`all`) are replaced by the country's own. A list of
    bodies above countries stays with the rows whose body is of the country. Tables that tell
    neither country nor document stay whole.

    Raises:
        UsageError: nothing of the country was collected; names those that are there.
    """
    known = [row[0] for row in store.query(_KNOWN).rows]
    if country not in known:
        listed = ", ".join(known) or "none"
        raise UsageError(f"nothing of country {country!r} was collected; there are: {listed}")
    catalog = store.query("select current_database()").rows[0][0]
    columns = dict(store.query(_COLUMNS).rows)
    tables = [table_name(record_type) for record_type in RECORD_TYPES]
    for table in (*_FIRST, *(name for name in tables if name not in _FIRST)):
        rule = _rule_for(table, set(columns.get(table, ())), country)
        if rule is None:
            continue
        whole = f'"{catalog}".main.{table}'
        sql = f"select * from {whole} where {rule}"
        if _has_pooled_rows(store, table, columns[table]):
            own = f"select * replace ('{EVERYWHERE}' as country) from {whole} where {rule}"
            sql = f"{sql} union all by name {own}"
        store.execute_script(f"create or replace temp view {table} as {sql}")
    store.execute_script(_TOPICS.format(catalog=catalog, country=sql_text(country)))


def _rule_for(table: str, columns: set[str], country: str) -> str | None:
    """What holds for the country's rows; `None` where the table stays as it is."""
    own = f"country = {sql_text(country)}"  # a view takes no parameters
    of_table = {
        "deployment": f"{own} or body_country = {sql_text(country)}",
        "register": f"{own} or register_id in (select register_id from deployment)",
        "deployment_link": f"(register_a, deployment_id_a) in ({_SYSTEMS})",
        **dict.fromkeys(_SHARED),
    }
    if table in of_table:
        return of_table[table]
    of_columns = {
        ("country",): own,
        (
            "document_id",
        ): "document_id is null or document_id in (select document_id from document)",
        ("register_id", "deployment_id"): f"(register_id, deployment_id) in ({_SYSTEMS})",
        ("register_id",): "register_id in (select register_id from register)",
    }
    return next((rule for names, rule in of_columns.items() if columns.issuperset(names)), None)


def _has_pooled_rows(store: Store, table: str, columns: Sequence[str]) -> bool:
    """Whether rows of the table are of all countries together."""
    if "country" not in columns:
        return False
    sql = f"select count(*) from {table} where country = ?"
    return bool(store.query(sql, [EVERYWHERE]).rows[0][0])
