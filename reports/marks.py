"""What the points, bars and cells of a drawing tell: their row in words, and where it leads."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reports.amounts import percent
from reports.charts import Spec

_MARKS = frozenset({"point", "bar", "rect", "circle", "square"})
_KEY = "tip_and_target"
_BETWEEN, _WITHIN = "␟", "|"
_LABEL = re.compile(r' aria-label="([^"]*)"')
_TARGET = re.compile(r' data-to="([^"]*)"')

Target = tuple[str, str, str]
"""Code, country and year of the sentences behind a mark; empty where it is of all."""


def add_tips(spec: Spec) -> Spec:
    """The same specification with the text of each row on its mark.

    Vega writes a mark's description as `aria-label`, which `show_tips` then reads.
    """
    values = spec.get("data", {}).get("values")
    if values is None:
        return spec
    told = [{**row, _KEY: _tell(row)} for row in values]
    described: Spec = _describe({key: value for key, value in spec.items() if key != "data"})
    return {**described, "data": {**spec["data"], "values": told}}


def show_tips(svg: str) -> str:
    """The drawing with `data-tip` and `data-to` in place of the descriptions."""

    def attributes(label: re.Match[str]) -> str:
        tip, sign, target = label[1].partition(_BETWEEN)
        if not sign or not tip:
            return ""
        leads = f' data-to="{target}"' if target.strip(_WITHIN) else ""
        return f' data-tip="{tip}"{leads}'

    return _LABEL.sub(attributes, svg)


def link_marks(svg: str, find: Callable[[Target], str | None]) -> str:
    """The drawing with the address of each mark's sentences, where there are any."""

    def address(target: re.Match[str]) -> str:
        code, country, year = html.unescape(target[1]).split(_WITHIN)
        found = find((code, country, year))
        return f' data-href="{html.escape(found)}"' if found else ""

    return _TARGET.sub(address, svg)


def tip_of(row: Mapping[str, Any]) -> str:
    """A row in words, its parts divided by dots: what, when, how much, of how many."""
    if "tip" in row:
        return str(row["tip"])
    if row.get("share") is None and row.get("count") is None:
        return ""
    names = [row.get(name) for name in ("label", "place", "period", "year", "side", "part")]
    parts = list(dict.fromkeys(str(name) for name in names if name))
    if row.get("share") is None:
        return " · ".join([*parts, f"{row['count']:,}"])
    ends = ""
    if row.get("low") is not None and row.get("high") is not None:
        ends = f" ({percent(row['low'])} to {percent(row['high'])})"
    return " · ".join([*parts, f"{percent(row['share'])}{ends}", *_basis(row)])


def _tell(row: Mapping[str, Any]) -> str:
    target = _WITHIN.join(str(row.get(name) or "") for name in ("code", "country", "year"))
    return f"{tip_of(row)}{_BETWEEN}{target if row.get('code') else _WITHIN * 2}"


def _basis(row: Mapping[str, Any]) -> list[str]:
    """Of how many: the counts that the row has, and whether they are few."""
    pairs = (
        ("claim_count", "sentence_count", "sentences"),
        ("type_count", "sentence_count", "sentences"),
        ("claim_count", "code_count", "sentences"),
        ("passage_count", "period_passage_count", "passages"),
        ("deployment_count", "register_count", "systems"),
    )
    for part, whole, name in pairs:
        if row.get(part) is not None and row.get(whole) is not None:
            said = [f"{row[part]:,} of {row[whole]:,} {name}"]
            break
    else:
        said = []
    documents = row.get("document_count")
    if documents is not None:
        said.append("1 document" if documents == 1 else f"{documents:,} documents")
    return said


def _describe(node: Any) -> Any:
    """Give every point, bar and cell of a specification its text; lines and bands have many."""
    if isinstance(node, Mapping):
        found = {key: _describe(value) for key, value in node.items()}
        mark = node.get("mark")
        kind = mark.get("type") if isinstance(mark, Mapping) else mark
        if kind in _MARKS:
            of_row = {"field": _KEY, "type": "nominal"}
            found["mark"] = {
                **(mark if isinstance(mark, Mapping) else {"type": kind}),
                "aria": True,
            }
            found["encoding"] = {**found.get("encoding", {}), "description": of_row}
        return found
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_describe(value) for value in node]
    return node
