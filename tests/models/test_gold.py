"""What a gold file may hold, and what not: every fault is told with its line."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.errors import UsageError
from models.gold import Verdict, read_gold

FAMILIES = {"doors": "imaginary", "walls": "constraint"}

LINE: dict[str, Any] = {
    "id": "a1",
    "language": "en",
    "document": "house.pdf",
    "before": "",
    "text": "Doors open.",
    "imaginaries": ["doors"],
    "constraints": [],
    "type": "vision",
}
QUOTE: dict[str, Any] = {"code": "doors", "start_char": 0, "end_char": 5, "quote": "Doors"}
SAID: dict[str, Any] = {"imaginaries": [], "constraints": ["walls"], "type": "caution"}


def write(path: Path, *lines: object) -> Path:
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_a_gold_file_is_read_with_further_fields_ignored(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", LINE | {"mood": [1]}, "", LINE | {"id": "a2"})
    sentences = read_gold(path, FAMILIES)
    assert [sentence.id for sentence in sentences] == ["a1", "a2"]
    assert sentences[0].codes == {"doors"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (LINE | {"imaginaries": ["windows"]}, r":2: unknown code 'windows' in `imaginaries`"),
        (LINE | {"constraints": ["doors"]}, r":2: unknown code 'doors' in `constraints`"),
        (LINE | {"type": "dream"}, r":2: unknown type 'dream'"),
        (LINE, r":2: id 'a1' stands on line 1 already"),
        ({key: LINE[key] for key in LINE if key != "text"}, r":2: field `text` is missing"),
        (LINE | {"imaginaries": "doors"}, r":2: field `imaginaries` is missing or not a list"),
        (
            LINE | {"id": "b", "cues": [QUOTE | {"end_char": 4}]},
            r":2: characters 0 to 4 are 'Door'",
        ),
        (LINE | {"id": "b", "cues": [QUOTE | {"start_char": -11}]}, r":2: characters -11 to 5"),
        (
            LINE | {"id": "b", "cues": [QUOTE | {"end_char": None}]},
            r":2: 'Doors' runs from 0 to None",
        ),
        (
            LINE | {"id": "b", "cues": [QUOTE | {"quote": "Gates"}]},
            r":2: the quote 'Gates' does not",
        ),
        (LINE | {"id": "b", "cues": [QUOTE | {"code": "windows"}]}, r":2: unknown code 'windows'"),
        (
            LINE | {"id": "b", "claims": [{"code": "doors", "cues": [QUOTE | {"start_char": 1}]}]},
            ":2: ",
        ),
        (
            LINE | {"id": "b", "coders": {"A": SAID | {"type": "dream"}}},
            r":2: coder 'A': unknown type",
        ),
        (
            LINE | {"id": "b", "coders": {"A": SAID | {"imaginaries": ["x"]}}},
            r":2: coder 'A': unknown",
        ),
        (LINE | {"id": "b", "coders": {"A": "doors"}}, r":2: coder 'A': expected an object"),
        ({key: LINE[key] for key in LINE if key != "document"}, r":2: field `document` is missing"),
        (LINE | {"id": "b", "document": " "}, r":2: field `document` is empty"),
        (LINE | {"id": "b", "text": ""}, r":2: field `text` is empty"),
        (LINE | {"id": "b", "text": "Doors \ud800"}, r":2: field `text` holds half a character"),
        (LINE | {"id": "b", "before": 7}, r":2: field `before` is not a text"),
        (LINE | {"id": "b", "language": "xx"}, r":2: language 'xx' is no code of ISO 639"),
        (LINE | {"id": "b", "language": "nb-NO"}, r":2: language 'nb-NO' is no code of ISO 639"),
        (
            LINE | {"id": "b", "imaginaries": ["doors", "doors"]},
            r":2: `imaginaries` has doors twice",
        ),
        (LINE | {"id": "b", "Kind": "report"}, r":2: unknown field `Kind`: write `kind`"),
        (LINE | {"id": "b", "knid": "report"}, r":2: unknown field `knid`: write `kind`"),
        (LINE | {"id": "b", "strata": "random"}, r":2: unknown field `strata`: write `stratum`"),
        (
            LINE | {"id": "b", "cues": [{"code": "doors", "quote": "Doors"}]},
            r":2: the quote 'Doors' comes without",
        ),
        (
            LINE | {"id": "b", "cues": [{"code": "doors", "start_char": 0, "end_char": 5}]},
            r":2: characters 0 to 5 come without",
        ),
        (
            LINE | {"id": "b", "spans": [{"start": 0, "end": 5}]},
            r":2: characters 0 to 5 come without",
        ),
        ("{not json", r":2: not JSON"),
        ("[1, 2]", r":2: expected a JSON object"),
    ],
)
def test_a_wrong_gold_line_is_refused_with_its_number(
    tmp_path: Path, line: object, message: str
) -> None:
    path = write(tmp_path / "gold.jsonl", LINE, line)
    with pytest.raises(UsageError, match=message):
        read_gold(path, FAMILIES)


def test_every_fault_of_a_file_is_told_in_order_and_the_first_twenty_in_full(
    tmp_path: Path,
) -> None:
    rows = [LINE, LINE | {"type": "dream", "text": ""}, "{", LINE | {"id": "c", "language": "xx"}]
    path = write(tmp_path / "gold.jsonl", *rows)
    with pytest.raises(UsageError) as raised:
        read_gold(path, FAMILIES)
    lines = str(raised.value).splitlines()
    assert lines[0] == f"5 faults in {path}, so nothing is read:"
    places = [line.removeprefix(f"{path}:").partition(":")[0] for line in lines[1:]]
    assert places == ["2", "2", "2", "3", "4"]
    assert {line.partition(": ")[2][:14] for line in lines[1:4]} == {
        "field `text` i", "unknown type '", "id 'a1' stands",
    }  # fmt: skip
    many = write(tmp_path / "many.jsonl", *["{"] * 30)
    with pytest.raises(UsageError) as raised:
        read_gold(many, FAMILIES)
    lines = str(raised.value).splitlines()
    assert (len(lines), lines[-1]) == (22, "and 10 more")


def test_what_a_row_need_not_have_may_be_absent_or_null(tmp_path: Path) -> None:
    names = ("before", "kind", "stratum", "coding", "coders", "country", "year", "cues")
    bare = {key: LINE[key] for key in LINE if key != "before"}
    rows = [bare, bare | {"id": "a2"} | dict.fromkeys(names)]
    for one in read_gold(write(tmp_path / "gold.jsonl", *rows), FAMILIES):
        assert (one.before, one.document_kind, one.stratum, one.coders) == ("", "", "", {})


def test_a_language_without_cues_is_a_language(tmp_path: Path) -> None:
    rows = [LINE | {"id": code, "language": code} for code in ("fi", "is", "sme", "nn")]
    assert len(read_gold(write(tmp_path / "gold.jsonl", *rows), FAMILIES)) == 4


def test_offsets_that_match_their_quote_are_fine(tmp_path: Path) -> None:
    rows = [
        LINE | {"cues": [QUOTE]},
        LINE | {"id": "a2", "claims": [{"code": "doors", "quote": "open", "cues": [QUOTE]}]},
        LINE | {"id": "a3", "spans": [{"start": 6, "end": 10, "quote": "open"}]},
    ]
    assert len(read_gold(write(tmp_path / "gold.jsonl", *rows), FAMILIES)) == 3


def test_each_coders_codes_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", LINE | {"coders": {"A": SAID}}, LINE | {"id": "a2"})
    first, second = read_gold(path, FAMILIES)
    assert first.coders == {"A": Verdict(frozenset({"walls"}), "caution")}
    assert first.verdict == Verdict(frozenset({"doors"}), "vision")
    assert second.coders == {}


def test_a_gold_file_without_a_sentence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no sentence"):
        read_gold(write(tmp_path / "gold.jsonl", ""), FAMILIES)


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    text = "Doors\u2028open.\x85Walls stand."
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(LINE | {"text": text}, ensure_ascii=False), encoding="utf-8")
    assert [sentence.text for sentence in read_gold(path, FAMILIES)] == [text]


def test_a_gold_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.jsonl cannot be read"):
        read_gold(tmp_path / "absent.jsonl", FAMILIES)
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes("å".encode("latin-1"))
    with pytest.raises(UsageError, match=r"latin\.jsonl cannot be read"):
        read_gold(latin, FAMILIES)


def test_the_shared_gold_reads_by_the_shipped_codes(shared: Path) -> None:
    assert len(read_gold(shared / "gold" / "dev.jsonl")) > 5000
