"""Finds the Canadian prime minister's mandate letters, which index pages list.

A letter is known by its date and office, never by a minister's name: titles say the office, and
what the site says beside it stays in the address and in the letter's own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import ParserError

from data.doors.canada_letters import CanadaLettersDoor
from data.errors import CollectFault
from data.ids import content_id
from data.source import Source
from extractors.discover.door import Ask, Found, make_ref
from extractors.discover.letter_titles import find_letter_date, find_office, title_of

_PUBLISHER = "Office of the Prime Minister"
_LETTER_PATH = re.compile(
    r"^/(?P<language>en|eng|fr|fra)/"
    r"(?:(?:mandate-letters|lettres-de-mandat)/"
    r"(?:(?P<year>20\d\d)/(?P<month>\d\d)/(?P<day>\d\d)/)?(?P<slug>[^/]+)"
    r"|(?P<early>(?:[^/]*-)?(?:mandate-letter|lettre-de-mandat)(?:-[^/]+)?)"  # letters of 2015
    r"|node/(?P<node>\d+))/?$",
    re.IGNORECASE,
)
_LETTER_WORDS = re.compile(r"mandate letter|lettre de mandat", re.IGNORECASE)
_ARCHIVED = re.compile(r"^archiv\w*-", re.IGNORECASE)
_MOST_PAGES = 100  # of one index, which has some forty letters
_ROW_DEPTH = 5  # from a link to the row of the list that has its date


@dataclass(frozen=True, slots=True)
class _Letter:
    url: str
    slug: str
    language: str
    text: str
    """The link's own, which may name a person: read for the office and not kept."""
    published_on: str | None


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """Each letter of the index pages and of their further pages, once, in their order.

    Its date is that of its address, else of its row in the list. Where either date or office is
    in neither, the letter's page is asked, read for them, and given along as content. A letter
    without a date at all is kept whatever years are wanted.

    Raises:
        CollectFault: an index cannot be had, lists no letter on one of its pages or has too many of
            them; said after the other indexes'.
    """
    door = source.door
    assert isinstance(door, CanadaLettersDoor)
    first_fault: CollectFault | None = None
    seen: set[str] = set()
    for index in door.indexes:
        try:
            for letter in _list_letters(source_id, str(index), ask):
                yield from _find_letter(source_id, source, door, letter, ask, seen)
        except CollectFault as fault:
            first_fault = first_fault or fault
    if first_fault:
        raise first_fault


def _find_letter(
    source_id: str,
    source: Source,
    door: CanadaLettersDoor,
    letter: _Letter,
    ask: Ask,
    seen: set[str],
) -> Iterator[Found | CollectFault]:
    if letter.url in seen or not _is_wanted(door, letter.published_on):
        return
    seen.add(letter.url)
    office, published_on = find_office(letter.text), letter.published_on
    said, content = letter.text, None
    if not (office and published_on):
        try:
            content = ask(letter.url).read()
        except CollectFault as fault:
            yield fault
            return
        heading, date_line = _read_page(content)
        office, published_on = office or find_office(heading), published_on or date_line
        said = f"{said} {heading}"
    # An archived letter gets a new address, and with it "archived-" before its old slug. The
    # slug is hashed because it may name a person.
    slug = _ARCHIVED.sub("", letter.slug)
    key = f"{published_on} {letter.language} {content_id(slug)}" if published_on else None
    if not _is_wanted(door, published_on) or (key and key in seen):
        return
    seen.add(key or letter.url)
    is_archived = letter.slug != slug or "archiv" in said.casefold()
    ref = make_ref(
        source_id,
        source,
        letter.url,
        key=key,
        title=title_of(office, said, letter.language),
        publisher=_PUBLISHER,
        year=int(published_on[:4]) if published_on else None,
        language=letter.language,
        note="marked as archived by the publisher" if is_archived else None,
        published_on=published_on,
    )
    yield Found(ref, content=content)


