from __future__ import annotations

import io
import json
import pickle
import unicodedata
from pathlib import Path

import docx
import pytest

from data.errors import ParseFault
from data.records import CODED_KINDS, PASSAGE_KINDS, DocumentRef
from extractors.document import ReadDocument, read_blocks, read_document, read_file_blocks
from models.evaluate_parse import score_parse

MARKDOWN = """---
title: A plan for open data
---
# Open data in the land of Example

We will open all our data by 2027. It is *easy* to [do](https://example.org).

## Steps

- Publish the list
- Answer questions<br>in a week

| System | Status |
|--------|--------|
| Chat   | Pilot  |

<div class="box"><b>One</b> boxed word</div>
"""

HTML = """<html><head><title>Site</title></head><body>
<nav><a href="/">Home</a><a href="/all">All pages</a></nav>
<main><h1>Plan for digitale tjenester</h1>
<p>Regjeringen vil at tjenestene skal bli enklere å bruke for alle som bor i landet, og at
ingen skal måtte oppgi de samme opplysningene to ganger.</p>
<h2>Tiltak</h2><ul><li>Vi skal dele data mellom etatene.</li><li>Vi skal måle hva det gir.</li></ul>
<table><tr><th>Tiltak</th><th>År</th></tr><tr><td>Deling</td><td>2025</td></tr></table>
<p>Arbeidet begynner nå, og det skal være ferdig før neste valg til Stortinget i landet.</p></main>
<footer>Skriv til oss om nettstedet</footer></body></html>"""


def make_ref(url: str, language: str | None = None, title: str | None = None) -> DocumentRef:
    return DocumentRef(
        "d1", "test", url, title, None, "NO", "report", None, language, None, None, False
    )


def read(content: bytes | str, url: str, language: str | None = None) -> ReadDocument:
    raw = content.encode() if isinstance(content, str) else content
    return read_document(raw, url, make_ref(url, language), "v1")


def kinds_and_texts(document: ReadDocument) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in document.passages]


def test_markdown_keeps_its_structure_and_loses_its_signs() -> None:
    read_plan = read(MARKDOWN, "plan.md")
    assert kinds_and_texts(read_plan) == [
        ("heading", "Open data in the land of Example"),
        ("prose", "We will open all our data by 2027. It is easy to do."),
        ("heading", "Steps"),
        ("list_item", "Publish the list"),
        ("list_item", "Answer questions in a week"),
        ("table", "System | Status\nChat | Pilot"),
        ("prose", "One boxed word"),
    ]
    assert read_plan.document.title == "A plan for open data"
    assert read_plan.passages[3].heading_path == "Open data in the land of Example > Steps"


def test_html_keeps_the_text_and_leaves_the_page_around_it() -> None:
    plan = read(HTML, "https://example.org/plan")
    assert [kind for kind, _ in kinds_and_texts(plan)] == [
        "heading",
        "prose",
        "heading",
        "list_item",
        "list_item",
        "table",
        "prose",
    ]
    assert plan.document.format == "html"
    assert plan.document.language == "nb"
    assert plan.document.title == "Plan for digitale tjenester"


def test_docx_is_read_in_the_order_of_its_body() -> None:
    document = docx.Document()
    document.add_heading("Brev til etaten", level=1)
    document.add_paragraph("Etaten skal levere en plan. Fristen er 1. mars.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Mål", "År", "Deling", "2025"), strict=True):
        cell.text = text
    document.add_paragraph("Del data med andre", style="List Bullet")
    target = io.BytesIO()
    document.save(target)
    letter = read(target.getvalue(), "brev.docx")
    assert kinds_and_texts(letter) == [
        ("heading", "Brev til etaten"),
        ("prose", "Etaten skal levere en plan. Fristen er 1. mars."),
        ("table", "Mål | År\nDeling | 2025"),
        ("list_item", "Del data med andre"),
    ]
    assert [s.text for s in letter.sentences][1:3] == [
        "Etaten skal levere en plan.",
        "Fristen er 1. mars.",
    ]


def test_wrapped_text_is_joined_and_its_parts_are_told_apart() -> None:
    lines = [
        "2.1 Ny plan for deling",
        "Etaten skal dele data med andre etater, og den skal gjøre det på en måte som alle kan",
        "forstå. Arbeidet er et samarbeid mellom mange, og det bygger på en samarbeids\u00ad",
        "avtale fra i fjor.",
        "• Første tiltak er en liste over det etaten har av data, og hvem som kan få bruke disse",
        "dataene videre.",
        "• Andre tiltak er kurs.",
    ]
    passages = kinds_and_texts(read("\n".join(lines), "brev.txt"))
    assert [kind for kind, _ in passages] == ["heading", "prose", "list_item", "list_item"]
    assert passages[1][1].endswith("bygger på en samarbeidsavtale fra i fjor.")
    assert "\u00ad" not in passages[1][1]


def test_a_table_of_commitments_is_one_passage_a_row() -> None:
    rows = "ID,Commitment,Reporting Lead\n" + "".join(
        f'{n},"We will build {n} new schools in the north, and then open them.",Office {n}\n'
        for n in range(1, 5)
    )
    document = read(rows, "commitments.csv")
    assert {passage.kind for passage in document.passages} == {"table_row"}
    assert [passage.heading_path for passage in document.passages][:2] == ["Office 1", "Office 2"]
    assert len(document.sentences) == 4


def test_a_list_of_addresses_is_a_source_and_no_document() -> None:
    rows = "Body,Address\n" + "".join(f"Office {n},https://example.org/{n}\n" for n in range(5))
    with pytest.raises(ParseFault, match="list of addresses") as raised:
        read(rows, "letters.csv")
    assert "declare it as a source" in raised.value.next_step


