"""What a live reader holds: the way to its source, with repeats, waits and one end of time for all of it."""

from __future__ import annotations

import random
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from riskbrief.definitions.fetching import FetchRules
from riskbrief.ingest.answers import FetchError, FetchState, Page
from riskbrief.ingest.fetch import NOTHING, Wish, checked, get
from riskbrief.ingest.manners import AGENT, Robots, Slots, crawl_delay
from riskbrief.ingest.peers import bare


class Road:
    """What all sources of a run share: limits, the slots of hosts, what sites exclude."""

    def __init__(self, rules: FetchRules) -> None:
        self.rules = rules
        self.slots = Slots(rules.delay_seconds)
        self.robots = Robots()


@dataclass
class Visit:
    """One source asked once. `now`: the instant of the run; `state`: what an earlier answer left.

    Private hosts may be reached only by a source whose own address lies on one: a feed of the open web that names or
    redirects to an internal host gets nowhere.
    """

    url: str
    road: Road
    now: datetime
    state: FetchState = NOTHING
    until: float = 0.0
    private: Collection[str] = field(default=())
    wire: int = 0

    def __post_init__(self) -> None:
        rules = self.road.rules
        allowed = {bare(host) for host in rules.allow_private}
        self.until = time.monotonic() + rules.source_seconds
        self.private = allowed if bare(checked(self.url).host or "") in allowed else set()

    def main(self, most: int, *, keep_cut: bool = False) -> Page:
        """The answer of the source's own address, or a 304 without body when nothing changed since `state`.

        `keep_cut`: an answer that breaks off is handed over as it came instead of raised. Errors: FetchError.
        """
        try:
            return self._tried(self.url, most, self.state)
        except FetchError as error:
            if keep_cut and error.page is not None and error.page.body:
                return error.page
            raise

    def get(self, url: str, most: int) -> Page:
        """Another address of the source. Errors: FetchError."""
        return self._tried(url, most, NOTHING)

    def article(self, url: str) -> Page:
        """An article page, if the site's robots.txt lets us. Errors: FetchError."""
        if self.road.rules.robots:
            self._ask_leave(url)
        return self._tried(url, self.road.rules.page_bytes, NOTHING)

    def _ask_leave(self, url: str) -> None:
        parts = checked(url)
        origin, host = f"{parts.scheme}://{parts.netloc}", bare(parts.host or "")
        rules = self.road.robots.rules(origin, partial(self._bytes, most=500_000))
        delay = crawl_delay(rules)
        if delay:
            self.road.slots.slow(host, delay)
        if not rules.can_fetch(AGENT, url):
            raise FetchError("rejected", f"robots.txt of {host} excludes it")

    def _bytes(self, url: str, most: int) -> bytes:
        return self._tried(url, most, NOTHING).body

    def _tried(self, url: str, most: int, state: FetchState) -> Page:
        """The answer, asked for again while the failure may pass and time is left."""
        rules, slots = self.road.rules, self.road.slots
        for number in range(rules.tries):
            try:
                page = get(Wish(url, self.until, self.private, most, state), rules, slots)
                self.wire += page.wire
                return page
            except FetchError as error:
                wait = error.wait or rules.wait_seconds * 2**number * random.uniform(0.5, 1.5)
                if error.wait:
                    slots.hold(bare(checked(url).host or ""), error.wait)
                last = number + 1 == rules.tries
                if last or not error.passing or time.monotonic() + wait >= self.until:
                    raise
                slots.wait(wait)
        raise AssertionError("at least one try is made")
