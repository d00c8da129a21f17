"""What a whole is worth when some of its parts are missing (method B.17): a registered policy, chosen per whole.

A policy says whether enough is known. Where it is, the weights of the known parts are scaled to sum to 1; nothing is
ever put in place of a missing score. Source: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 3,
imputation of missing data (case deletion, and why imputed means understate the spread).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pydantic import Field

from riskbrief.definitions.config import Missing
from riskbrief.index.framework import Flags, Floats
from riskbrief.registry import Params, Registry

ROUNDING = 1e-9  # a share of weight this little below the least one is enough
Policy = Callable[[Flags, Floats, Params], Flags]
POLICIES: Registry[Policy] = Registry("policies")


class ShareParams(Params):
    """Least share of weight that must be known."""

    min_weight: float = Field(0.6, ge=0, le=1)


def enough(choice: Missing, known: Flags, weight: Floats, *, min_weight: float) -> Flags:
    """Which rows of `known` [row, part] suffice for a whole, given weights [part]; none where no weight is known.

    `min_weight` holds where the choice names none.
    """
    member = POLICIES[choice.name]
    share = min_weight if choice.min_weight is None else choice.min_weight
    options = {"min_weight": share} if "min_weight" in member.params.model_fields else {}
    return member.function(known, weight, member.params.model_validate(options)) & (known @ weight > 0)


def known_share(known: Flags, weight: Floats) -> Floats:
    """Share 0-1 of weight [part] that is known, by row [row, part].

    >>> weight = np.array([0.18, 0.12, 0.18, 0.10, 0.42])
    >>> known_share(np.array([[True, True, True, True, False]]), weight).round(2).tolist()
    [0.58]
    """
    return np.asarray(known @ weight / max(weight.sum(), 1e-12))


def renormalised(weight: Floats, known: Flags, factor: Floats) -> Floats:
    """Weights [row, part, draw] that sum to 1 over the known parts; `factor` [part, draw] disturbs them."""
    disturbed = known[:, :, None] * (weight[:, None] * factor)[None]
    return np.asarray(disturbed / np.maximum(disturbed.sum(axis=1, keepdims=True), 1e-12))


def needs(choice: Missing, min_weight: float) -> str:
    """What a policy asks for, in words; `min_weight` holds where the choice names none."""
    least = min_weight if choice.min_weight is None else choice.min_weight
    told = {"renormalise": f"{least:.0%}", "require_all": "all of it", "mean_of_assessed": "some of it"}
    return told.get(choice.name, choice.name)


@POLICIES.register("renormalise", ShareParams)
def renormalise(known: Flags, weight: Floats, params: Params) -> Flags:
    """Enough from `min_weight` of the weight; the rest is spread over what is known (the rule of this index).

    >>> weight = np.array([0.18, 0.12, 0.18, 0.10, 0.42])
    >>> renormalise(np.array([[True] * 4 + [False], [False] + [True] * 4]), weight, ShareParams()).tolist()
    [False, True]
    """
    assert isinstance(params, ShareParams)
    return np.asarray(known_share(known, weight) >= params.min_weight - ROUNDING)


@POLICIES.register("require_all")
def require_all(known: Flags, weight: Floats, params: Params) -> Flags:
    """Every part that has weight must be known (the Human Development Index).

    >>> require_all(np.array([[True, True, False], [True, False, True]]), np.array([0.5, 0.5, 0]), Params()).tolist()
    [True, False]
    """
    return np.asarray((known | (weight <= 0)).all(axis=1))


@POLICIES.register("mean_of_assessed")
def mean_of_assessed(known: Flags, weight: Floats, params: Params) -> Flags:
    """One known part is enough, however little its weight (INFORM's components: the mean of the indicators there are).

    >>> mean_of_assessed(np.array([[False, True], [False, False]]), np.array([0.9, 0.1]), Params()).tolist()
    [True, False]
    """
    return np.asarray((known & (weight > 0)).any(axis=1))
