"""Whatever a file of declarations holds: it is read, or a DeclarationError says file and line."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from data.case import Case
from data.codebook_files import CodeFile, LanguageFile
from data.concept import ConceptFile
from data.country import Countries
from data.declaration import load_declaration
from data.errors import DeclarationError
from data.incident_list import IncidentListDeclaration
from data.licence import OpenLicences
from data.named_group import NamedGroupFile
from data.organisation import CountryBodies
from data.register import Register
from data.scenario import Scenarios
from data.settings import DATA_FOLDER
from data.source import Source
from data.study import Study
from data.system_words import SystemWordsFile
from data.yaml_file import MAX_BYTES, MAX_NODES, read_yaml
from tests.data.test_declaration import SOURCE
from tests.extractors.test_fuzz import FUZZ, LONGER

SECONDS = 1.0
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12)
)
BROAD = "a: &a [" + "x, " * 400 + "]\nb: [" + "*a, " * 400 + "]\n"


def title(value: str) -> str:
    return SOURCE.replace("title: Letters", f"title: {value}")


HOSTILE: dict[str, tuple[str | bytes, int, str]] = {
    "aliases of aliases": (LAUGHS, 3, "no alias"),
    "many aliases of one": (BROAD, 2, f"more than {MAX_NODES} keys and values"),
    "an alias of itself": ("\na: &a [*a]\n", 2, "no alias"),
    "an alias of nothing": ("\na: *b\n", 2, "`*b` must name"),
    "an anchor given twice": ("a: &a 1\nb: &a 2\n", 2, "duplicate anchor"),
    "open lists": ("x: 1\na: " + "[" * 900_000, 2, "levels"),
    "closed lists": ("a: " + "[" * 50_000 + "]" * 50_000, 1, "levels"),
    "keys within keys": ("".join(" " * i + "a:\n" for i in range(1500)), 31, "levels"),
    "many values": ("\na: [" + "1," * 900_000 + "]", 2, "keys and values"),
    "many keys": ("".join(f"k{i}: 1\n" for i in range(20_000)), 1, "Field required"),
    "one long text": ("a: " + "x" * MAX_BYTES, 1, f"more than {MAX_BYTES} bytes"),
    "no UTF-8": (SOURCE.encode() + b"note: \xe5\n", 17, "byte 0xe5 is not UTF-8"),
    "UTF-16": (SOURCE.encode("utf-16"), 1, "byte 0xff is not UTF-8"),
    "zero bytes": (SOURCE + "note: a\x00b\n", 17, "control characters"),
    "half a pair": (title('"\\ud800"'), 1, "not readable as YAML"),
    "code": (title("!!python/object/apply:os.getpid []"), 1, "without it"),
    "an unknown tag": (title("!secret x"), 1, "tag `!secret`"),
    "a known tag": (SOURCE + "note: !!int ten\n", 17, "tag `tag:yaml.org,2002:int`"),
    "no such day": (title("2023-02-30"), 1, "value `2023-02-30`"),
    "no such number": (SOURCE + "note: 0x_\n", 17, "value `0x_`"),
    "a number without end": (SOURCE + f"note: {'9' * 9999}\n", 17, "is taken for int"),
    "minutes without end": (SOURCE + f"note: 1{':00' * 300_000}\n", 17, "is taken for int"),
    "a list as key": (SOURCE + "? [a, b]\n: 1\n", 17, "one key is expected"),
    "no word as key": (SOURCE + "2001-02-30: 1\n", 17, "value `2001-02-30`"),
    "keys from a text": (SOURCE + "<<: text\n", 17, "mapping"),
    "a pattern too deep": (SOURCE.replace("(20", "(" * 3000 + "20"), 11, "door.year_pattern"),
    "a pattern too often": (SOURCE.replace("(20", "(2{99999999999}0"), 11, "door.year_pattern"),
}


@pytest.mark.parametrize(("content", "line", "words"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused_in_no_time(
    tmp_path: Path, content: str | bytes, line: int, words: str
) -> None:
    file, began = tmp_path / "letters.yml", time.process_time()
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DeclarationError) as caught:
        load_declaration(file, Source)
    assert time.process_time() - began < SECONDS
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert words in str(caught.value)
    assert len(str(caught.value)) < 30_000


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yml")
    (tmp_path / "folder.yml").mkdir()
    for name in ("pipe", "folder", "missing"):
        with pytest.raises(DeclarationError, match=f"{name}.yml:1: there is no such file"):
            read_yaml(tmp_path / f"{name}.yml")


def test_anchors_byte_order_marks_and_other_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "good.yml"
    file.write_bytes("\ufeffa: &a\r\n  b: [1, å]\r\nc: *a\r\nd:\r\n  <<: *a\r\n  e: x\r\n".encode())
    same = {"b": [1, "å"]}
    assert read_yaml(file).content == {"a": same, "c": same, "d": {**same, "e": "x"}}


MODELS: dict[str, type[BaseModel]] = {
    "cases/demo-tidevann.yml": Case,
    "concepts.yml": ConceptFile,
    "constraints/legal.yml": CodeFile,
    "countries.yml": Countries,
    "demo/registers": Register,
    "demo/sources": Source,
    "incidents/aiaaic.yml": IncidentListDeclaration,
    "languages/nn.yml": LanguageFile,
    "licences.yml": OpenLicences,
    "named_groups.yml": NamedGroupFile,
    "organisations/ee.yml": CountryBodies,
    "registers": Register,
    "scenarios.yml": Scenarios,
    "sources": Source,
    "studies": Study,
    "system_words.yml": SystemWordsFile,
}
VALUES = (
    "", "~", "yes", "1", "-1", "1e999", ".nan", ".inf", "9" * 99, "2024-01-01", "2024-13-01", "''",
    '"\\0"', "[]", "{}", "[[]]", "{a: b}", "[~]", "&a x", "*a", "!x y", "|", "'(((('", "'(?<=a+)b'",
    "http://[", "http://\U0001f600/", "https://a.example:99999/", "'%s{0}{x}'", "\u202e", "- - -",
    "'" + "x" * 5000 + "'", "true", "=", "<<", "0x_", "1:99:99", "XN", "'\\p{L}'", "'[z-a]'",
)  # fmt: skip


def seeds() -> list[tuple[type[BaseModel], str]]:
    """Declarations of ours with their models: of each folder the shortest and the longest."""
    found = []
    for name, model in MODELS.items():
        place = DATA_FOLDER / name
        files = sorted(place.glob("*.yml"), key=lambda file: (file.stat().st_size, file.name))
        for file in {files[0], files[-1]} if files else {place}:
            found.append((model, file.read_text(encoding="utf-8")))
    return found


@st.composite
def spoiled(draw: st.DrawFn, seeds: list[tuple[type[BaseModel], str]]) -> tuple[type, str]:
    """A declaration with lines left out, doubled or moved in, and other values after its keys."""
    model, text = draw(st.sampled_from(seeds))
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("value", "value", "cut", "double", "indent", "insert"))):
            case "value":
                head, _, _ = lines[at].partition(":")
                lines[at] = f"{head}: {draw(st.sampled_from(VALUES))}"
            case "cut":
                del lines[at : at + draw(st.integers(1, max(len(lines) - at - 1, 1)))]
                lines = lines or [""]
            case "double":
                lines[at:at] = lines[at : at + 3]
            case "indent":
                lines[at] = " " * draw(st.integers(1, 9)) + lines[at].lstrip()
            case _:
                lines.insert(at, draw(st.sampled_from(VALUES)))
    return model, "\n".join(lines)


def load(file: Path, content: bytes, model: type[BaseModel]) -> None:
    """Load; anything but a DeclarationError that names the file fails the test."""
    file.write_bytes(content)
    began, said = time.process_time(), f"{file}:"
    try:
        load_declaration(file, model)
    except DeclarationError as error:
        said = str(error)
    assert said.startswith(f"{file}:")
    assert time.process_time() - began < SECONDS


def test_spoiled_declarations(tmp_path: Path) -> None:
    @settings(FUZZ, max_examples=300 * LONGER)
    @given(spoiled(seeds()))
    def fuzz(one: tuple[type[BaseModel], str]) -> None:
        load(tmp_path / "one.yml", one[1].encode(), one[0])

    fuzz()


def test_any_bytes(tmp_path: Path) -> None:
    tokens = [b"a: ", b"- ", b"\n", b"  ", b"? ", b"&a ", b"*a", b"!!", b"|\n", b"[", b"{", b"\x00"]
    parts = st.lists(st.sampled_from(tokens) | st.binary(max_size=6), max_size=60).map(b"".join)

    @FUZZ
    @given(parts)
    def fuzz(content: bytes) -> None:
        load(tmp_path / "one.yml", content, Source)

    fuzz()
