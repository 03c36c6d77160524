"""EPUB to blocks: the chapters of its spine in order, each read as the page that it is."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urldefrag

from data.errors import ParseFault
from extractors.blocks import Block, FileBlocks, clean_text
from extractors.decoding import decode_text
from extractors.html_tree import find_blocks, parse_page
from extractors.xml_tree import local_name, parse_xml
from extractors.zip_files import open_zip, read_member

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_BOOK_PARTS = frozenset(("aside", "footer"))
"""Boxes and notes in a book, where on the web they are what stands around the text."""
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


@dataclass(frozen=True, slots=True)
class _Chapter:
    member: str
    is_contents: bool


def read_epub(content: bytes, name: str) -> FileBlocks:
    """Read a book or report in the order of its spine.

    Raises:
        ParseFault: broken, beyond a limit, protected against copying, or a chapter is missing.
    """
    archive = open_zip(content, name)
    place = _find_package(archive, name)
    package = parse_xml(read_member(archive, place, name), f"{name}: {place}")
    chapters = list(_find_chapters(package, place))
    _refuse_protected(archive, {chapter.member for chapter in chapters}, name)
    blocks = tuple(block for one in chapters for block in _read_chapter(archive, one, name))
    titles = (element for element in package.iter() if local_name(element) == "title")
    title = next((said for one in titles if (said := clean_text(one.text or ""))), None)
    heading = next((block.text for block in blocks if block.kind == "heading"), None)
    return FileBlocks("epub", title or heading, None, blocks)


def _find_package(archive: zipfile.ZipFile, name: str) -> str:
    """The place of the package file, which lists everything else."""
    root = parse_xml(read_member(archive, _CONTAINER, name), f"{name}: {_CONTAINER}")
    for element in root.iter():
        place = element.get("full-path") if local_name(element) == "rootfile" else None
        if place:
            return str(place)
    raise ParseFault(
        f"{name} is a broken EPUB: {_CONTAINER} names no package", next_step="fetch it again"
    )


def _find_chapters(package: Any, place: str) -> Iterator[_Chapter]:
    items = {item.get("id"): item for item in package.iter() if local_name(item) == "item"}
    for reference in package.iter():
        if local_name(reference) != "itemref":
            continue
        item = items.get(reference.get("idref"))
        if item is not None and (item.get("media-type") or _PAGES[0]) in _PAGES:
            address = unquote(urldefrag(item.get("href") or "").url)
            member = posixpath.normpath(posixpath.join(posixpath.dirname(place), address))
            yield _Chapter(member, "nav" in (item.get("properties") or "").split())


def _refuse_protected(archive: zipfile.ZipFile, members: set[str], name: str) -> None:
    """Refuse a book whose chapters are encrypted; fonts often are, and nobody reads them."""
    if _ENCRYPTION not in archive.namelist():
        return
    root = parse_xml(read_member(archive, _ENCRYPTION, name), f"{name}: {_ENCRYPTION}")
    for element in root.iter():
        if local_name(element) == "CipherReference" and unquote(element.get("URI", "")) in members:
            raise ParseFault(
                f"{name} is protected against copying",
                next_step="ask the publisher for a copy without protection",
            )


def _read_chapter(archive: zipfile.ZipFile, chapter: _Chapter, name: str) -> Iterator[Block]:
    place = f"{name}: {chapter.member}"
    text = decode_text(read_member(archive, chapter.member, name), place)
    if not text.strip():
        return
    tree = parse_page(text, place)
    body = tree.find("body")
    kept = _BOOK_PARTS | {"nav"} if chapter.is_contents else _BOOK_PARTS
    for block in find_blocks(body if body is not None else tree, kept):
        yield replace(block, kind="contents", level=0) if chapter.is_contents else block
