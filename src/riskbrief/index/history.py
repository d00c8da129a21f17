"""Scored weeks kept with what they were scored from, so that a number can be taken apart afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from riskbrief.index.framework import Floats, Framework
from riskbrief.index.measure import clipped_volume
from riskbrief.index.normalise import normalise
from riskbrief.index.past import masked
from riskbrief.index.scoring import WeekScores, pressing
from riskbrief.index.views import WeekView
from riskbrief.periods import Week


@dataclass(frozen=True)
class History:
    """Consecutive scored weeks, oldest first, from the first that was computed; `view_of` reads a week's view again.

    Positions everywhere: `t` of a week, `region` and `indicator` as in the framework.
    """

    weeks: tuple[WeekScores, ...]
    framework: Framework
    view_of: Callable[[Week], WeekView]
    _known: dict[object, Floats] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: object, make: Callable[[], Floats]) -> Floats:
        """What `make` gives, worked out the first time it is asked for."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def at(self, week: str) -> int:
        """Position of an ISO week; KeyError when it was not computed."""
        for t, scored in enumerate(self.weeks):
            if str(scored.measured.week) == week:
                return t
        raise KeyError(week)

    @property
    def nodes(self) -> tuple[str, ...]:
        """Index, pillars, indicators, in the order of scores."""
        return ("index", *self.framework.pillars, *self.framework.indicator_ids)

    def score(self, region: int, node: str, t: int) -> float:
        """The score 0-100, NaN when missing."""
        return float(self.weeks[t].score[region, self.nodes.index(node)])

    def scores(self, region: int, nodes: tuple[str, ...], t: int) -> Floats:
        """Scores of several nodes."""
        return np.array([self.score(region, node, t) for node in nodes], dtype=float)

    def value(self, region: int, indicator: int, t: int) -> float:
        """What was observed: pressure after volume, smoothed share in %, contested share; NaN when missing."""
        return float(self.weeks[t].values[region, indicator])

    def volume_factor(self, region: int, t: int) -> float:
        """What pressure is multiplied with for the week's article volume (B.11), 1 without a baseline."""
        volume = clipped_volume(self.weeks[t].measured.volume[region], self.framework)
        return float(volume**-self.framework.definition.pressure.volume_exponent)

    def source(self, region: int, indicator: int, t: int) -> int:
        """The week that a score is from: t itself unless it was carried forward (B.17)."""
        return t - int(self.weeks[t].carried[region, indicator])

    def curve(self, region: int, indicator: int, t: int) -> Callable[[Floats], Floats]:
        """The normaliser of an indicator as it stood in a week: from values to scores."""
        past = masked(np.array([w.values for w in self.weeks[: t + 1]]), self.weeks[t].measured.window)[:, :, indicator]

        def scored(values: Floats) -> Floats:
            every = np.broadcast_to(values, (past.shape[1], len(values)))
            chosen, definition = self.framework.indicators[indicator], self.framework.definition
            return np.asarray(normalise(every, chosen, past=past, definition=definition)[region])

        return scored

    def pressing(self, indicator: int, t: int) -> Floats:
        """What each region sends to its neighbours [region]: its pillar without spillover, nothing carried (B.13)."""
        return pressing(self.weeks[t], indicator, self.framework)
