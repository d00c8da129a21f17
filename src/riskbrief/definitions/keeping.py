"""The `store` key of config.yaml: where what was known when is kept, and for how long."""

from __future__ import annotations

from pydantic import Field

from riskbrief.definitions.base import Definition, Share

LONGEST_LAG = 24 * 14  # hours


class StoreRules(Definition):
    """The record of articles as they arrived: one SQLite file, never on a network file system."""

    path: str = ".riskbrief/store.db"
    lag_hours: float = Field(48.0, ge=0, le=LONGEST_LAG)
    keep_days: int = Field(1825, ge=1)
    vanished_share: Share = 0.2
