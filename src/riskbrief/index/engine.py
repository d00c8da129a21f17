"""The index: consecutive weekly views in, observations, scores, contributions and the assessment out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskbrief.assessment import Assessment, RegionalScore
from riskbrief.collecting import uncollected
from riskbrief.definitions.config import IndexDefinition, Region
from riskbrief.definitions.indicators import Indicator
from riskbrief.index.alerts import open_alerts, tripped
from riskbrief.index.confidence import confidence
from riskbrief.index.draws import Draws
from riskbrief.index.framework import Floats, Framework, build_framework
from riskbrief.index.lone import lone_shares
from riskbrief.index.measure import measure
from riskbrief.index.press import country_press, outlet_press
from riskbrief.index.regional import regional_score, with_levels
from riskbrief.index.rescore import Observed, observed_weeks, rescore
from riskbrief.index.scoring import WeekScores, forget_draws, score_week
from riskbrief.index.surprises import surprises
from riskbrief.index.tabulate import contribution_table, observation_table, score_table
from riskbrief.index.views import WeekView
from riskbrief.index.warning import problem_states, signpost_codes, signpost_states

__all__ = ["Scored", "WeekView", "score_weeks"]


@dataclass(frozen=True)
class Scored:
    """Tables of all weeks and regions of the panel, and what the index says of the last week; `observed` holds the
    values of neighbours too, in the order of `framework`, so that a changed framework can score them again; `weeks`:
    what every week was scored from, if it was asked to be kept."""

    observations: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    assessment: Assessment
    observed: Observed
    framework: Framework
    weeks: tuple[WeekScores, ...] = ()


@uncollected()
def score_weeks(
    views: Iterable[WeekView],
    *,
    seen: Sequence[str],
    definition: IndexDefinition,
    indicators: Sequence[Indicator],
    pillar_of: Mapping[str, str],
    regions: Mapping[str, Region],
    panel: Sequence[str],
    outlets: pd.DataFrame,
    intervals_for: set[str],
    seed_key: str,
    keep_weeks: bool = False,
) -> Scored:
    """Scores of consecutive weeks, oldest first; each week reads only its own view and the weeks before.

    `views` are asked for one at a time and let go, so that they need not fit in memory together; `seen`: every outlet
    that their articles and evidence name.
    `intervals_for`: ISO weeks that get intervals and, if the week before has them too, change labels.
    `seed_key`: same key, same draws. `keep_weeks`: keep what scores were worked out from, to explain them.
    Missing scores are NaN with a reason. Source: method B.
    """
    framework = build_framework(
        definition,
        indicators,
        pillar_of=pillar_of,
        regions=regions,
        panel=panel,
        outlets=outlets,
        seen_outlets=seen,
    )
    weeks, regional, last = _run(views, framework, intervals_for, seed_key)
    z, anomaly = surprises(weeks, framework)
    observed = observed_weeks(weeks)
    again = rescore(observed, framework)
    return Scored(
        observations=observation_table(weeks, framework),
        scores=score_table(weeks, anomaly, again, framework),
        contributions=contribution_table(weeks, framework),
        assessment=_assess(last, weeks, z, anomaly, with_levels(regional, again.regional), framework),
        observed=observed,
        framework=framework,
        weeks=tuple(weeks) if keep_weeks else (),
    )


def _run(
    views: Iterable[WeekView], framework: Framework, intervals_for: set[str], seed_key: str
) -> tuple[list[WeekScores], list[RegionalScore], WeekView]:
    """Every week scored, the regional scores, and the last week's view."""
    draws = Draws(framework, seed_key, framework.definition.uncertainty.draws if intervals_for else 0)
    weeks: list[WeekScores] = []
    regional: list[RegionalScore] = []
    view: WeekView | None = None
    for view in views:
        assert not weeks or view.week - weeks[-1].measured.week == 1, "weeks must be consecutive"
        drawn = str(view.week) in intervals_for
        measured = measure(view, [w.measured for w in weeks], framework=framework, draws=draws, drawn=drawn)
        week = score_week(measured, weeks, framework=framework, draws=draws)
        regional.append(regional_score(week, framework))
        weeks[-1:] = [forget_draws(w) for w in weeks[-1:]]
        weeks.append(week)
    assert view is not None, "at least one week is needed"
    return weeks, regional, view


def _assess(
    last: WeekView,
    weeks: Sequence[WeekScores],
    z: Floats,
    anomaly: Floats,
    regional: Sequence[RegionalScore],
    framework: Framework,
) -> Assessment:
    codes = signpost_codes(weeks, anomaly, framework)
    problems = [problem_states(now, framework) for now in codes]
    alerts, closed = open_alerts(weeks, z, problems, framework)
    volume = weeks[-1].measured.volume[: framework.panel_size]
    return Assessment(
        regional=tuple(regional),
        alerts=tuple(alerts),
        signposts=tuple(signpost_states(codes, [w.measured.week for w in weeks], last, framework)),
        problems=tuple(problems[-1]),
        confidence={framework.regions[r]: confidence(weeks[-1], r, framework) for r in range(framework.panel_size)},
        closed=tuple(closed),
        volume={framework.regions[r]: float(v) for r, v in enumerate(volume) if not np.isnan(v)},
        tripped=tripped(weeks[-1], framework),
        alone=lone_shares(weeks[-1].measured, framework),
        press=country_press(weeks[-1].measured.press, framework),
        outlets=outlet_press([w.measured.reporting for w in weeks], framework),
    )
