"""Single steps of the index on small inputs, each by the function that scores a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from index_tables import BELIEF, INDICATORS, PILLAR_OF, PILLARS, REGIONS, WEEK, World, definition, score
from riskbrief.coding.tolls_fusion import Range, Reported, fuse
from riskbrief.definitions.config import Aggregator, Pressure
from riskbrief.definitions.indicators import Indicator
from riskbrief.index.attention import attention_shares
from riskbrief.index.draws import Chance, certain
from riskbrief.index.events import cap_factors, credibility, point
from riskbrief.index.facets import Facets, read_facets
from riskbrief.index.framework import Framework, build_framework
from riskbrief.index.normalise import normalise
from riskbrief.index.pillars import index_whole, pillar_whole


def near(value: float, places: int = 2) -> object:
    """A number printed with so many decimals."""
    return pytest.approx(value, abs=0.5 * 10**-places + 1e-9)


def weeks_of(usual: int, now: int) -> World:
    """Fourteen weeks with so many articles on Mali, then this week with its own number; by five outlets."""
    world = World()
    for back in range(14, 0, -1):
        world.filler("MLI", WEEK.shift(-back), n=usual, outlets=5)
    return world.filler("MLI", WEEK, n=now, outlets=5)


def framework(world: World | None = None, **changes: Any) -> Framework:
    """The shipped index for Mali and its neighbours, changed where asked, with the outlets of a world."""
    return build_framework(
        definition(**changes), INDICATORS, pillar_of=PILLAR_OF, regions=REGIONS, panel=["MLI"],
        outlets=(world or World()).outlets(), seen_outlets=[],
    )  # fmt: skip


def facets(*origins: tuple[str, float], refuted_by: str = "") -> tuple[Facets, Chance]:
    """One event affirmed by outlets of these letters and status weights."""
    world = World(ratings={f"{letter}{k}": letter for k, (letter, _) in enumerate(origins)} | {"X": refuted_by or "B"})
    world.event("e", "MLI", WEEK.monday, {})
    for k, (letter, alpha) in enumerate(origins):
        support = {"origin": f"o{k}", "source": f"{letter}{k}", "alpha": alpha}
        world.support("e", "sec_attack_civilians", "MLI", WEEK.monday, **support)
    if refuted_by:
        world.support("e", "sec_attack_civilians", "MLI", WEEK.monday, origin="r", source="X", stance="refutes")
    frame = framework(world)
    return read_facets(world.view(WEEK), frame), certain(frame)


def normalised(x: float, *, past: list[float] | None = None, **more: object) -> float:
    """The score of one value by an event indicator of weight 1, changed where asked."""
    plain = {"id": "i", "name": {}, "question": {}, "type": "event", "weight": 1}
    indicator = Indicator(**(plain | more))
    history = np.array(past or [], dtype=float)[:, None]
    return float(normalise(np.array([[x]]), indicator, past=history, definition=definition())[0, 0])


def observed(world: World, indicator: str, **how: Any) -> float:
    """What was observed of an indicator in Mali this week."""
    rows = score(world, **how).observations
    here = (rows["region_id"] == "MLI") & (rows["week"] == str(WEEK))
    return float(rows[here & (rows["indicator_id"] == indicator)]["value"].iloc[0])


def kappa(*origins: tuple[str, float]) -> float:
    """Belief in an event that outlets of these letters and status weights affirm."""
    found, chance = facets(*origins)
    return float(credibility(found, chance, BELIEF)[0, 0])


def fused(*reports: tuple[float, str, float]) -> float | None:
    """The best toll from (number, precision, reliability) of origins."""
    return fuse([Reported(Range(n, n, n, precision), r) for n, precision, r in reports], BELIEF).best


def left_of(events: list[float], rest: float) -> float:
    """What the cap leaves of the events of one C-rated outlet alone, beside the weight of corroborated ones."""
    n = len(events) + 1
    many = replace(
        facets(("C", 1))[0], region=np.zeros(n, dtype=np.int64), indicator=np.zeros(n, dtype=np.int64),
        owner=np.zeros(n, dtype=np.int64), sole_r=np.full(n, 0.7), n_origins=np.array([1] * (n - 1) + [2]),
        starts=np.arange(n),
    )  # fmt: skip
    weight = np.array([*events, rest])
    return float((weight * cap_factors(many, weight, Pressure()))[:-1].sum())


def recencies(days: list[int], **changes: Any) -> list[float]:
    """What is left of events of so many days ago, by an indicator whose half-life is 14 days."""
    world = World()
    for n, ago in enumerate(days):
        day = WEEK.sunday - timedelta(days=ago)
        world.event(f"{n:04}", "MLI", day, {"sec_attack_civilians": [("o", "v"), ("p", "w")]})
    frame = framework(world, pressure=changes)
    return list(point(read_facets(world.view(WEEK), frame), frame).recency)


def share_of(hits: float, articles: float, prior: float) -> float:
    """Attention of one outlet whose weight is 1."""
    frame = replace(framework(World(ratings={"one": "A"})), reliability=np.ones(1))
    counted = np.array([articles]), np.array([[hits]]), np.array([0])
    return float(attention_shares(*counted, chance=certain(frame), prior=np.array([prior]), framework=frame)[0, 0])


def pillar_from(name: str, scores: dict[str, float], **changes: Any) -> float:
    """A pillar from the scores of some indicators; those not named are not assessed."""
    pillars = PILLARS | {name: PILLARS[name] | changes}
    frame = framework(pillars=pillars, composite={"min_weight": 0.5})
    every = np.array([scores.get(i, np.nan) for i in frame.indicator_ids])[None, :, None]
    even = np.ones((every.size, 1))
    return float(pillar_whole(every, frame.pillars.index(name), framework=frame, factor=even).score[0, 0])


def index_from(name: str, p: float = 2) -> tuple[float, list[float]]:
    """The index of pillars 80, 20, 20, 20 without a floor, and the points of each."""
    frame = framework(composite={"aggregate": Aggregator(name=name, p=p), "floor": 0})
    whole = index_whole(np.array([80, 20, 20, 20.0])[None, :, None], framework=frame, factor=np.ones((4, 1)))
    return float(whole.score[0, 0]), whole.parts[0].tolist()
