"""All pages of an open PDF to segments and ruled tables, in this process or in several.

What a page holds depends on no other page, so that a single large file can be read on all cores.
The stages that work on many files at once give each file one process and leave it at that.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from multiprocessing.connection import Connection
from typing import Any

from extractors.pdf.segments import PageSegments, read_page
from extractors.pdf.tables import take_ruled_tables

_MIN_PAGES = 16  # fewer are read before another process has begun


def read_pages(document: Any, processes: int = 1) -> list[PageSegments]:
    """The pages of an open pypdfium2 document in order; the same for any number of processes."""
    count = len(document)
    if processes < 2 or count < _MIN_PAGES or "fork" not in multiprocessing.get_all_start_methods():
        return _read_share(document, range(count))
    pages: dict[int, PageSegments] = {}
    helpers = [
        _start_helper(document, range(first, count, processes)) for first in range(1, processes)
    ]
    for page in _read_share(document, range(0, count, processes)):
        pages[page.page] = page
    for helper, receiver in helpers:
        try:
            found = receiver.recv()
        except EOFError:
            found = []  # the helper was killed: its pages are read below
        pages.update((page.page, page) for page in found)
        helper.join()
        receiver.close()
    missing = [number for number in range(1, count + 1) if number not in pages]
    for page in _read_share(document, [number - 1 for number in missing]):
        pages[page.page] = page
    return [pages[number] for number in range(1, count + 1)]


def _start_helper(document: Any, share: Iterable[int]) -> tuple[Any, Connection]:
    """A fork that reads its share: it has the open document already."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    helper = context.Process(target=_send_share, args=(document, share, sender), daemon=True)
    helper.start()
    sender.close()
    return helper, receiver


def _send_share(document: Any, share: Iterable[int], sender: Connection) -> None:
    sender.send(_read_share(document, share))
    sender.close()


def _read_share(document: Any, share: Iterable[int]) -> list[PageSegments]:
    pages = []
    for index in share:
        page = read_page(document, index)
        take_ruled_tables(page)  # a cell that repeats on every page is no running head
        pages.append(page)
    return pages
