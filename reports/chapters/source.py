"""The chapters about what the report rests on: documents, faults, method."""

from __future__ import annotations

from reports.figures import Chapter, build_table
from reports.languages import name_language
from reports.year import FEW_DOCUMENTS, Year, name_countries


def build_documents(year: Year) -> Chapter:
    """The documents of the year and where each was fetched."""
    rows = year.rows(
        """select title, publisher, country, kind, language, page_count, in_scope_count,
                  claim_count, is_excerpt, link, archived_as, document_id
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
    counted = "1 document" if len(rows) == 1 else f"{len(rows):,} documents"
    paragraph = (
        f"{counted} of {year.year} from {name_countries(places)}. A title leads to "
        "where the document was fetched: the publisher’s page, or a public copy where the address "
        "is on GitHub. “Copy” leads to the bytes as they were fetched."
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


def build_method(year: Year) -> Chapter:
    """How the numbers were made, how far they can be trusted, and how to cite them."""
    paragraphs = (
        "Unit. A document is cut into passages and sentences. Only sentences on the subject count: "
        "those that the coder takes to speak about data, software or AI, by themselves or going on "
        "from the sentence before. They are called in scope. A share is the number of sentences in "
        "scope that carry a code, divided by all sentences in scope; documents of all collected "
        "countries count together unless a country is named. Excerpts are quoted and stay out of "
        "every rate, and so do languages without a codebook.",
        "Coding. The codes are given by a linear model that reads the cue words of a published "
        "codebook, in five languages, the other words, and the text just before. It learned from "
        "sentences that language models coded by that codebook; no person has checked the codes of "
        "this edition. Each claim opens down to the words behind it (imaginaries explain), and the "
        "model’s card has its error by code, language and type. A claim that is denied (“not a "
        "gold mine”) counts as invoking its image and is marked as negated in the data. Compare "
        "shares with each other before reading one by itself.",
        "Error. The intervals cover 95%. With five documents or more, whole documents are drawn "
        "anew a thousand times, because sentences of one document resemble each other; with fewer, "
        "Wilson’s interval treats sentences as independent and is too narrow. No interval covers "
        "the choice of documents, and only those of corrected shares cover the error of the coder. "
        "Years and countries with fewer than "
        f"{FEW_DOCUMENTS} documents are marked, kept out of headlines and never dropped from the "
        "tables.",
        _explain_correction(year),
        "Registers. The record is the latest edition of each register that was loaded. A system "
        "that two registers of a country have under one name counts once. A blank status is "
        "“unknown”. Registers under-record, each in its own way, so a missing record is not a "
        "missing system.",
        _count_repeated(year),
        f"Cite as: imaginaries, annual discourse report {year.year}, edition {year.edition}, made "
        f"{year.now:%Y-%m-%d}. The numbers of every figure lie beside this page in data/, and the "
        "whole edition is the database imaginaries.duckdb of the same name.",
    )
    return Chapter("method", "Method, error and how to cite", paragraphs)


def _explain_correction(year: Year) -> str:
    counted = year.rows(
        """select count(corrected_share) as corrected, count(*) as all_rows,
                  count(*) filter (corrected_share_low = 0) as from_zero,
                  any_value(gold_sha256)[:12] as gold, bool_and(is_same_coder) as is_same
           from out_prevalence where year = ?""",
        year.year,
    )[0]
    if not counted["corrected"]:
        return (
            "Corrected shares. None in this year: the coder’s error was not measured, or too few "
            "sentences are in scope; out_prevalence gives the reason for each."
        )
    state = "" if counted["is_same"] else " in an earlier state"
    return (
        "Corrected shares. The coder misses some of what is said and finds some that is not, and "
        f"not in every language alike. Its error was measured{state} on coded sentences (gold "
        f"{counted['gold']}) of documents that it had not learned from, and each share is "
        "corrected for it (Rogan and Gladen 1978). The interval holds the doubt about the share "
        "and about the error. It is assumed that the coder errs in every country and year as it "
        "does on the gold; that gold was coded by language models and not by people. Where a code "
        "is rare, false alarms may explain all that was found: the corrected share is then small, "
        f"and its interval begins at 0. Of {year.year}, {counted['corrected']:,} of "
        f"{counted['all_rows']:,} shares by code and country (all together count as one) could be "
        f"corrected, {counted['from_zero']:,} with an interval from 0; out_prevalence has them "
        "with the reasons, and out_claim every sentence behind them. Types of sentences and what "
        "is told of a claim (who acts, when, with which image) are not corrected."
    )


def _count_repeated(year: Year) -> str:
    counted = year.rows(
        """select count(distinct document_id) as documents from (
               select document_id, year from out_repeated_document
               union all select other_document_id, year from out_repeated_document)
           where year = ?""",
        year.year,
    )[0]["documents"]
    return (
        "Repeated documents. A text that the corpus holds twice, as in two formats, counts twice "
        f"in rates. Of {year.year}, {counted:,} documents share more than half of their sentences "
        "with another of the same country; out_repeated_document names them."
    )
