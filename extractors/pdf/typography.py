"""What type is usual in a document: of its body text, and of its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.pdf.layout import Line


@dataclass(frozen=True, slots=True)
class Typography:
    """What is usual in the document: its body size, and the heading sizes, largest first."""

    body_size: float
    heading_sizes: tuple[float, ...]
    is_body_bold: bool


def measure_typography(lines: Iterable[Line]) -> Typography:
    """Body size is the size of most characters; headings are at least an eighth larger."""
    sizes: Counter[float] = Counter()
    bold = total = 0
    for line in lines:
        if line.is_table:
            continue
        sizes[round(line.size, 1)] += len(line.text)
        bold += len(line.text) if line.is_bold else 0
        total += len(line.text)
    if not sizes:
        return Typography(10.0, (), False)
    body = sizes.most_common(1)[0][0]
    larger = sorted((size for size in sizes if size >= body * 1.12), reverse=True)
    steps: list[float] = []
    for size in larger:
        if not steps or size < steps[-1] * 0.94:
            steps.append(size)
    return Typography(body, tuple(steps[:6]), bold > total * 0.5)
