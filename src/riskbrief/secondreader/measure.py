"""How well the reader did on sentences it had not seen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from riskbrief.secondreader.curve import Flags


class Measure(NamedTuple):
    """Precision, recall and their harmonic mean, with the number of sentences that assert the indicator."""

    precision: float
    recall: float
    f1: float
    asserted: int


class Figures(NamedTuple):
    """Over all decisions together, the mean of the indicators' F1, and each indicator."""

    micro: Measure
    macro_f1: float
    by_indicator: dict[str, Measure]


def _measure(said: Flags, truth: Flags) -> Measure:
    right, claimed, real = int((said & truth).sum()), int(said.sum()), int(truth.sum())
    return Measure(right / max(claimed, 1), right / max(real, 1), 2 * right / max(claimed + real, 1), real)


def figures(said: Flags, truth: Flags, indicators: tuple[str, ...]) -> Figures:
    """All measures of a set of decisions."""
    each = {name: _measure(said[:, k], truth[:, k]) for k, name in enumerate(indicators)}
    return Figures(_measure(said, truth), float(np.mean([m.f1 for m in each.values()])), each)
