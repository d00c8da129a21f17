"""Which alerts were open at the end of each past week, from that week and those before it alone (method B.20, B.24)."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.assessment import Alert
from riskbrief.index.alerts import open_alerts
from riskbrief.index.framework import Framework
from riskbrief.index.scoring import WeekScores
from riskbrief.index.surprises import surprises
from riskbrief.index.warning import problem_states, signpost_codes


def alerts_then(weeks: Sequence[WeekScores], framework: Framework, *, last: int) -> list[list[Alert]]:
    """Alerts and opportunities open at the end of each of the `last` weeks, oldest first.

    `weeks` are scored weeks in a row, as `score_weeks(..., keep_weeks=True)` keeps them, the first long enough before.
    """
    z, anomaly = surprises(weeks, framework)
    problems = [problem_states(now, framework) for now in signpost_codes(weeks, anomaly, framework)]
    first = max(len(weeks) - last, 0)
    return [open_alerts(weeks[:n], z[:n], problems[:n], framework)[0] for n in range(first + 1, len(weeks) + 1)]
