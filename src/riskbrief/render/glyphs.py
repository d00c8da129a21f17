"""Characters no bundled font can print become a box, so that nothing is dropped without a trace."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

NO_GLYPH = "\u25a1"
FAMILIES = ("SourceSans3-Regular", "NotoSans-LatinExt-Regular", "Vazirmatn-Arabic-Regular")
INVISIBLE = frozenset("\n\t\r\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufeff\u2066\u2067\u2068\u2069")


def printable(page: str, folder: Path) -> str:
    """The page with a box for each character the fonts in `folder` don't have."""
    lacking = set(page) - INVISIBLE - _covered(folder)
    return page.translate({ord(c): NO_GLYPH for c in lacking}) if lacking else page


@lru_cache(maxsize=1)
def _covered(folder: Path) -> frozenset[str]:
    covered: set[str] = set()
    for name in FAMILIES:
        with TTFont(folder / f"{name}.ttf", lazy=True) as font:
            covered |= {chr(c) for c in font.getBestCmap()}
    return frozenset(covered)
