"""Articles that a source no longer has: deletions told apart from a source that broke, was cut short or only moved on.

A deletion can be known of files, which hold what they held until somebody takes it out, and of a page that answers 404
or 410 when it is asked again. A feed or an API drops old items: what it no longer lists is not deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from riskbrief.definitions.outlets import Source
from riskbrief.ingest.collect import SHRUNK, Intake
from riskbrief.ingest.readers import is_live
from riskbrief.ingest.records import counted
from riskbrief.store.appending import instant
from riskbrief.store.holding import Holding

ANSWERED = frozenset({"ok", "stale"})  # only a source that answered in full can tell of a deletion


@dataclass(frozen=True)
class Vanished:
    """`gone`: articles to be recorded as deleted; `told`: by source what its account says instead (state, message)."""

    gone: tuple[str, ...] = ()
    told: Mapping[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    """Of one source: how many articles were looked for, which are missing, and which of those may count as deleted;
    `size`: how many it holds, and how many it held when it last answered as it should."""

    looked_for: int
    missing: Sequence[str]
    deleted: Sequence[str]
    size: tuple[int, int] = (0, 0)

    def too_many(self, share: float) -> bool:
        """Whether more than a share is missing, or some are while the whole source fell by more than that."""
        now, before = self.size
        return len(self.missing) > share * self.looked_for or (bool(self.missing) and before - now > share * before)


def vanished(
    held: Holding, taken: Intake, sources: Sequence[Source], *, share: float, now: datetime, whole: bool = True
) -> Vanished:
    """What the sources of a round of the instant `now` no longer have. Too many articles of a source missing at once
    are taken for a fault: none of them counts as deleted and the source is `shrunk`. What files no longer hold may lie
    in others: none of it counts as deleted while those cannot be read, or were not asked: the round is not `whole`."""
    accounts = {str(row["source"]): row for row in taken.sources}
    found = {
        s.id: _of_pages(held, taken, s.id) if is_live(s.reader) else _of_files(held, taken, accounts[s.id], now)
        for s in sources
        if s.deletions and accounts[s.id]["state"] in ANSWERED
    }
    told = {n: {"state": SHRUNK, "message": _shrunk(one)} for n, one in found.items() if one.too_many(share)}
    files = [s.id for s in sources if not is_live(s.reader)]
    broken = [name for name in files if name in told or accounts[name]["state"] not in ANSWERED]
    gone: list[str] = []
    for name, one in ((n, one) for n, one in found.items() if n not in told):
        unsure = list(_unread(accounts[name], broken)) if name in files and one.missing else []
        if unsure:
            told[name] = {"message": _unsure(len(one.missing), unsure)}
        elif whole or name not in files:
            gone += one.deleted
    return Vanished(tuple(sorted(gone)), told)


def _of_files(held: Holding, taken: Intake, account: Mapping[str, Any], now: datetime) -> Missing:
    """Looked for is what was published since the oldest article that the files hold now: what lies before it rolled out
    of them. Only between the oldest and the newest something counts as deleted: a cut or an old copy loses the end. The
    oldest is not counted from few old articles that stayed, or came late, when those after them rolled out, and the
    newest not from articles dated in the future."""
    source = str(account["source"])
    mine = taken.articles["article_id"].map(taken.source_of) == source
    days = taken.articles.loc[mine, "published_at"]
    if days.empty:
        return Missing(0, (), ())
    before, newest = held.since(source, days.min()), instant(days[days <= now].max()) if (days <= now).any() else ""
    missing = sorted(before.keys() - set(taken.articles["article_id"]))
    oldest = max(instant(days.min()), _rolled_out(before, set(missing)))
    deleted = [name for name in missing if oldest < before[name] < newest]
    return Missing(len(before), missing, deleted, (int(account["articles"]), held.size(source)))


def _rolled_out(before: Mapping[str, str], missing: Collection[str]) -> str:
    """The last instant up to which at least as many are missing as are there; empty if there is none."""
    last, lead = "", 0
    for day, name in sorted((day, name) for name, day in before.items()):
        lead += 1 if name in missing else -1
        last = day if lead >= 0 else last
    return last


def _of_pages(held: Holding, taken: Intake, source: str) -> Missing:
    """Looked for are the pages of the round that the store knows; missing are those that answered 404 or 410."""
    told = [name for name in taken.gone.get(source, ()) if name not in taken.source_of]
    missing = sorted(held.of(source, told))
    there = [name for name, of in taken.source_of.items() if of == source]
    return Missing(len(there) + len(missing), missing, missing)


def with_told(taken: Intake, found: Vanished) -> Intake:
    """The round with the accounts of its sources as they stand after that; a shrunk one is asked anew next time."""
    sources = [{**row, **found.told.get(str(row["source"]), {})} for row in taken.sources]
    shrunk = {name for name, told in found.told.items() if told.get("state") == SHRUNK}
    return replace(taken, sources=sources, states={k: v for k, v in taken.states.items() if k not in shrunk})


def _unread(account: Mapping[str, Any], broken: Sequence[str]) -> Iterator[str]:
    """What cannot be read and may hold what is missing: rows of its own, other sources."""
    if rows := sum(account["dropped"].values()):
        yield counted(rows, "row")
    if broken:
        yield f"{'source' if len(broken) == 1 else 'sources'} {', '.join(broken)}"


def _unsure(lost: int, unread: Sequence[str]) -> str:
    return f"{counted(lost, 'article')} missing; none counts as deleted while {' and '.join(unread)} cannot be read"


def _shrunk(found: Missing) -> str:
    now, before = found.size
    fell = f", {now:,} articles where it held {before:,}" if before > now else ""
    lost = f"{len(found.missing):,} of {counted(found.looked_for, 'article')} missing at once{fell}"
    remedy = "see `store.vanished_share` and, of files that hold the newest only, `deletions: false`"
    return f"{lost}: none counts as deleted; {remedy}"
