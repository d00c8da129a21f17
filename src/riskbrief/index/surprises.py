"""How unusual each week is for its country, over the whole run: z and anomaly of every node (method B.14)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riskbrief.index.framework import Flags, Floats, Framework
from riskbrief.index.past import earliest, masked, surprise
from riskbrief.index.scoring import WeekScores


def surprises(weeks: Sequence[WeekScores], framework: Framework) -> tuple[Floats, Floats]:
    """z and anomaly [week, region, node] with nodes index, pillars, indicators; from what was known each week."""
    rules = framework.definition.anomaly
    u = np.array([_readings(w, framework) for w in weeks])
    event = framework.is_event
    scale = np.where(event, rules.min_scale_event, rules.min_scale_attention)
    scale = np.concatenate([np.full(1 + len(framework.pillars), rules.min_scale_score), scale])
    both = [surprise(u[t], _past(u[: t + 1], w.measured.window), scale, rules) for t, w in enumerate(weeks)]
    return np.array([z for z, _ in both]), np.array([anomaly for _, anomaly in both])


def _past(u: Floats, window: Flags) -> Floats:
    """Readings of the baseline weeks, from the first of any country on."""
    first = earliest(window)
    return masked(u[first:], window[first:])


def _readings(week: WeekScores, framework: Framework) -> Floats:
    """ln(1 + pressure) of events, shares in %, scores of pillars and index: [region, node]."""
    n_wholes = 1 + len(framework.pillars)
    indicators = np.where(framework.is_event, np.log1p(np.maximum(week.values, 0)), week.values)
    return np.concatenate([week.score[:, :n_wholes], indicators], axis=1)
