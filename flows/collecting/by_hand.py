"""What a person saved by hand, beside what the publisher's listing tells."""

from __future__ import annotations

from collections.abc import Sequence

from data.records import DocumentRef, Sighting
from data.source import Source
from extractors.discover.door import Found, make_ref
from extractors.discover.doors import DOORS
from flows.collecting.asking import Asker
from flows.collecting.intake import latest_snapshots
from flows.collecting.listing import SAVED_KEY, Listed
from flows.stage import Stage

SAVED_NOTE = "saved by hand, and listed nowhere"


def match_saved(asker: Asker, listed: Sequence[Listed]) -> None:
    """Settle which saved file stands for which of these; what is unclear becomes a fault."""
    addresses = [url for one in listed for url in one.found.addresses]
    asker.saved.expect(addresses)
    for url in addresses:
        asker.saved.find(url)


def find_saved(source_id: str, source: Source, asker: Asker) -> list[Listed]:
    """A document of each saved file that nothing has asked for."""
    folder = asker.stage.settings.home.saved / source_id
    found = []
    for file in asker.saved.unused():
        name = file.relative_to(folder).as_posix()
        address = asker.saved.address_of(file) or f"saved/{source_id}/{name}"
        ref = make_ref(source_id, source, address, key=f"{SAVED_KEY}{name}", note=SAVED_NOTE)
        found.append(Listed(Found(ref, file=file)))
    return found


def find_known(stage: Stage, source_id: str, source: Source, asker: Asker) -> list[Listed]:
    """Of the documents listed in earlier runs, those whose file is saved: no listing is needed.

    What a door makes of several pages waits for the listing, which names them, unless nothing at
    all was had of the document so far.
    """
    where = "source_id = ? and not starts_with(coalesce(key, ''), ?) order by document_id"
    with stage.lock:
        refs = stage.store.read(DocumentRef, where, [source_id, SAVED_KEY])
    asker.saved.expect(ref.url for ref in refs)
    saved = [ref for ref in refs if asker.saved.find(ref.url) is not None]
    if DOORS[source.door.adapter].build_content is not None:
        held = latest_snapshots(stage, [ref.document_id for ref in saved])
        saved = [ref for ref in saved if ref.document_id not in held]
    return [Listed(Found(ref)) for ref in saved]


def forget_used(stage: Stage, source_id: str, extra: Sequence[Listed]) -> None:
    """Forget the documents of saved files that by now answer for a listed one.

    Else the same text would count twice. A file that is there no more is not meant.
    """
    folder = stage.settings.home.saved / source_id
    unlisted = {one.ref.document_id for one in extra}
    where = "source_id = ? and starts_with(coalesce(key, ''), ?)"
    with stage.lock, stage.store.transaction():
        used = [
            ref.document_id
            for ref in stage.store.read(DocumentRef, where, [source_id, SAVED_KEY])
            if ref.document_id not in unlisted
            and (folder / str(ref.key).removeprefix(SAVED_KEY)).is_file()
        ]
        for table in (DocumentRef, Sighting):
            stage.store.delete(table, "document_id", used)