def _list_letters(source_id: str, index: str, ask: Ask) -> Iterator[_Letter]:
    page: str | None = index
    asked: set[str] = set()
    while page and page not in asked:
        if len(asked) == _MOST_PAGES:
            raise CollectFault(
                f"source {source_id}: {index}: the list has more than {_MOST_PAGES} pages",
                next_step="see where its pager leads; it may never end",
            )
        asked.add(page)
        answer = ask(page)
        tree = _parse(answer.read())
        letters = [] if tree is None else list(_read_index(tree, answer.final_url))
        if tree is None or not letters:
            raise CollectFault(
                f"source {source_id}: {page}: expected links to mandate letters, found none",
                next_step="open the page; if the list is elsewhere now, mend `indexes`",
            )
        yield from letters
        page = _next_page(tree, answer.final_url)


def _read_index(tree: lxml_html.HtmlElement, address: str) -> Iterator[_Letter]:
    for link in tree.iter("a"):
        url = _resolve(address, link.get("href") or "")
        match = _LETTER_PATH.match(urlsplit(url).path) if url else None
        text = _text_of(link)
        if not (url and match) or (match["node"] and not _LETTER_WORDS.search(text)):
            continue
        year, month, day = match["year"], match["month"], match["day"]
        yield _Letter(
            url=url,
            slug=unquote(match["slug"] or match["early"] or f"node-{match['node']}"),
            language=match["language"][:2].lower(),
            text=text,
            published_on=(_iso(f"{year}-{month}-{day}") if year else None) or _date_of_row(link),
        )


def _date_of_row(link: lxml_html.HtmlElement) -> str | None:
    """The date beside a link, in the smallest element around it that has one and no other link."""
    around = link
    for _ in range(_ROW_DEPTH):
        parent = around.getparent()
        if parent is None or len({one.get("href") for one in parent.iter("a")}) > 1:
            return None
        around = parent
        for time in around.iter("time"):
            if found := _iso((time.get("datetime") or "")[:10]):
                return found
        if found := find_letter_date(_text_of(around)):
            return found
    return None


def _read_page(content: bytes) -> tuple[str, str | None]:
    """A letter's heading, which says the office, and the date of its date line."""
    tree = _parse(content)
    if tree is None:
        return "", None
    headings = [_text_of(one) for tag in ("h1", "title") for one in tree.iter(tag)]
    heading = next((one for one in headings if _LETTER_WORDS.search(one)), "")
    for time in tree.iter("time"):
        if found := _iso((time.get("datetime") or "")[:10]):
            return heading, found
    for line in tree.itertext():
        # The date line has nothing else in it; dates within sentences are not the letter's.
        if len(line) < 60 and (found := find_letter_date(line, whole=True)):
            return heading, found
    return heading, None


def _next_page(tree: lxml_html.HtmlElement, address: str) -> str | None:
    for link in tree.iter("a"):
        parent = link.getparent()
        classes = (parent.get("class") or "") if parent is not None else ""
        if "next" in (link.get("rel") or "").split() or "pager__item--next" in classes.split():
            return _resolve(address, link.get("href") or "", keep_query=True)
    return None


def _parse(content: bytes) -> lxml_html.HtmlElement | None:
    try:
        text = content.decode("utf-8-sig")
        parser = lxml_html.HTMLParser(encoding="utf-8")
        content = text.encode()
    except UnicodeDecodeError:
        parser = lxml_html.HTMLParser()
    try:
        return lxml_html.document_fromstring(content, parser=parser)
    except (ParserError, ValueError):
        return None


def _resolve(address: str, href: str, *, keep_query: bool = False) -> str | None:
    """The link's address without fragment, if it is on the index's own site."""
    try:
        url = urlsplit(urljoin(address, href.strip()))
        own = urlsplit(address)
    except ValueError:
        return None
    if url.scheme not in ("http", "https"):
        return None
    if url.netloc.removeprefix("www.") != own.netloc.removeprefix("www."):
        return None
    return url._replace(query=url.query if keep_query else "", fragment="").geturl()


def _text_of(element: lxml_html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _iso(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _is_wanted(door: CanadaLettersDoor, published_on: str | None) -> bool:
    if published_on is None:
        return True
    return (door.from_year or 0) <= int(published_on[:4]) <= (door.to_year or 9999)
