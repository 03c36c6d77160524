"""Finds letters of statsliggaren by their number; each change during a year is a letter of its own.

The register has no list that could be read, so the numbers are declared and nothing is asked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from data.doors.statsliggaren import StatsliggarenDoor
from data.errors import CollectFault
from data.source import Source
from extractors.discover.door import Ask, Found, document_id_of, make_ref

LANGUAGE = "sv"
_PATHS = {
    "html": "statsliggaren/regleringsbrev/Index?rbId={}",
    "pdf": "Regleringsbrev/Pdf?RbId={}",
}
_CHANGED_PARTS = "&version=EndastAndringar"


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """Each declared letter in order of its year, and its other form if that is kept."""
    door = source.door
    assert isinstance(door, StatsliggarenDoor)
    other = "pdf" if door.format == "html" else "html"
    for year, numbers in sorted(door.letters.items()):
        for place, number in enumerate(numbers):
            has_parts = place > 0 and door.changes == "changed parts"
            key = f"{number}/changes" if has_parts else str(number)
            url = _address(door, door.format, number)
            note = None
            if place:
                note = f"change {place} of the letter of {year}"
            if has_parts:
                url, note = url + _CHANGED_PARTS, f"{note}: what it changes"
            yield Found(
                make_ref(source_id, source, url, key=key, year=year, language=LANGUAGE, note=note)
            )
            if door.is_other_format_kept and not has_parts:
                ref = make_ref(
                    source_id,
                    source,
                    _address(door, other, number),
                    key=f"{number}/{other}",
                    year=year,
                    language=LANGUAGE,
                    note=note,
                    alternative_of=document_id_of(source_id, key),
                )
                yield Found(ref)


def _address(door: StatsliggarenDoor, form: str, number: int) -> str:
    return urljoin(str(door.url), _PATHS[form].format(number))
