"""Sets a report by typst, in a process that ends with it.

typst remembers what it has set for as long as its process lives, some 90 MB a report, and has no
way to be told to forget. `python -m reports.typesetting` takes an order as JSON on standard input
and answers with the PDF on standard output, or ends with 3 and what typst says on standard error.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import typst

REFUSED = 3


class Refusal(Exception):
    """What typst says of a document that it cannot set."""


def typeset(
    template: Path, fonts: Path, content: str, standards: list[str], timestamp: datetime
) -> bytes:
    """The PDF that a template makes of its input `report`; the same input gives the same bytes.

    Raises:
        Refusal: it cannot be set so.
    """
    order = {
        "template": str(template),
        "fonts": str(fonts),
        "content": content,
        "standards": standards,
        "timestamp": timestamp.isoformat(),
    }
    answer = subprocess.run(
        [sys.executable, "-m", "reports.typesetting"],
        input=json.dumps(order).encode(),
        capture_output=True,
        check=False,
    )
    if answer.returncode:
        said = answer.stderr.decode(errors="replace").strip()
        is_typsts = answer.returncode == REFUSED
        raise Refusal(said if is_typsts else f"its process ended with {answer.returncode}: {said}")
    return answer.stdout


def main() -> int:
    """Set the document that standard input orders."""
    order = json.load(sys.stdin)
    try:
        pdf = typst.compile(
            order["template"],
            font_paths=[order["fonts"]],
            ignore_system_fonts=True,
            sys_inputs={"report": order["content"]},
            format="pdf",
            pdf_standards=order["standards"],
            timestamp=datetime.fromisoformat(order["timestamp"]),
        )
    except typst.TypstError as error:
        print(error, file=sys.stderr)
        return REFUSED
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
