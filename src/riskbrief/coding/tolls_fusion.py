"""From what articles claim to the toll of an event (method B.6)."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import pandas as pd

from riskbrief.coding.claims import official, revises, rivals, summands
from riskbrief.coding.figure_rows import gives_figure
from riskbrief.coding.opinions import DOUBTED, TOLD_AS
from riskbrief.coding.sightings import Article, Sighting, without_idle
from riskbrief.definitions.config import Belief
from riskbrief.definitions.indicators import Indicator

CONTEST_RATIO, CONTEST_GAP = 3.0, 10.0
KINDS = ("killed", "wounded", "kidnapped")


@dataclass(frozen=True)
class Range:
    """A reported number of persons; `high` None is open; `precision` names a weight of `belief.toll_precision`;
    `revises`: said to take the place of earlier ones; `official`: given by an office of the state; `disputed`: two
    claimants in one article give numbers that cannot both be true."""

    low: float
    best: float
    high: float | None
    precision: str
    revises: bool = False
    official: bool = False
    disputed: bool = False

    @property
    def most(self) -> float:
        """The largest number it names."""
        return self.best if self.high is None else self.high

    @property
    def worded(self) -> bool:
        """Whether it is a word such as "several" or "dozens", which names the least it can mean."""
        return self.precision == "approximate" and self.low == self.best

    def overlaps(self, other: Range) -> bool:
        """Whether both can be true."""
        mine, theirs = self.high or float("inf"), other.high or float("inf")
        if self.high == 0 or other.high == 0:
            mine, theirs = self.most, other.most
        return self.low <= theirs and other.low <= mine


@dataclass(frozen=True)
class Reported:
    """The toll one origin gives, with the reliability it is believed with; `superseded` by a later revision."""

    toll: Range
    r: float
    superseded: bool = False


@dataclass(frozen=True)
class Toll:
    """The toll of an event: `low`-`high` of sources rated well enough, `best` between them, None = no toll reported."""

    low: float | None = None
    best: float | None = None
    high: float | None = None
    contested: bool = False


def fuse(reports: Sequence[Reported], belief: Belief) -> Toll:
    """One toll from the latest of each origin: best is the weighted lower median (weight r x precision), bounds come
    from origins with r >= `toll_bounds_from`; contested when two cannot both be true or the bounds lie far apart.
    A figure that a later report revises still bounds the toll, but no longer speaks for the best nor against it.

    Example (B.6): between 20 and 30 (r .85) and at least 24 (r .85) give 24, range 20-30.
    """
    if not reports:
        return Toll()
    rated = [x for x in reports if x.r >= belief.toll_bounds_from] or list(reports)
    standing = [x for x in reports if not x.superseded] or list(reports)
    weighted = [(x.toll.best, x.r * belief.toll_precision.get(x.toll.precision, 0.5)) for x in standing]  # type: ignore[call-overload]
    middle = lower_median(weighted)
    low, high = _lower_bound(rated, middle), _upper_bound(rated, belief.toll_vague_ratio)
    best = min(max(middle, low), high)
    apart = any(not a.overlaps(b) for a, b in combinations(_extremes([x.toll for x in standing]), 2))
    wide = high >= CONTEST_RATIO * low and high - low >= CONTEST_GAP and len(standing) > 1
    return Toll(low, best, high, apart or wide or any(x.toll.disputed for x in standing))


def _extremes(tolls: Sequence[Range]) -> list[Range]:
    """The few among which two cannot both be true if two among all cannot: those with the highest `low`, the lowest
    `high` and the lowest `most`, two of each, of those that count none and of the others."""
    reads: tuple[Callable[[int], float], ...] = (
        lambda n: -tolls[n].low, lambda n: tolls[n].high or math.inf, lambda n: tolls[n].most,
    )  # fmt: skip
    kinds = ([n for n, t in enumerate(tolls) if (t.high == 0) == none] for none in (False, True))
    chosen = {n for kind in kinds for read in reads for n in heapq.nsmallest(2, kind, key=read)}
    return [tolls[n] for n in sorted(chosen)]


def _lower_bound(reports: Sequence[Reported], middle: float) -> float:
    """The smallest number; "up to 100" sets none beside others, nor does "several" (3-9) where the middle is 77."""
    firm = [x for x in reports if x.toll.precision != "upper"] or reports
    firm = [x for x in firm if not (x.toll.worded and x.toll.most < middle)] or firm
    return min(x.toll.low for x in firm)


def _upper_bound(reports: Sequence[Reported], vague_ratio: float) -> float:
    """The largest number; of "hundreds" (100-999) only the 100 counts beside others."""
    if len(reports) == 1:
        return reports[0].toll.most
    return max(x.toll.best if x.toll.most > vague_ratio * x.toll.best else x.toll.most for x in reports)


def lower_median(weighted: Sequence[tuple[float, float]]) -> float:
    """The smallest value at which half the weight is reached.

    >>> lower_median([(25, 0.425), (24, 0.6375)])
    24
    """
    ordered = sorted(weighted)
    half = sum(weight for _, weight in ordered) / 2
    reached = 0.0
    for value, weight in ordered:
        reached += weight
        if reached >= half - 1e-12:
            return value
    return ordered[-1][0]


@dataclass(frozen=True)
class Claims:
    """Tolls by sighting number and kind, and the sighting each row of the claims table speaks of (-1: none)."""

    tolls: Mapping[tuple[int, str], Range]
    most_killed: Mapping[int, float]
    sighting_of_row: Sequence[int]


def attach_claims(
    claims: pd.DataFrame, mentions: pd.DataFrame, found: Sequence[Sighting], indicators: Mapping[str, Indicator]
) -> Claims:
    """Each claim to the sighting of the nearest event mention in its field; nearest to one that does not count
    (historic, hypothetical ...): to none. A field without any event mention: the first sighting of the article.
    """
    anchors = _anchors(mentions, found, indicators)
    by_number = {s.number: s for s in found}
    read = {s.article.article_id: s.article for s in found}
    owner: list[int] = []
    rows: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    for number, row in enumerate(claims.itertuples(index=False)):
        owner.append(_nearest(anchors.get(row.article_id, []), row, read.get(row.article_id)))
        if owner[-1] >= 0:
            rows[owner[-1]].append((number, row))
    tolls: dict[tuple[int, str], Range] = {}
    most: dict[int, float] = {}
    for sighting, held in rows.items():
        for kind in KINDS:
            of_kind = [r for _, r in held if r.kind == kind]
            article = by_number[sighting].article
            toll = article_toll(of_kind, [r for r in of_kind if gives_figure(r, article)])
            if toll is not None:
                said = [article.sentence(r.field, r.start).words for r in of_kind]
                tolls[sighting, kind] = replace(
                    toll, revises=any(map(revises, said)), official=any(map(official, said))
                )
        killed = [_range(r).most for _, r in held if r.kind == "killed" and r.victims != "armed_group"]
        if killed:
            most[sighting] = max(killed)
    return Claims(tolls, most, owner)


Anchor = tuple[str, int, int, int]  # field, start, end, sighting number or -1


def _anchors(
    mentions: pd.DataFrame, found: Sequence[Sighting], indicators: Mapping[str, Indicator]
) -> dict[str, list[Anchor]]:
    """Event mentions of each article with their sighting; only of families that count deaths, where there are any. What
    is said to be absent, the second reader doubts ("quatorze ne répondront plus à l'appel"), or is told as another
    indicator beside it, anchors nothing."""
    sighting_of = {f.row: s.number for s in found if not s.doubts for f in s.facets}
    deadly = {d.event_family for d in indicators.values() if d.severity.fatalities}
    kept: dict[str, list[tuple[bool, Anchor]]] = defaultdict(list)
    events = mentions[mentions["indicator_id"].isin([i for i, d in indicators.items() if d.type == "event"])]
    events = events[(events["status"] != "negated") & ~events["reason"].astype(str).str.startswith((DOUBTED, TOLD_AS))]
    for row in events[["article_id", "indicator_id", "field", "start", "end"]].itertuples():
        anchor = (row.field, row.start, row.end, sighting_of.get(row.Index, -1))
        kept[row.article_id].append((indicators[row.indicator_id].event_family in deadly, anchor))
    read = {s.article.article_id: s.article for s in found}
    chosen = {name: [a for counts, a in rows if counts] or [a for _, a in rows] for name, rows in kept.items()}
    return {name: without_idle(rows, read[name]) if name in read else rows for name, rows in chosen.items()}


def _nearest(anchors: Sequence[Anchor], row: Any, article: Article | None) -> int:
    """The sighting of the anchor nearest to a claim, one of the same sentence before any other."""
    here = [a for a in anchors if a[0] == row.field]
    if not here:
        return min((a[3] for a in anchors if a[3] >= 0), default=-1)
    said = article.sentence(row.field, row.start) if article and len(here) > 1 else None
    ranked = (
        (said is not None and not said.holds(row.field, a[1]), max(a[1] - row.end, row.start - a[2], 0), -a[3], a[3])
        for a in here
    )
    return min(ranked)[3]


def article_toll(rows: Sequence[Any], given: Sequence[Any] = ()) -> Range | None:
    """What one article says of one event: its largest number, one that is only an upper limit when there is no other;
    armed groups are left out, different classes of victims named beside each other add up. Where claimants by name, or
    figures that others give for the same victims (`given`), differ: from the smallest to the largest, the lower median
    best, disputed when they cannot be true together.
    """
    victims = [r for r in rows if r.victims != "armed_group"]
    if not victims:
        return None
    apart = rivals([r for r in victims if r not in given], [r for r in victims if r in given])
    tolls = [_sum([_range(row) for row in summands(said)]) for said in apart]
    disputed = not all(a.overlaps(b) for a, b in combinations(tolls, 2))
    if not disputed:
        tolls = [t for t in tolls if not t.worded and t.precision != "upper"] or tolls  # "dozens" beside 58
    if len({t.best for t in tolls}) == 1:
        return max(tolls, key=lambda t: (t.precision != "upper", t.best))
    low, high = min(t.low for t in tolls), max(t.most for t in tolls)
    return Range(low, lower_median([(t.best, 1.0) for t in tolls]), high, "range", disputed=disputed)


def _range(row: Any) -> Range:
    high = None if pd.isna(row.high) else float(row.high)
    return Range(float(row.low), float(row.best), high, str(row.precision))


def _sum(ranges: Sequence[Range]) -> Range:
    if len(ranges) == 1:
        return ranges[0]
    highs = [x.high for x in ranges]
    high = None if None in highs else sum(h for h in highs if h is not None)
    inexact = next((x.precision for x in ranges if x.precision != "exact"), "exact")
    return Range(sum(x.low for x in ranges), sum(x.best for x in ranges), high, inexact)
