"""Volume V: what was published in the week against the median baseline week of the same outlets (method B.11)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from riskbrief.briefing.desk import Desk


@dataclass(frozen=True)
class Volume:
    """Independent articles of the week, and V; None while no usual week is known."""

    articles: int
    ratio: float | None


def nothing_collected(desk: Desk) -> bool:
    """Whether not one article of the week was read, of whatever country: our gap, and no silence of a press."""
    return len(desk.week_articles) == 0


def week_source(desk: Desk) -> str:
    """How many articles the week brought: the line beneath a figure that shows one week."""
    return desk.book.write("source_articles", [desk.fact.number("n", len(desk.week_articles))])


def panel_volume(desk: Desk) -> Volume:
    """Volume of everything read: `articles` counts all outlets, V only those seen long enough."""
    return _volume(desk, desk.given.articles)


def own_volume(desk: Desk, region: str) -> float | None:
    """V of the country's own outlets, None when it has none or their usual week is not known.

    Not the reading of `index.press`, which decides whether the press is dark: that counts what these outlets wrote
    about the country, each with at most `volume_surge` times its usual week; this, all they published (B.11).
    """
    if region not in desk.own_volumes:
        outlets, articles = desk.given.outlets, desk.given.articles
        own = outlets.loc[outlets["country"] == region, "source_id"]
        desk.own_volumes[region] = _volume(desk, articles[articles["source_id"].isin(own)]).ratio
    return desk.own_volumes[region]


def has_own_outlets(desk: Desk) -> bool:
    """Whether any outlet read is on record as one of a country of the panel."""
    return bool(desk.given.outlets["country"].isin(desk.given.panel.regions).any())


def gap_limit(desk: Desk) -> float:
    """V below which a week counts as a coverage gap: where the index stops correcting for volume."""
    return desk.given.config.index.pressure.volume_clip[0]


def silent_countries(desk: Desk) -> list[tuple[str, float]]:
    """Countries whose own outlets fell below the limit, with their V: the signpost `blackout`."""
    volumes = ((s.region_id, own_volume(desk, s.region_id)) for s in desk.standings)
    return [(region, v) for region, v in volumes if v is not None and v < gap_limit(desk)]


def uncovered_countries(desk: Desk) -> list[str]:
    """Countries about which less than the limit of a usual week was written, the emptiest first."""
    volume = desk.given.assessment.volume
    low = [r for r in desk.given.panel.regions if volume.get(r, 1.0) < gap_limit(desk)]
    return sorted(low, key=lambda r: (volume[r], r))


def dark_countries(desk: Desk) -> list[str]:
    """Countries whose press is silent: far less was written about them, or by their own outlets, than usual; none in
    a week in which nothing at all was collected."""
    press = {} if nothing_collected(desk) else desk.given.assessment.press
    return [r for r in desk.given.panel.regions if r in press and press[r].state == "dark"]


def hushed(desk: Desk, region: str, change: float) -> bool:
    """Whether a change is a fall in a week in which the country's press is silent, which is no improvement (B.17)."""
    return change < 0 and region in dark_countries(desk)


def dark_outlets(desk: Desk) -> list[str]:
    """Outlets that published far less than usual, the ones most missed first."""
    told = desk.given.assessment.outlets
    dark = [name for name, press in told.items() if press.state == "dark"]
    return sorted(dark, key=lambda name: (told[name].seen - (told[name].usual or 0.0), name))


def unread_outlets(desk: Desk) -> frozenset[str]:
    """Outlets that a source which failed brought before: their silence is the reading's, not known to be theirs."""
    named = [row.get("outlets") or () for row in desk.given.log.sources]
    return frozenset(str(name) for names in named if isinstance(names, list) for name in names)


def _volume(desk: Desk, articles: pd.DataFrame) -> Volume:
    """An outlet enters V when it was read `volume_min_weeks` ago; the baseline ends some weeks before this one."""
    index = desk.given.config.index
    age = desk.given.week.back(articles["published_at"])
    now = int(articles.loc[age == 0, "origin_id"].nunique())
    settled = articles["source_id"].isin(articles.loc[age >= index.pressure.volume_min_weeks, "source_id"].unique())
    counts = articles[settled].groupby(age[settled])["origin_id"].nunique()
    first = max(index.baseline_gap_weeks, 1)
    last = min(first + index.baseline_weeks - 1, int(age.max()) if len(age) else 0)
    weeks = [int(counts.get(k, 0)) for k in range(first, last + 1)]
    usual = float(pd.Series(weeks, dtype=float).median()) if len(weeks) >= index.pressure.volume_min_weeks else 0.0
    return Volume(now, float(counts.get(0, 0)) / usual if usual > 0 else None)
