"""Pages that say "not found" or keep programs out, though their status says that all is well.

Only what has little text of its own is judged, and only by a title or heading that is nothing but
the error: a report named "Access denied: barriers to data" is a report.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_PAGE_BYTES = 256 * 1024
"""Larger pages are documents; a portal's error page with its menus and scripts stays below."""
JUDGED_BYTES = 16 * 1024
"""Where title and heading of an error page stand, once scripts and styles are taken out."""
MOST_TEXT_CHARACTERS = 2_500
"""The visible text of an error page, menus included."""
LONGEST_ERROR_NAME = 80

FILE_SUFFIX = r"\.(pdf|docx?|odt|rtf|xlsx?|ods|pptx?|csv|json|xml|rss|atom|epub|zip|gz|sql)$"
FILE_MEDIA_TYPES = frozenset({"application/pdf", "application/json", "application/zip"})

NOT_THERE = (
    r"(?:the |this )?(?:requested )?(?:web ?)?(?:page|document|file|resource|content)"
    r" (?:(?:was|is|could|can) ?not (?:be )?(?:found|available)|cannot be found|not found"
    r"|no longer exists|does not exist|has been (?:re)?moved)",
    r"not found|object not found|(?:sorry,? )?(?:we )?(?:can.?t|couldn.?t|cannot|could not) find"
    r" (?:the|this|that) page(?: you.*)?",
    # Norwegian, both written forms
    r"(?:beklager,? )?(?:denne )?(?:siden|sida|dokumentet|filen|fila)"
    r" (?:(?:finnes|finst|finns|eksisterer) (?:dessverre |diverre )?ikk?je?"
    r"|(?:finnes|eksisterer) (?:dessverre )?ikke(?: lenger)?"
    r"|(?:ble|blei|vart) (?:ikke|ikkje) funnet?|er (?:flyttet|flytta)(?: eller slettet)?)",
    r"(?:fant|finner|fann|finn) (?:ikke|ikkje) (?:siden|sida|dokumentet)(?: du.*)?",
    r"(?:vi )?(?:fant|finner|fann|finn) (?:dessverre |diverre )?(?:ikke|ikkje) (?:siden|sida).*",
    # Swedish, Danish
    r"(?:sidan|dokumentet|filen) (?:(?:kunde|kan) inte hittas|hittades inte|finns inte(?: längre)?"
    r"|saknas)",
    r"(?:vi )?(?:kan|kunde) inte hitta sidan(?: du.*)?",
    r"(?:siden|dokumentet|filen) (?:(?:kunne|kan) ikke findes|blev ikke fundet"
    r"|(?:findes|eksisterer) ikke(?: længere)?)",
    r"(?:vi )?(?:kan|kunne) (?:desværre )?ikke finde siden(?: du.*)?",
    # Finnish, French
    r"(?:pyytämääsi |hakemaasi |etsimääsi )?(?:sivua|asiakirjaa|tiedostoa)"
    r" ei (?:löydy|löytynyt|ole(?: olemassa)?)",
    r"(?:la |cette )?(?:page|ressource) (?:(?:demandée )?(?:est )?introuvable|non trouvée"
    r"|(?:demandée )?n.existe (?:pas|plus)|(?:demandée )?n.a pas été trouvée)",
    r"(?:le |ce )?(?:document|fichier) (?:(?:est )?introuvable|n.existe (?:pas|plus))",
)
KEPT_OUT = (
    r"access(?: is| was)? denied|access forbidden|forbidden|unauthori[sz]ed|request rejected"
    r"|request blocked|you have been blocked|sorry,? you have been blocked",
    r"just a moment|attention required!?|checking your browser(?: before.*)?|please wait"
    r"|one more step|security check|are you (?:a )?(?:robot|human)|verify(?:ing)? you are human"
    r"|human verification|pardon our interruption|ddos-guard",
    r"(?:ingen |ikke |ikkje )(?:tilgang|adgang)|tilgang (?:nektet|nekta|avvist)|adgang (?:nægtet"
    r"|forbudt)|åtkomst nekad|du har inte behörighet|pääsy (?:estetty|kielletty|evätty)"
    r"|accès (?:refusé|interdit|non autorisé)",
)
BROKEN = (
    r"(?:internal )?server error|service (?:temporarily )?unavailable|bad gateway"
    r"|gateway time-?out|(?:an )?error occurred|(?:site |down )?(?:under|for) maintenance"
    r"|teknisk feil|tekniskt fel|teknisk fejl|tekninen virhe|erreur (?:technique|interne).*",
)
_HIDDEN = (b"script", b"style", b"noscript", b"svg", b"template")

