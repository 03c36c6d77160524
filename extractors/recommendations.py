"""Finds the numbered recommendations of a document and whom they call on to act.

Three ways of printing them are read: a sentence that begins with its label ("Recommendation 4: The
board should …"), a heading that is a label with the text below it, and a numbered list under a
heading "Recommendations". A recommendation that is printed twice, as in the text and in a list at
the end, is one; a number that comes again with other words begins another series.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

_LABEL = (
    r"(?:recommendation|recommandation|anbefaling|tilråding|tilrådning|rekommendation|henstilling)"
)
_LABELLED = re.compile(
    rf"^\W{{0,4}}(?P<label>{_LABEL})\s+(?:(?:no|nr|number|nummer)\b\.?\s*|#\s*)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,2}){0,2}|[A-Z]\d{1,2})(?!\d)\s*(?P<mark>[:.)–—-]*)\s*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LISTED = re.compile(r"^\W{0,2}(?P<number>\d{1,3})\s*[.)]\s*(?P<text>\S.*)$", re.DOTALL)
_SECTION = re.compile(
    r"(?:^|[^\w])(?:\w+ )?(?:recommendations|recommandations|anbefalinger|anbefalingar|tilrådinger"
    r"|tilrådingar|rekommendationer|henstillinger)(?:$|[^\w])",
    re.IGNORECASE,
)
_PARAGRAPH_NUMBER = re.compile(r"^\d{1,2}\.\d{1,3}\s+(?=[A-ZÆØÅÄÖ])")
_SAME_TEXT = 80  # of 100: printed twice with another ending, or cut by a page
_MOST_SENTENCES = 3  # of a recommendation whose label stands alone
_MODAL = re.compile(
    r"\b(?:should|must|shall|needs? to|ought to|will need to|(?:is|are) (?:encouraged|urged) to"
    r"|bør|skal|må|bör|ska|måste|devrait|devraient)\b",
    re.IGNORECASE,
)
_MOST_ADDRESSEE_WORDS = 16
_LEADING = re.compile(
    r"^(?:to [^,]{3,80},|in [^,]{3,80},|by \w+ \d{4},|we recommend that|that|we"
    r"|it is recommended that"
    r"|vi anbefaler at|vi tilrår at|vi rekommenderar att)\s+",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",? \b(?:in conjunction|together with|in cooperation|in collaboration|working with|that|who"
    r"|which|i samarbeid|i samverkan|sammen med|tillsammans med|som)\b",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(
    r"\b(?:governments?|federal|agenc(?:y|ies)|departments?|ministr(?:y|ies)|public bod(?:y|ies)"
    r"|regjeringen|regjeringa|regeringen|styresmakt\w*|etater|etatene|departement\w*|myndighet\w*"
    r"|forvaltning\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedSentence:
    """A sentence as the document prints it, with what stands around it."""

    sentence_id: str
    position: int
    page: int | None
    passage_id: str
    kind: str
    heading_path: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A recommendation with its number, in its fullest wording."""

    series: int
    number: str
    sentence_id: str
    page: int | None
    heading_path: str
    text: str
    printed_count: int = 1


def find_recommendations(sentences: Sequence[PrintedSentence]) -> list[Item]:
    """The recommendations of a document's sentences, which come in order of position."""
    items: list[Item] = []
    for item in _find_printed(sentences):
        for at, known in enumerate(items):
            if known.number == item.number and _same(known.text, item.text):
                fuller = item if len(item.text) > len(known.text) else known
                items[at] = replace(
                    fuller, series=known.series, printed_count=known.printed_count + 1
                )
                break
        else:
            taken = {known.series for known in items if known.number == item.number}
            items.append(replace(item, series=max(taken, default=0) + 1))
    return sorted(items, key=lambda item: (item.series, _order(item.number)))


def is_labelled(text: str) -> bool:
    """Whether a text begins as a recommendation does: it repeats one rather than answers it."""
    return _LABELLED.match(text) is not None


