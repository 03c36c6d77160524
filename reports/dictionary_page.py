"""The data dictionary as one page of HTML: questions first, each with its SQL, then tables."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from data.edition_file import write_edition
from data.records import Edition
from data.store import Store, open_memory, open_published
from data.tables import RECORD_TYPES, table_name
from reports.dictionary import build_dictionary, in_order, read_relations
from reports.questions import Question, build_views, load_questions
from reports.ten_questions import TEN, read_example

TEMPLATES = Path(__file__).with_name("templates")


def build_dictionary_page(store: Store, questions: Sequence[Question]) -> str:
    """One self-contained page, with a search field that needs no network."""
    relations = {relation.name: relation for relation in read_relations(store)}
    views, tables = in_order(list(relations.values()))
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("dictionary.html").render(
        ten=[
            (relations[one.view], read_example(store, one)) for one in TEN if one.view in relations
        ],
        views=views,
        tables=tables,
        sql={question.view: question.sql for question in questions},
    )


def write_dictionary(folder: Path) -> list[Path]:
    """Write the dictionary of an edition without rows, in Markdown and HTML: `make dictionary`."""
    questions = load_questions()
    edition = Edition("empty", datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None), "", "", True)
    with tempfile.TemporaryDirectory() as place, open_memory() as store:
        database = Path(place) / "empty.duckdb"
        tables = [table_name(record_type) for record_type in RECORD_TYPES]
        write_edition(store, database, tables, build_views(store, questions), edition, ())
        with open_published(database) as made:
            pages = {
                folder / "DICTIONARY.md": build_dictionary(made),
                folder / "dictionary.html": build_dictionary_page(made, questions),
            }
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")
    return list(pages)


if __name__ == "__main__":
    for written in write_dictionary(Path(sys.argv[1])):
        print(written)
