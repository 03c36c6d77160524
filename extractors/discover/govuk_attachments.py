"""The attachments of a GOV.UK page, and which of them are one text in several formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import ParserError

from extractors.discover.govuk_item import Item, site_path
from extractors.discover.govuk_json import JsonObject, html_of, objects_of, text_of

_FORMATS = ("html", "pdf", "docx", "odt", "doc", "rtf")  # read in this order of preference
_FORMAT_OF_TYPE = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/msword": "doc",
}
_FORMAT_WORDS = {"accessible", "html", "pdf", "odt", "odf", "doc", "docx", "epub", "web", "print"}
_FILLING_WORDS = {
    "version",
    "format",
    "edition",
    "copy",
    "document",
    "ready",
    "friendly",
    "large",
    "mb",
    "kb",
}
_FILE_SUFFIXES = {
    *_FORMATS, "htm", "txt", "epub", "xml", "json", "csv", "ods", "xls", "xlsx", "ppt", "pptx",
    "odp", "zip",
}  # fmt: skip
_AT_END = re.compile(
    r"\s*(?:[(\[](?P<bracketed>[^()\[\]]*)[)\]]|[-–—:,]\s*(?P<after>[^-–—:,]*)"
    r"|\s(?P<plain>html|pdf|(?:accessible|html|pdf|web|print) version))$"
)


Kind = Literal["file", "html", "external"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """What a page attaches: a file, an HTML page of the site, or an address elsewhere."""

    kind: Kind
    url: str
    path: str | None
    """Of an HTML page: its path on the site."""
    key: str
    title: str | None
    locale: str | None
    format: str
    references: tuple[str, ...] = ()
    """Numbers that it goes by, such as `Cm 12` or `ISBN 978…`."""


def read_attachments(item: Item, root: str) -> list[Attachment | str]:
    """Each attachment once, in the page's order; one without a usable address as it was given.

    An older page lists none: then they are the links in its rendered `documents`, and those of
    its body that lead to files or to pages below its own.
    """
    listed = [_read_listed(item, root, one) for one in objects_of(item.details, "attachments")]
    if not listed and item.schema == "publication":
        listed = list(_find_linked(item, root))
    listed += [_read_child(root, child) for child in _children(item)]
    once: dict[str, Attachment | str] = {}
    keys: set[str] = set()
    for one in listed:
        address = one if isinstance(one, str) else one.path or one.url
        if address in once:
            continue
        if isinstance(one, Attachment):
            # Two files that go by one name are told apart by their addresses.
            once[address] = replace(one, key=one.url) if one.key in keys else one
            keys.add(one.key)
        else:
            once[address] = one
    return list(once.values())


def find_alternatives(attachments: list[Attachment], page_locale: str) -> dict[str, str]:
    """Key of each attachment that repeats another's text in other clothes, to the other's key.

    Two are one text where their titles are the same but for words of format, such as
    "(accessible version)", and their formats differ or such a word stands in one title. HTML is
    read rather than PDF, and PDF rather than the rest.
    """
    groups: dict[tuple[str, str], list[Attachment]] = {}
    for one in attachments:
        if one.title and one.kind != "external":
            groups.setdefault((bare_title(one.title), one.locale or page_locale), []).append(one)
    alternatives: dict[str, str] = {}
    for group in groups.values():
        read = min(group, key=lambda one: _rank(one.format))
        for one in group:
            says_format = bare_title(one.title or "") != _fold(one.title or "")
            if one is not read and (one.format != read.format or says_format):
                alternatives[one.key] = read.key
    return alternatives


def bare_title(title: str) -> str:
    """The title in small letters without words of format at its end."""
    bare = _fold(title)
    while match := _AT_END.search(bare):
        words = set(re.findall(r"[^\W\d_]+", next(filter(None, match.groups()), "")))
        if not words & _FORMAT_WORDS or words - _FORMAT_WORDS - _FILLING_WORDS:
            break
        bare = bare[: match.start()]
    return bare or _fold(title)


def _fold(title: str) -> str:
    return " ".join(title.casefold().split())


def _rank(name: str) -> int:
    return _FORMATS.index(name) if name in _FORMATS else len(_FORMATS)


def _read_listed(item: Item, root: str, values: JsonObject) -> Attachment | str:
    given = text_of(values, "url") or ""
    made = _make(item, root, given, text_of(values, "title"), text_of(values, "attachment_type"))
    if isinstance(made, str):
        return made
    own_id = text_of(values, "content_id")
    if made.kind == "file":
        name = own_id or text_of(values, "id") or text_of(values, "filename")
        key = f"{item.content_id}/{name}" if name else made.key
    else:
        key = own_id or _child_id(item, made.path) or made.key
    return Attachment(
        kind=made.kind,
        url=made.url,
        path=made.path,
        key=key,
        title=made.title,
        locale=text_of(values, "locale"),
        format=_FORMAT_OF_TYPE.get(text_of(values, "content_type") or "", made.format),
        references=_read_references(values),
    )


def _make(
    item: Item, root: str, given: str, title: str | None, kind: str | None = None
) -> Attachment | str:
    try:
        url = urljoin(f"{root}{item.base_path}", given)
        parts = urlsplit(url)
    except ValueError:
        return given
    if not given or parts.scheme not in ("http", "https") or not parts.hostname:
        return given
    path = site_path(root, url)
    name = PurePosixPath(unquote(parts.path)).name
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    kind = _kind_of(kind, url, path, suffix)
    key = url if kind == "external" else f"{item.content_id}/{name or 'attachment'}"
    is_page = kind == "html"
    return Attachment(
        kind=kind,
        url=url,
        path=path if is_page else None,
        key=key,
        title=title,
        locale=None,
        format="html" if is_page else suffix or "unknown",
    )


def _kind_of(given: str | None, url: str, path: str | None, suffix: str) -> Kind:
    if given == "file":
        return "file"
    if path is None:
        return "file" if _holds_files(url, path) and given != "external" else "external"
    # What the site itself serves as a page is read as one, whatever it is called.
    return "file" if suffix in _FILE_SUFFIXES or _holds_files(url, path) else "html"


def _read_references(values: JsonObject) -> tuple[str, ...]:
    prefixes = {
        "command_paper_number": "",
        "hoc_paper_number": "HC ",
        "isbn": "ISBN ",
        "unique_reference": "reference ",
    }
    return tuple(
        f"{prefix}{value}" for name, prefix in prefixes.items() if (value := text_of(values, name))
    )


def _children(item: Item) -> list[JsonObject]:
    return [
        child
        for child in objects_of(item.links, "children")
        if text_of(child, "schema_name") == "html_publication"
        or text_of(child, "document_type") == "html_publication"
    ]


def _child_id(item: Item, path: str | None) -> str | None:
    ids = {text_of(child, "base_path"): text_of(child, "content_id") for child in _children(item)}
    return ids.get(path) if path else None


def _read_child(root: str, child: JsonObject) -> Attachment | str:
    path = text_of(child, "base_path")
    key = text_of(child, "content_id") or path
    if not path or not key or not path.startswith("/"):
        return path or "(a child without a path)"
    title, locale = text_of(child, "title"), text_of(child, "locale")
    return Attachment("html", root + path, path, key, title, locale, "html")


def _find_linked(item: Item, root: str) -> Iterator[Attachment | str]:
    documents = item.details.get("documents")
    for rendered in documents if isinstance(documents, list) else []:
        if isinstance(rendered, str):
            for href, title in _links(rendered):
                yield _with_child_key(item, _make(item, root, href, title))
    for href, title in _links(html_of(item.details, "body") or ""):
        made = _make(item, root, href, title)
        if isinstance(made, Attachment) and (
            made.kind == "file" or (made.path or "").startswith(f"{item.base_path}/")
        ):
            yield _with_child_key(item, made)


def _with_child_key(item: Item, made: Attachment | str) -> Attachment | str:
    if isinstance(made, str) or not (child_id := _child_id(item, made.path)):
        return made
    return Attachment("html", made.url, made.path, child_id, made.title, made.locale, "html")


def _links(markup: str) -> Iterator[tuple[str, str | None]]:
    try:
        tree = lxml_html.fragment_fromstring(markup, create_parent="div")
    except (ParserError, ValueError):
        return
    for link in tree.iter("a"):
        href = (link.get("href") or "").strip()
        # The thumbnail links to the same file without saying its title.
        if href and not href.startswith("#") and link.get("aria-hidden") != "true":
            yield href, " ".join(str(link.text_content()).split()) or None


def _holds_files(url: str, path: str | None) -> bool:
    return (urlsplit(url).hostname or "").startswith("assets.") or "/uploads/" in (path or "")
