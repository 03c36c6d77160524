"""The local twin of regjeringen.no: feeds, an index of three pages, papers, chapters and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, Reply

HOST = "www.regjeringen.no"
SITE = f"https://{HOST}"
FEED = f"{SITE}/no/rss/Rss/2581966/?documentType=dokumenter/meldinger"
INDEX = f"{SITE}/no/dokument/dep/tide/brev/id3000/"
LETTERS_PER_PAGE, LETTER_COUNT = 4, 11
PDF, XML = "application/pdf", "application/xml"


@dataclass(frozen=True)
class Paper:
    """A document's pages: what its head says, its chapters and the files it links to."""

    path: str
    title: str
    head: str
    chapters: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """Address and text of each link."""
    lists_all_chapters: bool = True


_WHITE = "/contentassets/" + "a1" * 16
_NOTE = "/contentassets/" + "b2" * 16
_ELSEWHERE = "/contentassets/" + "c3" * 16

STRATEGY = Paper(
    "/no/dokumenter/strategi-for-tidevann/id1001/",
    "Strategy for the tide",
    "<span>Strategy</span> | <span>Dato: 14.01.2020</span> | <span>Nr: T-17</span> | "
    "Utgiver: <a href='/no/dep/tide/id7/'>Ministry of Tides</a>",
    ("The tide today", "Shared registers", "Trust"),
)
ENGLISH = Paper(
    "/en/dokumenter/strategy-for-the-tide/id1001/",
    "The strategy in English",
    "Strategy | Date: 15/01/2020 | Publisher: The Ministry of Tides",
)
WHITE_PAPER = Paper(
    "/no/dokumentarkiv/regjeringen-havn-ii/dokumenter/meld.-st.-3-20202021/id1002/",
    "Meld. St. 3 (2020-2021)",
    "Historisk arkiv<br>Publisert under:<b>Regjeringen Havn II</b> Meld. St. | "
    "<i>Dato: 2.03.2021</i> | Utgiver: <b>Ministry of Tides</b>",
    tuple(f"Part {number}" for number in range(1, 13)),
    (
        (f"{_WHITE}/no/pdfs/stm202020210003000dddpdfs.pdf", "As PDF"),
        (f"https://cms12.regjeringen.no{_WHITE}/no/xml/stm202020210003000dddkrnl.xml", "XML"),
        (f"{_WHITE}/no/vedlegg-1.pdf", "Annex 1"),
        (f"{_WHITE}/en-gb/pdfs/summary.pdf", "Summary in English"),
        (f"{_ELSEWHERE}/no/another.pdf", "Another paper"),
    ),
    lists_all_chapters=False,
)
NOTE = Paper(
    "/no/dokumenter/note/id1003/",
    "A note with files",
    "Note | Dato: 01.02.2022",
    files=(
        (f"{_NOTE}/attachment-a.pdf", "Table of harbours"),
        (f"{_NOTE}/note.pdf", "The note"),
        (f"{_NOTE}/note.docx", "The note as text"),
    ),
)
PLAIN = Paper("/no/dokumentarkiv/regjeringen-havn/plain/id1004/", "A page alone", "No head line")
PAPERS = (STRATEGY, ENGLISH, WHITE_PAPER, NOTE, PLAIN)
MOVED = {
    "/no/dokumenter/old-words/id1002/": WHITE_PAPER.path,
    "/no/dokumenter/meldingen/id1002/": WHITE_PAPER.path,
}


def publish_regjeringen(refused: str | None = None) -> Callable[[Asked], Reply]:
    """The site; addresses that contain `refused` are answered by 403, as by its wall."""
    pages = _pages()

    def publish(asked: Asked) -> Reply:
        if refused is not None and refused in asked.target:
            return Reply(b"<html><h1>Sorry, you have been blocked</h1></html>", 403)
        if asked.path in MOVED:
            chapter = f"?ch={asked.query['ch']}" if "ch" in asked.query else ""
            return Reply(status=301, headers={"Location": f"{MOVED[asked.path]}{chapter}"})
        if asked.path.startswith("/contentassets/"):
            return _file(asked.path)
        page = pages.get((asked.path, asked.query.get("ch", asked.query.get("page", ""))))
        return page or (NO_ROBOTS if asked.path == "/robots.txt" else NOT_THERE)

    return publish


