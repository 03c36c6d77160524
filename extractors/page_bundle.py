"""Several pages of one document in one file: a zip archive that holds nothing but HTML.

A white paper whose chapters have a page each is one document, and a document is one file of the
archive. Who collects the pages bundles them here in their order.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from extractors.blocks import FileBlocks
from extractors.decoding import decode_text
from extractors.html import read_html_pages
from extractors.zip_files import open_zip, read_member

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same pages give the same bytes, whenever they are bundled
_NUMBER = re.compile(r"(\d+)")


def bundle_pages(pages: Sequence[bytes]) -> bytes:
    """One file of these pages, in order."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, page in enumerate(pages, start=1):
            member = zipfile.ZipInfo(f"{number:04}.html", _EPOCH)
            archive.writestr(member, page, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def read_page_bundle(content: bytes, name: str) -> FileBlocks:
    """Read the pages of a bundle in the order of their names; "10.html" comes after "9.html".

    Raises:
        ParseFault: broken, beyond a limit, or a page in it cannot be read.
    """
    archive = open_zip(content, name)
    members = sorted((one for one in archive.namelist() if not one.endswith("/")), key=_in_order)
    pages = [decode_text(read_member(archive, one, name), f"{name}: {one}") for one in members]
    return read_html_pages(pages, name)


def _in_order(member: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(member)]
