"""What a page of regjeringen.no says: its address, its head line, its chapters and its files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from data.errors import CollectFault, ParseFault
from extractors.decoding import decode_text
from extractors.html_tree import parse_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SITE = "regjeringen.no"
_PAGE = re.compile(
    r"^(?:/(?P<language>[a-z]{2}))?/(?:.*/)?id(?P<number>\d{1,12})/?$", re.IGNORECASE
)
_CHAPTER = re.compile(r"[0-9]{1,9}")
_NORWEGIAN = ("no", "nb", "nn")
_FILE = re.compile(
    r"/contentassets/(?P<folder>[0-9a-f]{32})/(?:(?P<language>[a-z]{2})(?:-[a-z]{2})?/)?"
    r"(?:.*/)?(?P<name>[^/]+\.(?P<suffix>pdf|xml|docx|epub))$",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(r"/dokumentarkiv/(regjeringen-[^/]+)/", re.IGNORECASE)
_ROMAN = re.compile(r"[ivx]+")
_DATE = re.compile(r"\b(?:Dato|Date|Beaivi)\s*:?\s*(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_NUMBER = re.compile(r"\bNr\s*:\s*([^\n|]+)")
_PUBLISHER = re.compile(r"\b(?:Utgiver|Utgjevar|Publisher)\s*:\s*([^\n|]+)")
_GOVERNMENT = re.compile(r"\b(?:Publisert under|Published under)\s*:\s*([^\n|]+)")
MOST_PAGES = 500
"""Pages of one index, and chapters of one paper: the longest papers have some forty."""
_BANNER_CHARS, _HEAD_CHARS = 500, 1500  # a text further on may cite other papers' dates


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Which page an address leads to; host and words may change, the number stays."""

    number: int
    language: str
    """`no` for both forms of Norwegian, else the site's own code such as `en`."""
    chapter: int | None
    others: tuple[tuple[str, str], ...]
    """The rest of the query, such as the page of an index."""

    @property
    def key(self) -> str:
        """The document's key: a translation has the number of its original."""
        return f"id{self.number}" if self.language == "no" else f"id{self.number}/{self.language}"


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that belongs to a page."""

    url: str
    name: str
    suffix: str
    language: str | None
    text: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A document's own page."""

    title: str
    published_on: str | None
    number: str | None
    publisher: str | None
    government: str | None
    chapters: tuple[int, ...]
    files: tuple[FileLink, ...]


def read_page_address(url: str) -> PageAddress | None:
    """Read an address of a page that has a number; any other address gives None."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    match = _PAGE.match(unquote(parts.path))
    if match is None or not (host == _SITE or host.endswith(f".{_SITE}")):
        return None
    language = (match["language"] or "no").lower()
    query = dict(parse_qsl(parts.query))
    chapter = query.pop("ch", "")
    return PageAddress(
        number=int(match["number"]),
        language="no" if language in _NORWEGIAN else language,
        chapter=int(chapter) if _CHAPTER.fullmatch(chapter) else None,
        others=tuple(sorted(query.items())),
    )


def page_url(url: str, site: str) -> str:
    """The address of the page itself at the site's main host, without chapter and fragment."""
    return urljoin(site, f"{urlsplit(url).path.rstrip('/')}/")


def read_file_link(url: str, text: str, site: str) -> FileLink | None:
    """Read a link to a file of the site's own; any other link gives None."""
    parts = urlsplit(url)
    match = _FILE.search(unquote(parts.path))
    if match is None or not (parts.hostname or "").lower().endswith(_SITE):
        return None
    language = (match["language"] or "").lower() or None
    return FileLink(
        url=urljoin(site, parts.path),
        name=match["name"],
        suffix=match["suffix"].lower(),
        language="no" if language in _NORWEGIAN else language,
        text=text,
    )


