from __future__ import annotations

import pytest

from data.errors import ParseFault
from extractors.document import read_blocks
from extractors.white_paper import UNPROVEN

PAPER = """<?xml version="1.0" encoding="ISO-8859-1"?>
<melding><metadata><tittel>skjult</tittel></metadata>
<kapittel><tittel>Bedre data</tittel>
<avsnitt>Regjeringen vil <kursiv>dele</kursiv> data<fotnote><a>Etter loven.</a></fotnote>.</avsnitt>
<seksjon1><tittel>Tiltak p\xe5 veien</tittel><a>Dette skal gj\xf8res:</a>
<liste><pkt><a>Kurs for alle.</a></pkt><pkt>Rutiner.</pkt></liste>
<tabell><tabelltittel>M\xe5l</tabelltittel><tr><td>A</td><td>1</td></tr></tabell>
</seksjon1></kapittel></melding>""".encode("latin-1")


def test_a_white_paper_keeps_its_structure_and_says_that_its_reader_is_unproven() -> None:
    read = read_blocks(PAPER, "stm202020210022000dddkrnl.xml")
    assert [(block.kind, block.level, block.text) for block in read.blocks] == [
        ("heading", 1, "Bedre data"),
        ("prose", 0, "Regjeringen vil dele data."),
        ("footnote", 0, "Etter loven."),
        ("heading", 2, "Tiltak på veien"),
        ("prose", 0, "Dette skal gjøres:"),
        ("list_item", 0, "Kurs for alle."),
        ("list_item", 0, "Rutiner."),
        ("caption", 0, "Mål"),
        ("table", 0, "A | 1"),
    ]
    assert {block.reasons for block in read.blocks} == {(UNPROVEN,)}
    assert min(block.doubt for block in read.blocks) > 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<?xml version="1.0"?><rss><channel><title>Nytt</title></channel></rss>', "not read"),
        (PAPER[:-40], "broken XML"),
        (
            PAPER.replace(b"<melding>", b'<!DOCTYPE m [<!ENTITY a "x">]><melding>'),
            "entities",
        ),
        (
            PAPER.replace(
                b"<melding>", b'<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/hosts">]><melding>'
            ),
            "entities",
        ),
        (b"<?xml version='1.0'?>" + b"<kapittel>" * 5000 + b"x", "broken XML"),
    ],
)  # fmt: skip
def test_other_and_hostile_xml_is_a_fault(content: bytes, words: str) -> None:
    with pytest.raises(ParseFault, match=words) as raised:
        read_blocks(content, "a.xml")
    assert raised.value.next_step
