"""The chapter of sensitivity: how firm each headline number is, and its worst case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.chapters.readings import MOST_PANELS, points
from reports.chapters.record_charts import draw_readings
from reports.charts import NARROW, RECORD, TALK, WIDE
from reports.figures import Chapter, Figure, Table, build_table, draw_svg, percent
from reports.quotes import read_quotes
from reports.register_rows import read_production_rows
from reports.year import Year, name_code, name_country

KEY, TITLE = "firmness", "How firm the numbers are"
MARKS = {"as it stands": TALK, "in its worst case": RECORD}
ANY = "any_imaginary"

_HEADLINES = """
    select h.number_id, h.measure, h.country, h.family, h.code, h.value, h.lowest_value,
           h.highest_value, h.worst_variant, h.worst_left_out, h.worst_value, h.worst_difference,
           h.rests_on, h.keeps_sign, h.part_count, h.whole_count, h.document_count,
           h.all_sentence_share, h.document_share, h.code_rank, h.document_rank,
           h.has_few_documents, d.title
    from out_headline h
    left join document d
        on h.worst_variant = 'one document left out' and d.document_id = h.worst_left_out
    where h.value is not null
    order by h.measure, h.country, abs(h.worst_difference) desc nulls last, h.code
"""
_VARIANTS = """
    select variant, count(*) as number_count, max(abs(difference)) as most_share,
           median(abs(difference)) as median_share,
           count(*) filter (abs(difference) >= 0.05) as moved_count
    from out_sensitivity
    where is_same_scale and difference is not null and extreme is distinct from 'nothing left'
    group by variant order by median_share desc, variant
"""
_WHAT = (
    "Each headline number is worked out again many times: with one document, one cue and one "
    "register left out in turn; with pages of doubtful reading, repeated sentences, documents "
    "held twice, translated texts and claims without a cue left out; with excerpts counted; and "
    "with systems of every status, or none of blank status. The worst case is the variant that "
    "moves the number most. The gap here is the observed one, not corrected for the coder’s "
    "errors, because those were measured for the whole and not for each variant. What no "
    "variant covers: which documents were collected, and what registers never asked for."
)
_SAID = {
    "observed_gap": "gap",
    "claim_share": "share of sentences",
    "deployment_share": "share of systems",
    "production_share": "in production",
    "hope_share": "share of hopes",
}


def build_firmness(year: Year) -> Chapter:
    """Every headline number of all years together with its range and its worst case."""
    rows = year.rows(_HEADLINES)
    if not rows:
        reason = (
            "No number can be shown with its worst case: run imaginaries compare with documents "
            "in scope."
        )
        return Chapter(KEY, TITLE, (_WHAT,), missing=(reason,))
    gaps = [row for row in rows if row["measure"] == "observed_gap" and row["code"] != ANY]
    imagined = [row for row in gaps if row["family"] == "imaginary"]
    lead = _tell(imagined)
    figure = _draw(year, imagined) if imagined else None
    missing = (
        ()
        if figure
        else ("No gap is drawn: no country has both documents in scope and systems on record.",)
    )
    return Chapter(
        KEY,
        TITLE,
        (lead, *_tell_weakest(imagined), _WHAT) if lead else (_WHAT,),
        (figure,) if figure else (),
        (_list_variants(year), _list_numbers(rows)),
        missing=missing,
        lead=lead,
    )


def _tell(gaps: Sequence[dict[str, Any]]) -> str:
    if not gaps:
        return ""
    kept = sum(row["keeps_sign"] is True for row in gaps)
    resting = sum(bool(row["rests_on"]) for row in gaps)
    end = (
        f"; {resting:,} rest on a single register or document, without which there is no number"
        if resting
        else ""
    )
    return (
        f"Of {len(gaps):,} gaps between talk and record, {kept:,} stay on the same side in every "
        f"variant{end}."
    )


def _tell_weakest(gaps: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The firm gap that its worst case moves most, as the example of how to read the table."""
    moved = [row for row in gaps if row["worst_difference"] is not None]
    if not moved:
        return ()
    row = max(moved, key=lambda row: (abs(row["worst_difference"]), row["number_id"]))
    return (
        f"The gap that moves most is that of {name_code(row['code'])}, "
        f"{name_country(row['country'])}: {points(row['value'])} points as it stands, "
        f"{points(row['worst_value'])} with {_tell_variant(row)}.",
    )


