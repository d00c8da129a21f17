"""What the sections of a country profile share: how much may be said, and how a node moved over four weeks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.drivers import Drivers
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.leading import leaders, tenths
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.volume import dark_countries

MONTH, YEAR = 4, 52  # weeks
Direction = Literal["up", "down", "flat", "unclear", "silent", "new"]


def extent(desk: Desk) -> str:
    """How much the profile says (method A.14): `full`, `thin` (thin week or a carried score), or `none`."""
    subject = desk.subject
    if not subject.assessed:
        return "none"
    return "thin" if subject.thin else "full"


@dataclass(frozen=True)
class Month:
    """A node of the profile's country in the issue's week and four weeks before; None where there is no score."""

    now: ScoreRow | None
    then: ScoreRow | None
    dark: bool = False  # whether the country's press is silent now

    @property
    def change(self) -> float | None:
        """In points over the four weeks."""
        if self.now is None or self.then is None or self.now.score is None or self.then.score is None:
            return None
        return self.now.score - self.then.score

    @property
    def thin(self) -> bool:
        """Whether either week was not fully covered."""
        return any(row is not None and row.coverage != "full" for row in (self.now, self.then))

    def direction(self, delta: float) -> Direction:
        """Where it went; differences under `delta` points are none, larger ones from a thin week unclear (B.19);
        a fall while the press is silent is no relief (B.17)."""
        if self.change is None:
            return "new"
        if abs(self.change) < delta:
            return "flat"
        if self.dark and self.change < 0:
            return "silent"
        return "unclear" if self.thin else "up" if self.change > 0 else "down"


def month_of(desk: Desk, node: str) -> Month:
    """The node's score now and four weeks ago."""
    region = desk.given.subject
    now, then = desk.scores.at(region, node), desk.scores.at(region, node, weeks_back=MONTH)
    return Month(now, then, region in dark_countries(desk))


def direction_of(desk: Desk, node: str) -> Direction:
    """Where the node went over four weeks, by the index's own threshold of change."""
    return month_of(desk, node).direction(desk.given.config.index.change.delta)


@dataclass(frozen=True)
class Share:
    """Points a part gives to the country's index now, and how that changed; None without a score four weeks ago."""

    node: str
    points: float
    change: float | None


class Shares:
    """The country's score in indicators, now against four weeks before; the points sum to the score."""

    def __init__(self, desk: Desk) -> None:
        self._region = desk.given.subject
        self._compared = month_of(desk, "index").change is not None
        self._shown = tenths(desk)
        self._now = desk.drivers
        self._then = Drivers(desk.given.contributions, desk.given.week.shift(-MONTH))

    @cached_property
    def all(self) -> tuple[Share, ...]:
        """Largest first, with parts that are gone by now at the end."""
        now, then = dict(self._now.leaves(self._region)), dict(self._then.leaves(self._region))
        moved = {n: now.get(n, 0.0) - then.get(n, 0.0) if self._compared else None for n in {**now, **then}}
        found = [Share(n, now.get(n, 0.0), change) for n, change in moved.items()]
        return tuple(sorted(found, key=lambda s: (-s.points, s.node)))

    def movers(self, direction: Direction) -> list[Share]:
        """What moved most the way the score went, else what weighs most; several where they print alike."""
        if direction not in {"up", "down"}:
            return leaders([s for s in self.all if s.points], lambda s: s.points, self._shown)
        sign = 1 if direction == "up" else -1
        return leaders(self.all, lambda s: sign * (s.change or 0.0), self._shown)


def month_events(desk: Desk) -> tuple[Happening, ...]:
    """The country's confirmed events of the last four weeks, the weightiest first; calls for one are none."""
    own = [e for e in desk.confirmed if e.region_id == desk.given.subject and e.status != "hypothetical"]
    return tuple(sorted(own, key=lambda e: (-e.weight, e.day, e.event_id)))
