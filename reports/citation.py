"""How to cite: an edition, a claim in it, or a figure of a report."""

from __future__ import annotations

from data.errors import StoreError, UsageError
from data.records import Edition
from data.store import Store
from reports.data_package import TITLE
from reports.references import Reference

AUTHOR = "The imaginaries maintainers"
LEAST_DIGITS = 6
"""Of a claim's id, where it is given by its beginning."""

_CLAIM = """
    select c.claim_id, c.code, c.type, c.quote, s.page, d.title, d.publisher, d.country, d.year,
           d.url
    from claim c
    join sentence s using (sentence_id, document_id)
    join document d using (document_id)
    where starts_with(c.claim_id, ?) order by c.claim_id limit 3
"""


def read_edition_row(store: Store) -> Edition:
    """What an open edition says of itself.

    Raises:
        StoreError: the edition is from before editions said so.
    """
    has_table = "select 1 from duckdb_tables() where table_name = 'edition'"
    editions = []
    if store.query(has_table).rows:
        editions = store.read(Edition, "true order by published_at desc, edition_id desc limit 1")
    if not editions:
        raise StoreError(f"{store.path} does not say which edition it is: publish it again")
    edition: Edition = editions[0]
    return edition


def cite_edition(edition: Edition) -> Reference:
    """The edition as a data set."""
    return Reference(
        key=f"imaginaries-{edition.edition_id}",
        title=TITLE,
        author=AUTHOR,
        year=edition.published_at.year,
        url=None,
        note=f"Made with imaginaries {edition.software_version}; content {edition.content_hash}",
        is_data=True,
        version=edition.edition_id,
    )


def cite_claim(store: Store, edition: Edition, claim_id: str) -> Reference:
    """A claim with its words, its document and page, in the edition that has it.

    Raises:
        UsageError: no claim has that id, or several begin with it.
    """
    found = store.query(_CLAIM, [claim_id.lower()]).as_dicts()
    if len(claim_id) < LEAST_DIGITS or not found:
        raise UsageError(
            f"{claim_id!r} is no claim, figure or edition here: give a claim's id or its first "
            f"{LEAST_DIGITS} characters, a figure as YEAR/NAME, or {edition.edition_id}"
        )
    if len(found) > 1:
        ids = ", ".join(row["claim_id"] for row in found)
        raise UsageError(f"{claim_id!r} begins several claims: give one of {ids}")
    row = found[0]
    page = f", page {row['page']}" if row["page"] else ""
    stated = ", ".join(str(row[name]) for name in ("publisher", "year") if row[name])
    article = f"“{row['quote']}”, {row['code']} as {row['type']}, claim {row['claim_id']}"
    whole = cite_edition(edition)
    return Reference(
        key=f"imaginaries-{row['claim_id']}",
        title=f"{article} in: {row['title']} ({stated or 'no publisher stated'}){page}",
        author=AUTHOR,
        year=whole.year,
        url=row["url"] if row["url"].startswith("http") else None,
        note=f"In: {TITLE}. {whole.note}",
        is_data=True,
        version=whole.version,
    )


def cite_figure(edition: Edition, figure: str) -> Reference:
    """A figure of a yearly report, named as YEAR/NAME."""
    year, _, name = figure.partition("/")
    whole = cite_edition(edition)
    return Reference(
        key=f"imaginaries-{edition.edition_id}-{year}-{name}",
        title=f"Figure “{name}” of the report on {year}",
        author=AUTHOR,
        year=whole.year,
        url=None,
        note=f"In: {TITLE}. {whole.note}",
        is_data=True,
        version=whole.version,
    )


def render_text(reference: Reference) -> str:
    """A citation as a line of prose."""
    place = f" {reference.url}." if reference.url else ""
    return (
        f"{reference.author} ({reference.year}). {reference.title}. Edition {reference.version}. "
        f"{reference.note}.{place}"
    )


def build_citation_file(edition: Edition) -> str:
    """`CITATION.cff` of the edition (Citation File Format 1.2.0)."""
    return "\n".join(
        [
            "cff-version: 1.2.0",
            "message: If you use these data, please cite this edition.",
            f'title: "{TITLE}"',
            "type: dataset",
            f'version: "{edition.edition_id}"',
            f"date-released: {edition.published_at:%Y-%m-%d}",
            "license: MIT",
            "authors:",
            f"  - name: {AUTHOR}",
            "references:",
            "  - type: software",
            "    title: imaginaries",
            f'    version: "{edition.software_version}"',
            "    authors:",
            f"      - name: {AUTHOR}",
            "",
        ]
    )
