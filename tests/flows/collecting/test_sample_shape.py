"""The shape of answers: what a live door lacks of the sample's, and has beside it."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from data.source import Source, load_sources
from flows.collecting.sample_shape import compare_shapes, read_shape

SOURCES = load_sources(Path(__file__).resolve().parents[3] / "data" / "sources")
SEARCH = SOURCES["uk-ai-policy-papers"]
LISTING = SOURCES["fi-ai-strategy"]

PAGE = b"""<!doctype html><html><body>
<a href="/bitstream/one.pdf">One</a> <a href="/bitstream/two.pdf">Two</a> <a href="/about">Us</a>
</body></html>"""


def differ(source: Source, shipped: bytes, live: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    difference = compare_shapes(read_shape(source, [shipped]), read_shape(source, [live]))
    return difference.missing, difference.added


def test_keys_that_are_gone_or_new_are_told_with_their_place() -> None:
    shipped = b'{"results": [{"link": "/a"}, {"title": "A"}], "total": 2}'
    live = b'{"results": [{"link": "/b", "score": 0.5}], "total": 1}'
    assert differ(SEARCH, shipped, live) == (
        ("json results[].title",),
        ("json results[].score",),
    )


def test_elements_of_a_feed_are_told_with_their_place() -> None:
    shipped = b"<?xml version='1.0'?><rss><channel><item><link>x</link></item></channel></rss>"
    live = b"<rss><channel><item><guid>x</guid></item></channel></rss>"
    assert differ(SEARCH, shipped, live) == (
        ("xml rss/channel/item/link",),
        ("xml rss/channel/item/guid",),
    )


def test_links_are_those_of_the_sources_own_selector() -> None:
    assert read_shape(LISTING, [PAGE, b"<html><body>moved</body></html>"]).links == (2, 0)


def test_a_page_on_which_the_selector_finds_nothing_more_is_a_broken_door() -> None:
    shipped = read_shape(LISTING, [PAGE])
    moved = read_shape(LISTING, [b"<html><body><a href='/elsewhere'>Moved</a></body></html>"])
    fuller = read_shape(LISTING, [PAGE.replace(b"/about", b"/bitstream/three.pdf")])
    assert compare_shapes(shipped, moved).is_broken
    assert not compare_shapes(shipped, fuller).is_broken


@given(st.binary(max_size=200))
def test_any_bytes_have_a_shape(content: bytes) -> None:
    read_shape(LISTING, [content, b"<" + content, b"<html>" + content, b"{" + content])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=10,
    )
)
def test_an_answer_does_not_differ_from_itself(value: object) -> None:
    content = json.dumps(value).encode()
    difference = compare_shapes(read_shape(SEARCH, [content]), read_shape(SEARCH, [content]))
    assert difference.missing == difference.added == ()
