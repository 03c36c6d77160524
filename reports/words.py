"""The report's own words in another language; texts of sources are never translated."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup, escape
from pydantic import field_validator

from data.declaration import Declaration, load_declaration
from data.errors import UsageError

WORDS = Path(__file__).with_name("words")
ENGLISH = "en"
"""The language that chapters are written in; it needs no file."""

_SLOT = re.compile(r"\{(\w+)(?::d)?\}")
_SLOT_OR_TEXT = re.compile(r"(\{\w+(?::d)?\})")
_DIGITS = r"[\d.,]+%?"
_WITHIN_SENTENCE = r"(?:(?!\. [A-Z“]).)+?"
_NUMBER = re.compile(r"(?<![\w.])(-?\d{1,3}(?:,\d{3})+|-?\d+)(?:\.(\d+))?(%?)(?!\w|\.\d)")
_COUNTED = re.compile(r"(.+?)( \(?[\d.,]+%?\)?)")
"""A term with its number: `Growth 5.1%`, `Growth (601)`."""
_SENTENCE_END = re.compile(r"(?<=[.]) (?=[A-Z“])")
_SVG_TEXT = re.compile(r">([^<>]+)</text>")
_TIP = re.compile(r'(?<= data-tip=")[^"]*')


class Catalogue(Declaration):
    """`words/LANGUAGE.yml`: each of our English texts with what it is in the language.

    `{name}` stands for a value: a name, a list or another text of the catalogue; `{name:d}`, on
    the English side, for a number or a share.
    """

    language: str
    thousands: str
    decimal: str
    percent: str
    texts: dict[str, str]

    @field_validator("texts")
    @classmethod
    def _same_slots(cls, texts: dict[str, str]) -> dict[str, str]:
        for english, other in texts.items():
            strange = set(_SLOT.findall(other)) - set(_SLOT.findall(english))
            if strange:
                raise ValueError(f"{english!r}: the translation names {sorted(strange)}")
        return texts


class Words:
    """Says our texts in the language of the report, and keeps count of those it cannot say."""

    def __init__(self, language: str, catalogue: Catalogue | None) -> None:
        self.language = language
        self.missing: dict[str, None] = {}
        self.page_missing: set[str] = set()
        self._catalogue = catalogue
        texts = catalogue.texts if catalogue else {}
        self._exact = {text: other for text, other in texts.items() if not _SLOT.search(text)}
        self._lower = {text.lower(): other.lower() for text, other in self._exact.items()}
        # The more of a text a pattern spells out, the surer it is meant.
        patterns = sorted((text for text in texts if _SLOT.search(text)), key=_weight, reverse=True)
        self._patterns = [(_compile(text), texts[text]) for text in patterns]
        self._said: dict[str, str | None] = {}

    @property
    def texts(self) -> Mapping[str, str]:
        """The catalogue as it was written; empty in English."""
        return self._catalogue.texts if self._catalogue else {}

    @property
    def is_translated(self) -> bool:
        """Whether the report is in another language than its chapters are written in."""
        return self._catalogue is not None

    def find(self, text: str) -> str | None:
        """The text in the language; `None`, and noted as missing, where it is not known."""
        if self._catalogue is None:
            return text
        found = self._look_up(text)
        if found is None:
            self.missing[text] = None
            self.page_missing.add(text)
        return found

    def begin_page(self) -> None:
        """Count what cannot be said anew: each page tells its own."""
        self.page_missing.clear()

    def plain(self, text: str) -> str:
        """The text in the language, or in English: for attributes, which have no language."""
        return self.find(text) or text

    def marked(self, text: str) -> Markup:
        """The text as HTML, said to be English where it could not be translated."""
        found = self.find(text)
        if found is not None:
            return escape(found)
        return Markup('<span lang="en">{}</span>').format(text)

    def value(self, text: str) -> str:
        """A number, a term or a name as the language has it; other values stay as they are."""
        if self._catalogue is None:
            return text
        return self._look_up(text) or self._value(text)

    def term(self, text: str) -> Markup:
        """A value as HTML, said to be English where it is words that could not be translated."""
        said = self.value(text)
        is_english = self.is_translated and said == text and self._look_up(text) is None
        return Markup('<span lang="en">{}</span>').format(text) if is_english else escape(said)

    def drawing(self, svg: str) -> str:
        """A drawing with its labels and its hover texts in the language."""
        if self._catalogue is None:
            return svg
        svg = _SVG_TEXT.sub(lambda found: f">{self._unescaped(found[1])}</text>", svg)
        return _TIP.sub(lambda found: self._tip(found[0]), svg)

    def _tip(self, escaped: str) -> str:
        parts = (self.value(part) for part in html.unescape(escaped).split(" · "))
        return html.escape(" · ".join(parts))

    def _unescaped(self, escaped: str) -> str:
        return html.escape(self.value(html.unescape(escaped)), quote=False)

    def _look_up(self, text: str) -> str | None:
        if text not in self._said:
            self._said[text] = self._translate(text)
        return self._said[text]

    def _translate(self, text: str) -> str | None:
        """A text as a whole, else sentence by sentence: all of them, or none is translated."""
        found = self._match(text)
        sentences = _SENTENCE_END.split(text) if found is None else []
        if len(sentences) < 2:
            return found
        said = [self._match(sentence) for sentence in sentences]
        return None if None in said else " ".join(sentence or "" for sentence in said)

    def _match(self, text: str) -> str | None:
        if text in self._exact:
            return self._exact[text]
        if text.islower() and text in self._lower:
            return self._lower[text]
        for pattern, other in self._patterns:
            found = pattern.fullmatch(text)
            if found:
                values = {name: self.value(value) for name, value in found.groupdict().items()}
                return _SLOT.sub(lambda slot: values[slot[1]], other)  # noqa: B023 - used at once
        if not re.search(r"[^\W\d_]", text):
            return self._numbers(text)
        return None

    def _value(self, text: str) -> str:
        """A list of terms is translated whole or not at all; numbers always are."""
        counted = _COUNTED.fullmatch(text)
        term = self._look_up(counted[1]) if counted else None
        if counted and term is not None:
            return term + self._numbers(counted[2])
        parts = re.split(r"(, | and |; )", text)
        if len(parts) > 1:
            said = [self.value(part) for part in parts[::2]]
            between = [
                f" {self._exact.get('and', 'and')} " if p == " and " else p for p in parts[1::2]
            ]
            return "".join(word for pair in zip(said, [*between, ""], strict=True) for word in pair)
        return text if re.search(r"[^\W\d_]", text) else self._numbers(text)

    def _numbers(self, text: str) -> str:
        catalogue = self._catalogue
        if catalogue is None:
            return text

        def write(number: re.Match[str]) -> str:
            whole = number[1].replace(",", catalogue.thousands)
            fraction = f"{catalogue.decimal}{number[2]}" if number[2] else ""
            return f"{whole}{fraction}{catalogue.percent if number[3] else ''}"

        return _NUMBER.sub(write, text)


def load_words(language: str, folder: Path = WORDS) -> Words:
    """The words of a language.

    Raises:
        UsageError: there are none; names the languages that there are.
    """
    if language == ENGLISH:
        return Words(ENGLISH, None)
    path = folder / f"{language}.yml"
    known = sorted([ENGLISH, *(file.stem for file in folder.glob("*.yml"))])
    if language not in known:
        raise UsageError(f"no report in {language!r}: there are {', '.join(known)}")
    return Words(language, load_declaration(path, Catalogue))


def same_slots(texts: Mapping[str, str]) -> list[str]:
    """Texts whose translation leaves a value out."""
    return [
        english
        for english, other in texts.items()
        if set(_SLOT.findall(english)) != set(_SLOT.findall(other))
    ]


def _weight(text: str) -> int:
    return len(_SLOT.sub("", text))


def _compile(text: str) -> re.Pattern[str]:
    """A text as a pattern: a value is as short as it can be, and one that comes again is equal."""
    pieces, seen = [], set()
    for piece in _SLOT_OR_TEXT.split(text):
        slot = _SLOT.fullmatch(piece)
        if slot is None:
            pieces.append(re.escape(piece))
        elif slot[1] in seen:
            pieces.append(f"(?P={slot[1]})")
        else:
            seen.add(slot[1])
            value = _DIGITS if piece.endswith(":d}") else _WITHIN_SENTENCE
            pieces.append(f"(?P<{slot[1]}>{value})")
    return re.compile("".join(pieces), re.DOTALL)
