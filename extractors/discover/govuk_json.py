"""Reads values out of GOV.UK's answers without trusting their shape."""

from __future__ import annotations

import json
import reprlib

from data.errors import CollectFault

JsonObject = dict[str, object]


def read_object(source_id: str, address: str, content: bytes, expected: str) -> JsonObject:
    """The JSON object that an address answered.

    Raises:
        CollectFault: it is no JSON, or something else than an object.
    """
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise unexpected(source_id, address, expected, f"no JSON: {content[:80]!r}") from error
    if not isinstance(answer, dict):
        raise unexpected(source_id, address, expected, reprlib.repr(answer))
    return answer


def unexpected(source_id: str, address: str, expected: str, found: str) -> CollectFault:
    """The fault of an answer that is not in the shape it should be."""
    return CollectFault(
        f"source {source_id}: {address}: expected {expected}, found {found}",
        next_step="open the address; if the site has changed its answers, the reader must follow",
    )


def text_of(values: JsonObject, name: str) -> str | None:
    """A text that says something, in one line and in letters that can be stored; else None."""
    value = values.get(name)
    if not isinstance(value, str):
        return None
    # Half of a surrogate pair is valid JSON and cannot be encoded.
    return " ".join(value.encode("utf-8", "replace").decode().split()) or None


def object_of(values: JsonObject, name: str) -> JsonObject:
    """An object, or an empty one."""
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def objects_of(values: JsonObject, name: str) -> list[JsonObject]:
    """The objects of a list; none where there is no list."""
    value = values.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def html_of(values: JsonObject, name: str) -> str | None:
    """HTML as rendered, which is a text or one of several renderings; None where it is blank."""
    value = values.get(name)
    if isinstance(value, list):
        rendered = [
            one for one in objects_of(values, name) if one.get("content_type") == "text/html"
        ]
        value = rendered[0].get("content") if rendered else None
    if not isinstance(value, str) or not value.strip():
        return None
    return value.encode("utf-8", "replace").decode()
