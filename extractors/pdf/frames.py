"""Horizontal lines of one length on a page: what a table stands between that has no full grid."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.pdf.rulings import Ruling

_MIN_FRAME = 120.0  # points: shorter lines underline a word or a heading
_NEAR = 6.0  # points: lines that end closer together end at one edge
_MIN_COLUMN = 15.0
_SNAP = 3.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Horizontal lines of one length, one above the other: their ends and heights."""

    left: float
    right: float
    heights: tuple[float, ...]  # from the lowest


def find_frames(rulings: Sequence[Ruling]) -> list[Frame]:
    """Lines of one length, drawn whole or in pieces."""
    pieces = sorted(
        (r for r in rulings if r.is_horizontal), key=lambda r: (round(r.at / 2), r.start)
    )
    lines: list[list[float]] = []  # height, start, end
    for ruling in pieces:
        last = lines[-1] if lines else None
        if last and abs(last[0] - ruling.at) < 2 and ruling.start - last[2] < 8:
            last[2] = max(last[2], ruling.end)
        else:
            lines.append([ruling.at, ruling.start, ruling.end])
    frames: list[tuple[float, float, list[float]]] = []
    for at, start, end in lines:
        if end - start < _MIN_FRAME:
            continue
        for left, right, heights in frames:
            if abs(left - start) < _NEAR and abs(right - end) < _NEAR:
                heights.append(at)
                break
        else:
            frames.append((start, end, [at]))
    return [
        Frame(left, right, tuple(sorted(heights)))
        for left, right, heights in frames
        if heights[0] != heights[-1]
    ]


def find_open_sides(rulings: Sequence[Ruling]) -> list[Ruling]:
    """The outer verticals that a grid leaves out: where its lines go on beyond the last one drawn.

    Only between two lines that drawn verticals join, so that no page becomes a box.
    """
    upright = _join_uprights(rulings)
    found: list[Ruling] = []
    for frame in find_frames(rulings) if upright else ():
        for low, high in itertools.pairwise(frame.heights):
            inside = [
                ruling.at
                for ruling in upright
                if ruling.start <= low + _SNAP
                and ruling.end >= high - _SNAP
                and frame.left - _NEAR < ruling.at < frame.right + _NEAR
            ]
            if high - low < _NEAR or not inside:
                continue
            for edge, drawn in ((frame.left, min(inside)), (frame.right, max(inside))):
                if abs(edge - drawn) > _MIN_COLUMN:
                    found.append(Ruling(False, edge, low, high))
    return found


def _join_uprights(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Verticals whole that were drawn in pieces, as a row's height each."""
    joined: list[list[float]] = []  # x, start, end
    pieces = sorted((r.at, r.start, r.end) for r in rulings if not r.is_horizontal)
    for at, start, end in pieces:
        last = joined[-1] if joined else None
        if last and at - last[0] < 1 and start - last[2] < _SNAP:
            last[2] = max(last[2], end)
        else:
            joined.append([at, start, end])
    return [Ruling(False, at, start, end) for at, start, end in joined]
