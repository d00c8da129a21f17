"""Probability words (ICD 203) and base rates from a country's own past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riskbrief.briefing.scorebook import ScoreBook, ScoreRow
from riskbrief.periods import Week
from riskbrief.probability import band

EDGES = (0.01, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 0.99)
OUTCOMES = ("continues", "worsens", "improves")
MIN_OUTCOMES = 12
HISTORY_WEEKS, AHEAD = 104, 4


@dataclass(frozen=True)
class BaseRates:
    """Shares of the three outcomes, adding to 1, over `n` past weeks."""

    shares: dict[str, float]
    n: int


def country_rates(book: ScoreBook, region: str, *, weeks_ahead: int, delta: float) -> BaseRates | None:
    """Base rates of a country's index over its last 104 weeks up to the book's own; None under 12 cases."""
    rows = book.series(region, "index", weeks=HISTORY_WEEKS)
    return base_rates(rows, weeks_ahead=weeks_ahead, delta=delta)


def base_rates(rows: Sequence[ScoreRow], *, weeks_ahead: int, delta: float) -> BaseRates | None:
    """How often the score moved by less than `delta`, up, or down after `weeks_ahead` weeks; None under 12 cases.

    Method A.9; only weeks assessed at both ends count.
    """
    scores = {row.week: row.score for row in rows if row.score is not None}
    counts = dict.fromkeys(OUTCOMES, 0)
    for week, score in scores.items():
        later = scores.get(str(Week.parse(week).shift(weeks_ahead)))
        if later is not None:
            counts[outcome(later - score, delta=delta)] += 1
    n = sum(counts.values())
    if n < MIN_OUTCOMES:
        return None
    return BaseRates({name: count / n for name, count in counts.items()}, n)


def outcome(change: float, *, delta: float) -> str:
    """`worsens` from +delta, `improves` from -delta, else `continues`."""
    if change >= delta:
        return "worsens"
    return "improves" if change <= -delta else "continues"


def shown_decimals(p: float) -> int:
    """Fewest decimals of a percentage that neither leave its word's band nor print certainty.

    >>> shown_decimals(0.62), shown_decimals(0.548), shown_decimals(0.004)
    (0, 1, 1)
    """
    return next((d for d in range(4) if band(q := round(p, 2 + d)) == band(p) and 0 < q < 1), 4)


def whole_percentages(shares: dict[str, float]) -> dict[str, int]:
    """Whole percentages that add to 100 (largest remainders).

    >>> whole_percentages({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    {'a': 34, 'b': 33, 'c': 33}
    """
    floors = {name: int(100 * share + 1e-9) for name, share in shares.items()}
    missing = 100 - sum(floors.values())
    order = sorted(shares, key=lambda name: (-(100 * shares[name] - floors[name]), list(shares).index(name)))
    return {name: floors[name] + (name in order[:missing]) for name in shares}
