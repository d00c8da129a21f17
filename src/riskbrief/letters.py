"""One character folded: accents, case, quotes, ligatures, look-alikes of other scripts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SPECIAL = {
    "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d",
} | dict.fromkeys("’‘ʼ‛ʻ´′‚", "'") | dict.fromkeys("“”«»„‟‹›", '"') | dict.fromkeys("–—‑‐", "-")  # fmt: skip
_SPECIAL |= {"ı": "i", "ɡ": "g"} | dict.fromkeys("\u115f\u1160\u3164\uffa0", "")  # the latter show nothing
_UNSEEN = frozenset({"Cf", "Mn", "Me"})  # format characters, and marks on a letter
_ARABIC = dict(zip("ابتثجحخدرزسشصضطعغفقكلمنهوي", "ABTCJHXDRZSPOVUIGFQKLMNEWY", strict=True)) | dict(
    zip("ذظةىٱپچگڤکیہڭݣ", "DVEYABJGFKYEKK", strict=True)  # spelt alike, or letters of neighbours
)
_ARABIC |= {"ء": "", "ـ": ""} | {c: str(n) for ten in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for n, c in enumerate(ten)}
_LETTERS = _ARABIC | dict(zip("авекмнорстухіјѕһԁԛԝӏαβεηικνορτυχζ", "abekmhopctyxijshdqwlabenikvoptuxz", strict=True))


@lru_cache(maxsize=1 << 16)
def fold_char(char: str) -> str:
    """One character folded; combining marks and invisible format characters fold to nothing.

    Arabic letters become capitals, which no folded Latin letter is: the two scripts never read alike. Cyrillic and
    Greek letters that look Latin become what they look like.
    """
    if char in _SPECIAL:
        return _SPECIAL[char]
    seen = "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) not in _UNSEEN)
    return "".join(_LETTERS.get(c, c) for c in seen.casefold().lower())
