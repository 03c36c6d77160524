"""Sets the report as a PDF of A4 pages: tagged, with bookmarks, links and its own fonts."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from data.errors import Fault
from reports.pages import Report
from reports.printed import lay_out
from reports.typesetting import Refusal, typeset
from reports.words import Words

TEMPLATE = Path(__file__).with_name("templates") / "report.typ"
FONTS = Path(__file__).with_name("fonts")
ACCESSIBLE = "ua-1"
"""PDF/UA-1: titles, languages, reading order and text alternatives are there for a screen reader.

It asks that every character can be shown. Where a source has one that the fonts lack, the report
is set all the same, tagged as well, and does not claim the standard.
"""


def render_pdf(report: Report, words: Words) -> bytes:
    """The report as one PDF; the same report gives the same bytes.

    Raises:
        Fault: the template cannot set it; the reason is the compiler's.
    """
    content = lay_out(report, words)
    try:
        return _compile(report, content, [ACCESSIBLE])
    except Refusal as refused:
        reason = str(refused)
    try:
        return _compile(report, content, [])
    except Refusal as error:
        raise Fault(
            f"the PDF could not be set: {error}; as {ACCESSIBLE}: {reason}",
            next_step="correct reports/templates/report.typ",
        ) from error


def _compile(report: Report, content: str, standards: list[str]) -> bytes:
    moment = report.year.now.replace(microsecond=0, tzinfo=UTC)
    return typeset(TEMPLATE, FONTS, content, standards, moment)
