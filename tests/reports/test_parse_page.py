from __future__ import annotations

import re

from reports.parse_page import Area, ShownBlock, ShownPage, render_parse_page

HOSTILE = 'Data & "gold" <script>alert(1)</script>'


def page(number: int | None, grade: float = 1.0, reasons: str = "") -> ShownPage:
    has_picture = number is not None
    return ShownPage(
        number,
        "text layer" if has_picture else "file",
        grade,
        reasons,
        600.0 if has_picture else None,
        800.0 if has_picture else None,
        "data:image/jpeg;base64,AAAA" if has_picture else None,
        (Area(1, "prose", HOSTILE, number, 60.0, 200.0, 300.0, 400.0),) if number else (),
        (ShownBlock(1, "prose", "en", grade, reasons, (HOSTILE, "Another one.")),),
    )


def test_blocks_lie_over_the_picture_where_they_stand_on_the_page() -> None:
    html = render_parse_page("a.pdf", "pdf", "A plan", [page(1)])
    assert 'style="left:10.00%;top:50.00%;width:40.00%;height:25.00%"' in html
    assert re.search(r'class="area k-prose" href="#b1" title="1 · prose: Data', html)
    assert html.count('src="data:image/jpeg;base64,AAAA"') == 1
    assert '<li id="b1" class="k-prose">' in html


def test_what_a_file_says_never_becomes_markup_and_nothing_is_fetched() -> None:
    for pages in ([page(1), page(2)], [page(None)]):
        html = render_parse_page(f"{HOSTILE}.pdf", "pdf", HOSTILE, pages)
        assert "<script" not in html
        assert "&lt;script&gt;alert(1)" in html
        assert not re.search(r"https?://", html)


def test_pages_in_doubt_are_listed_at_the_head_with_their_reasons() -> None:
    html = render_parse_page("a.pdf", "pdf", None, [page(1), page(2, 0.0, "no text layer")])
    assert 'Pages in doubt: <a href="#p2">2</a>' in html
    assert "no text layer" in html
    assert "grade low" in html
    assert "Pages in doubt" not in render_parse_page("a.pdf", "pdf", None, [page(1)])


def test_a_file_without_pages_shows_its_blocks_in_order() -> None:
    html = render_parse_page("a.md", "md", None, [page(None)])
    assert "The whole file" in html
    assert "<img" not in html
    assert "Another one." in html
