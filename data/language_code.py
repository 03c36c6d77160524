"""Language codes that exist, so that a slip of the pen is not taken for a language without cues."""

from __future__ import annotations

import re

ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""All two-letter codes of ISO 639-1; `sh`, withdrawn, is still met."""
_THREE_LETTERS = re.compile(r"[a-z]{3}")


def is_language_code(tag: str) -> bool:
    """Whether a tag is a language's: two letters of ISO 639-1, or any three small letters.

    Of the thousands of three-letter codes none is held against a list.
    """
    return tag in ISO_639_1.split() or _THREE_LETTERS.fullmatch(tag) is not None
