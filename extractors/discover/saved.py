"""Pages and files that a person saved by hand, found by the address that each stands for.

Where a publisher refuses machines, a browser's "save page" is the way on: HOME/saved/SOURCE_ID/
answers in place of the network.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from data.errors import CollectFault
from extractors.discover.regjeringen_pages import read_page_address

PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
FILE_SUFFIXES = (".pdf", ".docx", ".epub", ".xml", ".zip", ".md", ".txt", ".csv")
"""What can be a document beside a page; anything else in the folder only answers when asked."""

_SIDECARS = (".url", ".txt")
_DUMP = ".sql"
_MULTIPART = (".mhtml", ".mht")
_BROWSER_FOLDER = re.compile(r"(?:_files|_filer|_bestanden|_fichiers|-dateien)$", re.IGNORECASE)
_HEAD_BYTES = 1 << 20  # the address stands at the head, but styles may stand before it
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
# Bounded, since a page may open tags without end and close none.
_TAG = re.compile(r"<(?:link|meta|atom:link)\b[^>]{0,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,40})\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""")
_ADDRESS = re.compile(r"^(?:URL=)?(https?://\S+)\s*$", re.IGNORECASE | re.MULTILINE)

_Key = tuple[object, ...]


class SavedFiles:
    """One source's saved files; remembers which of them were asked for.

    `faults` names the files that cannot be used, and what to do about each.
    """

    def __init__(self, folder: Path) -> None:
        """Read what each file of the folder stands for; a folder that is not there is empty."""
        self.faults: list[CollectFault] = []
        self._files: list[Path] = []
        self._addresses: dict[Path, str] = {}
        self._by_address: dict[_Key, Path] = {}
        self._by_name: dict[str, list[Path]] = {}
        self._wanted: defaultdict[str, set[_Key]] = defaultdict(set)
        self._ambiguous: set[Path] = set()
        self._given: dict[Path, str] = {}
        self._read(folder)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could answer any address."""
        return not self._files

    def expect(self, urls: Iterable[str]) -> None:
        """Learn which addresses will be asked: only so is it known whether a name is of one alone.

        Call it with all that is listed before the first of them is asked.
        """
        for url in urls:
            self._expect(url)

    def find(self, url: str) -> Path | None:
        """The file that stands for this address, by what it says of itself, else by its name.

        A name is less than an address: a file stands by its name for the one address that ends in
        it. Where several do, it stands for none, and `faults` says what to do.
        """
        file = self._by_address.get(_address_key(url)) or self._find_name(url)
        if file is not None:
            self._given.setdefault(file, url)
        return file

    def unused(self) -> list[Path]:
        """The pages and files that nothing has asked for so far, by path; no unclear ones."""
        suffixes = (*PAGE_SUFFIXES, *FILE_SUFFIXES)
        return [
            file
            for file in self._files
            if file not in self._given
            and file not in self._ambiguous
            and file.suffix.lower() in suffixes
        ]

    def address_of(self, file: Path) -> str | None:
        """The address that a file of the folder stands for, if it or its sidecar says so."""
        return self._addresses.get(file)

    def _find_name(self, url: str) -> Path | None:
        name = self._expect(url)
        if name is None:
            return None
        files = self._by_name.get(name, [])
        if not files and name.endswith(_DUMP):
            dumps = [file for file in self._files if file.name.removesuffix(".gz").endswith(_DUMP)]
            files = dumps if len(dumps) == 1 else []  # a dump is often saved under its day
        if not files:
            return None
        if len(files) == len(self._wanted[name]) == 1:
            return files[0]
        self._refuse_name(name, files)
        return None

    def _expect(self, url: str) -> str | None:
        """The name of a file that this address ends in, remembered with it; pages have none."""
        parts = urlsplit(url)
        name = unquote(parts.path.rsplit("/", 1)[-1]).casefold()
        if not name or (parts.query and Path(name).suffix not in FILE_SUFFIXES):
            return None  # pages of a listing differ in nothing but their query
        key = _address_key(url)
        if key not in self._by_address:
            self._wanted[name].add(key)
        return name

    def _refuse_name(self, name: str, files: list[Path]) -> None:
        file = files[0]
        if file in self._ambiguous:
            return
        self._ambiguous.update(files)
        what = f"{len(self._wanted[name])} addresses end in this name"
        if len(files) > 1:
            what = f"{len(files)} files have this name"
        self.faults.append(
            CollectFault(
                f"{file}: {what}, so it is not known which document it is",
                next_step=f"write its address into {file.name}.url beside it",
            )
        )

    def _read(self, folder: Path) -> None:
        files = [file for file in sorted(folder.rglob("*")) if _is_file(file, folder)]
        sidecars = dict(_find_sidecars(files))
        for file in files:
            if file in sidecars.values() or file.suffix.lower() == ".url":
                continue
            if file.suffix.lower() in _MULTIPART:
                self.faults.append(
                    CollectFault(
                        f"{file}: a page saved as one MHTML file is not read",
                        next_step="save it again as `Web page, HTML only`",
                    )
                )
                continue
            self._add(file, sidecars.get(file))

    def _add(self, file: Path, sidecar: Path | None) -> None:
        self._files.append(file)
        addresses = _read_sidecar(sidecar) if sidecar else _read_addresses(file)
        if not addresses:
            for name in {file.name, file.name.removesuffix(".gz")}:
                self._by_name.setdefault(name.casefold(), []).append(file)
            return
        self._addresses[file] = addresses[0]
        query = urlsplit(addresses[0]).query
        for address in addresses:
            if urlsplit(address).query != query:
                continue  # a chapter's page may name the whole paper as the one to cite
            held = self._by_address.setdefault(_address_key(address), file)
            if held != file and held.read_bytes() != file.read_bytes():
                self.faults.append(
                    CollectFault(
                        f"{file}: stands for {address}, and so does {held.name}, which is used",
                        next_step=f"remove one of them, or write its address in {file.name}.url",
                    )
                )
                return


def _is_file(file: Path, folder: Path) -> bool:
    """Whether a person put the file there, and not a browser that saved a page's pictures."""
    folders = file.relative_to(folder).parts[:-1]
    hidden = any(part.startswith(".") for part in (*folders, file.name))
    return file.is_file() and not hidden and not any(_BROWSER_FOLDER.search(one) for one in folders)


