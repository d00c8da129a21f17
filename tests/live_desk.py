"""A workspace that reads one feed on loopback and nothing else, and the instants at which it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import published_sets as sets
from fault_server import FaultServer
from profile_articles import SUNDAY
from riskbrief.definitions.load import load_workspace
from riskbrief.pipeline.commands import publish_report
from riskbrief.pipeline.harvesting import harvest
from riskbrief.pipeline.run import Outcome
from soak_sources import feed

MONDAY = datetime(SUNDAY.year, SUNDAY.month, SUNDAY.day, 5, 15, tzinfo=UTC) + timedelta(days=1)
FETCH = (
    "fetch: {contact: desk@example.org, allow_private: ['127.0.0.1'], delay_seconds: 0, wait_seconds: 0.01, "
    "request_seconds: 2, source_seconds: 4, read_seconds: 1, tries: 2, robots: false}\n"
)


def workspace(target: Path, server: FaultServer, *, more: str = "") -> Path:
    """The small workspace of published sets with a feed that tells the same news; `more`: further sources in YAML."""
    root = sets.workspace(target)
    rows = [row | {"url": f"https://paper.example/{row['article_id']}"} for row in sets.rows()]
    url = server.page("/feed", feed(rows))
    config = root / "config.yaml"
    text = config.read_text(encoding="utf-8")
    named = f"  - {{id: paper, reader: rss, url: '{url}', language: en, options: {{outlet: reuters}}}}\n{more}"
    text = text.replace("  - id: demo\n    reader: demo\n", named)
    config.write_text(re.sub(r"(?m)^fetch:\n(  .*\n)+", FETCH, text), encoding="utf-8")
    weekly = root / "reports" / "weekly.yaml"
    weekly.write_text(weekly.read_text(encoding="utf-8").replace("languages: [en, fr]", "languages: [en]"))
    return root


def ask(root: Path, at: datetime) -> None:
    """Ask the sources at an instant and put on record what they bring."""
    harvest(load_workspace(root), clock=lambda: at)


def publish(root: Path, week: str = sets.WEEK) -> Outcome:
    """A week published from what is on record."""

    @contextmanager
    def step(_label: str, _total: int) -> Iterator[object]:
        yield lambda: None

    return publish_report(
        root, "weekly", week=week, as_of=None, regions=(), language="", output=None, articles=None, step=step
    )  # type: ignore[arg-type]
