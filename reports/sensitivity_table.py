"""The headline numbers of some countries with their worst cases, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
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
_SAYS = {
    "claim_share": "of sentences about data and AI, those with the code",
    "hope_share": "of sentences with the code, visions and commitments",
    "coded_production_share": "of systems in production, those whose register text has the code",
    "production_share": "of systems whose register text has the code, those in production",
    "observed_gap": "gap: the first share less that of the systems in production",
}
_POINTER = (
    "all rows: out_headline; every variant and what it leaves out: out_sensitivity",
    'for example: imaginaries query "from out_sensitivity where number_id = '
    "'claim_share/{}/any_imaginary'\"",
)


def render_sensitivity(store: Store, countries: Sequence[str]) -> str:
    """A short table per country: number, range over all variants, and the worst case in words."""
    open_questions(store)
    lines = [
        "Sensitivity: each number as it stands, all years, not corrected for the coder's error;",
        "  from the lowest to the highest that it becomes when one thing is left out or changed;",
        "  and the change that moves it most",
    ]
    for country in countries:
        lines.append(f"{country_name(country)}")
        rows = store.query(_HEADLINES, [country]).rows
        for measure, of in groupby(rows, key=itemgetter(0)):
            lines.append(f"  {_SAYS[measure]} (number_id: {measure}/{country}/…)")
            lines += [_line(*row) for row in of]
        if not rows:
            lines.append("  no document and no register loaded")
    lines += [line.format(next(iter(countries), "NO")) for line in _POINTER]
    return "\n".join(lines)


def _line(measure: str, code: str, value: float | None, *rest: Any) -> str:
    lowest, highest, variant, left_out, worst, rests_on, reason = rest
    name = f"    {code:<15}"
    if value is None:
        return f"{name} {reason}"
    unit = "points" if measure == "observed_gap" else "%"
    text = f"{name} {_hundred(value)} {unit} ({_hundred(lowest)} to {_hundred(highest)})"
    if variant is not None:
        named = f": {_short(left_out)}" if left_out else ""
        text += f"; {_hundred(worst)} with {variant}{named}"
    if rests_on is not None:
        text += f"; no number at all with {rests_on}"
    return text


def _hundred(share: float) -> str:
    return f"{100 * share:.1f}"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
