"""Where the entries of a key stand: as many in a row as fit."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.charts.fitting import width
from riskbrief.charts.style import shorten

KEY_PT, KEY_ROW_MM, SAMPLE_MM = 7.0, 4.2, 7.5  # letters, height of a row, sample with the gaps around it
KEY_LETTERS = 58


def key_rows(names: Sequence[str], width_mm: float) -> list[list[int]]:
    """Indices of `names` row by row; a name wider than the row stands alone.

    >>> key_rows(["Mali", "Niger"], 100), key_rows(["Mali", "Niger"], 20)
    ([[0, 1]], [[0], [1]])
    """
    rows: list[list[int]] = [[]]
    used = 0.0
    for index, name in enumerate(names):
        step = width(shorten(name, KEY_LETTERS), KEY_PT) + SAMPLE_MM
        if rows[-1] and used + step > width_mm + SAMPLE_MM / 2:
            rows.append([])
            used = 0.0
        rows[-1].append(index)
        used += step
    return rows
