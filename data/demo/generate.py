"""Writes the demo publisher's site from our texts: `python -m data.demo.generate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from data.demo.pdf_file import write_pdf
from data.demo.planted import load_story, write_planted
from data.demo.system import load_systems, write_national, write_oversight
from data.demo.text import DemoText, load_texts
from data.demo.web_page import Link, Section, write_html, write_index, write_markdown
from data.demo.word_file import write_docx

HERE = Path(__file__).resolve().parent

MINISTRY_NAMES = {
    "en": "Ministry of Digital Affairs",
    "nb": "Digitaliseringsdepartementet",
    "nn": "Digitaliseringsdepartementet",
    "sv": "Digitaliseringsdepartementet",
}

WRITERS: dict[str, Callable[[DemoText, str], bytes]] = {
    "pdf": write_pdf,
    "docx": write_docx,
    "html": write_html,
    "md": write_markdown,
}

PAGES = {
    "strategies": ("Strategies", "Strategies of the Ministry of Digital Affairs."),
    "letters": ("Mandate letters", "Yearly letters from the ministry to its two agencies."),
    "reports": ("Annual reports", "Reports of the ministry and of its two agencies."),
}
"""Folder of the site: title and introduction of its index page."""

SERIES = {
    "ai-strategies": "AI strategies",
    "digital-strategies": "Digitalisation strategies",
    "mandate-letters": "Letters to Avgiftsverket and Rikskontoret",
    "ministry-reports": "The state of digital government",
    "avgiftsverket-reports": "Annual reports of Avgiftsverket",
    "rikskontoret-reports": "Annual reports of Rikskontoret",
}
"""Id of a series on its index page, which its source's selector names: heading."""

STATUS_NOTES = (
    "National register, column Phase: Idea, Planned, In development, Pilot, In use and "
    "Discontinued mean what they say. On hold (L) is a pilot that has been stopped until its legal "
    "basis is settled; count it as a pilot. An empty field means that the body has not answered. "
    "Oversight register, key tilstand: meldt (notified, planned), under utvikling (in "
    "development), utprøving (pilot), i drift (in use), avviklet (retired), null (not stated)."
)


def generate(texts: Path, site: Path) -> None:
    """Write every document, register and index page below `site`, the same bytes each time.

    `texts` holds `documents/*.yml` and `systems.yml`; `story.yml` is for the answers only.
    Files that stand in `site` and are not written stay as they are.

    Raises:
        DeclarationError: a text is malformed; names file, line and key.
    """
    documents = load_texts(texts / "documents")
    systems = load_systems(texts / "systems.yml")
    for document in documents:
        _write(site / document.path, WRITERS[document.format](document, _publisher(document)))
    for folder, (title, intro) in PAGES.items():
        listed = [document for document in documents if document.path.startswith(f"{folder}/")]
        _write(
            site / folder / "index.html", write_index(title, intro, _build_sections(listed), "../")
        )
    _write(site / "registers" / "national.csv", write_national(systems))
    _write(site / "registers" / "oversight.json", write_oversight(systems))
    _write(site / "registers" / "index.html", _write_register_index())
    front = write_index("The public administration of Nordavia", "Choose a list above.", (), "")
    _write(site / "index.html", front)
    _write(site / "robots.txt", b"# Fictional site of a demo\nUser-agent: *\nAllow: /\n")


def generate_planted(texts: Path) -> bytes:
    """The answers to what the texts and register rows have planted in them, as JSON."""
    return write_planted(
        load_texts(texts / "documents"),
        load_systems(texts / "systems.yml"),
        load_story(texts / "story.yml"),
    )


def _publisher(document: DemoText) -> str:
    if document.publisher == "ministry":
        return MINISTRY_NAMES[document.language]
    return document.publisher.capitalize()


def _build_sections(documents: list[DemoText]) -> list[Section]:
    """One list of links for each series: same kind and, for letters and reports, same body."""
    sections: dict[str, list[DemoText]] = {}
    for document in documents:
        sections.setdefault(_series(document), []).append(document)
    return [
        Section(
            section_id,
            SERIES[section_id],
            tuple(
                Link(
                    Path(document.path).name,
                    f"{document.title} ({document.year})",
                    document.language,
                )
                for document in listed
            ),
        )
        for section_id, listed in sorted(sections.items())
    ]


def _series(document: DemoText) -> str:
    series = {
        "digital_strategy": "digital-strategies",
        "ai_strategy": "ai-strategies",
        "mandate_letter": "mandate-letters",
        "annual_report": f"{document.publisher}-reports",
    }
    return series[document.kind]


def _write_register_index() -> bytes:
    links = (
        Link("national.csv", "National register of automated systems (2025)", "en"),
        Link("oversight.json", "Register of the oversight board (2025)", "nb"),
    )
    section = Section("registers", "Registers", links)
    return write_index("Registers of automated systems", STATUS_NOTES, [section], "../")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    generate(HERE / "texts", HERE / "site")
    (HERE / "planted.json").write_bytes(generate_planted(HERE / "texts"))
