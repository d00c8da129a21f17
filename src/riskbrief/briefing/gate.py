"""The verdict of the quality gate: what was measured of a run against the limits of YAML. No words for readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from riskbrief.definitions.gate import Ceiling, Gate, Limits

Outcome = Literal["pass", "degraded", "refused", "not_measured"]
CONDITIONS = ("sources", "articles", "newest_days", "assessed", "outlet", "copies", "late")


@dataclass(frozen=True)
class Measure:
    """One condition as measured: `value` is `n` of `of`, in the unit of its key in YAML; None where it cannot be
    judged, and `why`. `names`: the sources that did not answer in full, or the outlet; `hours`: of late articles, after
    how many the last of them came."""

    value: float | None
    n: float = 0
    of: float = 0
    names: tuple[str, ...] = ()
    why: str = ""
    hours: float = 0


@dataclass(frozen=True)
class Condition:
    """A measure, its limits and what follows from them."""

    name: str
    measure: Measure
    limits: Limits
    outcome: Outcome


@dataclass(frozen=True)
class Verdict:
    """Every condition, in the order of `CONDITIONS`; the gravest outcome is that of the issue."""

    conditions: tuple[Condition, ...] = ()

    @property
    def outcome(self) -> Literal["pass", "degraded", "refused"]:
        if self.refused:
            return "refused"
        return "degraded" if self.degraded else "pass"

    @property
    def degraded(self) -> tuple[Condition, ...]:
        """Conditions that are not met, though not so badly that nothing may be published."""
        return tuple(c for c in self.conditions if c.outcome == "degraded")

    @property
    def refused(self) -> tuple[Condition, ...]:
        """Conditions that forbid publication."""
        return tuple(c for c in self.conditions if c.outcome == "refused")

    def says(self, name: str) -> bool:
        """Whether a condition is not met."""
        return any(c.name == name for c in (*self.degraded, *self.refused))


UNJUDGED = Verdict()


def judge(measures: Mapping[str, Measure], gate: Gate) -> Verdict:
    """The verdict on what was measured, by name of the condition.

    A value on a limit is within it. What could not be measured degrades and refuses nothing: missing is not zero.
    """
    return Verdict(tuple(_judged(name, measures[name], gate) for name in CONDITIONS))


def _judged(name: str, measure: Measure, gate: Gate) -> Condition:
    limits: Limits = getattr(gate, name)
    return Condition(name, measure, limits, _outcome(measure.value, limits))


def _outcome(value: float | None, limits: Limits) -> Outcome:
    """
    >>> _outcome(0.5, Ceiling(degrade_above=0.5, refuse_above=0.9))
    'pass'
    """
    if value is None:
        return "not_measured"
    if isinstance(limits, Ceiling):
        return _named(value > limits.refuse_above, value > limits.degrade_above)
    return _named(value < limits.refuse_below, value < limits.degrade_below)


def _named(too_bad: bool, bad: bool) -> Outcome:
    return "refused" if too_bad else "degraded" if bad else "pass"
