"""How long the `out_*` views take on an edition with a million claims, beside pandas."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from data.records import Edition
from data.store import Store, open_memory, open_published
from reports.publish import publish_edition
from reports.questions import load_questions

DOCUMENT_COUNT, SENTENCE_COUNT, CLAIM_COUNT, ROW_COUNT = 4_000, 2_000_000, 1_000_000, 20_000
SPREAD = SENTENCE_COUNT // DOCUMENT_COUNT
"""Sentences of a document; they lie together, as in a real edition."""
LIMIT_SECONDS = 0.1
TRIES = 3

_ROWS = f"""
    insert into document by name
    select 'd' || i as document_id, 's' as source_id, 'Plan ' || i as title,
           'Office ' || i % 97 as publisher, 'X' || chr((65 + i % 20)::integer) as country,
           'report' as kind, 2005 + i % 20 as year, 'en' as language, 'pdf' as format,
           'https://documents.example/' || i as url, 'not stated' as licence,
           i % 50 = 0 as is_excerpt, 40 as page_count, md5(i::varchar) as sha256,
           'p' as parser_version
    from range({DOCUMENT_COUNT}) r(i);
    insert into sentence by name
    select 's' || i as sentence_id, 'p' || i // 5 as passage_id,
           'd' || i // {SPREAD} as document_id, i % {SPREAD} as position,
           1 + i % {SPREAD} // 20 as page, 'en' as language, 0 as start_char, 60 as end_char,
           'Sentence ' || i || ' says that data shall save time.' as text,
           true as has_codebook, i % 2 = 0 as in_scope,
           ['vision', 'commitment', 'mandate', 'result', 'caution', 'other'][1 + i % 7 % 6] as type
    from range({SENTENCE_COUNT}) r(i);
    insert into claim by name
    select 'c' || i as claim_id, 's' || 2 * i as sentence_id,
           'd' || 2 * i // {SPREAD} as document_id, 'code' || i % 16 as code,
           if(i % 16 < 10, 'imaginary', 'constraint') as family,
           ['vision', 'commitment', 'mandate', 'result', 'caution', 'other'][1 + 2 * i % 7 % 6]
               as type,
           0.5 + i % 50 / 100 as score, 'save time' as quote, 'h' as codebook_hash,
           'v' as coder_version
    from range({CLAIM_COUNT}) r(i);
    insert into claim_facet by name
    select claim_id, document_id, f.facet, f.value
    from claim, (values ('actor', 'government'), ('horizon', 'present')) f(facet, value);
    insert into deployment by name
    select 'list-' || i % 14 as register_id, 'r' || i as deployment_id, '2025-01' as edition_id,
           'X' || chr((65 + i % 14)::integer) as country, 'Office ' || i % 97 as organisation,
           'System ' || i as name, ['production', 'pilot', 'unknown'][1 + i % 3] as status,
           '' as status_raw, 'stated' as status_basis, 2015 + i % 10 as year,
           'start' as year_basis, 'f' as source_file, i as row_number, '{{}}' as row_json,
           false as is_from_strategy
    from range({ROW_COUNT}) r(i);
    insert into deployment_claim by name
    select register_id, deployment_id, 'code' || hash(deployment_id) % 16 as code,
           'imaginary' as family, 0.8 as score, 'save time' as quote, 'h' as codebook_hash,
           'v' as coder_version
    from deployment
"""


def measure(shared: Path) -> list[dict[str, object]]:
    """One row per view: all of its answer counted, and one country's year or its first rows."""
    with tempfile.TemporaryDirectory() as place:
        started = time.perf_counter()
        with open_memory() as store:
            store.execute_script(_ROWS)
            filled = time.perf_counter()
            edition = Edition("bench", datetime(2026, 1, 1), "", "", False)
            folder = publish_edition(store, Path(place) / "published", edition)
        published = time.perf_counter()
        with open_published(folder / "imaginaries.duckdb") as made:
            rows = [_measure_view(made, question.view) for question in load_questions()]
            rows.sort(key=lambda row: -float(str(row["country's year, ms"])))
            rows += _measure_pandas(folder / "parquet", made)
        size = (folder / "imaginaries.duckdb").stat().st_size
    note = f"filled in {filled - started:.0f} s, published in {published - filled:.0f} s"
    return [{"what": f"{note}, {size / 1e6:.0f} MB"}, *rows]


def _measure_view(store: Store, view: str) -> dict[str, object]:
    columns = {row[0] for row in store.query(f"describe {view}").rows}
    where = [
        condition
        for name, condition in (("country", "country = 'XC'"), ("year", "year = 2007"))
        if name in columns
    ]
    asked = f"select * from {view}" + (f" where {' and '.join(where)}" if where else "")
    whole, count = _best(lambda: store.query(f"select count(*) from {view}").rows[0][0])
    part, shown = _best(lambda: len(store.query(f"{asked} limit 1000").rows))
    return {
        "what": view,
        "rows": f"{count:,}",
        "all rows counted, ms": f"{1000 * whole:.0f}",
        "country's year, ms": f"{1000 * part:.0f}",
        "its rows": shown,
        "over the limit": "yes" if part > LIMIT_SECONDS else "",
    }


def _measure_pandas(parquet: Path, store: Store) -> list[dict[str, object]]:
    """The same answers from frames that are in memory already, and from the stored views."""
    claims = pd.read_parquet(parquet / "claim.parquet", columns=["sentence_id", "code"])
    sentences = pd.read_parquet(
        parquet / "sentence.parquet", columns=["sentence_id", "document_id", "in_scope", "type"]
    )
    documents = pd.read_parquet(
        parquet / "document.parquet", columns=["document_id", "country", "year", "is_excerpt"]
    )

    def hope_or_evidence() -> int:
        joined = claims.merge(sentences[sentences["in_scope"]], on="sentence_id")
        joined = joined.merge(documents[~documents["is_excerpt"]], on="document_id")
        return len(joined.groupby(["country", "year", "code", "type"]).size().unstack("type"))

    def sentence_types() -> int:
        joined = sentences[sentences["in_scope"]].merge(
            documents[~documents["is_excerpt"]], on="document_id"
        )
        return len(joined.groupby(["country", "year", "type"]).size())

    pairs: Sequence[tuple[str, Callable[[], int]]] = (
        ("out_hope_or_evidence", hope_or_evidence),
        ("out_sentence_type_share", sentence_types),
    )
    rows: list[dict[str, object]] = []
    for view, answer in pairs:
        ours, found = _best(lambda view=view: len(store.query(f"from {view}").rows))
        theirs, same = _best(answer)
        rows.append(
            {
                "what": f"{view}: all of it read, beside pandas {1000 * theirs:.0f} ms",
                "rows": f"{found:,} and {same:,}",
                "all rows counted, ms": f"{1000 * ours:.0f}",
            }
        )
    return rows


def _best(answer: Callable[[], int]) -> tuple[float, int]:
    """The shortest of a few tries in seconds, and the answer."""
    taken = []
    for _ in range(TRIES):
        started = time.perf_counter()
        found = answer()
        taken.append(time.perf_counter() - started)
    return min(taken), found
