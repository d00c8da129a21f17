"""The `fetch` key of config.yaml: how live sources are asked, and how much of an answer is taken."""

from __future__ import annotations

from pydantic import Field

from riskbrief.definitions.base import Definition, Positive


class FetchRules(Definition):
    """Limits and manners of live sources. No key here moves a score; each bounds what a stranger's server can cost."""

    contact: str = ""
    allow_private: list[str] = []
    proxy: str = ""
    connect_seconds: Positive = 10.0
    read_seconds: Positive = 20.0
    request_seconds: Positive = 60.0
    source_seconds: Positive = 300.0
    wire_bytes: int = Field(20_000_000, ge=1)
    decoded_bytes: int = Field(100_000_000, ge=1)
    ratio: float = Field(100.0, ge=1)
    feed_bytes: int = Field(20_000_000, ge=1)
    page_bytes: int = Field(3_000_000, ge=1)
    page_tags: int = Field(50_000, ge=1)
    tags: int = Field(400_000, ge=1)
    items: int = Field(50_000, ge=1)
    pages: int = Field(100, ge=0)
    redirects: int = Field(5, ge=0, le=10)
    tries: int = Field(3, ge=1, le=10)
    wait_seconds: float = Field(2.0, ge=0)
    retry_after_seconds: float = Field(120.0, ge=0)
    delay_seconds: float = Field(1.0, ge=0)
    robots: bool = True
    workers: int = Field(8, ge=1, le=32)
    future_hours: float = Field(48.0, ge=0)
    stale_days: float = Field(14.0, gt=0)