CODE = r"(?:(?:http|error|feil|fel|fejl|virhe|erreur)[ :#-]*)*(?:status |kode |code )?"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What is wrong with an answer that calls itself good."""

    what: str
    is_refusal: bool
    """Whether the page keeps programs out, rather than being the wrong one."""


def find_error_page(url: str, media_type: str | None, content: bytes) -> ErrorPage | None:
    """What makes this answer not the document that was asked for; `None` if nothing does."""
    if not _looks_like_html(content):
        return None
    said = _error_said(content)
    if said is not None:
        return said
    suffix = re.search(FILE_SUFFIX, urlsplit(url).path.lower())
    if suffix is not None:
        return ErrorPage(f"sends a web page in place of a file ending in {suffix[0]}", False)
    if media_type in FILE_MEDIA_TYPES:
        return ErrorPage(f"sends a web page and calls it {media_type}", False)
    return None


def _looks_like_html(content: bytes) -> bool:
    start = content[:2048].removeprefix(b"\xef\xbb\xbf")
    start = re.sub(rb"<!--.*?(?:-->|$)", b"", start, flags=re.DOTALL).lstrip()[:15].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<title", b"<h1", b"<body"))


def _error_said(content: bytes) -> ErrorPage | None:
    if len(content) > MOST_PAGE_BYTES:
        return None
    page = _without(content, _HIDDEN)
    head = page[:JUDGED_BYTES]
    found = _error_named(_first(head, "title"), _first(head, "h1"))
    if found is None or len(_text_of(_without(page, (b"head",)))) > MOST_TEXT_CHARACTERS:
        return None
    return found


def _error_named(title: str, heading: str) -> ErrorPage | None:
    """The error that the heading is, or the title, alone or beside the name of the site."""
    parts = [part for part in re.split(r"\s+[|–—·»-]\s+", title) if part]
    site_names = parts[1:] if parts else []
    for name, is_alone in ((heading, True), (title, True), (next(iter(parts), ""), False)):
        found = _judge_name(name)
        # "Access denied - a study" may be a title; then its heading says more than the error.
        if found is not None and (is_alone or heading in ("", *site_names)):
            return found
    return None


def _judge_name(name: str) -> ErrorPage | None:
    plain = name.strip(" .!…:-–").lower()
    if not plain or len(plain) > LONGEST_ERROR_NAME:
        return None
    if re.fullmatch(rf"{CODE}(?:404|410)", plain):
        return ErrorPage(f'is a page that says "{name}"', False)
    plain = re.sub(rf"^{CODE}\(?[45]\d\d\)?[ .:–—-]+", "", plain)
    plain = re.sub(r"[ :–—-]+\(?(?:http |error |feil )?[45]\d\d\)?(?: error)?$", "", plain)
    for phrases, is_refusal in ((NOT_THERE, False), (BROKEN, False), (KEPT_OUT, True)):
        if any(re.fullmatch(phrase, plain) for phrase in phrases):
            return ErrorPage(f'is a page that says "{name}"', is_refusal)
    return None


# A hostile page may open thousands of elements and close none, so nothing here may search the rest
# of the page once for each of them: no pattern spans an element, and a closing tag that was not
# found once is not looked for again.
def _first(page: bytes, tag: str) -> str:
    opening = re.search(rb"<%b(?:[\s/][^<>]*)?>" % tag.encode(), page, re.IGNORECASE)
    end = page.lower().find(b"</" + tag.encode(), opening.end()) if opening else -1
    return _text_of(page[opening.end() : end]) if opening and end >= 0 else ""


def _without(page: bytes, names: tuple[bytes, ...]) -> bytes:
    """The page without these elements; one that is never closed stays."""
    small = page.lower()  # of bytes: no letter changes its length
    opening = re.compile(rb"<(%b)[\s/>]" % b"|".join(names))
    shown: list[bytes] = []
    unclosed: set[bytes] = set()
    start = at = 0
    while found := opening.search(small, at):
        name, at = found[1], found.end()
        end = -1 if name in unclosed else small.find(b"</" + name, at)
        if end < 0:
            unclosed.add(name)
            continue
        shown.append(page[start : found.start()])
        start = at = (small.find(b">", end) + 1) or len(page)
    return b" ".join([*shown, page[start:]])


def _text_of(page: bytes) -> str:
    shown = re.sub(r"<[^<>]*>", " ", _decoded(page))
    return " ".join(html.unescape(shown).split())


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
