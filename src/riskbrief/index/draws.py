"""Seeded draws for intervals (method B.18): column 0 is always the undisturbed point estimate.

Every draw belongs to a name (an outlet, an indicator, an event), never to a week or a position: two weeks share their
draws, so that a change compares like with like (B.19), and a new outlet or event leaves all other draws as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from riskbrief.definitions.config import Uncertainty
from riskbrief.index.framework import Flags, Floats, Framework, Ints

BEST = 1  # position of the best toll among (low, best, high)


def generator(*names: str) -> np.random.Generator:
    """A generator whose seed is the first eight bytes of sha256 over the names (B.1)."""
    digest = hashlib.sha256("|".join(names).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "big")))


Key = tuple[int, float, float]  # outlet, reliability, weight of the status


@dataclass(frozen=True)
class Chance:
    """Draws of one region and week: `mass` of each outlet [outlet, draw] and `shift` of its reliability; `logs`: what
    `doubts` worked out that does not hang on mass, shared by all chances with one shift; `weighed`: see `weights`."""

    mass: Floats
    shift: Floats
    bounds: tuple[float, float]
    logs: dict[Key, Floats] = field(default_factory=dict, compare=False, repr=False)
    weighed: dict[bytes, Floats] = field(default_factory=dict, compare=False, repr=False)

    def reliability(self, outlet: Ints, r: Floats) -> Floats:
        """Reliability [row, draw] of rows with outlet and point value r; column 0 is r itself."""
        out = r[:, None] + self.shift[outlet]
        out[:, 1:] = np.clip(out[:, 1:], *self.bounds)
        return np.asarray(out)

    def weights(self, r: Floats) -> Floats:
        """Reliability x mass [outlet, draw] of all outlets, whose point values are r; remembered."""
        rated = r.tobytes()
        if rated not in self.weighed:
            self.weighed[rated] = self.reliability(np.arange(len(r)), r) * self.mass
            self.weighed[rated].setflags(write=False)
        return self.weighed[rated]

    def log_doubt(self, outlet: Ints, r: Floats, factor: Floats) -> Floats:
        """ln(1 - factor x r) [row, draw] of an outlet that is drawn once."""
        return np.asarray(np.log1p(-np.minimum(factor[:, None] * self.reliability(outlet, r), 1 - 1e-12)))

    def point(self) -> Chance:
        """The point estimate alone."""
        return Chance(self.mass[:, :1], self.shift[:, :1], self.bounds)

    @cached_property
    def doubts(self) -> Doubts:
        """What distinct sources leave of doubt, remembered as they come up."""
        return Doubts(self)


def certain(framework: Framework) -> Chance:
    """The point estimate of any region: every outlet counts once and is as reliable as it is rated."""
    n = len(framework.outlets)
    return Chance(np.ones((n, 1)), np.zeros((n, 1)), framework.definition.uncertainty.reliability_bounds)


class Doubts:
    """Distinct sources (outlet, r, weight of status): `doubt` [source, draw], the log of the share of doubt each
    leaves, and `support` = 1 - exp(doubt); most events have one source, and the same few come up week after week."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._place: dict[Key, int] = {}
        self.doubt = np.zeros((0, chance.mass.shape[1]))
        self.support = self.doubt

    def places(self, outlet: Ints, r: Floats, factor: Floats) -> Ints:
        """Which source each row is."""
        keys = list(zip(outlet.tolist(), r.tolist(), factor.tolist(), strict=True))
        found = list(map(self._place.get, keys))
        if None in found:
            self._add([key for key in dict.fromkeys(keys) if key not in self._place])
            found = list(map(self._place.get, keys))
        return np.array(found, dtype=np.int64)

    def _add(self, keys: list[Key]) -> None:
        chance, outlet = self._chance, np.array([k[0] for k in keys])
        for key in keys:
            if key not in chance.logs:
                chance.logs[key] = chance.log_doubt(*(np.array([part]) for part in key))[0]
        self._place |= {key: len(self._place) + n for n, key in enumerate(keys)}
        more = np.array([chance.logs[key] for key in keys]) * chance.mass[outlet]
        self.doubt = np.concatenate([self.doubt, more])
        self.support = np.concatenate([self.support, -np.expm1(more)])