def _find_sidecars(files: list[Path]) -> Iterator[tuple[Path, Path]]:
    """Each file that another one beside it gives the address of, with that other one."""
    known = set(files)
    for file in files:
        for suffix in _SIDECARS:
            for sidecar in (file.with_name(file.name + suffix), file.with_suffix(suffix)):
                if sidecar != file and sidecar in known and _read_sidecar(sidecar):
                    yield file, sidecar
                    break


def _read_sidecar(sidecar: Path) -> list[str]:
    """The address of an internet shortcut, or of a text that holds one address and no more."""
    text = sidecar.read_bytes()[:_HEAD_BYTES].decode("utf-8-sig", errors="replace")
    found = [match.group(1) for match in _ADDRESS.finditer(text) if _is_address(match.group(1))]
    is_shortcut = sidecar.suffix.lower() == ".url"
    return found[:1] if is_shortcut or len(text.split()) == len(found) == 1 else []


def _read_addresses(file: Path) -> list[str]:
    """What a page or feed says its address is: where it was saved from, then where to cite it."""
    if file.suffix.lower() not in (*PAGE_SUFFIXES, ".xml", ".rss", ".atom"):
        return []
    with file.open("rb") as stream:
        text = stream.read(_HEAD_BYTES).decode("utf-8", errors="replace")
    found: dict[str, str] = {}
    saved_from = _SAVED_FROM.search(text)
    if saved_from:
        found["saved"] = html.unescape(saved_from.group(1))
    for tag in _TAG.findall(text):
        read = {
            key.lower(): html.unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(tag)
        }
        role = (read.get("rel") or read.get("property") or read.get("name") or "").lower()
        address = read.get("href") or read.get("content") or ""
        if role in ("canonical", "self", "og:url"):
            found.setdefault(role, address)
    order = ("saved", "canonical", "self", "og:url")
    return [found[role] for role in order if _is_address(found.get(role, ""))]


def _is_address(said: str) -> bool:
    """Whether it can be taken apart: a page may say that it is at `http://[`."""
    try:
        return urlsplit(said).scheme in ("http", "https")
    except ValueError:
        return False


def _address_key(url: str) -> _Key:
    """What is the same for all spellings of an address."""
    page = read_page_address(url)
    if page is not None:
        return ("regjeringen", page.number, page.language, page.chapter)
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = tuple(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return (host, unquote(parts.path).rstrip("/"), query)
