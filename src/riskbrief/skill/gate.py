"""Forecast only with skill (method B.22): a model speaks when it surely beats the best of the simple forecasts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from riskbrief.skill.blocks import Estimate, estimate
from riskbrief.skill.scores import Floats, Ints

MODEL, BASE_RATES = "model", "no model; base rates shown"
NO_CASE = "no forecast could be made by all of them"
NO_LOSS = "the best simple forecast missed nothing, so there is nothing to save"
TOO_FEW = "too few times with a forecast for an interval"
NO_FIGURE = "most resamples have no figure"


@dataclass(frozen=True)
class Verdict:
    """`origins`: times with a forecast; `losses`: mean loss of each forecast over the same cases; `best`: the simple
    forecast with the lowest; `skill`: share of its loss that the model saves; `untold`: why it or its interval is
    missing, empty when neither is."""

    origins: int
    cases: int
    losses: Mapping[str, float]
    best: str
    skill: Estimate
    passed: bool
    untold: str = ""

    @property
    def said(self) -> str:
        return MODEL if self.passed else BASE_RATES


def judge(
    model: Floats, baselines: Mapping[str, Floats], draw: Callable[[int], Ints], *, least: int, share: float
) -> Verdict:
    """The model's losses [country, origin] against those of the baselines, on the cases all of them have.

    Passed with `least` origins or more and the whole interval of skill above 0; `draw` gives resamples of so many
    origins. The best baseline is chosen on these very cases, which favours it.
    """
    common = ~np.isnan(np.stack([model, *baselines.values()])).any(axis=0)
    cut = {name: np.where(common, loss, np.nan)[:, common.any(axis=0)] for name, loss in baselines.items()}
    ours = np.where(common, model, np.nan)[:, common.any(axis=0)]
    if not common.any():
        nothing = Estimate(float("nan"), float("nan"), float("nan"))
        return Verdict(0, 0, {}, "", nothing, passed=False, untold=NO_CASE)
    losses = {name: float(np.nanmean(loss)) for name, loss in cut.items()}
    best = min(losses, key=lambda name: losses[name])
    rows = draw(ours.shape[1])
    found = estimate(saved, rows, ours, cut[best], share=share)
    passed = ours.shape[1] >= least and found.beyond_zero
    losses[MODEL] = float(np.nanmean(ours))
    return Verdict(ours.shape[1], int(common.sum()), losses, best, found, passed, _untold(found, rows))


def _untold(found: Estimate, rows: Ints) -> str:
    """Why a skill or its interval is missing; empty when both are known."""
    if np.isnan(found.value):
        return NO_LOSS
    if np.isnan(found.low):
        return NO_FIGURE if len(rows) else TOO_FEW
    return ""


def saved(ours: Floats, other: Floats) -> Floats:
    """1 - loss of ours / loss of the other over all cases [..., country, origin].

    >>> float(saved(np.array([[1.0, 3.0]]), np.array([[4.0, 4.0]])))
    0.5
    """
    mine, theirs = np.nansum(ours, axis=(-2, -1)), np.nansum(other, axis=(-2, -1))
    return np.asarray(np.where(theirs > 0, 1 - mine / np.where(theirs > 0, theirs, 1.0), np.nan))
