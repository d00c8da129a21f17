"""The one reading of the clock that stores and deliveries use."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """This instant, UTC."""
    return datetime.now(UTC)
