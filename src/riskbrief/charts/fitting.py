"""Text that fits the room it has: measured with the fonts it is drawn in, cut with an ellipsis or set in lines."""

from __future__ import annotations

from functools import lru_cache

from matplotlib.ft2font import FT2Font

from riskbrief.charts.labels import MM_PER_POINT
from riskbrief.charts.style import FONTS_FOLDER, plain

FACES = {
    False: ("SourceSans3-Regular", "NotoSans-LatinExt-Regular", "Vazirmatn-Arabic-Regular"),
    True: ("SourceSans3-Semibold", "NotoSans-LatinExt-Semibold", "Vazirmatn-Arabic-Semibold"),
}
EM = 100.0  # size at which letters are measured
ELLIPSIS = "…"


@lru_cache(maxsize=8)
def _face(name: str) -> tuple[FT2Font, frozenset[int]]:
    font = FT2Font(str(FONTS_FOLDER / f"{name}.ttf"))
    font.set_size(EM, 72)
    return font, frozenset(font.get_charmap())


@lru_cache(maxsize=4096)
def _advance(letter: str, *, bold: bool) -> float:
    """How far a letter moves the pen, in font sizes."""
    faces = [_face(name) for name in FACES[bold]]
    font = next((font for font, covered in faces if ord(letter) in covered), faces[0][0])
    return float(font.load_char(ord(letter)).linearHoriAdvance) / 65536 / EM


def width(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Width of one line in millimetres.

    >>> width("WWWW", 8) > 2 * width("iiii", 8) > 0
    True
    """
    return sum(_advance(letter, bold=bold) for letter in text) * size_pt * MM_PER_POINT


def fitted(text: str, room_mm: float, size_pt: float, *, bold: bool = False) -> str:
    """`plain` text that is no wider than its room, an ellipsis for the rest."""
    line = plain(text)
    if width(line, size_pt, bold=bold) <= room_mm:
        return line
    while line and width(line + ELLIPSIS, size_pt, bold=bold) > room_mm:
        line = line[:-1].rstrip(" ,;:-–")
    return line + ELLIPSIS


def in_lines(text: str, room_mm: float, size_pt: float, *, most: int = 2) -> list[str]:
    """`plain` text in at most `most` lines broken between words; the last one is cut where it must be."""
    lines: list[str] = []
    words = plain(text).split(" ")
    while words and len(lines) < most - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size_pt) <= room_mm:
            taken += 1
        lines.append(fitted(" ".join(words[:taken]), room_mm, size_pt))
        words = words[taken:]
    return [*lines, fitted(" ".join(words), room_mm, size_pt)] if words else lines