def test_languages_are_told_by_passage_and_a_mixed_document_is_declared_with_a_plus() -> None:
    english = "We will build a better country with the people who live in it and who work for it."
    french = "Nous allons bâtir un pays meilleur avec les gens qui y vivent et qui y travaillent."
    text = f"{english}\n\n{french}\n\n{english}"
    document = read(text, "speech.md", "en+fr")
    assert document.document.language == "en"
    assert [passage.language for passage in document.passages] == ["en", "fr", "en"]


def test_the_file_tells_what_the_reference_leaves_open() -> None:
    document = read("# Årsrapport\n\nEtaten har ikke delt data i år.", "x/2021_report.md").document
    assert (document.title, document.year, document.language) == ("Årsrapport", 2021, "nb")
    declared = read_document(
        b"# A\n\nText of it.", "b.md", make_ref("b.md", "en", "The title"), "v1"
    )
    assert (declared.document.title, declared.document.language) == ("The title", "en")


def test_reading_twice_gives_the_same_and_offsets_are_of_the_stored_text() -> None:
    text = "A\u030angström er en enhet.\r\n\r\nDet er en «prøve» – og det virker. Her er mer."
    first, second = read(text, "a.txt"), read(text, "a.txt")
    assert first == second
    assert pickle.loads(pickle.dumps(first)) == first
    passages = {passage.passage_id: passage for passage in first.passages}
    for sentence in first.sentences:
        held = passages[sentence.passage_id].text
        assert held[sentence.start_char : sentence.end_char] == sentence.text
        assert unicodedata.is_normalized("NFC", held)
    assert [s.position for s in first.sentences] == list(range(len(first.sentences)))


def test_letters_lost_in_conversion_lower_the_grade() -> None:
    whole = "Det är så att vi måste få fram mål för hur vi når alla på ett bra sätt. " * 6
    bare = whole.translate(str.maketrans("åäö", "aao"))
    good, bad = read(whole, "a.txt", "sv"), read(bare, "a.txt", "sv")
    assert min(passage.grade for passage in good.passages) > 0.9
    assert max(passage.grade for passage in bad.passages) < 0.3


def test_empty_and_textless_files_are_faults() -> None:
    for content, name in ((b"", "a.pdf"), (b"<html><body></body></html>", "a.html")):
        with pytest.raises(ParseFault) as raised:
            read_blocks(content, name)
        assert raised.value.next_step


def test_parse_file_shows_blocks_with_their_sentences() -> None:
    found, blocks = read_file_blocks(MARKDOWN.encode(), "plan.md")
    assert found.format == "md"
    assert blocks[1].sentences == ("We will open all our data by 2027.", "It is easy to do.")
    assert {block.kind for block in blocks} <= set(PASSAGE_KINDS)


def test_a_published_strategy_comes_back_sentence_by_sentence(shared: Path) -> None:
    folder = shared / "benchmarks" / "parse"
    content = (folder / "moj2012_moj-digital-strategy.pdf").read_bytes()
    lines = (folder / "moj2012_truth.jsonl").read_text(encoding="utf-8").splitlines()
    _, blocks = read_file_blocks(content, "strategy.pdf")
    kinds = {"title", "heading", "prose", "list_item", "table_row", "footnote", "caption"}
    sentences = [s for b in blocks if b.kind in kinds for s in b.sentences]
    heads = [block.text for block in blocks if block.kind == "running_head"]
    scores = score_parse(sentences, [json.loads(line)["text"] for line in lines], heads)
    assert scores.sentence_recall >= 0.87
    assert scores.order is not None
    assert scores.order >= 0.97
    assert scores.running_heads_leaked == 0


def test_one_real_document_of_each_kind_is_read(shared: Path) -> None:
    corpus = shared / "corpus"
    for path in (
        "norway/other/stm202320240009000ddddocx.docx",
        "sweden/ai_strategy/ai-kommissionens-fardplan.docling.html",
        "bulgaria/ai_strategy/2020-BG-en.txt",
        "canada/mandate_letter/2021-mandate-commitments.csv",
    ):
        document = read((corpus / path).read_bytes(), path)
        coded = sum(passage.kind in CODED_KINDS for passage in document.passages)
        assert coded > len(document.passages) * 0.4
    with pytest.raises(ParseFault, match="list of addresses"):
        read((corpus / "canada/mandate_letter/2021MandateLetters.csv").read_bytes(), "a.csv")


def test_bullets_of_symbol_fonts_are_bullets() -> None:
    document = read(
        "\uf0b7 Etaten skal dele data med andre.\n\uf0b7 Etaten skal svare raskt.", "a.txt"
    )
    assert kinds_and_texts(document) == [
        ("list_item", "Etaten skal dele data med andre."),
        ("list_item", "Etaten skal svare raskt."),
    ]
    assert {passage.kind for passage in document.passages} == {"list_item"}


def test_a_nynorsk_report_listed_as_bokmal_has_nynorsk_passages() -> None:
    text = (
        "Etaten har ikkje delt data i år, men vi vil gjere det når rutinane er klare. Dei tilsette "
        "har fått kurs, og fleire kommunar har sagt at dei ønskjer tenestene. Korleis dette skal "
        "gjerast, er noko vi må sjå meir på saman med andre verksemder."
    )
    document = read(text, "rapport.txt", "nb")
    assert document.document.language == "nb"
    assert {sentence.language for sentence in document.sentences} == {"nn"}
