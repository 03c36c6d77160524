"""A local pm.gc.ca: an index of mandate letters in pages, and the letters."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, Reply

HOST = "www.pm.gc.ca"
HOSTS = (HOST, "pm.gc.ca")
LETTERS = "/en/mandate-letters"


@dataclass(frozen=True)
class Letter:
    """A letter as the site has it; `listed_on` is the date beside it in the list."""

    path: str
    heading: str
    date_line: str
    listed_on: str | None = None
    link_text: str | None = None


def _letters() -> list[Letter]:
    return [
        Letter(f"{LETTERS}/2021/12/16/minister-tides-mandate-letter",
               "Minister of Tides Mandate Letter", "December 16, 2021", "2021-12-16"),
        Letter(f"{LETTERS}/2021/12/16/minister-ferries-mandate-letter",
               "Minister of Ferries, Harbours and Lighthouses Mandate Letter",
               "December 16, 2021", "2021-12-16"),
        Letter(f"{LETTERS}/2021/01/15/archived-minister-tides-supplementary-mandate-letter",
               "ARCHIVED - Minister of Tides Supplementary Mandate Letter", "January 15, 2021",
               "2021-01-15"),
        Letter(f"{LETTERS}/archived-minister-tides-mandate-letter-0",
               "ARCHIVED - Minister of Tides Mandate Letter", "October 4, 2017", "2017-10-04"),
        Letter("/eng/minister-tides-mandate-letter", "ARCHIVED - Minister of Tides Mandate Letter",
               "November 13, 2015"),
        Letter("/en/node/4711", "President of the Board of Buoys Mandate Letter",
               "November 13, 2015", None, "Read the mandate letter"),
    ]  # fmt: skip


@dataclass
class CanadaSite:
    """The publisher: letters in the order of the list, some to a page of it."""

    letters: list[Letter] = field(default_factory=_letters)
    letters_per_page: int = 2

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return NO_ROBOTS
        if asked.path == LETTERS:
            return _page(self._index(int(asked.query.get("page", "0"))))
        for letter in self.letters:
            if asked.path == letter.path:
                return _page(
                    "<aside>The tide notice of March 3, 2014 is out of force.</aside>"
                    f"<h1>{letter.heading}</h1><div>{letter.date_line}</div>"
                    "<div>Office of the Prime Minister</div><p>Dear Minister:</p>"
                    "<p>You will publish the tide tables.</p>"
                )
        return NOT_THERE

    def _index(self, page: int) -> str:
        start = page * self.letters_per_page
        rows = "".join(
            f'<li class="mandate-letters-row"><div class="views-field-title">'
            f'<a href="{one.path}">{one.link_text or one.heading}</a></div>'
            + (
                f'<div class="views-field-field-date-range"><time datetime="{one.listed_on}'
                f'T12:00:00Z">{one.date_line}</time></div>'
                if one.listed_on
                else ""
            )
            + "</li>"
            for one in self.letters[start : start + self.letters_per_page]
        )
        more = start + self.letters_per_page < len(self.letters)
        pager = (
            f'<nav><ul><li class="pager__item pager__item--next"><a href="?page={page + 1}" '
            'rel="next">Next</a></li></ul></nav>'
        )
        return (
            '<nav><a href="/en">Home</a><a href="/en/mandate-letters">Mandate letters</a>'
            '<a href="/en/news/news-releases/2021/12/16/new-mandate-letters-ministers">News</a>'
            '<a href="https://elsewhere.example/en/mandate-letters/x">Elsewhere</a></nav>'
            f"<h1>Mandate Letters</h1><ul>{rows}</ul>{pager if more else ''}"
        )


def _page(body: str) -> Reply:
    html = f'<!doctype html><html lang="en"><head><meta charset="utf-8"></head><body>{body}</body>'
    return Reply(html.encode())
