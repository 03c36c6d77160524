"""The headline numbers of some countries with their worst cases, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.country import country_name
from data.store import Store
from reports.questions import open_questions

_HEADLINES = """
    select h.measure, h.code, h.value, h.lowest_value, h.highest_value, h.worst_variant,
           coalesce(d.title, h.worst_left_out) as left_out, h.worst_value, h.rests_on, h.reason
    from out_headline h
    left join document d on h.worst_variant = 'one document left out'
        and d.document_id = h.worst_left_out
    where h.country = ? and (h.code in ('all', 'any_imaginary', 'any_constraint')
        or (h.measure = 'claim_share' and h.code_rank <= 3))
    order by h.measure, h.family nulls first, h.code like 'any%' desc, h.code
"""
_WIDTH = 60


def render_sensitivity(store: Store, countries: Sequence[str]) -> str:
    """A short table per country: number, range over all variants, and the worst case in words."""
    open_questions(store)
    lines = []
    for country in countries:
        lines.append(f"Sensitivity, {country_name(country)}: value (lowest to highest); worst case")
        rows = store.query(_HEADLINES, [country]).rows
        lines += [_line(*row) for row in rows] or ["  no document and no register loaded"]
    return "\n".join(lines)


def _line(measure: str, code: str, value: float | None, *rest: Any) -> str:
    lowest, highest, variant, left_out, worst, rests_on, reason = rest
    name = f"  {measure:<17} {code:<15}"
    if value is None:
        return f"{name} {reason}"
    text = f"{name} {_percent(value)} ({_percent(lowest)} to {_percent(highest)})"
    if variant is not None:
        named = f": {_short(left_out)}" if left_out else ""
        text += f"; {_percent(worst)} with {variant}{named}"
    if rests_on is not None:
        text += f"; no number at all with {rests_on}"
    return text


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
