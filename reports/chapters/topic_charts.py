"""Vega-Lite specifications of the topics' figures: topics over the years, and topics by code."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts import INK, PAPER, RECORD, RULE, TALK, Row, Spec, base_spec

_PANEL_HEIGHT = 84
_GAP = 18


def draw_topics(
    rows: Sequence[Row], topics: Sequence[str], years: Sequence[int], width: int, columns: int
) -> Spec:
    """One panel per topic: `share` by `year`, its band `low` to `high`, and moves between levels.

    Years with few documents have a pale ground and a hollow point. A row with `change` (1 up, -1
    down) has an arrow and a dashed line before its year, and above it a bar over the years
    `change_low` to `change_high` in which the move may lie. A year without documents breaks the
    line. All panels share one scale, which every point fits; wide bands of small years may be cut.
    """
    ends = [
        row["share"] if row["has_few_documents"] or row["high"] is None else row["high"]
        for row in rows
    ]
    highest = max([*ends, 0.01]) * 1.15  # room for the arrows
    held = {row["year"] for row in rows}
    empty = {"share": None, "low": None, "high": None, "has_few_documents": False, "change": 0}
    gaps = [
        {**empty, "label": topic, "year": year}
        for topic in topics
        for year in years
        if year not in held
    ]
    panel = (width - 42 - _GAP * (columns - 1)) // columns
    x, y = _x(years), _y(highest)
    header = {
        "title": None,
        "labelAnchor": "start",
        "labelPadding": 4,
        "labelLimit": panel,
    }
    return {
        **base_spec([*rows, *gaps]),
        "facet": {"field": "label", "type": "nominal", "sort": list(topics), "header": header},
        "columns": columns,
        "resolve": {"axis": {"x": "independent"}},  # the last row may be short of panels
        "spacing": {"column": _GAP, "row": 14},
        "spec": {
            "width": panel,
            "height": _PANEL_HEIGHT,
            "encoding": {"x": x, "y": y},
            "layer": [_weak_years(x), *_shares(x, y), *_moves(x)],
        },
    }


def draw_topic_codes(
    rows: Sequence[Row], codes: Sequence[str], topics: Sequence[str], width: int
) -> Spec:
    """Topics by code; the darker, the larger the `share`; bold where `is_more`, pale if few.

    `place` is the topic, `label` the code, and `text` what the cell says.
    """
    angle = {"orient": "top", "labelAngle": -40, "domain": False, "ticks": False}
    plain = {"domain": False, "ticks": False, "labelLimit": 230 if width > 600 else 120}
    strength = {
        "field": "share",
        "type": "quantitative",
        "legend": None,
        "scale": {"range": [0.04, 0.75], "domainMin": 0},
    }
    said = {"type": "text", "fontSize": 10.5, "color": INK}
    return {
        **base_spec(rows),
        "width": {"step": 44 if width > 600 else 30},
        "height": {"step": 22},
        "encoding": {
            "x": {
                "field": "label", "type": "nominal", "sort": list(codes), "title": None,
                "axis": angle,
            },
            "y": {
                "field": "place", "type": "nominal", "sort": list(topics), "title": None,
                "axis": plain,
            },
        },
        "layer": [
            {
                "mark": {"type": "rect", "color": TALK, "stroke": PAPER, "strokeWidth": 2},
                "encoding": {"fillOpacity": strength},
            },
            *(
                {
                    "transform": [{"filter": f"{'' if is_more else '!'}datum.is_more"}],
                    "mark": said | {"fontWeight": "bold" if is_more else "normal"},
                    "encoding": {"text": {"field": "text"}},
                }
                for is_more in (True, False)
            ),
        ],
    }  # fmt: skip


def _x(years: Sequence[int]) -> Spec:
    ticks = list(years) if len(years) < 3 else [years[0], years[-1]]
    return {
        "field": "year",
        "type": "quantitative",
        "axis": {"format": "d", "values": ticks, "title": None, "grid": False, "labelFlush": True},
        "scale": {"domain": [years[0] - 0.5, years[-1] + 0.5], "zero": False, "nice": False},
    }


def _y(highest: float) -> Spec:
    return {
        "field": "share",
        "type": "quantitative",
        "axis": {"format": "%", "title": None, "tickCount": 3, "domain": False, "ticks": False},
        "scale": {"domain": [0, highest], "nice": False},
    }


def _weak_years(x: Spec) -> Spec:
    """A pale ground from top to bottom."""
    full = {"y": {"value": 0}, "y2": {"value": _PANEL_HEIGHT}}
    return {
        "transform": [
            {"filter": "datum.has_few_documents"},
            {"calculate": "datum.year - 0.5", "as": "from"},
            {"calculate": "datum.year + 0.5", "as": "to"},
        ],
        "mark": {"type": "rect", "color": RULE, "opacity": 0.45, "clip": True, "aria": False},
        "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}, **full},
    }


def _shares(x: Spec, y: Spec) -> list[Spec]:
    band = {
        "mark": {"type": "area", "color": TALK, "opacity": 0.2, "clip": True},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
    }
    fill = {"condition": {"test": "datum.has_few_documents", "value": PAPER}, "value": TALK}
    return [
        band,
        {**band, "mark": {"type": "rule", "color": TALK, "opacity": 0.3, "clip": True}},
        {"mark": {"type": "line", "color": TALK, "strokeWidth": 1.8}},
        {
            "mark": {
                "type": "point", "filled": True, "size": 26, "stroke": TALK, "strokeWidth": 1.4,
            },
            "encoding": {"fill": fill},
        },
    ]  # fmt: skip


def _moves(x: Spec) -> list[Spec]:
    """Dashed lines before the first year of a new level, arrows, and the years in doubt."""
    moved = [
        {"filter": "datum.change"},
        {"calculate": "datum.year - 0.5", "as": "from"},
        {"calculate": "datum.change_low - 0.5", "as": "doubt_from"},
        {"calculate": "datum.change_high - 0.5", "as": "doubt_to"},
        {"calculate": "datum.change > 0 ? '▲' : '▼'", "as": "arrow"},
    ]
    top = {"y": {"value": 4}}
    return [
        {
            "transform": moved,
            "mark": {"type": "rule", "color": RECORD, "strokeDash": [3, 3]},
            "encoding": {
                "x": {**x, "field": "from"}, "y": {"value": 8}, "y2": {"value": _PANEL_HEIGHT},
            },
        },
        {
            "transform": moved,
            "mark": {"type": "rule", "color": RECORD, "strokeWidth": 2, "clip": True},
            "encoding": {"x": {**x, "field": "doubt_from"}, "x2": {"field": "doubt_to"}, **top},
        },
        {
            "transform": moved,
            "mark": {"type": "text", "fontSize": 10, "color": RECORD, "baseline": "middle"},
            "encoding": {"x": {**x, "field": "from"}, **top, "text": {"field": "arrow"}},
        },
    ]  # fmt: skip
