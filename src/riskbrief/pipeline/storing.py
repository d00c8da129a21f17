"""Care of a workspace's store: verify, back up, prune, migrate, forget; each returns what it did as one row."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from riskbrief.definitions.load import load_workspace
from riskbrief.errors import Problem, StoreError, UsageError
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.emptied import needed_days
from riskbrief.pipeline.gathering import store_path
from riskbrief.store import care
from riskbrief.store.opening import STEPS, connect, opened, told, upgrade, version

Row = dict[str, Any]


def verify_store(root: Path) -> Row:
    """Every row against its digest. Errors: StoreError (9) with everything that is not as it was written."""
    path = store_path(load_workspace(root))
    with opened(path) as db:
        found = care.faults(db)
        counts = {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("batch", "revision")}
    if found:
        last = Problem(str(path), 0, 0, "the store is damaged", "Restore a backup (docs/operations.md).")
        raise StoreError(*(Problem(str(path), 0, 0, fault) for fault in found), last)
    return {"store": str(path), "whole": True, "batches": counts["batch"], "revisions": counts["revision"]}


def backup_store(root: Path, target: Path | None) -> Row:
    """A consistent copy while the store may be in use; without a target beside it, named by the moment."""
    path = store_path(load_workspace(root))
    with opened(path) as db:
        copy = target or path.with_name(f"{path.stem}-{utc_now():%Y%m%dT%H%M%SZ}{path.suffix}")
        care.back_up(db, copy)
    return {"store": str(path), "backup": str(copy), "bytes": copy.stat().st_size}


def prune_store(root: Path, *, days: int | None, dry_run: bool) -> Row:
    """Empty the texts of articles older than so many days; what baselines still need is never pruned.

    Errors: UsageError (2) for fewer days than a run looks back.
    """
    workspace = load_workspace(root)
    kept = workspace.config.store.keep_days if days is None else days
    least = needed_days(workspace)
    if kept < least:
        remedy = f"Keep at least {least} days: reports and their baselines look back that far."
        raise UsageError(Problem("store prune", 0, 0, f"{kept} days are too few", remedy))
    before = utc_now() - timedelta(days=kept)
    path = store_path(workspace)
    with opened(path) as db:
        number = care.prunable(db, before) if dry_run else care.prune(db, before)
    return {"store": str(path), "before": f"{before:%Y-%m-%d}", "texts": number, "dry_run": dry_run}


def migrate_store(root: Path) -> Row:
    """Bring the store to this program's version, a backup first; nothing to do is an answer too."""
    path = store_path(load_workspace(root))
    with told(path), closing(connect(path, create=False)) as db:
        found, copy = version(db), None
        if 0 < found < len(STEPS):
            copy = path.with_name(f"{path.stem}-version-{found}{path.suffix}")
            care.back_up(db, copy)
        steps = upgrade(db, path, STEPS)
    return {"store": str(path), "from": found, "to": len(STEPS), "steps": steps, "backup": str(copy) if copy else None}


def forget_article(root: Path, article_id: str, *, reason: str) -> Row:
    """Take one article down: its words leave the store, a tombstone stays. `emptied`: whether they have left its files
    too; while another program reads the store, they go with the next one that closes it."""
    if not reason.strip():
        raise UsageError(Problem("store forget", 0, 0, "--reason is empty", "Say on whose demand, and when."))
    path = store_path(load_workspace(root))
    with opened(path) as db:
        revisions = care.forget(db, article_id, reason=reason.strip(), now=utc_now())
    with opened(path) as db:
        emptied = care.settled(db)
    told_down = {"article_id": article_id, "revisions": revisions, "reason": reason.strip()}
    return {"store": str(path), **told_down, "emptied": emptied}
