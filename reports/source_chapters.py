"""The chapters about what the report rests on: topics, documents, faults, method."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reports.charts import NARROW, WIDE, draw_strips
from reports.figures import Chapter, Figure, Table, build_table, draw_svg, percent
from reports.year import FEW_DOCUMENTS, LONGEST_SPAN, Year, name_countries

_MOST_TOPICS = 6
_LANGUAGES = {
    "en": "English",
    "nb": "Norwegian bokmål",
    "nn": "Norwegian nynorsk",
    "sv": "Swedish",
    "da": "Danish",
    "de": "German",
    "fr": "French",
    "nl": "Dutch",
    "es": "Spanish",
    "fi": "Finnish",
    "it": "Italian",
    "pt": "Portuguese",
    "no": "Norwegian",
    "is": "Icelandic",
    "ar": "Arabic",
    "el": "Greek",
    "et": "Estonian",
    "hu": "Hungarian",
    "ja": "Japanese",
    "ko": "Korean",
    "pl": "Polish",
    "ru": "Russian",
    "tr": "Turkish",
    "zh": "Chinese",
}


def build_topics(year: Year) -> Chapter:
    """What the passages are about, one figure per language."""
    rows = year.rows(
        """select * from out_topic_share where year <= ? and year > ? - ?
           order by language, position, year""",
        year.year,
        year.year,
        LONGEST_SPAN,
    )
    documents = {(row["language"], row["year"]): row["document_count"] for row in rows}
    known = sorted({language for language, _ in documents})
    own = [language for language in known if (language, year.year) in documents]
    drawn = [
        language
        for language in own
        if any(count >= FEW_DOCUMENTS for (of, _), count in documents.items() if of == language)
    ]
    years = list(range(min((row["year"] for row in rows), default=year.year), year.year + 1))
    figures = tuple(_draw_topics(rows, language, years) for language in drawn)
    absent = sorted(set(known) - set(own))
    missing = []
    if absent:
        missing.append(
            f"There is no topic share of {year.year} for {name_languages(absent)}: no document of "
            "the year in the language has enough text."
        )
    few = [row for row in rows if row["language"] in set(own) - set(drawn)]
    tables = (_list_topics(few),) if few else ()
    if few:
        missing.append(
            f"Topics in {name_languages(sorted(set(own) - set(drawn)))} are listed and not drawn: "
            f"no year has {FEW_DOCUMENTS} documents."
        )
    if not rows:
        missing = [f"No topics are known up to {year.year}: no language had enough passages."]
    paragraph = (
        "Topics are groups of passages with the same words, learnt anew for each language. Shares "
        "add to one within a language and year; languages are never added together, because "
        "their documents and their topics differ."
    )
    return Chapter("topics", "Topics", (paragraph,), figures, tables, tuple(missing))


def build_documents(year: Year) -> Chapter:
    """The documents of the year and where each was fetched."""
    rows = year.rows(
        """select title, publisher, country, kind, language, page_count, in_scope_count,
                  claim_count, is_excerpt, link, archived_as
           from out_document where year = ? order by country, publisher, title, document_id""",
        year.year,
    )
    if not rows:
        return Chapter(
            "documents",
            "Documents of the year",
            missing=(f"No document of {year.year} was collected.",),
        )
    for row in rows:
        row["note"] = "excerpt: quotes only" if row["is_excerpt"] else ""
        row["language"] = name_language(row["language"])
        row["kind"] = row["kind"].replace("_", " ")
    table = build_table(
        "documents",
        f"Documents of {year.year}",
        rows,
        {
            "title": "Document",
            "publisher": "Publisher",
            "country": "Country",
            "kind": "Kind",
            "language": "Language",
            "page_count": "Pages",
            "in_scope_count": "Sentences in scope",
            "claim_count": "Claims",
            "note": "Note",
        },
    )
    unjudged = year.rows(
        """select s.language, count(distinct s.document_id) as document_count
           from sentence s join document d using (document_id)
           where d.year = ? and not s.has_codebook and d.language = s.language
           group by s.language order by s.language""",
        year.year,
    )
    missing = tuple(
        f"{row['document_count']} in {name_language(row['language'])} could not be judged: the "
        "codebook has no cues in the language. They are in no rate."
        for row in unjudged
    )
    places = sorted({row["country"] for row in rows})
    paragraph = (
        f"{len(rows)} documents of {year.year} from {name_countries(places)}. The titles lead to "
        "the publishers; “copy” leads to the bytes as they were fetched."
    )
    return Chapter(
        "documents", "Documents of the year", (paragraph,), tables=(table,), missing=missing
    )


def build_faults(year: Year) -> Chapter:
    """What could not be read; of all years, because an unread file may have no year."""
    rows = year.rows(
        "select stage, subject, reason, next_step, tries from out_fault order by stage, subject"
    )
    if not rows:
        taken = "Every file and every register row that was collected could be taken."
        return Chapter("faults", "Faults and what is missing", (taken,))
    table = build_table(
        "faults",
        "Files and rows that could not be taken",
        rows,
        {
            "stage": "Stage",
            "subject": "File or row",
            "reason": "Reason",
            "next_step": "Next step",
            "tries": "Runs",
        },
    )
    paragraph = (
        f"{len(rows):,} files or rows could not be taken, of any year. They are missing from every "
        "number of this report."
    )
    return Chapter("faults", "Faults and what is missing", (paragraph,), tables=(table,))


def build_method(year: Year, now: datetime, edition: str) -> Chapter:
    """How the numbers were made, how far they can be trusted, and how to cite them."""
    paragraphs = (
        "Unit. A document is cut into passages and sentences. A sentence is in scope when it "
        "speaks about data, digital technology, AI or their use and governance. A share is the "
        "number of sentences in scope that carry a code, divided by all sentences in scope; "
        "documents of all collected countries count together unless a country is named. Excerpts "
        "are quoted and stay out of every rate, and so do languages without a codebook.",
        "Coding. The codes are given by rules: cue words of a published codebook, in five "
        "languages, with a rule-based reading of the type of sentence. No person has checked the "
        "codes of this edition. The rules miss what is said without their words and find words "
        "used in passing; compare shares with each other before reading one by itself.",
        "Error. The intervals cover 95%. With five documents or more, whole documents are drawn "
        "anew a thousand times, because sentences of one document resemble each other; with fewer, "
        "Wilson’s interval treats sentences as independent and is too narrow. No interval covers "
        "the error of the coder or the choice of documents. Years and countries with fewer than "
        f"{FEW_DOCUMENTS} documents are marked, kept out of headlines and never dropped from the "
        "tables.",
        "Registers. The record is the latest edition of each register that was loaded. A system "
        "that two registers of a country have under one name counts once. A blank status is "
        "“unknown”. Registers under-record, each in its own way, so a missing record is not a "
        "missing system.",
        f"Cite as: imaginaries, annual discourse report {year.year}, edition {edition}, made "
        f"{now:%Y-%m-%d}. The numbers of every figure lie beside this page in data/, and the "
        "whole edition is the database imaginaries.duckdb of the same name.",
    )
    return Chapter("method", "Method, error and how to cite", paragraphs)


def name_language(code: str) -> str:
    """A language's English name, or its code."""
    return _LANGUAGES.get(code, code)


