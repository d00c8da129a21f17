"""What each article, dispute and neighbour adds to a value and to its change (method B.7, B.12, B.13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from riskbrief.index.attention import share_slopes
from riskbrief.index.attribution_wholes import gross_moves
from riskbrief.index.framework import NONE, Floats
from riskbrief.index.history import History
from riskbrief.index.measure import denominators, usual_shares
from riskbrief.index.moves import Moved
from riskbrief.index.recipes import neighbour_recipe
from riskbrief.index.views import active_events


@dataclass(frozen=True)
class Attended:
    """One week's part of a smoothed share in %: `rate` of the week, and before it is smoothed what each article and the
    usual share add. Smoothed share = rate x (articles + usual) + (1 - rate) x the share before."""

    rate: float
    articles: tuple[tuple[str, float, float, float], ...]  # article, q, outlet weight, points
    usual: float
    earlier: float

    @property
    def now(self) -> float:
        """The week's own share in %, before smoothing."""
        return float(sum(points for *_, points in self.articles)) + self.usual


def attended(history: History, region: int, indicator: int, t: int) -> Attended:
    """The week's share of one indicator, by article."""
    chosen, measured = history.framework.indicators[indicator], history.weeks[t].measured
    *per_hit, per_usual = _slopes(history, region, chosen.denominator, t)
    rows = measured.reporting.strongest
    rows = rows[(rows["region"] == region) & (rows["indicator"] == indicator)]
    told = zip(rows["article_id"], rows["q"], rows["outlet"], strict=True)
    before = float(history.weeks[t - 1].measured.smoothed[region, indicator, 0]) if t else np.nan
    rate = 1.0 if np.isnan(before) else 1 - 2.0 ** (-7 / chosen.half_life_days)
    return Attended(
        rate=rate,
        articles=tuple((str(a), float(q), _weight(per_hit, o), float(q) * float(per_hit[o])) for a, q, o in told),
        usual=float(per_usual * _usual(history, t)[region, indicator]),
        earlier=0.0 if np.isnan(before) else (1 - rate) * before,
    )


def _usual(history: History, t: int) -> Floats:
    """The usual shares 0-1 [region, indicator] that a week's are shrunk to."""
    past, window = [w.measured for w in history.weeks[:t]], history.weeks[t].measured.window
    return history.once(("usual", t), lambda: usual_shares([m.raw for m in past], window, history.framework))


def _slopes(history: History, region: int, denominator: str, t: int) -> Floats:
    """The slopes of a week's shares, 0 in a week without articles."""
    now = history.weeks[t].measured

    def asked() -> Floats:
        counts = denominators(now.reporting, [w.measured for w in history.weeks[:t]], now.window, history.framework)
        return np.nan_to_num(share_slopes(counts[denominator][region], history.framework))

    return history.once(("slopes", region, denominator, t), asked)


def _weight(per_hit: Sequence[float], outlet: int) -> float:
    """An outlet's weight against the heaviest of the week: 1 for that one."""
    return float(per_hit[outlet] / max(max(per_hit), 1e-12))


def article_moves(history: History, region: int, indicator: int, since: int, until: int) -> list[Moved]:
    """The change of a smoothed share: new articles, the first week's articles and earlier weeks as they fade, the usual
    share. Weeks that were not assessed are skipped, as smoothing skips them."""
    steps = [t for t in range(since + 1, until + 1) if history.weeks[t].measured.coverage[region] > NONE]
    first = attended(history, region, indicator, since)
    fresh = [attended(history, region, indicator, t) for t in steps]
    keeps = [float(np.prod([1 - later.rate for later in fresh[k + 1 :]])) * w.rate for k, w in enumerate(fresh)]
    lost = float(np.prod([1 - w.rate for w in fresh])) - 1
    moves = [
        Moved(article, "article", keep * points, {"how": "new", "q": q, "weight": weight})
        for keep, week in zip(keeps, fresh, strict=True)
        for article, q, weight, points in week.articles
    ]
    moves += [
        Moved(article, "article", lost * first.rate * points, {"how": "faded", "q": q, "weight": weight})
        for article, q, weight, points in first.articles
    ]
    usual = sum(keep * week.usual for keep, week in zip(keeps, fresh, strict=True)) + lost * first.rate * first.usual
    return [*moves, Moved("usual share", "usual", usual), Moved("earlier weeks", "earlier", lost * first.earlier)]


def disputes(history: History, region: int, t: int) -> tuple[list[str], int]:
    """The contested events of a week, and how many events it had."""
    active = active_events(history.view_of(history.weeks[t].measured.week))
    own = active[active["region_id"] == history.framework.regions[region]]
    return sorted(map(str, own["event_id"][own["contested"].to_numpy(bool)])), len(own)


def dispute_moves(history: History, region: int, since: int, until: int) -> list[Moved]:
    """The change of the contested share 100 C / (N + 4): events disputed anew or no more, and how many events there
    are, each with the mean of the other factor."""
    (was, n0), (now, n1) = disputes(history, region, since), disputes(history, region, until)
    shrinkage = history.framework.definition.pressure.contest_shrinkage
    each = [100 / (n + shrinkage) if n + shrinkage else 0.0 for n in (n0, n1)]
    worth = sum(each) / 2
    moves = [Moved(e, "dispute", worth, {"how": "new"}) for e in now if e not in was]
    moves += [Moved(e, "dispute", -worth, {"how": "gone"}) for e in was if e not in now]
    crowd = (len(was) + len(now)) / 2 * (each[1] - each[0])
    return [*moves, Moved("events of the week", "crowd", crowd, {"before": n0, "after": n1})]


def neighbour_moves(history: History, region: int, indicator: int, since: int, until: int) -> list[Moved]:
    """The change of spillover by neighbour: what moved there, and which neighbours became assessed or ceased to be."""
    recipe = neighbour_recipe(history.framework, region)
    border = recipe.weight > 0
    before, after = (history.pressing(indicator, t)[border] for t in (since, until))
    return [
        Moved(m.name, "region" if m.kind == "node" else m.kind, m.points, m.facts)
        for m in gross_moves(recipe.only(border), before, after)
    ]