def read_paper_page(content: bytes, url: str) -> PaperPage:
    """Read a document's own page.

    Raises:
        CollectFault: it has no heading, so it is no page of a document.
    """
    tree = parse_tree(content, url)
    heading = next(tree.iter("h1"), None)
    title = _text(heading) if heading is not None else ""
    if heading is None or not title:
        raise CollectFault(
            f"{url}: expected a document's page with a heading, found none",
            next_step="open the address in a browser; if it shows the page, save it by hand",
        )
    head = _head_text(heading)
    date = _DATE.search(head)
    return PaperPage(
        title=title,
        published_on=f"{date[3]}-{int(date[2]):02}-{int(date[1]):02}" if date else None,
        number=_first(_NUMBER, head),
        publisher=_first(_PUBLISHER, head),
        government=_first(_GOVERNMENT, head) or _government_of(url),
        chapters=find_chapters(tree, url),
        files=_own_files(tree, url),
    )


def find_links(tree: HtmlElement, url: str, *, in_menus: bool = True) -> Iterator[tuple[str, str]]:
    """Addresses and texts of the links of a page, in order."""
    for link in tree.iter("a"):
        address = link.get("href")
        if address and (in_menus or next(link.iterancestors("nav", "footer"), None) is None):
            yield urldefrag(urljoin(url, address.strip())).url, _text(link)


def find_chapters(tree: HtmlElement, url: str) -> tuple[int, ...]:
    """Numbers of the chapters that a page links to, without gaps, or nothing if it has none.

    Raises:
        CollectFault: the page names a chapter beyond what any paper has.
    """
    own = read_page_address(url)
    found = [page for address, _ in find_links(tree, url) if (page := read_page_address(address))]
    numbers = [
        page.chapter
        for page in found
        if own and page.chapter and (page.number, page.language) == (own.number, own.language)
    ]
    last = max(numbers, default=0)
    if last > MOST_PAGES:
        raise CollectFault(
            f"{url}: links to chapter {last}, and no paper has more than {MOST_PAGES}",
            next_step="open the address in a browser: the page may be broken",
        )
    return tuple(range(1, last + 1))


def parse_tree(content: bytes, url: str) -> HtmlElement:
    """The tree of a page, in whatever encoding it is.

    Raises:
        CollectFault: it is no text, or there is no element in it.
    """
    try:
        return parse_page(decode_text(content, url), url)
    except ParseFault as fault:
        raise CollectFault(
            f"{url}: expected a page, found {len(content)} bytes that are none: {fault.reason}",
            next_step="open the address in a browser; it may have moved",
        ) from fault


def _own_files(tree: HtmlElement, url: str) -> tuple[FileLink, ...]:
    """Files in the folder that most of the page's files lie in: a page has one folder."""
    links = [
        link
        for address, text in find_links(tree, url)
        if (link := read_file_link(address, text, url))
    ]
    files = {link.url: link for link in reversed(links)}
    folders = Counter(_folder(link) for link in links)
    if not folders:
        return ()
    own, _ = folders.most_common(1)[0]
    return tuple(one for one in reversed(files.values()) if _folder(one) == own)


def _folder(link: FileLink) -> str:
    return link.url.partition("/contentassets/")[2].partition("/")[0]


def _head_text(heading: HtmlElement) -> str:
    """The text around the heading, a line per element: banner and head line stand there."""
    seen = "text()[not(ancestor::script or ancestor::style or ancestor::nav)]"
    before = _joined(heading.xpath(f"preceding::{seen}"))[-_BANNER_CHARS:]
    return f"{before}\n{_joined(heading.xpath(f'following::{seen}'))[:_HEAD_CHARS]}"


def _joined(texts: list[str]) -> str:
    lines = (" ".join(text.split()) for text in texts)
    return "\n".join(line for line in lines if line).replace(":\n", ": ")


def _government_of(url: str) -> str | None:
    match = _ARCHIVE.search(urlsplit(url).path)
    if match is None:
        return None
    words = [
        word.upper() if _ROMAN.fullmatch(word) else word.capitalize()
        for word in match[1].split("-")
    ]
    return " ".join(words)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1].strip() or None if match else None


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
