"""Manners towards hosts: one request at a time slot, waits that hosts ask for, robots.txt."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.robotparser import RobotFileParser

from riskbrief.ingest.answers import FetchError
from riskbrief.ingest.wire import Guard

AGENT = "riskbrief"
LONGEST_CRAWL_DELAY = 30.0


class Slots:
    """When each host may be asked next, and what is being asked. Shared by all sources of a run."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._own: dict[str, float] = {}
        self._next: dict[str, float] = {}
        self._guards: set[Guard] = set()
        self._over = threading.Event()
        self._lock = threading.Lock()

    def take(self, host: str, until: float) -> None:
        """Wait for the host's next slot. FetchError (unreachable) when it lies after `until` (monotonic seconds)."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next.get(host, now))
            if start >= until:
                raise FetchError("unreachable", f"{host} may not be asked before the time of the source is over")
            self._next[host] = start + max(self._delay, self._own.get(host, 0.0))
        self.wait(start - now)

    def wait(self, seconds: float) -> None:
        """Sleep; FetchError (unreachable) once the run is being ended."""
        if self._over.wait(max(0.0, seconds)):
            raise FetchError("unreachable", "the run was ended")

    @contextmanager
    def watched(self, guard: Guard) -> Iterator[None]:
        """Within, `end` cuts off the guard's request too."""
        with self._lock:
            self._guards.add(guard)
        try:
            yield
        finally:
            with self._lock:
                self._guards.discard(guard)

    def end(self) -> None:
        """Cut off every request and wait of the run."""
        self._over.set()
        with self._lock:
            guards = list(self._guards)
        for guard in guards:
            guard.cut()

    def hold(self, host: str, seconds: float) -> None:
        """Ask the host nothing for so long."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), time.monotonic() + seconds)

    def slow(self, host: str, delay: float) -> None:
        """Keep at least this distance between requests to the host."""
        with self._lock:
            self._own[host] = min(delay, LONGEST_CRAWL_DELAY)


class Robots:
    """What sites exclude, each robots.txt read once. Shared by all sources of a run."""

    def __init__(self) -> None:
        self._known: dict[str, RobotFileParser] = {}
        self._lock = threading.Lock()

    def rules(self, origin: str, read: Callable[[str], bytes]) -> RobotFileParser:
        """The rules of scheme://host:port. `read` gets the file.

        As RFC 9309: a file that is not there (4xx) allows all; one that cannot be had excludes all.
        """
        with self._lock:
            if origin in self._known:
                return self._known[origin]
        rules = RobotFileParser()
        try:
            rules.parse(read(f"{origin}/robots.txt").decode("utf-8", "replace").splitlines())
        except FetchError as error:
            if 400 <= error.status < 500:
                rules.parse([])
            else:
                rules.parse(["User-agent: *", "Disallow: /"])
        with self._lock:
            return self._known.setdefault(origin, rules)


def crawl_delay(rules: RobotFileParser) -> float:
    """Seconds between requests that robots.txt asks for; 0 when it asks for none."""
    asked = rules.crawl_delay(AGENT)
    try:
        return max(0.0, float(asked or 0))
    except ValueError:
        return 0.0
