"""Vega-Lite specifications of the report's figures: rows in, a plain specification out.

Colours are CSS variables, so that one drawing serves light and dark pages; they are written into
the SVG as they stand. Every chart takes its width in CSS pixels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"  # a name, never fetched
NARROW, WIDE = 350, 720
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
INK, MUTED, RULE, PAPER = "var(--ink)", "var(--muted)", "var(--rule)", "var(--paper)"
TALK, RECORD = "var(--talk)", "var(--record)"

TYPE_COLOURS = {
    "result": "var(--result)",
    "mandate": "var(--mandate)",
    "commitment": "var(--commitment)",
    "vision": "var(--vision)",
    "caution": "var(--caution)",
    "other": "var(--other)",
}
STATUS_COLOURS = {
    "production": "var(--result)",
    "pilot": "var(--mandate)",
    "development": "var(--commitment)",
    "planned": "var(--vision)",
    "idea": "var(--idea)",
    "retired": "var(--caution)",
    "unknown": "var(--other)",
}

_CONFIG: Spec = {
    "background": "transparent",
    "aria": False,  # the page gives one description; a role on every mark would drown it
    "font": FONT,
    "padding": {"left": 2, "right": 6, "top": 4, "bottom": 4},
    "view": {"stroke": None},
    "mark": {"invalid": "break-paths-filter-domains"},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": RULE,
        "labelLimit": 260,
    },
    "header": {"labelColor": INK, "labelFontSize": 12, "labelFontWeight": "bold"},
    "legend": {
        "labelColor": INK,
        "labelFontSize": 12,
        "title": None,
        "orient": "top",
        "symbolType": "square",
        "symbolStrokeWidth": 0,
        "labelLimit": 220,
    },
}


def draw_lines(rows: Sequence[Row], panels: Sequence[str], width: int, columns: int) -> Spec:
    """Small multiples of `share` by `year`, one panel per `label`, with the band `low` to `high`.

    Points of years with few documents are hollow. All panels share one scale, which every point
    fits; the wide bands of small years may be cut so that the others can be read.
    """
    years = sorted({row["year"] for row in rows})
    ends = [row["share"] if row["has_few_documents"] else row["high"] for row in rows]
    highest = max([*ends, 0.01]) * 1.08
    ticks = years if len(years) < 3 else [years[0], years[-1]]
    axis = {"format": "d", "values": ticks, "title": None, "grid": False, "labelFlush": True}
    x = {"field": "year", "type": "quantitative", "axis": axis, "scale": {"zero": False}}
    y_axis = {"format": "%", "title": None, "tickCount": 3, "domain": False, "ticks": False}
    y = {
        "field": "share",
        "type": "quantitative",
        "axis": y_axis,
        "scale": {"domain": [0, highest], "nice": False},
    }
    gap = 18
    panel_width = (width - 42 - gap * (columns - 1)) // columns
    band = {
        "mark": {"type": "area", "color": TALK, "opacity": 0.2, "clip": True},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
    }
    whisker = {**band, "mark": {"type": "rule", "color": TALK, "opacity": 0.3, "clip": True}}
    line = {"mark": {"type": "line", "color": TALK, "strokeWidth": 1.8}}
    fill = {"condition": {"test": "datum.has_few_documents", "value": PAPER}, "value": TALK}
    point = {
        "mark": {"type": "point", "filled": True, "size": 26, "stroke": TALK, "strokeWidth": 1.4},
        "encoding": {"fill": fill},
    }
    header = {"title": None, "labelAnchor": "start", "labelPadding": 4}
    return {
        **base_spec([*rows, *_gaps(panels, years)]),
        "facet": {"field": "label", "type": "nominal", "sort": list(panels), "header": header},
        "columns": columns,
        "resolve": {"axis": {"x": "independent"}},  # the last row may be short of panels
        "spacing": {"column": gap, "row": 14},
        "spec": {
            "width": panel_width,
            "height": 84,
            "encoding": {"x": x, "y": y},
            "layer": [band, whisker, line, point],
        },
    }


def draw_heat(rows: Sequence[Row], codes: Sequence[str], countries: Sequence[str]) -> Spec:
    """Countries by code; the darker the cell, the larger the `share`, written as whole percent."""
    x = {
        "field": "label",
        "type": "nominal",
        "sort": list(codes),
        "title": None,
        "axis": {"orient": "top", "labelAngle": -40, "domain": False, "ticks": False},
    }
    y = {
        "field": "place",
        "type": "nominal",
        "sort": list(countries),
        "title": None,
        "axis": {"domain": False, "ticks": False},
    }
    strength = {
        "field": "share",
        "type": "quantitative",
        "legend": None,
        "scale": {"range": [0.04, 0.75], "domainMin": 0},
    }
    cell = {
        "mark": {"type": "rect", "color": TALK, "stroke": PAPER, "strokeWidth": 2},
        "encoding": {"fillOpacity": strength},
    }
    number = {
        "mark": {"type": "text", "fontSize": 10.5, "color": INK},
        "encoding": {"text": {"field": "share", "format": ".0%"}},
    }
    return {
        **base_spec(rows),
        "width": {"step": 44},
        "height": {"step": 22},
        "encoding": {"x": x, "y": y},
        "layer": [cell, number],
    }


def _gaps(panels: Sequence[str], years: Sequence[int]) -> list[Row]:
    """A row without a share for each year without documents, so that no line crosses it."""
    absent = set(range(years[0], years[-1])) - set(years)
    empty = {"share": None, "low": None, "high": None, "has_few_documents": False}
    return [{**empty, "label": panel, "year": year} for panel in panels for year in absent]


def base_spec(rows: Sequence[Row]) -> Spec:
    """What every chart has: its rows, and the look they share."""
    values = [dict(row) for row in rows]
    return {"$schema": SCHEMA, "config": _CONFIG, "data": {"values": values}}
