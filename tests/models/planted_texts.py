"""Texts of four planted matters that share some words, for tests of topics."""

from __future__ import annotations

import random

PLANTED = {
    "forest": "timber spruce logging seedling sawmill canopy ranger woodland bark thicket",
    "ferry": "harbour vessel quay captain crossing deck anchor timetable mooring ferry",
    "bakery": "dough oven flour yeast loaf pastry kneading crust baker crumb",
    "clinic": "nurse patient ward surgery triage vaccine dosage recovery clinic therapy",
}
SHARED_WORDS = ["agency", "yearly", "plan", "report", "office", "budget"]


def plant_texts(
    per_topic: int = 30, seed: int = 4, sizes: dict[str, int] | None = None
) -> tuple[list[str], list[str]]:
    """Texts of fourteen planted and four shared words, shuffled, and the matter of each."""
    draw = random.Random(seed)
    rows = [
        (" ".join(draw.choices(words.split(), k=14) + draw.choices(SHARED_WORDS, k=4)), topic)
        for topic, words in PLANTED.items()
        for _ in range((sizes or {}).get(topic, per_topic))
    ]
    draw.shuffle(rows)
    return [text for text, _ in rows], [topic for _, topic in rows]
