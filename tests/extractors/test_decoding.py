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
