"""The grammar of cues, as people may write them; `extractors/cues.py` describes and matches it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

_WORD = re.compile(r"[^\W_]+~|\*?[^\W_]+(?:['’.&-][^\W_]+)*\*?")


def _check_cue(cue: str) -> str:
    """Refuse a cue outside the grammar that `extractors/cues.py` describes."""
    parts = cue.split(" ")
    words = [part for part in parts if part not in ("^", "...")]
    if cue != cue.lower():
        raise ValueError(f"cue {cue!r} must be in lower case")
    if not words or "..." in (parts[0], parts[-1]) or parts[:2] == ["^", "..."]:
        raise ValueError(f"cue {cue!r} must begin and end with a word")
    if "^" in parts[1:]:
        raise ValueError(f"cue {cue!r}: ^ may only stand first")
    for word in words:
        alternatives = word.split("|")
        if not all(_WORD.fullmatch(alternative) for alternative in alternatives):
            raise ValueError(f"cue {cue!r}: {word!r} is not a word pattern, such as analys* or a|b")
        if len(alternatives) > 1 and "-" in word:
            raise ValueError(f"cue {cue!r}: write hyphenated words as a cue of their own")
    return cue


Cue = Annotated[str, AfterValidator(_check_cue)]
"""A word pattern, such as `analys*` or `free ... time`."""
