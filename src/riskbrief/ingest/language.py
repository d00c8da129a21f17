"""Which language a text is in, and what a language tag means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

_TAG = re.compile(r"^([a-z]{2,3})([-_].*)?$")
_UNDETERMINED = {"und", "mul", "mis", "zxx"}
_ALPHA3 = {"eng": "en", "fra": "fr", "fre": "fr", "ara": "ar", "por": "pt", "spa": "es", "hau": "ha", "bam": "bm"}
_ENOUGH_CHARACTERS = 3000


def normalise_language(tag: str) -> str:
    """ISO 639-1 code of a tag, or empty when it says nothing usable.

    >>> [normalise_language(t) for t in ("EN", "fr_FR", "en-US", "fra", "", "und", "?")]
    ['en', 'fr', 'en', 'fr', '', '', '']
    """
    match = _TAG.match(tag.strip().lower())
    if not match or match[1] in _UNDETERMINED:
        return ""
    return _ALPHA3.get(match[1], match[1])


def detect_language(text: str, languages: Sequence[str]) -> str:
    """The likeliest of `languages`; the first one when the text has no letters.

    >>> detect_language("Des hommes armés ont attaqué un village.", ("en", "fr"))
    'fr'
    """
    if len(languages) == 1 or not any(c.isalpha() for c in text):
        return languages[0]
    return str(_identifier(tuple(languages)).classify(text[:_ENOUGH_CHARACTERS])[0])


@lru_cache(maxsize=4)
def _identifier(languages: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = [language for language in languages if language in set(identifier.labels)]
    identifier.set_languages(known or None)
    return identifier