class Draws:
    """All draws of a run; `size` draws beside the point estimate."""

    def __init__(self, framework: Framework, seed_key: str, size: int) -> None:
        self._framework, self._key, self._rules = framework, seed_key, framework.definition.uncertainty
        self.size = size
        self._mass: dict[int, Floats] = {}
        self._chances: dict[int, tuple[Flags, Chance]] = {}
        self._logs: dict[Key, Floats] = {}
        self._toll_places: dict[int, dict[str, int]] = {}
        self._tolls: dict[int, npt.NDArray[np.int8]] = {}
        self._shift = self._uniform("reliability", framework.outlets, self._rules.reliability_spread, centre=0.0)
        self.indicator_factor = self._uniform("weight", framework.indicator_ids, self._rules.weight_spread, centre=1.0)
        self.pillar_factor = self._uniform("weight", framework.pillars, self._rules.weight_spread, centre=1.0)

    def chance(self, region: int, universe: Flags) -> Chance:
        """Bayesian bootstrap over the outlets that ever wrote about the region: Dirichlet(1, ..., 1) x their number."""
        if region not in self._mass:
            self._mass[region] = self._gammas(self._framework.regions[region])
        before = self._chances.get(region)
        if before is None or not np.array_equal(before[0], universe):
            mass = self._mass[region]
            if universe.any():
                mass = mass / mass[universe].mean(axis=0)
            before = universe.copy(), Chance(mass, self._shift, self._rules.reliability_bounds, self._logs)
            self._chances[region] = before
        return before[1]

    def toll_choices(self, region: int, events: Sequence[str]) -> npt.NDArray[np.int8]:
        """Which of low, best, high each draw takes for events of a region [event, draw]."""
        place = self._toll_places.setdefault(region, {})
        new = [event for event in dict.fromkeys(events) if event not in place]
        if new:
            place |= {event: len(place) + n for n, event in enumerate(new)}
            drawn = np.array([self._tolls_of(region, event) for event in new])
            self._tolls[region] = np.concatenate([self._tolls[region], drawn]) if region in self._tolls else drawn
        return self._tolls[region][[place[event] for event in events]]

    def _tolls_of(self, region: int, event: str) -> npt.NDArray[np.int8]:
        drawn = generator("toll", self._framework.regions[region], event, self._key).integers(0, 3, self.size)
        return np.concatenate([[BEST], drawn]).astype(np.int8)

    def _gammas(self, region: str) -> Floats:
        rows = [generator("outlet", region, o, self._key).gamma(1.0, size=self.size) for o in self._framework.outlets]
        return np.column_stack([np.ones(len(rows)), np.array(rows).reshape(len(rows), self.size)])

    def _uniform(self, kind: str, names: tuple[str, ...], spread: float, *, centre: float) -> Floats:
        rows = [generator(kind, n, self._key).uniform(centre - spread, centre + spread, self.size) for n in names]
        return np.column_stack([np.full(len(rows), centre), np.array(rows).reshape(len(rows), self.size)])


def interval(values: Floats, rules: Uncertainty) -> tuple[Floats, Floats]:
    """Lower and upper bound over the draws (columns 1 and on) of the last axis, widened to hold the point estimate."""
    low, high = (np.full(values.shape[:-1], np.nan) for _ in range(2))
    if values.shape[-1] > 1:
        tail, known = (1 - rules.interval) / 2, ~np.isnan(values[..., 0])
        low[known], high[known] = over_draws(values[known][:, 1:], tail, 1 - tail)
    return np.minimum(low, values[..., 0]), np.maximum(high, values[..., 0])


def over_draws(values: Floats, *at: float) -> list[Floats]:
    """Quantiles over the last axis, linear between ranks; NaN where any draw is missing.

    Sorting serves all of them and takes a sixth of the time of partitioning, which `np.quantile` does.

    >>> [float(q) for q in over_draws(np.array([3.0, 1, 2, 4]), 0.5, 1)]
    [2.5, 4.0]
    """
    return of_ordered(np.sort(values, axis=-1), *at)


def of_ordered(values: Floats, *at: float) -> list[Floats]:
    """The same of values that are sorted already."""
    missing = np.isnan(values[..., -1])
    found = []
    for q in at:
        place = q * (values.shape[-1] - 1)
        low, high = values[..., int(np.floor(place))], values[..., int(np.ceil(place))]
        found.append(np.where(missing, np.nan, low + (high - low) * (place - np.floor(place))))
    return found
