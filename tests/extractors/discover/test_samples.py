"""Every declared source has a sample of its door's answers, and finds in it what is expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.source import load_sources
from extractors.discover.door import Found
from extractors.discover.doors import build_content, find_documents
from extractors.fetch.destinations import parse_address
from flows.collecting.network import allowed_places
from flows.collecting.sample import ANSWERS, EXPECTED, SampleAsk, describe

PROJECT = Path(__file__).resolve().parents[3]
SAMPLES = PROJECT / "tests" / "samples"
SOURCES = load_sources(PROJECT / "data" / "sources")
EACH = pytest.mark.parametrize("source_id", SOURCES)


def find_all(source_id: str) -> tuple[SampleAsk, list[Found]]:
    """The sample, asked for all that it lists; faults would fail the comparison before."""
    ask = SampleAsk(SAMPLES / source_id)
    found = list(find_documents(source_id, SOURCES[source_id], ask))
    return ask, [item for item in found if isinstance(item, Found)]


def test_every_source_has_a_sample_and_every_sample_a_source() -> None:
    samples = {folder.name for folder in SAMPLES.iterdir() if folder.is_dir()}
    assert samples == set(SOURCES), "write a sample, see tests/samples/README.md"


@EACH
def test_a_sample_yields_what_is_expected(source_id: str) -> None:
    ask = SampleAsk(SAMPLES / source_id)
    told = describe(list(find_documents(source_id, SOURCES[source_id], ask)))
    expected = json.loads((SAMPLES / source_id / EXPECTED).read_text(encoding="utf-8"))
    assert told == expected
    assert len(told["documents"]) >= 1


@EACH
def test_each_document_of_a_sample_is_found_once(source_id: str) -> None:
    _, found = find_all(source_id)
    ids = [item.ref.document_id for item in found]
    assert len(set(ids)) == len(ids)
    read_instead = {item.ref.alternative_of for item in found} - {None}
    assert read_instead <= set(ids), "an alternative stands for a document of the same listing"


@EACH
def test_what_is_found_may_be_asked(source_id: str) -> None:
    ask, found = find_all(source_id)
    allowed = allowed_places(SOURCES[source_id])
    for address in [*ask.asked, *(address for item in found for address in item.addresses)]:
        allowed.check(parse_address(address))  # raises where `hosts` of the declaration lacks one


@EACH
def test_documents_whose_bytes_are_in_the_sample_can_be_built(source_id: str) -> None:
    ask, found = find_all(source_id)
    present = [item for item in found if set(item.addresses) <= set(ask.files)]
    for item in present:
        answered = [ask(address).read() for address in item.addresses]
        if answered:
            built = build_content(SOURCES[source_id], item, answered)
            assert built.content
            assert built.name
    assert present, "a sample has the bytes of one of its documents at least"


@EACH
def test_nothing_in_a_sample_is_idle(source_id: str) -> None:
    ask, found = find_all(source_id)
    used = set(ask.asked) | {address for item in found for address in item.addresses}
    assert set(ask.files) <= used, "an answer that nothing asks for"
    named = {file.name for file in ask.files.values()} | {ANSWERS, EXPECTED}
    assert {file.name for file in (SAMPLES / source_id).iterdir()} == named
