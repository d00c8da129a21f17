"""What moves between two scorings of the same articles: scores, levels and ranks, and mentions gained and lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from riskbrief.index.framework import Flags

SAME = 1e-6  # points; what differs less is rounding of the machine
SHOWN = 10  # mentions of each kind
LARGEST = 3  # moves of one node
PLACE = ["article_id", "indicator_id", "region_id", "field"]  # a mention, but for the words it rests on
CELL = ["region_id", "week", "node"]
KINDS = ("index", "pillar", "indicator")
LINE = ("article_id", "published_at", "indicator_id", "region_id", "status", "reason", "counts", "term", "field",
        "start", "end", "quote")  # fmt: skip
AROUND = 40  # characters of the text shown on each side of a mention
Row = dict[str, Any]


def paired(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Each score that both sides have, with level, rank (of the index, 1 = highest) and what moved.

    A score that is missing on one side alone moves, without a number of points.
    """
    sides = [_ranked(side)[[*CELL, "level", "score", "risk_level", "rank"]] for side in (before, after)]
    both = sides[0].merge(sides[1].drop(columns="level"), on=CELL, suffixes=("_before", "_after"))
    both["change"] = both["score_after"] - both["score_before"]
    for what, least in (("score", SAME), ("risk_level", 0.5), ("rank", 0.5)):
        old, new = both[f"{what}_before"], both[f"{what}_after"]
        both[f"{what}_moves"] = (old.isna() != new.isna()) | ((new - old).abs() > least)
    return both


def _ranked(scores: pd.DataFrame) -> pd.DataFrame:
    index = scores["score"].where(scores["node"] == "index")
    return scores.assign(rank=index.groupby(scores["week"]).rank(method="min", ascending=False))


def counts(both: pd.DataFrame) -> Row:
    """How many scores, levels and ranks move, of how many."""
    index = both[both["node"] == "index"]
    return {
        "scores": {"moved": int(both["score_moves"].sum()), "of": len(both)},
        "index": {"moved": int(index["score_moves"].sum()), "of": len(index)},
        "levels": {"moved": int(index["risk_level_moves"].sum()), "of": len(index)},
        "ranks": {"moved": int(index["rank_moves"].sum()), "of": len(index)},
    }


def countries(both: pd.DataFrame, last: str) -> list[Row]:
    """Countries whose index, level or rank moves: another level last week first, then other weeks, then points."""
    index = both[both["node"] == "index"]
    moved = index[index[["score_moves", "risk_level_moves", "rank_moves"]].any(axis=1)]
    rows = [_country(str(region), part, last, index) for region, part in moved.groupby("region_id")]
    return sorted(rows, key=_first_levels)


def _first_levels(row: Row) -> tuple[bool, int, float, str]:
    points = abs(row["largest"]["change"] or 0.0) if row["largest"] else 0.0
    return not row["level_moves_now"], -len(row["levels"]), -points, row["region_id"]


def _country(region: str, moved: pd.DataFrame, last: str, index: pd.DataFrame) -> Row:
    now = index[(index["region_id"] == region) & (index["week"] == last)].iloc[0]
    levels = moved[moved["risk_level_moves"]].sort_values("week")
    return {
        "region_id": region,
        "level_moves_now": bool(now["risk_level_moves"]),
        "now": {what: _sides(now, what) for what in ("score", "risk_level", "rank")},
        "weeks": {what: int(moved[f"{what}_moves"].sum()) for what in ("score", "risk_level", "rank")},
        "levels": [{"week": row["week"], **_sides(row, "risk_level")} for _, row in levels.iterrows()],
        "largest": next(_largest(moved), None),
    }


def _sides(row: pd.Series, what: str) -> Row:
    return {side: row[f"{what}_{side}"] for side in ("before", "after")}


def nodes(both: pd.DataFrame) -> list[Row]:
    """Nodes with a score that moves: index, pillars, indicators, each kind by its largest move."""
    rows = []
    for (kind, node), part in both.groupby(["level", "node"]):
        moved = part[part["score_moves"]]
        if len(moved):
            largest = list(_largest(moved))[:LARGEST]
            found = {"moved": len(moved), "of": len(part), "mean_change": moved["change"].mean()}
            rows.append({"node": node, "level": kind, **found, "largest": largest})
    return sorted(rows, key=lambda r: (KINDS.index(r["level"]), -abs(r["largest"][0]["change"] or 0.0), r["node"]))