def _tell_variant(row: dict[str, Any]) -> str:
    left_out = row["title"] or row["worst_left_out"]
    return f"{row['worst_variant']} ({left_out})" if left_out else str(row["worst_variant"])


def _draw(year: Year, gaps: Sequence[dict[str, Any]]) -> Figure:
    sizes = {row["country"]: (-row["document_count"], row["country"]) for row in gaps}
    shown = sorted(sizes, key=lambda country: sizes[country])[:MOST_PANELS]
    codes = [code for code in year.codes_of("imaginary") if any(r["code"] == code for r in gaps)]
    marks = [mark for place in shown for row in gaps if row["country"] == place
             for mark in _marks(row)]  # fmt: skip
    order, panels = [name_code(code) for code in codes], [name_country(place) for place in shown]
    told = "; ".join(mark["tip"] for mark in marks if mark["place"] == panels[0])
    columns = 2 if len(shown) > 1 else 1
    wide = draw_readings(marks, order, panels, WIDE, columns, MARKS)
    narrow = draw_readings(marks, order, panels, NARROW, 1, MARKS)
    return Figure(
        key="firmness",
        title="Each gap as it stands, and in its worst case",
        description=f"Pairs of dots by code. {told}.",
        note="Talk less record in percentage points, observed. Lines: from the lowest to the "
        "highest of all variants. Hollow: fewer than three documents. A line that crosses zero may "
        "lie on either side.",
        wide_svg=draw_svg(wide, "firmness-w"),
        narrow_svg=draw_svg(narrow, "firmness-n"),
        table=_list_numbers(gaps, "firmness", "Gaps and their worst cases"),
        quotes=read_quotes(year.store, year.year, codes[:6], each=1),
        register_rows=read_production_rows(year.store, shown),
        codes=tuple(codes),
    )


def _marks(row: dict[str, Any]) -> list[dict[str, Any]]:
    stands, worst = MARKS
    place, label = name_country(row["country"]), name_code(row["code"])
    common = {"label": label, "place": place, "country": row["country"], "code": row["code"]}
    ends = {"low": row["lowest_value"], "high": row["highest_value"]}
    name = f"{label} · {place}"
    marks = [
        {
            **common,
            **(ends if row["lowest_value"] is not None else {"low": row["value"]}),
            "reading": stands,
            "gap": row["value"],
            "is_small": bool(row["has_few_documents"]),
            "tip": f"{name} · {points(row['value'])} points",
        }
    ]
    if row["worst_value"] is not None:
        marks.append(
            {
                **common,
                "low": row["worst_value"],
                "high": row["worst_value"],
                "reading": worst,
                "gap": row["worst_value"],
                "is_small": bool(row["has_few_documents"]),
                "tip": f"{name} · {points(row['worst_value'])} points: {_tell_variant(row)}",
            }
        )
    return marks


def _list_variants(year: Year) -> Table:
    return build_table(
        "sensitivity-variants",
        "What moves the numbers: each variant over all of them",
        year.rows(_VARIANTS),
        {
            "variant": "Variant",
            "number_count": "Numbers",
            "median_share": "Moved in the middle by",
            "most_share": "At most by",
            "moved_count": "By five points or more",
        },
    )


def _list_numbers(
    rows: Sequence[dict[str, Any]],
    key: str = "headline-numbers",
    caption: str = "Every headline number with its worst case",
) -> Table:
    listed = [
        {
            **row,
            "label": name_code(row["code"]) if row["code"] else "all",
            "said": _SAID.get(row["measure"], row["measure"]),
            "stands": _write(row, row["value"]),
            "range": f"{_write(row, row['lowest_value'])} to {_write(row, row['highest_value'])}"
            if row["lowest_value"] is not None
            else None,
            "worst": _write(row, row["worst_value"]),
            "by": _tell_variant(row) if row["worst_variant"] else None,
            "side": {True: "kept", False: "not kept", None: "–"}[row["keeps_sign"]],
        }
        for row in rows
    ]
    return build_table(
        key,
        caption,
        listed,
        {
            "country": "Country",
            "label": "Code",
            "said": "Number",
            "stands": "As it stands",
            "range": "Lowest to highest",
            "worst": "Worst case",
            "by": "With",
            "rests_on": "No number with",
            "side": "Side",
            "document_count": "Documents",
        },
        columns=tuple(rows[0]) if rows else (),
    )


def _write(row: dict[str, Any], value: float | None) -> str:
    return points(value) if row["measure"] == "observed_gap" else percent(value)