def read_addressees(text: str) -> tuple[str, ...]:
    """Who is to act, in the recommendation's own words: what stands before "should" or "bør".

    Empty where it orders without naming anybody ("Publish the figures each year").
    """
    modal = _MODAL.search(text)
    if modal is None:
        return ()
    subject = text[: modal.start()].strip(" ,:–-")
    subject = re.split(r"(?<=[^\W\d_A-Z]{2})[.:;]\s", subject)[-1]
    subject = _LEADING.sub("", _LEADING.sub("", subject)).strip(" ,")
    subject = _ASIDE.split(subject)[0]
    if not subject or len(subject.split()) > _MOST_ADDRESSEE_WORDS:
        return ()
    return (subject,)


def read_action(text: str) -> str:
    """What is to be done, without who is to do it: what stands behind the modal, else all."""
    modal = _MODAL.search(text) if read_addressees(text) else None
    return text[modal.end() :].strip() if modal else text


def speaks_of_government(addressee: str) -> bool:
    """Whether an addressee is the government or its bodies as a whole."""
    return _GOVERNMENT.search(addressee) is not None


def _find_printed(sentences: Sequence[PrintedSentence]) -> Iterator[Item]:
    for at, sentence in enumerate(sentences):
        if sentence.kind == "contents":
            continue
        if labelled := _LABELLED.match(sentence.text):
            text, is_item = labelled["text"].strip(), _begins_item(labelled)
            if not text:
                text = _text_below(sentences[at + 1 :])
            elif sentence.kind == "heading":  # the label and a title: the text stands below
                text = _text_below(sentences[at + 1 :]) or text
            else:
                text = _joined(text, sentences[at + 1 :])
            if is_item and len(text.split()) >= 3:
                yield _item(sentence, labelled["number"], text)
    yield from _find_listed(sentences)


def _begins_item(labelled: re.Match[str]) -> bool:
    """Not "Recommendation 4 of the report was …", which only speaks of one."""
    text = labelled["text"].strip()
    return bool(labelled["mark"]) or not text or text[0].isupper()


def _find_listed(sentences: Sequence[PrintedSentence]) -> Iterator[Item]:
    """Items of lists that count from 1 under a heading "Recommendations"."""
    expected, section = 1, ""
    for at, sentence in enumerate(sentences):
        listed = _LISTED.match(sentence.text)
        path = sentence.heading_path
        if listed is None or sentence.kind in ("contents", "footnote", "running_head", "heading"):
            continue
        if not _SECTION.search(path.split(" > ")[-1]):
            continue
        number = int(listed["number"])
        if path != section:
            expected, section = 1, path
        if number != expected:
            continue
        expected += 1
        yield _item(sentence, listed["number"], _joined(listed["text"], sentences[at + 1 :]))


def _text_below(following: Iterable[PrintedSentence]) -> str:
    held: list[str] = []
    for sentence in following:
        if sentence.kind == "heading" or _LABELLED.match(sentence.text):
            break
        if sentence.kind in ("running_head", "footnote", "caption"):
            continue
        held.append(sentence.text)
        if len(held) == _MOST_SENTENCES:
            break
    return " ".join(held)


def _joined(text: str, following: Sequence[PrintedSentence]) -> str:
    """The text with its rest, where the end of a line or page has cut it."""
    if not following or text[-1:] in ".!?:;":
        return text
    rest = following[0]
    begins_anew = _LABELLED.match(rest.text) or _LISTED.match(rest.text) or rest.kind == "heading"
    return text if begins_anew else f"{text} {rest.text}"


def _item(sentence: PrintedSentence, number: str, text: str) -> Item:
    return Item(
        1,
        number,
        sentence.sentence_id,
        sentence.page,
        sentence.heading_path,
        _PARAGRAPH_NUMBER.sub("", " ".join(text.split())),
    )


def _same(one: str, other: str) -> bool:
    shorter, longer = sorted((one.casefold(), other.casefold()), key=len)
    return fuzz.ratio(shorter, longer[: len(shorter)]) >= _SAME_TEXT


def _order(number: str) -> tuple[str, tuple[int, ...]]:
    letters = number.rstrip("0123456789.")
    return letters, tuple(int(part) for part in number.removeprefix(letters).split(".") if part)
