"""What `riskbrief sources` tells: the sources of a workspace, and one of them tried out without keeping anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riskbrief.addresses import veiled
from riskbrief.definitions.outlets import Source
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import RiskbriefError
from riskbrief.ingest.answers import plain
from riskbrief.ingest.collect import Intake, collect
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.gathering import store_path
from riskbrief.pipeline.opening import known, open_workspace
from riskbrief.store.appending import last_answer
from riskbrief.store.opening import opened

TITLES = 5


def source_rows(root: Path) -> list[dict[str, Any]]:
    """Every source of the workspace, in its order. `state`: how it answered last, empty when nobody knows."""
    workspace = open_workspace(root)
    config = workspace.config
    last = last_states(store_path(workspace), config.sources)
    return [
        {
            "id": source.id,
            "reader": source.reader,
            "address": veiled(source.url) or source.path,
            "enabled": source.enabled,
            "outlet": str(source.options.get("outlet", "")),
            "reliability": _reliability(workspace, str(source.options.get("outlet", ""))),
            **last.get(source.id, {"state": "", "newest": ""}),
        }
        for source in config.sources
    ]


def _reliability(workspace: Workspace, outlet: str) -> str:
    rated = workspace.config.outlets.get(outlet)
    return rated.reliability if rated else ""


def last_states(store: Path, sources: Iterable[Source]) -> dict[str, dict[str, str]]:
    """How each source answered last, from the store; nothing when there is none that can be read."""
    if not store.is_file():
        return {}
    try:
        with opened(store) as db:
            answers = [last_answer(db, source.id) for source in sources]
    except RiskbriefError:
        return {}
    return {a.source: {"state": a.state, "newest": a.newest} for a in answers if a}


@dataclass(frozen=True)
class SourceTrial:
    """A source asked once: its account, what was dropped, its newest articles first. Nothing was written."""

    account: Mapping[str, Any]
    dropped: Mapping[str, int]
    titles: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether the source gave articles."""
        return self.account["state"] in {"ok", "stale"}

    def as_json(self) -> dict[str, Any]:
        titles = [{"published": day, "title": title} for day, title in self.titles]
        return {**self.account, "dropped": dict(self.dropped), "titles": titles, "notes": list(self.notes)}

    def lines(self) -> Iterator[str]:
        """For a terminal; every text of a stranger is one printable line."""
        told = self.account
        yield f"{told['source']}: {told['state']}" + (f" ({plain(told['message'])})" if told["message"] else "")
        sent = f", {told['bytes']:,} bytes" if told["bytes"] else ""
        yield f"{told['articles']:,} articles, newest {told['newest'] or 'none'}{sent}"
        for reason, number in self.dropped.items():
            yield f"dropped: {number:,} {reason}"
        for day, title in self.titles:
            yield f"{day}  {title}"
        for note in self.notes:
            yield f"note: {note}"


def try_source(root: Path, name: str) -> SourceTrial:
    """Ask one source, switched on or not. Errors: UsageError for an unknown id, ConfigurationError."""
    workspace = open_workspace(root)
    config = workspace.config
    by_id = {source.id: source for source in config.sources}
    source = by_id[known(name, list(by_id), "source")].model_copy(update={"enabled": True})
    taken = _asked(source, workspace)
    newest = taken.articles.sort_values(["published_at", "article_id"], ascending=[False, True]).head(TITLES)
    rows = zip(newest["published_at"], newest["title"], newest["text"], strict=True)
    titles = tuple((f"{at:%Y-%m-%d %H:%M}", plain(title or text, 100)) for at, title, text in rows)
    sent = taken.wire.get(source.id, 0)
    return SourceTrial(
        taken.sources[0] | {"bytes": sent}, taken.dropped, titles, tuple(plain(n, 300) for n in taken.notes)
    )


def _asked(source: Source, workspace: Workspace) -> Intake:
    config = workspace.config
    return collect([source], workspace.root, languages=config.coded, now=utc_now(), rules=config.fetch)
