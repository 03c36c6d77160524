"""English names of languages."""

from __future__ import annotations

_LANGUAGES = {
    "en": "English",
    "nb": "Norwegian bokmål",
    "nn": "Norwegian nynorsk",
    "sv": "Swedish",
    "da": "Danish",
    "de": "German",
    "fr": "French",
    "nl": "Dutch",
    "es": "Spanish",
    "fi": "Finnish",
    "it": "Italian",
    "pt": "Portuguese",
    "no": "Norwegian",
    "is": "Icelandic",
    "ar": "Arabic",
    "el": "Greek",
    "et": "Estonian",
    "hu": "Hungarian",
    "ja": "Japanese",
    "ko": "Korean",
    "pl": "Polish",
    "ru": "Russian",
    "tr": "Turkish",
    "zh": "Chinese",
}


def name_language(code: str) -> str:
    """A language's English name, or its code."""
    return _LANGUAGES.get(code, code)


def name_languages(codes: list[str]) -> str:
    """Languages in words."""
    return ", ".join(name_language(code) for code in codes)