def name_languages(codes: list[str]) -> str:
    """Languages in words."""
    return ", ".join(name_language(code) for code in codes)


def _list_topics(rows: list[dict[str, Any]]) -> Table:
    listed = [{**row, "name": name_language(row["language"])} for row in rows]
    listed.sort(key=lambda row: (row["name"], -row["year"], -row["share"], row["position"]))
    return build_table(
        "topics-few",
        "Topics in languages with few documents",
        listed,
        {
            "name": "Language",
            "year": "Year",
            "label": "Topic",
            "share": "Share",
            "passage_count": "Passages",
            "period_passage_count": "Passages of the year",
            "document_count": "Documents",
        },
    )


def _draw_topics(rows: list[dict[str, Any]], language: str, years: list[int]) -> Figure:
    of = [row for row in rows if row["language"] == language]
    for row in of:
        row["has_few_documents"] = row["document_count"] < FEW_DOCUMENTS
    largest = [row for row in of if row["position"] < _MOST_TOPICS]
    labels = list(dict.fromkeys(row["label"] for row in largest))
    last = max(row["year"] for row in of)
    shares = "; ".join(
        f"{row['label']} {percent(row['share'])}" for row in largest if row["year"] == last
    )
    documents = sum({row["year"]: row["document_count"] for row in of}.values())
    passages = sum({row["year"]: row["period_passage_count"] for row in of}.values())
    name = name_language(language)
    return Figure(
        key=f"topics-{language}",
        title=f"Topics in {name}",
        description=f"One row of yearly bars per topic. Shares in {last}: {shares}.",
        note=f"n = {passages:,} passages from {documents:,} documents in {name}. The "
        f"{len(labels)} largest of {len({row['topic_id'] for row in of})} topics; all rows have "
        "one scale. Hollow: years with few documents.",
        wide_svg=draw_svg(draw_strips(largest, labels, years, WIDE), f"topics-{language}-w"),
        narrow_svg=draw_svg(draw_strips(largest, labels, years, NARROW), f"topics-{language}-n"),
        table=build_table(
            f"topics-{language}",
            f"Topics in {name}",
            of,
            {
                "year": "Year",
                "label": "Topic",
                "share": "Share",
                "passage_count": "Passages",
                "period_passage_count": "Passages of the year",
                "document_count": "Documents",
                "words": "Words of the year",
            },
        ),
    )
