"""The local twin of statsliggaren: letters by number, as HTML and PDF; all of them fictional."""

from __future__ import annotations

from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, Reply

HOST = "www.esv.se"
LETTERS = {901: 2022, 902: 2022, 911: 2023, 921: 2024}
"""Numbers and years of the letters to Rikskontoret; 902 changes 901."""


def publish_statsliggaren(asked: Asked) -> Reply:
    """Answer as the register does."""
    if asked.path == "/statsliggaren/regleringsbrev/Index":
        number, is_changes = asked.query.get("rbId", ""), asked.query.get("version")
        if is_changes not in (None, "EndastAndringar"):
            return NOT_THERE
        return _letter(number, is_changes is not None)
    if asked.path == "/Regleringsbrev/Pdf":
        number = asked.query.get("RbId", "")
        if _is_known(number):
            return Reply(f"%PDF-1.7 letter {number}".encode(), media_type="application/pdf")
    return NO_ROBOTS if asked.path == "/robots.txt" else NOT_THERE


def _is_known(number: str) -> bool:
    return number.isdecimal() and int(number) in LETTERS


def _letter(number: str, is_changes: bool) -> Reply:
    if not _is_known(number):
        return NOT_THERE
    heading = "Ändringar" if is_changes else "Regleringsbrev"
    return Reply(
        f"<!doctype html><html lang=sv><title>{heading} {number}</title><main><h1>{heading} för "
        f"Rikskontoret {LETTERS[int(number)]}</h1><p>Rikskontoret ska redovisa hur data delas "
        "mellan kontoren i det påhittade riket.</p></main></html>".encode()
    )