def _largest(moved: pd.DataFrame) -> Iterator[Row]:
    """Scores that move, the largest move first; those missing on one side last, the newest week of equals first."""
    moved = moved[moved["score_moves"]]
    sized = moved.assign(size=moved["change"].abs())
    order = sized.sort_values(["size", "week", "region_id"], ascending=[False, False, True], na_position="last")
    for row in order.itertuples():
        change = None if np.isnan(row.change) else row.change
        yield {"region_id": row.region_id, "week": row.week, "before": row.score_before, "after": row.score_after,
               "change": change}  # fmt: skip


def mentions(before: pd.DataFrame, after: pd.DataFrame, articles: pd.DataFrame) -> Row:
    """Mentions gained, lost, and of another status: counts of all, and up to ten of each with the words around them.

    A mention is one indicator at one place of one text for one country; where the words it rests on overlap, it is the
    same one, read a little wider or narrower.
    """
    pairs = _pairs(before, after)
    was, now = before.loc[pairs["row_before"]], after.loc[pairs["row_after"]]
    told, counted = was["status"].to_numpy(), was["counts"].to_numpy(dtype=bool)
    weighs = now["counts"].to_numpy(dtype=bool) != counted
    changed = now.assign(status=np.where(now["status"] == told, told, told + " -> " + now["status"]))
    other = weighs | (now["status"] != told).to_numpy(dtype=bool)
    lost, gained = before.drop(index=pairs["row_before"]), after.drop(index=pairs["row_after"])
    found = {
        "gained": _told(gained, gained["counts"].to_numpy(dtype=bool)),
        "lost": _told(lost, lost["counts"].to_numpy(dtype=bool)),
        "changed": _told(changed[other], weighs[other]),
    }
    texts = articles.set_index("article_id")[["title", "text"]]
    for line in (line for part in found.values() for line in part["shown"]):
        line["context"] = around(str(texts.at[line["article_id"], line["field"]]), line["start"], line["end"])
    return {"before": len(before), "after": len(after), **found}


def around(text: str, start: int, end: int) -> str:
    """The words of a text around a span, on one line.

    >>> text = "At noon in town, traders who came early said that the market was shut until further notice there."
    >>> around(text, 54, 60)
    '…traders who came early said that the market was shut until further notice there.'
    """
    first, last = max(start - AROUND, 0), min(end + AROUND, len(text))
    before, after = text[first:start], text[end:last]
    if first and not text[first - 1].isspace():
        before = before.partition(" ")[2]
    if last < len(text) and not text[last].isspace():
        after = after.rpartition(" ")[0]
    words = " ".join(f"{before}{text[start:end]}{after}".split())
    return f"{'…' if first else ''}{words}{'…' if last < len(text) else ''}"


def _pairs(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Rows of both sides that are the same mention, each row once, the closest spans first.

    A row whose closest partner is taken by a closer pair gets the closest of those that are left.
    """
    sides = [side[[*PLACE, "start", "end"]].rename_axis("row").reset_index() for side in (before, after)]
    both = sides[0].merge(sides[1], on=PLACE, suffixes=("_before", "_after"))
    both = both[(both["start_before"] < both["end_after"]) & (both["start_after"] < both["end_before"])]
    apart = sum((both[f"{edge}_before"] - both[f"{edge}_after"]).abs() for edge in ("start", "end"))
    both = both.assign(apart=apart).sort_values("apart", kind="stable")
    old, new, kept = set(), set(), []
    for before_row, after_row in zip(both["row_before"], both["row_after"], strict=True):
        free = before_row not in old and after_row not in new
        kept.append(free)
        if free:
            old.add(before_row)
            new.add(after_row)
    return both[np.array(kept, dtype=bool)]


def _told(rows: pd.DataFrame, weighs: Flags) -> Row:
    """All of them counted, those that weigh in a score too, and some to look at: each indicator in each country once
    before any twice, those that weigh and the newest first."""
    rows = rows.assign(weighs=weighs)
    rows = rows.sort_values(["weighs", "published_at", "article_id"], ascending=[False, False, True], kind="stable")
    turn = rows.groupby(["indicator_id", "region_id"], dropna=False).cumcount()
    shown = rows.assign(turn=turn).sort_values(["weighs", "turn"], ascending=[False, True], kind="stable")[:SHOWN]
    by = rows.groupby("indicator_id").size().sort_values(ascending=False, kind="stable")
    return {
        "all": len(rows),
        "weighing": int(rows["weighs"].sum()),
        "by_indicator": {str(k): int(n) for k, n in by.items()},
        "shown": [_line(row) for row in shown.to_dict("records")],
    }


def _line(row: Row) -> Row:
    return {name: row[name] for name in LINE} | {"published_at": row["published_at"].date().isoformat()}
