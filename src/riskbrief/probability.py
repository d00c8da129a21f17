"""Words of probability (method A.2): which word a probability takes, on either scale."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Words in order, each with the lowest and highest probability it stands for; ends may leave gaps."""

    name: str
    words: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


ICD_203 = Scale(
    "ICD 203",
    ("almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain"),
    (0.0, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95),
    (0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 1.0),
)
PHIA = Scale(
    "PHIA",
    ("remote chance", "highly unlikely", "unlikely", "realistic possibility", "likely", "highly likely",
     "almost certain"),
    (0.0, 0.10, 0.25, 0.40, 0.55, 0.80, 0.95),
    (0.05, 0.20, 0.35, 0.50, 0.75, 0.90, 1.0),
)  # fmt: skip


def band(p: float, scale: Scale = ICD_203) -> int:
    """Row 0-6 of a probability 0-1: lower bounds belong to a word; in a gap the nearest edge, a tie toward one half.

    >>> [band(p) for p in (0.005, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95, 0.999)]
    [0, 1, 2, 3, 4, 5, 6, 6]
    >>> [band(p, PHIA) for p in (0.06, 0.09, 0.075, 0.775)]
    [0, 1, 1, 4]
    """
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is no probability")
    begun = sum(p >= low for low in scale.low) - 1
    if begun == len(scale.words) - 1 or p <= scale.high[begun]:
        return begun
    below, above = round(p - scale.high[begun], 9), round(scale.low[begun + 1] - p, 9)
    return begun + (above < below or (above == below and p < 0.5))


def word(p: float, scale: Scale = ICD_203) -> str:
    """The word of a probability.

    >>> word(0.62), word(0.45, PHIA)
    ('likely', 'realistic possibility')
    """
    return scale.words[band(p, scale)]
