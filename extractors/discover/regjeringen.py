"""regjeringen.no: documents that feeds and index pages list, or that are named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from data.doors.regjeringen import RegjeringenDoor
from data.errors import CollectFault, PassedOverFault
from data.records import DocumentRef
from data.source import Source
from extractors.discover.door import Ask, Built, Found, document_id_of, make_ref
from extractors.discover.entry import Entry
from extractors.discover.feeds import read_feed
from extractors.discover.regjeringen_pages import (
    MOST_PAGES,
    FileLink,
    PaperPage,
    find_chapters,
    find_links,
    page_url,
    parse_tree,
    read_file_link,
    read_page_address,
    read_paper_page,
)
from extractors.page_bundle import bundle_pages

_PAPER = re.compile(r"/(?:dokumenter|dokumentarkiv/.+)/[^/]+/id\d+", re.IGNORECASE)
_SAME_TEXT = re.compile(r"^(?:stm|prp|nou|ins)\d{6,}.*ddd(?:pdfs|krnl|epub|docx)?$", re.IGNORECASE)
"""Names of the files that the site makes of a paper's own text, in every format."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ANNEX = re.compile(r"vedlegg|annex|attachment|appendix", re.IGNORECASE)


def find_documents(source_id: str, source: Source, ask: Ask) -> Iterator[Found | CollectFault]:
    """Each document once, by its number; a page that is refused is a fault in its place.

    A paper with chapters is one document of many pages, and its PDF and XML are alternatives to
    them. Without chapters the first PDF is the document, and without files the page itself.

    Raises:
        CollectFault: a feed or an index cannot be had, or is none.
    """
    door = source.door
    if not isinstance(door, RegjeringenDoor):
        raise TypeError(f"{source_id} has the door {door.adapter}")
    site = str(door.url)
    seen: set[str] = set()
    for entry in _find_entries(door, ask):
        if isinstance(entry, CollectFault):
            yield entry
            continue
        page = read_page_address(entry.url)
        file = read_file_link(entry.url, entry.title or "", site)
        key = page.key if page else _file_key(file) if file else None
        if key is None:
            yield _no_document(entry.url)
        elif key not in seen:
            seen.add(key)
            if file is None:
                yield from _find_paper(source_id, source, entry, page_url(entry.url, site), ask)
            else:
                yield _find_file(source_id, source, entry, file)


def build_content(found: Found, answered: Sequence[bytes]) -> Built:
    """The file or page as answered; of several chapters, one bundle in their order."""
    address = found.addresses[0]
    page = read_page_address(address)
    if page is None:
        return Built(answered[0], address)
    if len(answered) == 1:
        return Built(answered[0], f"id{page.number}.html")
    return Built(bundle_pages(answered), f"id{page.number}.zip")


def _find_entries(door: RegjeringenDoor, ask: Ask) -> Iterator[Entry | CollectFault]:
    for document in door.documents:
        yield Entry(str(document))
    pattern = re.compile(door.title_pattern) if door.title_pattern else None
    listings = [read_feed(ask(str(feed)).read(), str(feed)).entries for feed in door.feeds]
    listings += [tuple(_find_indexed(str(index), ask)) for index in door.indexes]
    for entry in (entry for entries in listings for entry in entries):
        if isinstance(entry, CollectFault) or pattern is None or pattern.search(entry.title or ""):
            yield entry


def _find_indexed(index: str, ask: Ask) -> Iterator[Entry]:
    """Papers and files that an index links to, on all of its pages.

    Raises:
        CollectFault: it has more pages than any index.
    """
    own = read_page_address(index)
    asked: set[str] = set()
    waiting = [index]
    while waiting:
        if len(asked) == MOST_PAGES:
            raise CollectFault(
                f"{index}: the index has more than {MOST_PAGES} pages",
                next_step="see where its pages lead, and declare narrower indexes",
            )
        url = waiting.pop(0)
        asked.add(url)
        tree = parse_tree(ask(url).read(), url)
        for address, text in find_links(tree, url, in_menus=False):
            page = read_page_address(address)
            is_own = page is not None and own is not None and page.key == own.key
            if is_own and page and dict(page.others).get("page"):
                further = urljoin(index, f"?{urlsplit(address).query}")
                if further not in asked and further not in waiting:
                    waiting.append(further)
            elif read_file_link(address, text, url) or (
                page is not None and not is_own and _PAPER.search(address)
            ):
                yield Entry(address, text or None)


def _find_file(source_id: str, source: Source, entry: Entry, file: FileLink) -> Found:
    """A file that an index links to without a page of its own."""
    return Found(
        make_ref(
            source_id,
            source,
            file.url,
            key=_file_key(file),
            title=entry.title or None,
            year=_year_of(entry.title, entry.published_on),
            published_on=entry.published_on,
        )
    )


