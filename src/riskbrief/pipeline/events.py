"""Events of a run in the log: a stable name for whatever watches, words for whoever reads."""

from __future__ import annotations

import logging


def told(log: logging.Logger, event: str, words: str, **facts: object) -> None:
    """Log an event with what it carries; docs/operations.md lists the names, which stay."""
    log.info("%s", words, extra={"event": event, "facts": facts})
