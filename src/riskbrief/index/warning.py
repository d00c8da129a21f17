"""Indications and warning (method A.7): the state of each signpost and the status of each warning problem.

While the press of a country is silent what was not seen was not to be seen either: such a signpost has no data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from riskbrief.assessment import ProblemState, SignpostState
from riskbrief.definitions.watched import WarningProblem
from riskbrief.index.darkness import DARK
from riskbrief.index.framework import NONE, Floats, Framework, Ints
from riskbrief.index.scoring import WeekScores
from riskbrief.index.views import WeekView
from riskbrief.periods import Week

NO_DATA, NOT_OBSERVED, EMERGING, PRESENT, STRONG = range(5)
STATE_NAMES: tuple[Literal["no_data", "not_observed", "emerging", "present", "strong"], ...] = (
    "no_data",
    "not_observed",
    "emerging",
    "present",
    "strong",
)
CHANNELS: tuple[Literal["act", "threat"], ...] = ("act", "threat")
Status = Literal["normal", "watch", "warning", "critical", "blind"]


def signpost_codes(weeks: Sequence[WeekScores], anomaly: Floats, framework: Framework) -> Ints:
    """State codes [week, channel, region, indicator] of every indicator as act and as threat."""
    rules = framework.definition.warning
    n_wholes = 1 + len(framework.pillars)
    codes = np.array([_week_codes(w, anomaly[t, :, n_wholes:], framework) for t, w in enumerate(weeks)])
    out = codes.copy()
    for t in range(len(weeks)):
        recent = codes[max(t + 1 - rules.strong_window_weeks, 0) : t + 1]
        strong = (recent == PRESENT).sum(axis=0) >= rules.strong_weeks
        out[t][strong & (codes[t] != NO_DATA)] = STRONG
        dark = weeks[t].measured.press.state == DARK
        out[t][:, dark] = np.where(out[t][:, dark] == NOT_OBSERVED, NO_DATA, out[t][:, dark])
    return out


def _week_codes(week: WeekScores, anomaly: Floats, framework: Framework) -> Ints:
    """Act: an event dated or first reported this week, or an unusual share; threat: hypothetical mentions."""
    rules, reporting = framework.definition.warning, week.measured.reporting
    acts, threats = _fresh_origins(week, framework), reporting.threats
    articles = np.where(framework.is_event | framework.is_attention, reporting.n_hits, reporting.n_articles[:, None])
    many = articles >= rules.present_articles
    unusual = many & np.where(np.isnan(anomaly), framework.is_attention, anomaly >= rules.present_anomaly)
    observed = np.where(framework.is_event, acts > 0, np.where(framework.is_attention, articles > 0, week.values > 0))
    act = np.where(observed | (threats > 0), EMERGING, NOT_OBSERVED)
    act[unusual | (acts >= rules.present_origins)] = PRESENT
    threat = np.where(threats > 0, EMERGING, NOT_OBSERVED)
    threat[threats >= rules.present_origins] = PRESENT
    out = np.array([act, threat])
    out[:, week.measured.coverage == NONE] = NO_DATA
    return out


def _fresh_origins(week: WeekScores, framework: Framework) -> Ints:
    """Most origins that affirm one event of this week: [region, indicator]."""
    facets = week.measured.facets
    out = np.zeros((len(framework.regions), len(framework.indicators)), dtype=np.int64)
    np.maximum.at(out, (facets.region, facets.indicator), np.where(facets.fresh, facets.n_origins, 0))
    return out


def problem_states(codes: Ints, framework: Framework) -> list[ProblemState]:
    """Status of every problem in every country of the panel, from the codes of one week."""
    out = []
    for problem in framework.definition.warning_problems:
        cells = _cells(problem, codes, framework)
        for region in range(framework.panel_size):
            share = float((cells[:, region] >= PRESENT).mean())
            status = _status(share, float((cells[:, region] == NO_DATA).mean()), framework)
            out.append(ProblemState(problem.id, framework.regions[region], status, share))
    return out


def signpost_states(codes: Ints, weeks: Sequence[Week], view: WeekView, framework: Framework) -> list[SignpostState]:
    """State of every signpost in every country of the panel in the last week, and since when it is to be seen."""
    dates = _mention_dates(view)
    out = []
    for problem in framework.definition.warning_problems:
        for signpost in problem.signposts:
            position = framework.indicator_ids.index(signpost.indicator)
            course = codes[:, CHANNELS.index(signpost.channel), :, position]
            for region in range(framework.panel_size):
                key = (framework.regions[region], signpost.indicator, signpost.channel)
                seen = _first_seen(course[:, region], weeks, dates.get(key, []))
                state = STATE_NAMES[course[-1, region]]
                out.append(
                    SignpostState(problem.id, key[0], signpost.indicator, signpost.channel, state, first_seen=seen)
                )
    return out


def _cells(problem: WarningProblem, codes: Ints, framework: Framework) -> Ints:
    """Codes [signpost, region] of a problem."""
    rows = [codes[CHANNELS.index(s.channel), :, framework.indicator_ids.index(s.indicator)] for s in problem.signposts]
    return np.array(rows)


def _status(share: float, unknown: float, framework: Framework) -> Status:
    rules = framework.definition.warning
    if unknown > rules.blind:
        return "blind"
    if share >= rules.critical:
        return "critical"
    if share >= rules.warning:
        return "warning"
    return "watch" if share >= rules.watch else "normal"


def _mention_dates(view: WeekView) -> dict[tuple[str, str, str], list[pd.Timestamp]]:
    """Publication days of mentions by region, indicator and channel."""
    rows = view.mentions[view.mentions["counts"] | (view.mentions["status"] == "hypothetical")]
    channel = np.where(rows["counts"], "act", "threat")
    keys = zip(rows["region_id"].fillna("").tolist(), rows["indicator_id"].tolist(), channel.tolist(), strict=True)
    out: dict[tuple[str, str, str], list[pd.Timestamp]] = {}
    for key, published in zip(keys, rows["published_at"].tolist(), strict=True):
        out.setdefault((str(key[0]), str(key[1]), str(key[2])), []).append(published)
    return out


def _first_seen(course: Ints, weeks: Sequence[Week], dates: Sequence[pd.Timestamp]) -> str:
    """ISO date of the first mention in the unbroken run of weeks in which the signpost is to be seen, or empty."""
    if course[-1] < EMERGING:
        return ""
    start = len(course) - 1
    while start > 0 and course[start - 1] >= EMERGING:
        start -= 1
    first = weeks[start]
    inside = [d for d in dates if pd.Timestamp(first.start) <= d < pd.Timestamp(first.cutoff)]
    return min(inside).date().isoformat() if inside else first.monday.isoformat()
