"""`riskbrief explain --since`: the change of a number between two weeks, as data and as lines to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from riskbrief.index.attribution import change
from riskbrief.index.history import History
from riskbrief.index.moves import Moved, leaves, waterfall

SMALL = 0.05  # points below which a line of text sums parts up; the data hold them all
MOST = 10  # events and articles that the text lists
WIDTH = 20  # characters of the longest bar
Title = Callable[[str, str], str]  # from kind and name to words
HOW = {
    "new": "new",
    "aged": "older by then",
    "revised": "revised",
    "past": "past the horizon",
    "gone": "no longer seen as such",
    "faded": "of an earlier week by then",
}


def change_row(history: History, region: str, node: str, *, since: str, week: str, title: Title) -> dict[str, Any]:
    """The change as JSON: parts within parts, in points of the number explained, and the bars of a waterfall."""
    found = change(history, region, node, since=since, week=week)
    row: dict[str, Any] = {"from": since, "to": week, "points": None, "parts": [], "waterfall": []}
    if found is None:
        place, at = history.framework.regions.index(region), {w: history.at(w) for w in (since, week)}
        missing = [w for w, t in at.items() if history.score(place, node, t) != history.score(place, node, t)]
        return row | {"reason": f"not assessed in {' and '.join(missing)}"}
    return row | {
        "score_from": found.before,
        "score_to": found.after,
        "points": found.points,
        "parts": [_row(part, title) for part in found.parts],
        "movers": _movers(found.parts, title),
        "waterfall": [bar._asdict() for bar in waterfall(found)],
    }


def _row(part: Moved, title: Title) -> dict[str, Any]:
    said = {"title": title(part.kind, part.name)} if part.kind in ("event", "article", "dispute") else {}
    inside = {"parts": [_row(p, title) for p in part.parts]} if part.parts else {}
    return {"node": part.name, "kind": part.kind, "points": part.points, **part.facts, **said, **inside}


def _movers(parts: Sequence[Moved], title: Title) -> list[dict[str, Any]]:
    """Every event, article and other last cause once, over all the ways in which it moved the number."""
    points: dict[tuple[str, str], float] = defaultdict(float)
    for path, leaf in leaves(parts):
        kind, name = ("event", path[-2]) if leaf.kind == "factor" else (leaf.kind, path[-1])
        points[kind, name if kind in NAMED else ""] += leaf.points
    rows = [
        {"kind": kind, "node": name, "points": total} | ({"title": title(kind, name)} if kind in NAMED else {})
        for (kind, name), total in points.items()
    ]
    return sorted(rows, key=lambda row: (-abs(row["points"]), row["kind"], row["node"]))


NAMED = ("event", "article", "dispute", "region", "node", "floor", "discount", "coverage")


def change_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """The change for a terminal: signed points, a bar, and what it is; parts below .05 points are summed up."""
    if row["points"] is None:
        yield f"change {row['from']} to {row['to']}: none to explain, {row['reason']}"
        return
    ends = f"{row['score_from']:.1f} to {row['score_to']:.1f}"
    yield f"change {row['from']} to {row['to']}: {ends}, {row['points']:+.2f} points"
    longest = _longest(row["parts"])
    yield from _parts(row["parts"], longest, depth=0)
    yield _line(row["points"], 0.0, "sum")
    yield "by event, article and other cause:"
    shown = [m for m in row["movers"] if abs(m["points"]) >= SMALL][:MOST]
    for mover in shown:
        yield _line(mover["points"], longest, _cause(mover))
    rest = row["points"] - sum(m["points"] for m in shown)
    if len(shown) < len(row["movers"]):
        yield _line(rest, longest, f"{len(row['movers']) - len(shown)} more")


def _parts(parts: Sequence[Mapping[str, Any]], longest: float, depth: int) -> Iterator[str]:
    shown = [p for p in parts if abs(p["points"]) >= SMALL]
    for part in shown:
        yield _line(part["points"], longest, "  " * depth + _cause(part))
        if part["kind"] != "event" or len(part.get("parts", ())) > 1:
            yield from _parts(part.get("parts", ()), longest, depth + 1)
    rest = [p["points"] for p in parts if abs(p["points"]) < SMALL]
    if rest and shown:
        yield _line(sum(rest), longest, "  " * depth + f"{len(rest)} smaller")


def _longest(parts: Sequence[Mapping[str, Any]]) -> float:
    """The largest points of all parts, at any depth."""
    return max((max(abs(p["points"]), _longest(p.get("parts", ()))) for p in parts), default=0.0)


def _line(points: float, longest: float, words: str) -> str:
    bar = min(round(WIDTH * abs(points) / longest), WIDTH) if longest else 0
    return f"{points:+8.2f} {('+' if points > 0 else '-') * bar:<{WIDTH}} {words}"


def _cause(part: Mapping[str, Any]) -> str:
    """One part in words."""
    name, kind = part["node"], part["kind"]
    if kind in ("event", "article", "dispute"):
        how, inside = HOW.get(part.get("how", ""), ""), part.get("parts", ())
        only = f": {_cause(inside[0])}" if len(inside) == 1 else ""
        return f"{part['title']} [{name}]" + (f", {how}{only}" if how else "")
    if kind in ("node", "floor", "discount", "region"):
        way = {"floor": ", through the floor", "discount": ", a discount"}.get(kind, "")
        return f"{name}{way}{_ends(part, '.1f')}"
    if kind == "coverage":
        became, weigh = ("missing", "more") if part.get("how") == "left" else ("known", "less")
        return f"{name} became {became}, so that the others weigh {weigh}"
    return f"{OTHER.get(kind, name)}{_ends(part, '.3g')}"


OTHER = {
    "volume": "article volume",
    "usual": "usual share of attention",
    "earlier": "earlier weeks fade",
    "crowd": "number of events in the week",
    "baseline": "the past it is compared with",
}


def _ends(part: Mapping[str, Any], digits: str) -> str:
    return f" ({part['before']:{digits}} to {part['after']:{digits}})" if "before" in part else ""
