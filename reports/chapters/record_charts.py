"""Vega-Lite specifications of the chapters of record: readings of a gap, ladders, survival."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.charts import INK, MUTED, PAPER, RECORD, RULE, TALK, Row, Spec, base_spec

READINGS = {
    "as recorded": TALK,
    "corrected for coverage": MUTED,
    "only bodies that report": RECORD,
}
"""The readings of a gap in the order of the figure, each with its colour."""
RUNGS = (
    "vision", "commitment", "mandate", "result", "planned", "development", "pilot", "production",
    "retired",
)  # fmt: skip
"""From hope to the end of a system: four of sentences, then five of systems."""
EVENTS = {"pilot": TALK, "production": RECORD}
_SHAPES = ["circle", "square", "diamond"]


def draw_readings(
    rows: Sequence[Row],
    order: Sequence[str],
    panels: Sequence[str],
    width: int,
    columns: int,
    readings: Mapping[str, str] = READINGS,
) -> Spec:
    """Gaps by code and reading, one panel per `place`: a dot `gap` with its ends `low` and `high`.

    Without a dot the line is what the blanks leave open. To the right of the middle the talk has
    more of the code than the record. Rows with `is_small` have a hollow dot.
    """
    names = list(readings)
    scale = {"domain": names, "range": list(readings.values())}
    colour = {"field": "reading", "type": "nominal", "scale": scale}
    legend = {"columns": 0 if width > 500 else 1, "symbolOpacity": 1, "symbolStrokeWidth": 1}
    shape = {**colour, "scale": {"domain": names, "range": _SHAPES[: len(names)]}, "legend": legend}
    bounds = {"test": "datum.gap === null", "value": 6}
    faint = {"test": "datum.gap === null", "value": 0.35}
    in_points = "replace(format(datum.value * 100, '+d'), '+0', '0')"
    axis = {"labelExpr": in_points, "title": None, "tickCount": 4, "domain": False}
    y = label_axis(order)
    return {
        **base_spec(rows),
        "facet": {"field": "place", "type": "nominal", "header": _header(), "sort": list(panels)},
        "columns": columns,
        "spacing": 24,
        "spec": {
            "width": (width - 96 - 24 * (columns - 1)) // columns,
            "height": {"step": 11},
            "encoding": {
                "y": y,
                "yOffset": {"field": "reading", "sort": names, "scale": {"paddingOuter": 0.4}},
            },
            "layer": [
                {
                    "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
                    "encoding": {"x": {"datum": 0}, "y": None, "yOffset": None},
                },
                {
                    "mark": {"type": "rule"},
                    "encoding": {
                        "x": {"field": "low", "type": "quantitative", "axis": axis},
                        "x2": {"field": "high"},
                        "color": colour,
                        "strokeWidth": {"condition": bounds, "value": 2},
                        "strokeOpacity": {"condition": faint, "value": 0.55},
                    },
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 48, "strokeWidth": 1.4},
                    "encoding": {
                        "x": {"field": "gap", "type": "quantitative"},
                        "stroke": colour,
                        "fill": {
                            **colour,
                            "condition": {"test": "datum.is_small", "value": PAPER},
                        },
                        "shape": shape,
                    },
                },
            ],
        },
    }


def draw_ladders(rows: Sequence[Row], panels: Sequence[str], width: int, columns: int) -> Spec:
    """The rungs of each `label` from vision to retired: a bar of `share`, and its n in `shown`.

    Sentences and systems have a colour each; a rung whose count is not known has its words only.
    """
    sides = {"domain": ["talk", "record"], "range": [TALK, RECORD]}
    gap = 26
    return {
        **base_spec(rows),
        "facet": {
            "field": "label",
            "type": "nominal",
            "sort": list(panels),
            "header": {**_header(), "labelLimit": width // columns - 10},
        },
        "columns": columns,
        "spacing": {"column": gap, "row": 16},
        "spec": {
            "width": (width - 84 - gap * (columns - 1)) // columns,
            "height": {"step": 15},
            "encoding": {"y": label_axis(RUNGS, "part", size=11)},
            "layer": [
                {
                    "mark": {"type": "bar", "height": 10},
                    "encoding": {
                        "x": {
                            "field": "share",
                            "type": "quantitative",
                            "axis": None,
                            "scale": {"domain": [0, 1.3]},
                        },
                        "color": {
                            "field": "side",
                            "type": "nominal",
                            "scale": sides,
                            "legend": None,
                        },
                    },
                },
                {
                    "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10.5},
                    "encoding": {
                        "x": {"field": "end", "type": "quantitative"},
                        "text": {"field": "shown"},
                        "color": {"value": INK},
                    },
                },
            ],
        },
    }


def draw_survival(rows: Sequence[Row], panels: Sequence[str], width: int, columns: int) -> Spec:
    """Steps of the `share` that still waits by `year_count`, one panel per `label`, two `side`s.

    The band is the interval. Rows with `risk` carry the number still at risk, which is written
    below the axis at the height `risk_at`.
    """
    gap = 22
    colour = {
        "field": "side",
        "type": "nominal",
        "scale": {"domain": list(EVENTS), "range": list(EVENTS.values())},
        "legend": {
            "symbolType": "stroke",
            "symbolStrokeWidth": 2,
            "symbolSize": 260,
            "symbolOpacity": 1,
        },
    }
    longest = max([row["year_count"] for row in rows] or [1])
    x = {
        "field": "year_count",
        "type": "quantitative",
        "scale": {"domain": [0, longest]},
        "axis": {"title": None, "tickMinStep": 1, "tickCount": 5, "grid": False},
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [-0.3, 1], "nice": False},
        "axis": {"format": "%", "title": None, "values": [0, 0.5, 1], "domain": False},
    }
    dash = {
        "field": "side",
        "type": "nominal",
        "scale": {"domain": list(EVENTS), "range": [[4, 3], [1, 0]]},
    }
    stepped = {"interpolate": "step-after", "clip": True}
    return {
        **base_spec(rows),
        "facet": {
            "field": "label",
            "type": "nominal",
            "sort": list(panels),
            "header": {**_header(), "labelLimit": width // columns - 10},
        },
        "columns": columns,
        "spacing": {"column": gap, "row": 18},
        "spec": {
            "width": (width - 48 - gap * (columns - 1)) // columns,
            "height": 132,
            "encoding": {"x": x, "color": colour},
            "layer": [
                {
                    "mark": {"type": "area", "opacity": 0.12, **stepped},
                    "encoding": {"y": {**y, "field": "low"}, "y2": {"field": "high"}},
                },
                {
                    "mark": {"type": "line", "strokeWidth": 1.8, **stepped},
                    "encoding": {"y": y, "strokeDash": dash},
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 22},
                    "encoding": {"y": y},
                },
                {
                    "mark": {"type": "rule", "color": RULE},
                    "encoding": {"y": {"datum": 0}, "x": None, "color": {"value": RULE}},
                },
                {
                    "mark": {"type": "text", "fontSize": 9.5},
                    "encoding": {
                        "y": {**y, "field": "risk_at"},
                        "text": {"field": "risk"},
                    },
                },
            ],
        },
    }


def _header() -> Spec:
    return {"title": None, "labelAnchor": "start", "labelPadding": 4}


def label_axis(order: Sequence[str], field: str = "label", size: int = 12) -> Spec:
    """The labels down the side, in this order."""
    return {
        "field": field,
        "type": "nominal",
        "sort": list(order),
        "title": None,
        "axis": {"domain": False, "ticks": False, "labelColor": INK, "labelFontSize": size},
    }