def _find_paper(
    source_id: str, source: Source, entry: Entry, url: str, ask: Ask
) -> Iterator[Found | CollectFault]:
    try:
        paper, url = _ask_paper(url, ask)
    except CollectFault as fault:
        yield fault
        return
    ref = _make_paper_ref(source_id, source, entry, paper, url)
    if paper.chapters:
        yield Found(ref, parts=tuple(f"{url}?ch={number}" for number in paper.chapters))
        yield from _find_files(source_id, ref, paper.files, has_text=True)
    elif paper.files:
        yield from _find_files(source_id, ref, paper.files, has_text=False)
    else:
        yield Found(ref)


def _ask_paper(url: str, ask: Ask) -> tuple[PaperPage, str]:
    """A paper's page with all of its chapters, and the address that it has now.

    The last chapter known is asked whether there is a further one: not every page has the whole
    table of contents.
    """
    answer = ask(url)
    asked, now = read_page_address(url), read_page_address(answer.final_url)
    if asked and now and now.key == asked.key:
        url = page_url(answer.final_url, url)
    paper = read_paper_page(answer.read(), url)
    chapters = paper.chapters
    while chapters:
        last = f"{url}?ch={chapters[-1]}"
        further = find_chapters(parse_tree(ask(last).read(), last), last)
        if len(further) <= len(chapters):
            break
        chapters = further
    return replace(paper, chapters=chapters), url


def _make_paper_ref(
    source_id: str, source: Source, entry: Entry, paper: PaperPage, url: str
) -> DocumentRef:
    published_on = paper.published_on or entry.published_on
    page = read_page_address(url)
    return make_ref(
        source_id,
        source,
        url,
        key=page.key if page else None,
        title=paper.title,
        publisher=paper.publisher,
        year=_year_of(paper.title, published_on),
        language=page.language if page and page.language != "no" else None,
        note=f"number {paper.number}" if paper.number else None,
        published_on=published_on,
        government=paper.government,
    )


def _find_files(
    source_id: str, ref: DocumentRef, files: Sequence[FileLink], *, has_text: bool
) -> Iterator[Found]:
    """The files of a paper: the document itself if no pages are, alternatives, and other texts.

    An alternative is a file that the site made of the paper's text, one with the same name as the
    document's, or beside chapters the first PDF in the page's language that is no annex.
    """
    language = ref.language or "no"
    own = [one for one in files if one.language in (None, language) and not _is_annex(one)]
    main = next((one for one in own if one.suffix == "pdf"), own[0] if own else None)
    if main is None and not has_text:
        main = files[0]
    for file in sorted(files, key=lambda one: one is not main):
        if file is main and not has_text:
            yield Found(replace(ref, url=file.url))
        elif main is not None and (file is main or _has_same_text(file, main)):
            yield Found(_file_ref(source_id, ref, file, ref.title, ref.document_id))
        else:
            title = f"{ref.title}: {file.text or file.name}"
            yield Found(_file_ref(source_id, ref, file, title, None))


def _is_annex(file: FileLink) -> bool:
    return bool(_ANNEX.search(f"{file.name} {file.text}"))


def _has_same_text(file: FileLink, main: FileLink) -> bool:
    if file.language not in (None, main.language) and main.language is not None:
        return False
    stem, main_stem = PurePosixPath(file.name).stem, PurePosixPath(main.name).stem
    return stem == main_stem or bool(_SAME_TEXT.match(stem) and _SAME_TEXT.match(main_stem))


def _file_ref(
    source_id: str, ref: DocumentRef, file: FileLink, title: str | None, alternative_of: str | None
) -> DocumentRef:
    key = _file_key(file)
    return replace(
        ref,
        document_id=document_id_of(source_id, key),
        url=file.url,
        key=key,
        title=title,
        language=file.language if file.language not in (None, "no") else ref.language,
        alternative_of=alternative_of,
    )


def _file_key(file: FileLink) -> str:
    """Folder and name: the folder is the page's own, and stays when the page moves."""
    return file.url.partition("/contentassets/")[2]


def _year_of(title: str | None, day: str | None) -> int | None:
    """The one year that the title names, as a letter for next year's budget does, else the day's.

    A year far from the day of publication is what the text is about, or aims at.
    """
    published = int(day[:4]) if day else None
    named = {int(year) for year in _YEAR.findall(title or "")}
    if len(named) == 1:
        (year,) = named
        if published is None or abs(year - published) <= 1:
            return year
    return published


def _no_document(url: str) -> PassedOverFault:
    return PassedOverFault(
        f"{url}: expected the address of a document, with /id and its number, found another",
        next_step="look at the entry; if it is a document elsewhere, give it a source of its own",
    )
