"""What the weeks would hold without one term of one indicator: the mentions that only it finds fall (method B.23).

An origin's evidence of an event falls when no other counted mention of that indicator affirms it; an event falls with
its last evidence. An article's attention falls to what its other terms find. Tolls of events that stand stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from riskbrief.index.facets import Facets
from riskbrief.index.framework import NONE, Flags, Floats, Ints
from riskbrief.index.leave_out import Base, Cell, both, dispute
from riskbrief.index.rescore import Observed
from riskbrief.index.shares import Shares
from riskbrief.index.sieve import kept
from riskbrief.index.views import in_week

Key = tuple[str, str]  # indicator, term


@dataclass(frozen=True)
class Links:
    """Counted mentions behind the evidence of a week and region: `row` of its facets, their term, weight, severity."""

    row: Ints
    key: np.ndarray
    alpha: Floats
    base: Floats


@dataclass(frozen=True)
class Hits:
    """Counted attention mentions of unique articles about a region by one indicator, all weeks."""

    week: Ints
    outlet: Ints
    article: Ints
    q: Floats
    term: np.ndarray


def without_terms(base: Base) -> Iterator[tuple[Key, Observed]]:
    """For each (indicator, term) that feeds the history, sorted: what the weeks would hold without it."""
    links, hits, speaking = _links(base), _hits(base), _speaking(base)
    cells: dict[Key, list[Cell]] = defaultdict(list)
    for cell, one in links.items():
        for key in set(one.key.tolist()):
            cells[key].append(cell)
    shares = Shares(base.weeks, base.framework)
    where: dict[Key, list[int]] = defaultdict(list)
    for (region, indicator), own in hits.items():
        for term in set(own.term.tolist()):
            where[base.framework.indicator_ids[indicator], term].append(region)
    for key in sorted({*cells, *where}):
        values = both(base.observed)
        position = base.framework.indicator_ids.index(key[0])
        fallen = {cell: _unsay(base, values, cell, links[cell], key, position) for cell in cells[key]}
        for cell in sorted({*fallen, *speaking[key]}):
            dispute(base, values, [cell], fallen.get(cell, frozenset()), key)
        for region in where[key]:
            _unwrite(base, values, (region, position), hits[region, position], key[1], shares)
        yield key, replace(base.observed, values=values[0], firm=values[1])


def _unsay(base: Base, values: Floats, cell: Cell, links: Links, key: Key, position: int) -> frozenset[str]:
    """Put the pressure of an indicator without a term into a cell of values; the events that fall."""
    facets = base.facets[cell]
    rest = _remaining(base, facets, links, np.array([k != key for k in links.key.tolist()], dtype=bool))
    values[:, *cell, position] = base.pressure(cell, rest)[:, position]
    return frozenset(facets.event_id.tolist()) - frozenset(rest.event_id.tolist())


def _unwrite(base: Base, values: Floats, at: tuple[int, int], hits: Hits, term: str, shares: Shares) -> None:
    """Put the smoothed share of an indicator in a region without a term into values [2, ...]."""
    left = hits.term != term
    most = np.zeros(int(hits.article.max()) + 1)
    np.maximum.at(most, hits.article[left], hits.q[left])
    article, first = np.unique(hits.article, return_index=True)
    counted = np.zeros((len(base.weeks), len(base.framework.outlets)))
    np.add.at(counted, (hits.week[first], hits.outlet[first]), most[article])
    assessed = np.array([w.coverage[at[0]] > NONE for w in base.weeks])
    values[:, assessed, at[0], at[1]] = shares.smoothed(*at, counted)[:, assessed]


def _remaining(base: Base, facets: Facets, links: Links, said: Flags) -> Facets:
    """The facets with only those links that are still said."""
    n_rows, facet = len(facets.outlet), facets.of_row
    lost = np.bincount(links.row[~said], minlength=n_rows) > 0
    held = np.bincount(links.row[said], minlength=n_rows) > 0
    alpha = np.where(lost, 0.0, facets.alpha)
    np.maximum.at(alpha, links.row[said & lost[links.row]], links.alpha[said & lost[links.row]])
    touched = np.bincount(facet, lost, len(facets)) > 0
    severity = np.where(touched, 0.0, facets.base)
    owner = facet[links.row]
    mine = said & touched[owner]
    np.maximum.at(severity, owner[mine], links.base[mine])
    severity = np.where(severity > 0, severity, facets.base)
    return kept(facets, held | ~lost, base.framework, alpha=alpha, base=severity)


def _links(base: Base) -> dict[Cell, Links]:
    """By assessed week and region: which counted mentions stand behind which evidence rows."""
    out: dict[Cell, Links] = {}
    ids = np.array(base.framework.indicator_ids, dtype=object)
    for t, view in enumerate(base.views):
        said = view.mentions[view.mentions["counts"] & view.mentions["event_id"].notna()]
        said = said[["event_id", "indicator_id", "origin_id", "term", "alpha", "severity_base"]].astype(
            {"event_id": object, "indicator_id": object, "origin_id": object}
        )
        for cell in ((t, r) for r in range(len(base.framework.regions)) if (t, r) in base.facets):
            facets = base.facets[cell]
            facet = facets.of_row
            rows = pd.DataFrame(
                {
                    "event_id": facets.event_id[facet],
                    "indicator_id": ids[facets.indicator[facet]],
                    "origin_id": facets.origin_id,
                    "row": np.arange(len(facet)),
                }
            )[facets.affirms]
            found = rows.merge(said, on=["event_id", "indicator_id", "origin_id"])
            keys = np.empty(len(found), dtype=object)
            keys[:] = [(i, base.name(term)) for i, term in zip(found["indicator_id"], found["term"], strict=True)]
            alpha, severity = found["alpha"].to_numpy(float), found["severity_base"].to_numpy(float)
            out[cell] = Links(found["row"].to_numpy(np.int64), keys, alpha, severity)
    return out


def _hits(base: Base) -> dict[tuple[int, int], Hits]:
    """By region and indicator."""
    frames = []
    for t, (view, week) in enumerate(zip(base.views, base.weeks, strict=True)):
        said = view.mentions[in_week(view.mentions["published_at"], view.week) & view.mentions["counts"]]
        said = said.assign(
            region=base.framework.codes(said["region_id"], "regions"),
            indicator=base.framework.codes(said["indicator_id"], "indicators"),
            q=said["zone_weight"] * said["alpha"],
            t=t,
        )
        unique = week.reporting.strongest[["region", "indicator", "article_id", "outlet"]]
        frames.append(said.merge(unique, on=["region", "indicator", "article_id"]))
    rows = pd.concat(frames, ignore_index=True)
    rows["article"] = pd.factorize(rows["article_id"])[0]
    rows["term"] = [base.name(term) for term in rows["term"]]
    return {
        (int(region), int(indicator)): Hits(
            week=own["t"].to_numpy(np.int64),
            outlet=own["outlet"].to_numpy(np.int64),
            article=own["article"].to_numpy(np.int64),
            q=own["q"].to_numpy(float),
            term=own["term"].to_numpy(object),
        )
        for (region, indicator), own in rows.groupby(["region", "indicator"], sort=True)
    }


def _speaking(base: Base) -> dict[Key, set[Cell]]:
    """In which assessed weeks and regions mentions of a term make an event count for the contested share."""
    out: dict[Key, set[Cell]] = defaultdict(set)
    for t, active in enumerate(base.active):
        for event, region in zip(active.event_id, active.region, strict=True):
            if region >= 0 and base.weeks[t].coverage[region] > NONE and event not in active.fixed:
                for key in active.speaking[event]:
                    out[key].add((t, region))
    return out
