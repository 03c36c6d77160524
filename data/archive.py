"""Raw bytes as they were fetched, named by their SHA-256; only damage is ever overwritten."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from pathlib import Path

from data.ids import bytes_sha256

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""What the system says of a disk that takes no more: it concerns the whole run."""

_PLAIN_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


def archive_bytes(archive: Path, content: bytes, name: str) -> str:
    """Keep the bytes and return their place below the home folder, such as `raw/ab/ab12….pdf`.

    The place is made from the hash alone; only a plain ending such as `.pdf` is taken over from
    `name`, so that a browser can open the stored copy. Bytes already there are left as they are;
    a file whose bytes are not those of its name is replaced.
    """
    digest = bytes_sha256(content)
    suffix = Path(name).suffix.lower()
    file = archive / digest[:2] / (digest + (suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ""))
    if not _holds(file, content):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=file.parent, prefix=".partial-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())  # else a power cut may leave the name without the bytes
            Path(partial).replace(file)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
    return f"{archive.name}/{file.parent.name}/{file.name}"


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except FileNotFoundError:
        return False
