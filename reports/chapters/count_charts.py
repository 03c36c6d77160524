"""Vega-Lite specifications of counts in a grid or bars, shares with intervals, and words."""

from __future__ import annotations

from collections.abc import Sequence

from reports.charts import INK, MUTED, PAPER, TALK, Row, Spec, base_spec

_BARE = {"domain": False, "ticks": False}


def draw_count_grid(rows: Sequence[Row], columns: Sequence[str], lines: Sequence[str]) -> Spec:
    """Each cell has its `count`; the darker, the larger its `rate`. Cells by `column` and `label`.

    A cell without a row is empty: nothing was counted there.
    """
    x = {
        "field": "column",
        "type": "nominal",
        "sort": list(columns),
        "title": None,
        "axis": {"orient": "top", "labelAngle": -40, **_BARE},
        "scale": {"domain": list(columns)},
    }
    y = {"field": "label", "type": "nominal", "sort": list(lines), "title": None, "axis": _BARE}
    strength = {
        "field": "rate",
        "type": "quantitative",
        "legend": None,
        "scale": {"range": [0.06, 0.75], "domainMin": 0},
    }
    cell = {
        "mark": {"type": "rect", "color": TALK, "stroke": PAPER, "strokeWidth": 2},
        "encoding": {"fillOpacity": strength},
    }
    number = {
        "mark": {"type": "text", "fontSize": 10.5, "color": INK},
        "encoding": {"text": {"field": "count"}},
    }
    return {
        **base_spec(rows),
        "width": {"step": 40},
        "height": {"step": 22},
        "encoding": {"x": x, "y": y},
        "layer": [cell, number],
    }


def draw_shares(rows: Sequence[Row], order: Sequence[str], width: int) -> Spec:
    """A dot for the `share` of each `label`, with its interval from `low` to `high`."""
    axis = {"format": "%", "title": None, "tickCount": 5, "domain": False, "orient": "top"}
    x = {"field": "low", "type": "quantitative", "axis": axis, "scale": {"domain": [0, 1]}}
    fill = {"condition": {"test": "datum.has_few_documents", "value": PAPER}, "value": TALK}
    rule = {
        "mark": {"type": "rule", "strokeWidth": 3, "color": TALK, "opacity": 0.3},
        "encoding": {"x": x, "x2": {"field": "high"}},
    }
    dot = {
        "mark": {"type": "point", "filled": True, "size": 60, "stroke": TALK, "strokeWidth": 1.4},
        "encoding": {"x": {"field": "share", "type": "quantitative"}, "fill": fill},
    }
    return {
        **base_spec(rows),
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": {"step": 21},
        "encoding": {"y": _labels(order, 190 if width < 500 else 260)},
        "layer": [rule, dot],
    }


def draw_words(rows: Sequence[Row], width: int) -> Spec:
    """Bars of `z_score` to the right for words that rose and to the left for those that fell.

    Rows carry `word` and `direction`, in the order in which they are shown.
    """
    words = [str(row["word"]) for row in rows]
    axis = {"title": None, "tickCount": 5, "domain": False, "orient": "top"}
    colour = {"condition": {"test": "datum.direction == 'rose'", "value": TALK}, "value": MUTED}
    bar = {
        "mark": {"type": "bar", "height": 12},
        "encoding": {
            "x": {"field": "z_score", "type": "quantitative", "axis": axis},
            "color": colour,
        },
    }
    return {
        **base_spec(rows),
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": {"step": 19},
        "encoding": {"y": _labels(words, 190)},
        "layer": [bar],
    }


def draw_bars(rows: Sequence[Row], order: Sequence[str], width: int) -> Spec:
    """Bars of `count` by `label`, each with its number."""
    bar = {"mark": {"type": "bar", "color": TALK, "height": 13}}
    number = {
        "mark": {"type": "text", "align": "left", "dx": 5, "color": INK, "fontSize": 12},
        "encoding": {"text": {"field": "count"}},
    }
    x = {"field": "count", "type": "quantitative", "axis": None}
    return {
        **base_spec(rows),
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": {"step": 22},
        "encoding": {"y": _labels(order, 190), "x": x},
        "layer": [bar, number],
    }


def _labels(order: Sequence[str], longest: int) -> Spec:
    """The labels down the side, in this order."""
    return {
        "field": "label",
        "type": "nominal",
        "sort": list(order),
        "title": None,
        "axis": {
            **_BARE,
            "labelColor": INK,
            "labelFontSize": 12,
            "labelLimit": longest,
            "labelPadding": 8,  # a dot at none must not touch its label
        },
    }
