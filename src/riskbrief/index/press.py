"""How much the press wrote about each country, and each outlet at all, against a usual week (method B.11, B.17).

A quiet week is no good news when nobody wrote: in a dark week no level falls and nothing is called improved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from riskbrief.assessment import PressState
from riskbrief.index.darkness import DARK, STATE_NAMES, Meter, meter
from riskbrief.index.framework import Flags, Floats, Framework, Ints
from riskbrief.index.past import baseline_weeks, earliest, masked, quantile


@dataclass(frozen=True)
class Press:
    """Articles of a week about each region: `every` of all outlets, `own` of those at home there."""

    every: Meter
    own: Meter

    @property
    def state(self) -> Ints:
        """That of all outlets; dark also where only the region's own have fallen silent."""
        return np.where(self.own.dark, DARK, self.every.state)

    @property
    def volume(self) -> Floats:
        """V [region]: articles against a usual week; NaN without one (B.11)."""
        return np.asarray(self.every.seen / self.every.expected)


class Counted(Protocol):
    """A week with its unique articles [region, outlet] and, about any region, [outlet]; outlets that wrote any."""

    @property
    def articles(self) -> Floats: ...
    @property
    def panel_articles(self) -> Floats: ...

    @property
    def wrote(self) -> Flags: ...


def press(now: Counted, past: Sequence[Counted], window: Flags, framework: Framework) -> Press:
    """How much was written about each region; `window` [week, region]: the baseline weeks, this one last.

    In any week an outlet counts with at most `volume_surge` times its usual one (one article at least), so that none
    can make a crisis look smaller by writing without end. An outlet counts once it was seen `volume_min_weeks` ago.
    """
    rules, every = framework.definition.pressure, [*past, now]
    settled = np.zeros(now.articles.shape[1], dtype=bool)
    for week in every[: max(len(every) - rules.volume_min_weeks, 0)]:
        settled |= week.wrote
    first = earliest(window)
    counts, window = np.array([week.articles for week in every[first:]]), window[first:]
    most = rules.volume_surge * np.maximum(1.0, np.nan_to_num(quantile(masked(counts, window), 0.5)))
    capped = np.minimum(counts, most)
    at_home = framework.home == np.arange(len(framework.regions))[:, None]
    return Press(
        _meter(capped @ settled.astype(float), window, framework),
        _meter((capped * (at_home & settled)).sum(axis=2), window, framework),
    )


def country_press(now: Press, framework: Framework) -> dict[str, PressState]:
    """The week's press by country of the panel."""
    every, own = now.every, now.own
    return {
        framework.regions[r]: PressState(
            STATE_NAMES[now.state[r]],
            float(every.seen[r]),
            _known(every.expected[r]),
            float(own.seen[r]),
            _known(own.expected[r]),
        )
        for r in range(framework.panel_size)
    }


def outlet_press(weeks: Sequence[Counted], framework: Framework) -> dict[str, PressState]:
    """The last week's press by outlet: its articles about any region against its own past.

    An outlet's past begins with its first article; a week in which no outlet wrote anything was not read.
    """
    definition = framework.definition
    written = np.array([week.panel_articles for week in weeks])
    begun = (np.cumsum(written, axis=0) > 0) & (written.sum(axis=1) > 0)[:, None]
    window = baseline_weeks(begun, weeks=definition.baseline_weeks, gap=max(definition.baseline_gap_weeks, 1))
    flow = _meter(written, window, framework)
    told = zip(framework.outlets, flow.state, flow.seen, flow.expected, strict=True)
    return {name: PressState(STATE_NAMES[state], float(seen), _known(usual)) for name, state, seen, usual in told}


def _meter(counts: Floats, window: Flags, framework: Framework) -> Meter:
    definition = framework.definition
    return meter(counts, window, definition.darkness, min_weeks=definition.pressure.volume_min_weeks)


def _known(usual: float) -> float | None:
    return None if np.isnan(usual) else float(usual)
