"""Raw bytes as they were fetched, named by their SHA-256 and never overwritten."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from data.ids import bytes_sha256

_PLAIN_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


def archive_bytes(archive: Path, content: bytes, name: str) -> str:
    """Keep the bytes and return their place below the home folder, such as `raw/ab/ab12….pdf`.

    The place is made from the hash alone; only a plain ending such as `.pdf` is taken over from
    `name`, so that a browser can open the stored copy. Bytes already there are left as they are.
    """
    digest = bytes_sha256(content)
    suffix = Path(name).suffix.lower()
    file = archive / digest[:2] / (digest + (suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ""))
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=file.parent, prefix=".partial-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(partial).replace(file)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
    return f"{archive.name}/{file.parent.name}/{file.name}"
