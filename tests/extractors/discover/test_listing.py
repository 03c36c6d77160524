from __future__ import annotations

import pytest

from data.errors import CollectFault
from data.source import Source
from extractors.discover.listing import find_documents

PAGE = b"""
<html><body><nav><a href="/about">About 2020</a></nav>
<ul>
  <li><a class="document" hreflang="nb-NO" href="b.pdf#top">Brev  til
      etaten (2021)</a></li>
  <li><a class="document" href="/letters/2019/c.html"><b>Letter</b> without a year</a></li>
  <li><a class="document" href="b.pdf">the same again</a></li>
</ul></body></html>
"""


def make_source(least: int = 1, most: int = 9) -> Source:
    return Source.model_validate(
        {
            "title": "Letters",
            "publisher": "Ministry of Tides",
            "country": "XN",
            "kind": "mandate_letter",
            "licence": "MIT",
            "adapter": "listing",
            "url": "http://tides.example/letters/",
            "link_selector": "a.document",
            "year_pattern": r"(20\d\d)",
            "bounds": {"least": least, "most": most},
        }
    )


def test_links_become_references() -> None:
    first, second = find_documents(PAGE, "tides", make_source())
    assert first.url == "http://tides.example/letters/b.pdf"
    assert (first.title, first.year, first.language) == ("Brev til etaten (2021)", 2021, "nb")
    assert second.url == "http://tides.example/letters/2019/c.html"
    assert (second.title, second.year, second.language) == ("Letter without a year", 2019, None)
    assert {first.kind, second.kind} == {"mandate_letter"}


def test_a_reference_is_the_same_in_every_run() -> None:
    again = list(find_documents(PAGE, "tides", make_source()))
    assert again == list(find_documents(PAGE, "tides", make_source()))
    assert len({ref.document_id for ref in again}) == 2


@pytest.mark.parametrize(("least", "most"), [(3, 9), (0, 1)])
def test_an_unexpected_number_of_links_is_a_fault(least: int, most: int) -> None:
    with pytest.raises(CollectFault) as caught:
        list(find_documents(PAGE, "tides", make_source(least, most)))
    assert "2 documents listed" in caught.value.reason
    assert "tides.yml" in caught.value.next_step
