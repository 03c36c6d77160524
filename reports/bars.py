"""Vega-Lite specifications of bars and of pairs of dots; see `charts.py` for the colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.charts import INK, PAPER, RECORD, TALK, Row, Spec, base_spec


def draw_stack(
    rows: Sequence[Row],
    axis_field: str,
    order: Sequence[str],
    colours: Mapping[str, str],
    width: int,
) -> Spec:
    """One full-width bar per `axis_field`, split by `part` with its `share`; `order` is top down.

    Bars with few documents are drawn thin.
    """
    present = [part for part in colours if any(row["part"] == part for row in rows)]
    thin = {"test": "datum.has_few_documents", "value": 7}
    x_axis = {"format": "%", "title": None, "values": [0, 0.25, 0.5, 0.75, 1], "domain": False}
    return {
        **base_spec([{**row, "rank": present.index(row["part"])} for row in rows]),
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": {"step": 22},
        "mark": {"type": "bar", "stroke": PAPER, "strokeWidth": 1},
        "encoding": {
            "y": {
                "field": axis_field,
                "type": "nominal",
                "sort": list(order),
                "title": None,
                "axis": {
                    "domain": False,
                    "ticks": False,
                    "labelColor": INK,
                    "labelFontSize": 12,
                    "labelLimit": 150,
                },
            },
            "x": {
                "field": "share",
                "type": "quantitative",
                "stack": "zero",
                "axis": x_axis,
                "scale": {"domain": [0, 1]},
            },
            "color": {
                "field": "part",
                "type": "nominal",
                "sort": present,
                "scale": {"domain": present, "range": [colours[part] for part in present]},
                "legend": {"columns": 3 if width < 500 else 0},
            },
            "order": {"field": "rank", "type": "quantitative"},
            "size": {"condition": thin, "value": 17},
        },
    }


def draw_pairs(
    rows: Sequence[Row],
    order: Sequence[str],
    width: int,
    columns: int,
    names: tuple[str, str] = ("talk", "record"),
) -> Spec:
    """Talk against record per code: two dots with their intervals, one panel per `place`.

    Rows carry `label`, `place`, `side` (one of the two names), `share`, `low`, `high` and
    `is_small`, which makes the dot hollow.
    """
    sides = {"domain": list(names), "range": [TALK, RECORD]}
    colour = {"field": "side", "type": "nominal", "scale": sides}
    shape = {
        **colour,
        "scale": {"domain": list(names), "range": ["circle", "diamond"]},
        "legend": {"symbolStrokeWidth": 1, "symbolOpacity": 1},
    }
    offset = {"field": "side", "sort": list(names), "scale": {"paddingOuter": 0.35}}
    x_axis = {"format": "%", "title": None, "tickCount": 4, "domain": False}
    y = _label_axis(order)
    hollow = {"test": "datum.is_small", "value": PAPER}
    panel_width = (width - 110 - 24 * (columns - 1)) // columns
    layers = [
        {
            "mark": {"type": "rule", "strokeWidth": 2, "opacity": 1, "strokeOpacity": 0.5},
            "encoding": {
                "x": {"field": "low", "type": "quantitative", "axis": x_axis},
                "x2": {"field": "high"},
                "color": colour,
            },
        },
        {
            "mark": {"type": "point", "filled": True, "size": 62, "opacity": 1, "strokeWidth": 1.4},
            "encoding": {
                "x": {"field": "share", "type": "quantitative"},
                "stroke": colour,
                "fill": {**colour, "condition": hollow},
                "shape": shape,
            },
        },
    ]
    return {
        **base_spec(rows),
        "facet": {
            "field": "place",
            "type": "nominal",
            "header": {"title": None, "labelAnchor": "start"},
        },
        "columns": columns,
        "spacing": 24,
        "spec": {
            "width": panel_width,
            "height": {"step": 13},
            "encoding": {"y": y, "yOffset": offset},
            "layer": layers,
        },
    }


def draw_counts(rows: Sequence[Row], order: Sequence[str], width: int) -> Spec:
    """Bars of `count` by `label`, each with its number."""
    bars = {"mark": {"type": "bar", "color": RECORD, "height": 14}}
    numbers = {
        "mark": {"type": "text", "align": "left", "dx": 5, "color": INK, "fontSize": 12},
        "encoding": {"text": {"field": "count"}},
    }
    y = _label_axis(order)
    return {
        **base_spec(rows),
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": {"step": 24},
        "encoding": {"y": y, "x": {"field": "count", "type": "quantitative", "axis": None}},
        "layer": [bars, numbers],
    }


def _label_axis(order: Sequence[str]) -> Spec:
    """The labels down the side, in this order."""
    return {
        "field": "label",
        "type": "nominal",
        "sort": list(order),
        "title": None,
        "axis": {"domain": False, "ticks": False, "labelColor": INK, "labelFontSize": 12},
    }
