"""What moved since the issue before: articles late, changed or deleted between its point of the record and now."""

from __future__ import annotations

import csv
import heapq
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from riskbrief.briefing.annex_record import Before, Move, Moves
from riskbrief.ingest.collect import Intake
from riskbrief.pipeline.gathering import Gathered
from riskbrief.pipeline.kept import LATER, UNREADABLE
from riskbrief.pipeline.withdrawals import told_manifest
from riskbrief.store.knowing import Cut, Moved, moved, reaches
from riskbrief.store.opening import opened

NO_RECORD, OTHER_RECORD = "no_record", "other_record"
LISTED = 500  # articles that annex.json names, of however many
RANK = {"deleted": 2, "changed": 1, "late": 0}


def with_moves(
    before: Before, link: Path, taken: Intake, store: Path, *, cutoff: datetime, lag: timedelta
) -> tuple[Before, str]:
    """The issue before, whose set `link` leads to, with what moved since; without it the reason why it is not known.

    `cutoff`: of the present issue; what comes to a live source more than `lag` after an issue's cut-off is not known in
    it.
    """
    told = told_manifest(link)
    try:
        point = told["knowledge"]
        seq, label, end = int(point["sequence"]), str(point["label"]), datetime.fromisoformat(told["as_of"])
    except (KeyError, TypeError, ValueError):
        return before, UNREADABLE
    if not isinstance(taken, Gathered) or not (seq and taken.seq):
        return before, NO_RECORD
    if seq > taken.seq:
        return before, LATER
    with opened(store) as db:
        if not reaches(db, seq, label):
            return before, OTHER_RECORD
        then, now = Cut(seq, label, ""), Cut(taken.seq, taken.label, taken.mode)
        arrived = {"arrived_before": cutoff + lag, "arrived_then": end + lag}
        found = summary(moved(db, then, now, published_before=end, **arrived))
    return replace(before, moves=_with_regions(found, link / "focus.csv")), ""


def summary(every: Iterable[Moved]) -> Moves:
    """How many by kind, and the first LISTED without holding them all."""
    counts: Counter[str] = Counter()

    def counted() -> Iterable[Moved]:
        for one in every:
            counts[one.kind] += 1
            yield one

    first = heapq.nlargest(LISTED, counted(), key=lambda m: (RANK[m.kind], m.published_at, m.article_id))
    moves = (Move(m.article_id, m.source_id, m.published_at[:10], m.kind, m.known[:10]) for m in first)
    return Moves(dict(sorted(counts.items())), tuple(moves))


def _with_regions(found: Moves, focus: Path) -> Moves:
    """With the countries the issue before had a changed or deleted article about."""
    asked = {m.article_id for m in found.first if m.kind != "late"}
    about = _about(focus, asked) if asked and focus.is_file() else {}
    return replace(found, first=tuple(replace(m, regions=tuple(about.get(m.article_id, ()))) for m in found.first))


def _about(focus: Path, asked: Collection[str]) -> dict[str, list[str]]:
    about: dict[str, list[str]] = {}
    with focus.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["article_id"] in asked and row.get("about") == "true":
                about.setdefault(row["article_id"], []).append(row["region_id"])
    return about
