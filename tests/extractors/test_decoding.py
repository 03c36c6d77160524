from __future__ import annotations

import pytest

from data.errors import ParseFault
from extractors.decoding import decode_text

TEXT = "Søknaden – «ny» løsning på 5 €"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_usual_encoding_keeps_every_letter(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding), "a.txt") == TEXT


def test_a_file_in_two_encodings_keeps_the_letters_of_both() -> None:
    content = "Første del på norsk. ".encode() + "Andre del – like så.".encode("cp1252")
    assert decode_text(content, "a.txt") == "Første del på norsk. Andre del – like så."


def test_binary_bytes_are_no_text() -> None:
    with pytest.raises(ParseFault, match="binary") as raised:
        decode_text(bytes(range(256)) * 20, "a.txt")
    assert raised.value.next_step


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    page = '<html><head><meta charset="windows-1251"></head><p>Новые данные</p>'
    assert decode_text(page.encode("cp1251"), "a.html") == page
    assert decode_text(page.encode(), "a.html") == page  # what its bytes are counts for more


@pytest.mark.parametrize("declared", ["no-such-code", "base64", "utf-16", "ascii"])
def test_a_declaration_that_cannot_be_true_is_not_believed(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><p>Søknad om data</p>'
    for text in (page, f"{page} "):  # of odd and even length
        assert decode_text(text.encode("cp1252"), "a.html") == text


def test_letters_of_an_encoding_that_cannot_be_told_are_no_text() -> None:
    with pytest.raises(ParseFault, match="cannot be told"):
        decode_text(("Ведомство поделится данными. " * 5).encode("koi8-r"), "a.txt")


def test_more_text_than_any_document_has_is_not_read() -> None:
    with pytest.raises(ParseFault, match="allowed"):
        decode_text(b"Data. " * 11_000_000, "a.txt")
