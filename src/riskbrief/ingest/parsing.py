"""Feeds and pages read in a process that can be killed: time and memory are limited, and a crash costs one source."""

from __future__ import annotations

import json
import math
import os
import signal
import time
from typing import Any

from riskbrief.copies import FAILED
from riskbrief.ingest.answers import FetchError
from riskbrief.press import Done, Press

CHILD = "riskbrief.ingest.child"
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")
MEMORY_BYTES = 1_500_000_000
FEED_SECONDS, PAGE_SECONDS = 120.0, 30.0  # most that one may take, within what is left of the time of its source
LEAST_SECONDS = 1.0  # for what came in at the last moment
PATIENCE = 2.0  # seconds after which nobody waits any more for what holds up the process
READER = Press(CHILD, Press(CHILD, Press(CHILD, Press(CHILD), patience=PATIENCE), patience=PATIENCE), patience=PATIENCE)


def parsed_feed(text: str, until: float) -> dict[str, Any]:
    """`feed` in ingest/child.py of a text. `until`: end of the source's time, monotonic. Errors: FetchError."""
    return dict(_read("feed", {"kind": "feed"}, text, min(FEED_SECONDS, until - time.monotonic())))


def parsed_page(text: str, url: str, latest: str, until: float) -> dict[str, str] | None:
    """`article` in ingest/child.py of a page. Errors: FetchError."""
    order = {"kind": "page", "url": url, "latest": latest}
    found = _read("page", order, text, min(PAGE_SECONDS, until - time.monotonic()))
    return dict(found) if found is not None else None


def _read(what: str, order: dict[str, Any], text: str, seconds: float) -> Any:
    seconds = max(LEAST_SECONDS, seconds)
    limits = {"cpu_seconds": math.ceil(seconds) + 1, "memory_bytes": MEMORY_BYTES}
    letter = json.dumps(order | limits).encode() + b"\n" + text.encode("utf-8", "replace")
    environment = {k: os.environ[k] for k in KEPT_VARIABLES if k in os.environ} | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
    try:
        done = READER.work_on(letter, environment, seconds=seconds)
    except OSError as error:
        raise FetchError("rejected", f"no process could be started to read its {what} ({error.strerror})") from error
    if done.code or done.late:
        raise FetchError("rejected", _told(what, done, seconds))
    return json.loads(done.result)


def _told(what: str, done: Done, seconds: float) -> str:
    """Why nothing came of it."""
    if done.late or done.code == -signal.SIGXCPU:
        return f"reading its {what} took longer than {seconds:.3g} seconds and was stopped"
    if done.code == FAILED and done.said.startswith("MemoryError"):
        return f"reading its {what} needed more than {MEMORY_BYTES // 1_000_000:,} MB and was stopped"
    if done.code < 0:
        return f"reading its {what} was stopped (signal {-done.code})"
    return f"its {what} cannot be read ({done.said[:80] or f'exit code {done.code}'})"
