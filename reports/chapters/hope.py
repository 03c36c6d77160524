"""The chapter about hope and evidence: what kind of sentence, code by code, and by whom."""

from __future__ import annotations

from typing import Any

from reports.bars import draw_stack
from reports.charts import NARROW, TYPE_COLOURS, WIDE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg, percent
from reports.quotes import Quote, read_quotes
from reports.year import FEW_DOCUMENTS, LONGEST_SPAN, Year, explain_silence, name_code


def build_hope(year: Year) -> Chapter:
    """Whether sentences state hopes, promise acts, or report results."""
    key, title = "hope", "Hope or evidence"
    rows = year.rows(
        """select year, type as part, sum(type_count)::integer as type_count,
                  sum(sentence_count)::integer as sentence_count,
                  sum(document_count)::integer as document_count,
                  sum(type_count) / sum(sentence_count) as share
           from out_sentence_type_share where year <= ? and year > ? - ?
           group by year, type order by year, type""",
        year.year,
        year.year,
        LONGEST_SPAN,
    )
    own = {row["part"]: row for row in rows if row["year"] == year.year}
    if not own:
        return Chapter(key, title, missing=(explain_silence(year, "sentences in scope"),))
    quotes = read_quotes(year.store, year.year, list(year.codes), by="type", each=2)
    by_year = _draw_types(year, rows, quotes)
    paragraphs = [
        "A vision says what technology could or should bring; a commitment says what the issuer "
        "will do; a mandate tells others to act; a result reports what exists or was done; a "
        "caution points to a problem. The darkest blue is evidence, the lighter blues are promises "
        "and mandates, and yellow is hope. Types are what the coder found: no share of this "
        "chapter is corrected for its errors, which the model’s card (models/weights/CARD.md) "
        "gives for each type."
    ]
    if not year.has_few_documents:
        paragraphs.append(
            f"In {year.year}, {percent(own['vision']['share'])} of the sentences in scope state a "
            f"hope, {percent(own['commitment']['share'] + own['mandate']['share'])} a promise or "
            f"an instruction, and {percent(own['result']['share'])} report a result."
        )
    figures = [by_year]
    by_code = _draw_hope_by_code(year)
    figures += [by_code] if by_code else []
    return Chapter(key, title, tuple(paragraphs), tuple(figures), (_who_promises(year),))


def _draw_types(year: Year, rows: list[dict[str, Any]], quotes: tuple[Quote, ...]) -> Figure:
    for row in rows:
        row["has_few_documents"] = row["document_count"] < FEW_DOCUMENTS
        row["period"] = str(row["year"])
    order = sorted({row["period"] for row in rows}, reverse=True)
    own = [row for row in rows if row["year"] == year.year]
    shares = "; ".join(f"{row['part']} {percent(row['share'])}" for row in own)
    documents = sum({row["year"]: row["document_count"] for row in rows}.values())
    return Figure(
        key="types",
        title="What kind of sentence",
        description=f"Stacked bars by year. In {year.year}: {shares}.",
        note=f"n = {sum(row['type_count'] for row in rows):,} sentences in scope from "
        f"{documents:,} documents. Thin bars: years with few documents.",
        wide_svg=draw_svg(draw_stack(rows, "period", order, TYPE_COLOURS, WIDE), "types-w"),
        narrow_svg=draw_svg(draw_stack(rows, "period", order, TYPE_COLOURS, NARROW), "types-n"),
        table=build_table(
            "types",
            "Types of sentences by year",
            rows,
            {
                "year": "Year",
                "part": "Type",
                "type_count": "Sentences of the type",
                "sentence_count": "Sentences in scope",
                "document_count": "Documents",
                "share": "Share",
            },
        ),
        quotes=quotes,
    )


def _draw_hope_by_code(year: Year) -> Figure | None:
    counted = year.rows(
        """select code, s.type as part, count(*) as claim_count,
                  count(distinct d.document_id) as document_count
           from claim c join sentence s using (sentence_id, document_id)
           join document d using (document_id)
           where s.in_scope and s.has_codebook and not d.is_excerpt and d.year = ?
           group by code, s.type order by code, s.type""",
        year.year,
    )
    if not counted or year.has_few_documents:
        return None
    totals: dict[str, int] = {}
    for row in counted:
        totals[row["code"]] = totals.get(row["code"], 0) + row["claim_count"]
    for row in counted:
        row["share"] = row["claim_count"] / totals[row["code"]]
        row["code_count"] = totals[row["code"]]
        row["label"] = f"{name_code(row['code'])} ({totals[row['code']]:,})"
        row["has_few_documents"] = totals[row["code"]] < 10
    evidence = {row["label"]: row["share"] for row in counted if row["part"] == "result"}
    order = sorted(
        {row["label"] for row in counted}, key=lambda label: (-evidence.get(label, 0), label)
    )
    codes = {row["label"]: row["code"] for row in counted}
    shown = [codes[label] for label in order[:6]]
    return Figure(
        key="hope-by-code",
        title=f"As hope or as evidence: each code in {year.year}",
        description="Stacked bars by code, the one most often reported as a result on top: "
        + "; ".join(f"{label} {percent(evidence.get(label, 0))} result" for label in order)
        + ".",
        note="In brackets: sentences with the code. Thin bars: fewer than ten sentences.",
        wide_svg=draw_svg(draw_stack(counted, "label", order, TYPE_COLOURS, WIDE), "hbc-w"),
        narrow_svg=draw_svg(draw_stack(counted, "label", order, TYPE_COLOURS, NARROW), "hbc-n"),
        table=build_table(
            "hope-by-code",
            "Codes by type of sentence",
            counted,
            {
                "code": "Code",
                "part": "Type",
                "claim_count": "Sentences",
                "code_count": "Sentences with the code",
                "document_count": "Documents",
                "share": "Share",
            },
        ),
        quotes=read_quotes(year.store, year.year, shown, each=1, types=("result",))
        or read_quotes(year.store, year.year, shown, each=1),
    )


def _who_promises(year: Year) -> Table:
    rows = year.rows(
        """select publisher, country, document_count, sentence_count,
                  commitment_count + mandate_count as promise_count, promise_share,
                  result_count, result_share
           from out_who_promises where year = ?
           order by promise_count desc, publisher, country""",
        year.year,
    )
    return build_table(
        "who-promises",
        f"Who promises, {year.year}",
        rows,
        {
            "publisher": "Publisher",
            "country": "Country",
            "document_count": "Documents",
            "sentence_count": "Sentences in scope",
            "promise_count": "Promises and mandates",
            "promise_share": "Share of promises",
            "result_count": "Results",
            "result_share": "Share of results",
        },
    )
