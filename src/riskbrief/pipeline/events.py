"""Events of a run in the log: a stable name for whatever watches, words for whoever reads."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

UNDER_WAY: dict[str, str] = {}  # what every line of the log carries: `rid` of the command, `attempt` at a report


def told(log: logging.Logger, event: str, words: str, **facts: object) -> None:
    """Log an event with what it carries; docs/operations.md lists the names, which stay."""
    log.info("%s", words, extra={"event": event, "facts": facts})


@contextmanager
def under_way(**ids: str) -> Iterator[None]:
    """Every line that is logged in the block carries these ids."""
    before = dict(UNDER_WAY)
    UNDER_WAY.update(ids)
    try:
        yield
    finally:
        UNDER_WAY.clear()
        UNDER_WAY.update(before)