def chapter_page(paper: Paper, number: int) -> str:
    """One chapter as the site shows it."""
    last = len(paper.chapters)
    links = [f"<a href='{paper.path}'>Til innholdsfortegnelse</a>"]
    links += [
        f"<a href='?ch={one}#id1'>..</a>" for one in (number - 1, number + 1) if 0 < one <= last
    ]
    title = paper.chapters[number - 1]
    text = (
        f"The paper says in part {number} that {title.lower()} shall be measured by the ministry."
    )
    return _body(
        paper, f"<h1>{paper.title}</h1><h2>{title}</h2><p>{text}</p>{''.join(links)}", number
    )


def landing_page(paper: Paper) -> str:
    """The paper's own page: head line, contents and files."""
    listed = range(1, len(paper.chapters) + 1) if paper.lists_all_chapters else range(1, 3)
    contents = [
        f"<li><a href='{paper.path}?ch={number}'>{paper.chapters[number - 1]}</a></li>"
        for number in listed
        if paper.chapters
    ]
    files = [f"<li><a href='{address}'>{text}</a></li>" for address, text in paper.files]
    return _body(
        paper,
        f"<h1>{paper.title}</h1><div>{paper.head}</div><ul>{''.join(contents)}</ul>"
        f"<p>The ministry presents its plans.</p><ul>{''.join(files)}</ul>",
    )


def _body(paper: Paper, content: str, chapter: int | None = None) -> str:
    query = f"?ch={chapter}" if chapter else ""
    return (
        "<nav>Dato: 1.1.1999 <a href='/no/dep/id10/'>Departementer</a>"
        f"<link rel='canonical' href='{SITE}{paper.path}{query}'></nav><main>{content}</main>"
    )


def _pages() -> Mapping[tuple[str, str], Reply]:
    """What the site answers to each path and chapter or page."""
    index = "/no/dokument/dep/tide/brev/id3000/"
    pages = {(index, str(number)): _html(_index(number)) for number in (1, 2, 3)}
    pages[index, ""] = pages[index, "1"]
    media_type = "application/rss+xml; charset=utf-8"
    pages["/no/rss/Rss/2581966/", ""] = Reply(_feed(), media_type=media_type)
    letters = [
        Paper(f"/no/dokumenter/letter-{n}/id{3000 + n}/", f"Letter {n}", "Dato: 01.12.2021")
        for n in range(2, LETTER_COUNT + 1)
    ]
    for paper in (*PAPERS, *letters):
        pages[paper.path, ""] = _html(landing_page(paper))
        for number in range(1, len(paper.chapters) + 1):
            pages[paper.path, str(number)] = _html(chapter_page(paper, number))
    return pages


def _file(path: str) -> Reply:
    if path.endswith(".xml"):
        return Reply(f"<?xml version='1.0'?><a>{path}</a>".encode(), media_type=XML)
    return Reply(f"%PDF {path}".encode(), media_type=PDF)


def _index(page: int) -> str:
    """Letters with pages of their own, and the first as a file."""
    first = (page - 1) * LETTERS_PER_PAGE + 1
    rows = [
        f"<a href='https://regjeringen.no/no/dokumenter/letter-{n}/id{3000 + n}/'>Letter {n}</a>"
        if n > 1
        else f"<a href='{_ELSEWHERE}/letter-1.pdf'>Letter 1</a>"
        for n in range(first, min(first + LETTERS_PER_PAGE, LETTER_COUNT + 1))
    ]
    pages = [f"<a href='?page={n}'>{n}</a>" for n in (1, 2, 3)]
    other = "<a href='/no/aktuelt/news/id9/'>News</a><a href='/no/dep/tide/id7/'>Ministry</a>"
    menu = "<nav><a href='/no/dokumenter/popular/id12/'>Popular</a></nav>"
    other += "<a href='/no/dokumenter/id11/?q=1'>All documents</a>"
    return f"{menu}<main><h1>Letters</h1>{''.join(rows)}{''.join(pages)}{other}</main>"


def _feed() -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>{SITE}{path}</link><guid>{path}</guid>"
        f"<pubDate>Tue, 02 Mar 2021 00:10:00 +0100</pubDate><category>Meld. St.</category></item>"
        for title, path in (
            ("Meld. St. 3 on the tide", "/no/dokumenter/old-words/id1002/"),
            ("A page alone", PLAIN.path),
            ("A speech", "/no/aktuelt/speech/"),
        )
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>F</title>'
        f"<link>{SITE}/</link><description>D</description>{items}</channel></rss>"
    ).encode()


def _html(body: str) -> Reply:
    return Reply(f"<!doctype html><html><head></head><body>{body}</body></html>".encode())
