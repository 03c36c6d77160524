"""The chapters of a report in reading order: one line each, and what to do when one fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import Fault
from reports.chapters.cases import build_cases
from reports.chapters.chain import build_chain
from reports.chapters.changes import build_changes
from reports.chapters.contradictions import build_contradictions
from reports.chapters.coverage import build_coverage
from reports.chapters.firmness import build_firmness
from reports.chapters.hope import build_hope
from reports.chapters.images import build_images
from reports.chapters.ladder import build_ladder
from reports.chapters.lag import build_lag
from reports.chapters.ledger import build_ledger
from reports.chapters.numbers import build_numbers
from reports.chapters.promises import build_promises
from reports.chapters.readings import build_readings
from reports.chapters.recommendations import build_recommendations
from reports.chapters.record import build_gap
from reports.chapters.scenarios import build_scenarios
from reports.chapters.source import build_documents, build_faults, build_method
from reports.chapters.stalls import build_stalls
from reports.chapters.talk import build_constraints, build_rhetoric
from reports.chapters.topics import build_topics
from reports.chapters.voices import build_voices
from reports.chapters.word_change import build_words
from reports.figures import Chapter
from reports.year import Year

Builder = Callable[[Year], Chapter | tuple[Chapter, ...]]
Attempt = Callable[[Builder, Year], Chapter | tuple[Chapter, ...] | Fault]
"""Calls a builder; what goes wrong with it alone comes back as a fault."""

SHORTEST_LEAD = 40
"""Characters: a shorter first sentence, such as "Unit.", says nothing by itself."""

GROUPS = {
    "talk": "The talk",
    "record": "The record",
    "promises": "Promises and cases",
    "cases": "Case by case",
    "base": "What it rests on",
}


@dataclass(frozen=True, slots=True)
class ChapterEntry:
    """One chapter: the name of its page, its title, its place in the guide, and who builds it."""

    key: str
    title: str
    group: str
    build: Builder


@dataclass(frozen=True, slots=True)
class PlacedChapter:
    """A chapter that was built, or the words that stand in its place, in its group."""

    group: str
    chapter: Chapter
    fault: Fault | None = None

    @property
    def page(self) -> str:
        """The file that holds it."""
        return f"{self.chapter.key}.html"

    @property
    def lead(self) -> str:
        """What the first page says of it."""
        told = self.chapter.lead or _find_finding(self.chapter.paragraphs)
        if not told:
            return next(iter(self.chapter.missing), "")
        end = told.find(". ", SHORTEST_LEAD)
        return told if self.chapter.lead or end < 0 else told[: end + 1]


NUMBERS = ChapterEntry("numbers", "The year in numbers", "talk", build_numbers)
"""What the first page begins with."""

CHAPTERS: tuple[ChapterEntry, ...] = (
    ChapterEntry("rhetoric", "Rhetoric over time", "talk", build_rhetoric),
    ChapterEntry("hope", "Hope or evidence", "talk", build_hope),
    ChapterEntry("constraints", "Constraints", "talk", build_constraints),
    ChapterEntry("topics", "Topics", "talk", build_topics),
    ChapterEntry("voices", "Who speaks, about whom, and who is absent", "talk", build_voices),
    ChapterEntry("words", "Words that rose and fell", "talk", build_words),
    ChapterEntry("images", "Images", "talk", build_images),
    ChapterEntry("scenarios", "Participation or control", "talk", build_scenarios),
    ChapterEntry("registers", "Deployments on record and their coverage", "record", build_coverage),
    ChapterEntry("gap", "Talk and record", "record", build_gap),
    ChapterEntry("readings", "The gap in three readings", "record", build_readings),
    ChapterEntry("ladder", "From vision to production", "record", build_ladder),
    ChapterEntry("lag", "From promise to system, in years", "record", build_lag),
    ChapterEntry(
        "contradictions", "Contradictions between registers", "record", build_contradictions
    ),
    ChapterEntry("stalls", "Constraints where systems stall", "record", build_stalls),
    ChapterEntry("ledger", "The promise ledger", "promises", build_ledger),
    ChapterEntry("promises", "Systems named in quotation marks", "promises", build_promises),
    ChapterEntry(
        "recommendations", "Recommendations followed up", "promises", build_recommendations
    ),
    ChapterEntry("cases", "Cases", "cases", build_cases),
    ChapterEntry("chain", "From strategy to register, body by body", "cases", build_chain),
    ChapterEntry("documents", "Documents of the year", "base", build_documents),
    ChapterEntry("faults", "Faults and what is missing", "base", build_faults),
    ChapterEntry("method", "Method, error and how to cite", "base", build_method),
    ChapterEntry("firmness", "How firm the numbers are", "base", build_firmness),
    ChapterEntry("changes", "What changed since the last edition", "base", build_changes),
)


def build_chapters(
    year: Year, attempt: Attempt, entries: tuple[ChapterEntry, ...] = CHAPTERS
) -> list[PlacedChapter]:
    """Build every chapter; one that fails leaves a page that says so."""
    placed = []
    for entry in entries:
        built = attempt(entry.build, year)
        if isinstance(built, Fault):
            placed.append(replace_chapter(entry.key, entry.title, entry.group, built))
            continue
        chapters = built if isinstance(built, tuple) else (built,)
        placed += [PlacedChapter(entry.group, chapter) for chapter in chapters]
    return placed


def replace_chapter(key: str, title: str, group: str, fault: Fault) -> PlacedChapter:
    """The words in place of a chapter that could not be made; the rest of the report stands."""
    reason = f"This chapter could not be made: {fault.reason}"
    return PlacedChapter(group, Chapter(key, title, missing=(reason,)), fault)


def _find_finding(paragraphs: tuple[str, ...]) -> str:
    """The paragraph that tells of the year, else the first."""
    found = [paragraph for paragraph in paragraphs if paragraph.startswith("In ")]
    return next(iter(found or paragraphs), "")
