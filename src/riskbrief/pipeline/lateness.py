"""Articles of a week that came too late for it: what a run that starts days after the week cannot say it knew."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from riskbrief.briefing.gate import Measure
from riskbrief.definitions.keeping import LONGEST_LAG
from riskbrief.ingest.collect import Intake
from riskbrief.periods import Week
from riskbrief.pipeline.gathering import Gathered, Late

NONE_LATE = Late()


def late_of(taken: Intake, week: Week, *, lag_hours: float) -> Late:
    """The articles of the week that count as not known at its end, because they arrived more than `lag_hours` later."""
    if isinstance(taken, Gathered) and taken.late is not None:
        return taken.late
    articles, cutoff = taken.articles, pd.Timestamp(week.cutoff)
    own = articles[(articles["published_at"] >= pd.Timestamp(week.start)) & (articles["published_at"] < cutoff)]
    behind = own["known_at"][own["known_at"] >= cutoff] - cutoff
    if behind.empty:
        return Late(0, len(own))
    return Late(len(behind), len(own), math.ceil(behind.max() / pd.Timedelta(hours=1) + lag_hours))


def late_measure(late: Late) -> Measure:
    """As the gate judges it."""
    if not late.of:
        return Measure(None, why="no article of the week is on record")
    return Measure(late.share, late.n, late.of, hours=late.hours)


def late_record(late: Late) -> dict[str, Any]:
    """As run.json has it, which tells it only of an issue that says so: what else arrives late changes no issue."""
    return {"n": late.n, "of": late.of, "hours": late.hours}


def read_late(read: Mapping[str, Any]) -> Late:
    """What run.json says of it. Errors: KeyError, TypeError, ValueError where that is none."""
    told = read.get("late")
    return Late(int(told["n"]), int(told["of"]), int(told["hours"])) if told else NONE_LATE


def late_words(measure: Measure) -> str:
    """What happened, for an operator."""
    counted = f"{measure.n:g} of the {measure.of:g} articles of the week on record ({measure.value or 0.0:.0%})"
    when = f"later after its end than `store.lag_hours` allows, the last {measure.hours:g} hours after it"
    return f"{counted} arrived {when}, and count as not known by then"


def late_remedy(measure: Measure) -> str:
    """How to have them counted, and how to come in time."""
    soon = "Start runs, or `riskbrief ingest`, sooner after the week."
    if measure.hours > LONGEST_LAG:
        return soon
    return f"To count them, set `store.lag_hours: {measure.hours:g}` in config.yaml and run the report again. {soon}"
