"""Reads one page's content item: what GOV.UK's content API says of it, and its text."""

from __future__ import annotations

import html
import reprlib
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

from lxml import html as lxml_html
from lxml.etree import ParserError

from data.errors import CollectFault, PassedOverFault
from extractors.discover.entry import language_of
from extractors.discover.govuk_json import (
    JsonObject,
    html_of,
    object_of,
    objects_of,
    read_object,
    text_of,
    unexpected,
)

REGISTER_TYPE = "algorithmic_transparency_record"
"""Documents of this type are rows of a register of deployments, not promises."""

_EXPECTED = "a content item: an object with `base_path`, `content_id`, `schema_name` and `details`"
_MOST_EXPLANATION = 300


@dataclass(frozen=True, slots=True)
class Item:
    """A page of the site; dates are ISO 8601, `locale` is the site's own, such as `en` or `cy`."""

    base_path: str
    content_id: str
    schema: str
    document_type: str
    title: str | None
    locale: str
    published_on: str | None
    updated_on: str | None
    withdrawn_on: str | None
    withdrawal: str | None
    government: str | None
    publisher: str | None
    details: JsonObject
    links: JsonObject


def content_address(root: str, path: str) -> str:
    """Where the content API tells of a path of the site."""
    return root + "/api/content" + quote(path.encode("utf-8", "replace"), safe="/%:@!$&'()*+,;=~")


def read_item(source_id: str, address: str, content: bytes) -> Item:
    """The item that the content API answered.

    Raises:
        PassedOverFault: the page is gone, by the site's own word.
        CollectFault: no content item; or one that has moved, with where to: a person must declare
            the new path before what was found at the old one may count as missing.
    """
    answer = read_object(source_id, address, content, _EXPECTED)
    schema = text_of(answer, "schema_name") or text_of(answer, "document_type")
    _refuse_moved(source_id, address, schema, answer)
    path, content_id = text_of(answer, "base_path"), text_of(answer, "content_id")
    details = answer.get("details")
    if not (schema and content_id and path and path[0] == "/" and isinstance(details, dict)):
        found = f"an object with the keys {reprlib.repr(sorted(answer))}"
        raise unexpected(source_id, address, _EXPECTED, found)
    withdrawal = object_of(answer, "withdrawn_notice")
    links = object_of(answer, "links")
    government = objects_of(links, "government")
    publishers = objects_of(links, "primary_publishing_organisation")
    publishers += objects_of(links, "organisations")
    return Item(
        base_path=path,
        content_id=content_id,
        schema=schema,
        document_type=text_of(answer, "document_type") or schema,
        title=text_of(answer, "title"),
        locale=text_of(answer, "locale") or "en",
        published_on=_date_of(details, "first_public_at") or _date_of(answer, "first_published_at"),
        updated_on=_date_of(answer, "public_updated_at"),
        withdrawn_on=_date_of(withdrawal, "withdrawn_at"),
        withdrawal=_plain(html_of(withdrawal, "explanation")),
        government=text_of(object_of(details, "government"), "title")
        or (text_of(government[0], "title") if government else None),
        publisher=text_of(publishers[0], "title") if publishers else None,
        details=details,
        links=links,
    )


def render_page(item: Item) -> bytes | None:
    """The page's own text as an HTML page of title and body; None where it has no text."""
    body = html_of(item.details, "body") or ""
    for part in objects_of(item.details, "parts"):
        if text := html_of(part, "body"):
            body += f"\n<h2>{html.escape(text_of(part, 'title') or '')}</h2>\n{text}"
    if not body.strip():
        return None
    title = html.escape(item.title or "")
    return (
        f'<!doctype html>\n<html lang="{html.escape(item.locale)}">\n'
        f'<head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><main>\n<h1>{title}</h1>\n{body}\n</main></body></html>\n"
    ).encode()


def member_paths(item: Item) -> list[tuple[str, str | None]]:
    """Path and type of document of everything that a collection holds."""
    members = objects_of(item.links, "documents")
    return [
        (path, text_of(one, "document_type"))
        for one in members
        if (path := text_of(one, "base_path"))
    ]


def missing_members(item: Item) -> list[str]:
    """Content ids that a collection's groups name and its links do not: no address is known."""
    known = {text_of(one, "content_id") for one in objects_of(item.links, "documents")}
    named: list[str] = []
    for group in objects_of(item.details, "collection_groups"):
        ids = group.get("documents")
        named += [one for one in ids if isinstance(one, str)] if isinstance(ids, list) else []
    return [one for one in dict.fromkeys(named) if one not in known]


def translation_paths(item: Item, languages: set[str]) -> list[str]:
    """Paths of the same page in others of these languages."""
    return [
        path
        for one in objects_of(item.links, "available_translations")
        if (path := text_of(one, "base_path"))
        and path != item.base_path
        and language_of(text_of(one, "locale")) in languages
    ]


def site_path(root: str, link: str) -> str | None:
    """The path of a link to the site itself, without query and fragment; else None."""
    try:
        parts, own = urlsplit(link), urlsplit(root)
    except ValueError:
        return None
    if parts.netloc not in ("", own.netloc) or not parts.path.startswith("/"):
        return None
    return parts.path


def _refuse_moved(source_id: str, address: str, schema: str | None, answer: JsonObject) -> None:
    if schema == "redirect":
        targets = [text_of(one, "destination") for one in objects_of(answer, "redirects")]
        known = ", ".join(target for target in targets if target) or "an address it does not name"
        raise CollectFault(
            f"source {source_id}: {address}: the page has moved to {known}",
            next_step="name the new path under `publications` or `collections`",
        )
    if schema == "gone":
        why = _plain(html_of(object_of(answer, "details"), "explanation"))
        raise PassedOverFault(
            f"source {source_id}: {address}: the page is gone" + (f": {why}" if why else ""),
            next_step="the adapter `wayback` may have a copy of the page",
        )


def _date_of(values: JsonObject, name: str) -> str | None:
    try:
        return date.fromisoformat((text_of(values, name) or "")[:10]).isoformat()
    except ValueError:
        return None


def _plain(markup: str | None) -> str | None:
    if not markup:
        return None
    try:
        text = lxml_html.fragment_fromstring(markup, create_parent="div").text_content()
    except (ParserError, ValueError):
        return None
    return " ".join(str(text).split())[:_MOST_EXPLANATION] or None
