"""The local twin of a site with lists of documents, all of them fictional.

The Ministry of Tides of Nordavia lists its letters on three pages, all of its site in sitemaps and
its news in feeds; its reports have a page about each, and its reviews have a page per chapter.
"""

from __future__ import annotations

import gzip

from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, Reply

HOST = "tides.example"
XML = "application/xml"
PDF = "application/pdf"
LETTERS_PER_PAGE = 4
LETTER_COUNT = 11
CHAPTERS = ("Foreword", "Registers of the tide", "What comes next")


def publish_tides(asked: Asked) -> Reply:
    """Answer as the ministry's site does."""
    path = asked.path
    if path == "/letters/":
        return _letters(int(asked.query.get("page", "1")))
    if path.startswith("/letters/files/"):
        return Reply(f"%PDF-1.7 {path}".encode(), media_type=PDF)
    if path.startswith("/reviews/harbour/pages/"):
        return _chapter(int(path.rstrip("/").rpartition("/")[2]))
    return _PAGES.get(path, NO_ROBOTS if path == "/robots.txt" else NOT_THERE)


def _letters(page: int) -> Reply:
    first = (page - 1) * LETTERS_PER_PAGE + 1
    numbers = range(first, min(first + LETTERS_PER_PAGE, LETTER_COUNT + 1))
    rows = "".join(
        f"<li><p>Sent on {number}. mars {2010 + number}</p>"
        f'<a class="letter" href="files/letter {number}.pdf">Letter no. {number}</a></li>'
        for number in numbers
    )
    # Page 1 is named again by the last page: a reader that follows blindly would never end.
    onward = page + 1 if first + LETTERS_PER_PAGE <= LETTER_COUNT else 1
    return _html(f'<ul>{rows}</ul><a rel="next" href="?page={onward}">More</a>')


def _chapter(number: int) -> Reply:
    contents = "".join(
        f'<a class="chapter" href="/reviews/harbour/pages/{n}/#top">{title}</a>'
        for n, title in enumerate(CHAPTERS, start=1)
    )
    title = CHAPTERS[number - 1]
    text = f"The harbour office reports on {title.lower()} and counts its own pages."
    return _html(f"<nav>{contents}</nav><main><h1>{title}</h1><p>{text}</p></main>")


def _html(body: str, charset: str = "utf-8") -> Reply:
    page = f"<!doctype html><html><head><title>Tides</title></head><body>{body}</body></html>"
    media_type = "text/html" if charset != "utf-8" else "text/html; charset=utf-8"
    return Reply(page.encode(charset), media_type=media_type)


def _sitemap(*paths: str) -> bytes:
    items = "".join(
        f"<url><loc>https://{HOST}{path}</loc><lastmod>2025-05-05</lastmod></url>" for path in paths
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'
    ).encode()


_SITEMAPS = (
    '<?xml version="1.0"?><!-- generated --><sitemapindex '
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    f"<sitemap><loc>https://{HOST}/sitemap-1.xml</loc></sitemap>"
    f"<sitemap><loc>https://{HOST}/sitemap-2.xml.gz</loc></sitemap>"
    f"<sitemap><loc>https://{HOST}/sitemap-1.xml</loc></sitemap></sitemapindex>"
).encode()

_RSS = (
    '<?xml version="1.0" encoding="ISO-8859-1"?><rss version="2.0">'
    "<channel><title>Tides</title><language>nb-no</language>"
    "<item><title>Høyvann &amp; data</title><link>https://tides.example/news/1</link>"
    "<pubDate>Tue, 02 Jan 2024 00:00:00 +0100</pubDate></item>"
    '<item><title>Uten lenke</title><guid isPermaLink="false">x</guid></item>'
    "<item><title>Lavvann</title><link>/news/2</link></item>"
    "</channel></rss>"
).encode("latin-1")


def _atom(part: int) -> bytes:
    onward = f'<link rel="next" href="/atom-{part + 1}.xml"/>' if part < 3 else ""
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">{onward}<title>Tides</title>'
        f"<entry><title>Notice {part}</title><link href='https://tides.example/notices/{part}'/>"
        f"<published>202{part}-06-30T23:30:00+02:00</published>"
        f"<updated>2025-01-01T00:00:00Z</updated></entry></feed>"
    ).encode()


_PAGES = {
    "/reports/": _html(
        '<base href="/reports/about/">'
        + "".join(
            f'<article><a href="{n}/"><img src="{n}.png"></a><h2><a href="{n}/">Report {n}</a></h2>'
            f'<time datetime="201{n}-11-0{n}T09:00">November</time></article>'
            for n in range(1, 5)
        )
    ),
    **{
        f"/reports/about/{n}/": _html(
            f'<a href="/menu">Menu</a><a class="file" href="/reports/files/{n}.pdf">PDF</a>'
            f'<a class="file" href="/reports/files/{n}-annex.pdf">Annex</a>'
        )
        for n in range(1, 4)
    },
    "/reports/about/4/": _html("<p>The file of this report was lost.</p>"),
    **{f"/reports/files/{n}.pdf": Reply(b"%PDF-1.7", media_type=PDF) for n in range(1, 4)},
    "/reviews/": _html('<a href="/reviews/harbour/pages/1/">Review of the harbour, 2023</a>'),
    "/sitemap.xml": Reply(_SITEMAPS, media_type=XML),
    "/sitemap-1.xml": Reply(_sitemap("/a", "/strategy-2021", "/strategy-2021"), media_type=XML),
    "/sitemap-2.xml.gz": Reply(
        gzip.compress(_sitemap("/strategy-2024/", "/b"), mtime=0), media_type="application/gzip"
    ),
    "/rss.xml": Reply(_RSS, media_type="text/xml"),
    **{f"/atom-{part}.xml": Reply(_atom(part), media_type=XML) for part in (1, 2, 3)},
    "/gammel/": _html('<a href="årsrapport 2004.html">Årsrapport for Sjøetaten</a>', "latin-1"),
    "/nothing/": _html("<p>Nothing is listed today.</p>"),
}
