"""Vega-Lite specifications of cases and chains: what is held on each step, statuses over time."""

from __future__ import annotations

from collections.abc import Sequence

from reports.chapters.record_charts import label_axis
from reports.charts import INK, MUTED, PAPER, TALK, Row, Spec, base_spec


def draw_chain(rows: Sequence[Row], order: Sequence[str], steps: Sequence[str], width: int) -> Spec:
    """Rows of `label` by `step`: a filled dot with its number where something is held."""
    fill = {"condition": {"test": "datum.is_held", "value": TALK}, "value": PAPER}
    stroke = {"condition": {"test": "datum.is_held", "value": TALK}, "value": MUTED}
    labels = label_axis(order)
    labels["axis"] = {**labels["axis"], "labelLimit": 300 if width > 500 else 130}
    return {
        **base_spec(rows),
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": {"step": 19},
        "encoding": {
            "y": labels,
            "x": {
                "field": "step",
                "type": "nominal",
                "sort": list(steps),
                "title": None,
                "axis": {
                    "orient": "top",
                    "domain": False,
                    "ticks": False,
                    "labelAngle": 0,
                    "labelColor": INK,
                    "labelFontSize": 12,
                },
            },
        },
        "layer": [
            {
                "mark": {"type": "point", "filled": True, "size": 70, "strokeWidth": 1.3},
                "encoding": {"fill": fill, "stroke": stroke},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 10.5, "color": INK},
                "encoding": {"text": {"field": "shown"}},
            },
        ],
    }


def draw_spans(rows: Sequence[Row], order: Sequence[str], colours: Row, width: int) -> Spec:
    """Statuses over time: a bar from `begin` to `end` (years) for each `label`, coloured by `part`.

    A status that one edition alone states is a dot.
    """
    present = [part for part in colours if any(row["part"] == part for row in rows)]
    ends = [row[end] for row in rows for end in ("begin", "end")]
    x = {
        "type": "quantitative",
        "scale": {"domain": [min(ends) - 0.4, max(ends) + 0.4], "nice": False},
        "axis": {"format": "d", "title": None, "tickMinStep": 1, "tickCount": 6, "domain": False},
    }
    colour = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": present, "range": [colours[part] for part in present]},
        "legend": {"columns": 3 if width < 500 else 0},
    }
    return {
        **base_spec(rows),
        "width": width,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": {"step": 28},
        "encoding": {"y": label_axis(order), "color": colour},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 9, "strokeCap": "butt"},
                "encoding": {"x": {**x, "field": "begin"}, "x2": {"field": "end"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90},
                "encoding": {"x": {**x, "field": "begin"}},
            },
        ],
    }
