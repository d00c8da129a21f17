"""One look for all charts: colours, fonts, a sheet in millimetres, and the SVG it becomes."""

from __future__ import annotations

import io
import textwrap
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from matplotlib import font_manager, ft2font, rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, Transform

from riskbrief.charts.svg import clean

INK, MUTED, RULE, FAINT, NAVY = "#1B2733", "#52616F", "#C9D2DA", "#E9EDF0", "#12355B"
LAND, SEA, GREY, BLUE = "#DFE3E6", "#F4F7F9", "#9AA7B2", "#2B6CA3"
NOT_ASSESSED = "#EEF0F2"
LEVELS = ("#F4EBCB", "#F2C878", "#E2893C", "#B8432F", "#6A1530")  # lightness falls, so it also reads in grey
LEVEL_INK = (INK, INK, INK, "#FFFFFF", "#FFFFFF")
LEVEL_STEP = 20  # a level spans 20 points
SERIES = (NAVY, "#B8432F", "#E2893C", "#2B6CA3", "#6B7F2A", "#7A5C86")  # at most six colours in a chart
NO_GLYPH = "\u25a1"
FONTS_FOLDER = Path(__file__).parents[1] / "assets" / "fonts"
UNSEEN = ("Cc", "Cf", "Cs")  # Unicode categories of controls, formats and lone surrogates
MM_PER_INCH = 25.4
FONT_FILES = ("SourceSans3-Regular", "SourceSans3-Semibold", "SourceSans3-Bold", "SourceSans3-It",
              "NotoSans-LatinExt-Regular", "NotoSans-LatinExt-Semibold",
              "Vazirmatn-Arabic-Regular", "Vazirmatn-Arabic-Semibold")  # fmt: skip

RC: Any = {
    "font.family": ["Source Sans 3", "Noto Sans", "Vazirmatn"],
    "font.size": 8,
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "axes.unicode_minus": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 0,
    "ytick.left": False,
    "hatch.linewidth": 0.7,
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "none",
    "svg.hashsalt": "riskbrief",
    "path.simplify": True,
}


@lru_cache(maxsize=1)
def _register_fonts() -> frozenset[int]:
    covered: set[int] = set()
    for name in FONT_FILES:
        path = str(FONTS_FOLDER / f"{name}.ttf")
        font_manager.fontManager.addfont(path)
        covered |= set(ft2font.FT2Font(path).get_charmap())
    return frozenset(covered)


def plain(text: str) -> str:
    """Outside text as a chart may draw it: one line, no control characters, a box for what no bundled font has."""
    covered = _register_fonts()
    words = "".join(c for c in " ".join(text.split()) if unicodedata.category(c) not in UNSEEN)
    return "".join(c if ord(c) in covered else NO_GLYPH for c in words)


def shorten(text: str, limit: int) -> str:
    """`plain` text of at most `limit` characters, an ellipsis for the rest."""
    line = plain(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def wrapped(text: str, limit: int) -> list[str]:
    """`plain` text in at most two lines of `limit` characters, an ellipsis for the rest.

    >>> wrapped("Displacement and humanitarian strain", 24)
    ['Displacement and', 'humanitarian strain']
    """
    first, *rest = textwrap.wrap(plain(text), max(limit, 1), break_on_hyphens=False) or [""]
    return [first, shorten(" ".join(rest), limit)] if rest else [first]


def level_of(score: float) -> int:
    """Level 1-5 of a score 0-100 by the fixed bands.

    >>> [level_of(s) for s in (0, 19.9, 20, 100)]
    [1, 1, 2, 5]
    """
    return min(int(score // LEVEL_STEP), 4) + 1


class Sheet:
    """A figure measured in millimetres from its lower left corner."""

    def __init__(self, width_mm: float, height_mm: float) -> None:
        self.width, self.height = width_mm, height_mm
        self.figure = Figure(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))

    def grow(self, height_mm: float) -> None:
        """Make the sheet at least this high; only before axes are added."""
        self.height = max(self.height, height_mm)
        self.figure.set_figheight(self.height / MM_PER_INCH)

    def axes(self, left: float, bottom: float, right: float, top: float) -> Axes:
        """Axes between margins: `left` and `right` from their edges, as `bottom` and `top` from theirs."""
        width, height = self.width - left - right, self.height - bottom - top
        box = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        return self.figure.add_axes(box)

    @property
    def millimetres(self) -> Transform:
        """Places on the sheet itself, from its lower left corner."""
        return Affine2D().scale(1 / MM_PER_INCH) + self.figure.dpi_scale_trans

    def svg(self, alt: str) -> str:
        """The SVG as text; `alt` becomes its title."""
        buffer = io.StringIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        FigureCanvasSVG(self.figure).print_svg(buffer, metadata=nothing)  # type: ignore[no-untyped-call]
        return clean(buffer.getvalue(), alt)


@contextmanager
def sheet(width_mm: float, height_mm: float) -> Iterator[Sheet]:
    """A sheet to draw on, with the settings and fonts of this module only."""
    _register_fonts()
    with rc_context(RC):
        yield Sheet(width_mm, height_mm)


def bare(axes: Axes) -> Axes:
    """Axes without frame and ticks."""
    axes.set_axis_off()
    return axes
